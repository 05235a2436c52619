"""What the work database knows: sources, runs, boilerplate lines, watermarks, near-duplicates."""
