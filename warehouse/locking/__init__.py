"""Locks that keep a warehouse to one writer: on a file, and in an object store."""
