"""When and in which order: the flows, the command line, the settings, the engines that run the slices."""
