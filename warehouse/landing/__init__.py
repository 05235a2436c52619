"""Landing zone: a folder or an object store behind one protocol, and copies of rejected files."""
