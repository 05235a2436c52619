"""Pure functions from bytes and Arrow to Arrow; no clock, disk, environment or logging."""

# The command refuses to run another package of this name (zakhira.py).
DISTRIBUTION = "zakhira"
