"""When and in which order: the flows, the command line, the settings, the engines that run the slices."""

# The command refuses to run another package of this name (zakhira.py).
DISTRIBUTION = "zakhira"
