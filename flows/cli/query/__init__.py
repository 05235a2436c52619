"""Questions to the published warehouse: the commands, what they print, and what they refuse."""
