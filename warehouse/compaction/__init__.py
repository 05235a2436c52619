"""Compaction: many small Parquet parts become few large ones."""
