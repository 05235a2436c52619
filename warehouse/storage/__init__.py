"""Place of a warehouse: a folder or an object store behind one protocol, its names, its files."""
