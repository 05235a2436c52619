"""Quality of what was loaded: checks and bounds of the user's own, and the record of results."""
