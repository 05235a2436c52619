"""What a document is: pure functions from bytes and Arrow to Arrow; no clock, disk, environment or logging."""
