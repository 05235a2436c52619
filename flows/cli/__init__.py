"""The `zakhira` command: its commands, what they print, and its exit codes."""
