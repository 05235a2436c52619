"""What a worker makes of raw files: rows of their texts, and of the members of archives."""
