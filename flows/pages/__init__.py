"""What people look at: the report, one HTML file, and the explorer, the same on loopback."""
