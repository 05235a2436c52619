"""The context of a running pipeline: settings, progress, and the values steps pass on."""
