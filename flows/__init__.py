"""When and in which order: flows, command line, settings, and the engines that run slices."""

# The command refuses to run another package of this name (zakhira.py).
DISTRIBUTION = "zakhira"
