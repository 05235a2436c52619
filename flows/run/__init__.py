"""The context of a running pipeline: settings, counters, progress, and the values its steps pass on."""
