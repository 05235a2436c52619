"""Packed files: bytes in, members out. Nothing here touches the disk."""
