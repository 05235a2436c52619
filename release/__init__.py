"""Releases: build them, try them as a user would, and with other versions of what they need."""
