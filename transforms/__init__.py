"""Pure functions from bytes and Arrow to Arrow; no clock, disk, environment or logging."""
