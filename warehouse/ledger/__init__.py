"""Queries of the work database: sources, runs, boilerplate, watermarks, near-duplicates."""
