"""Published generations: the read-only DuckDB files that analysts query."""
