"""DuckDB: connections, DDL, quoting, loading, fetching, and its errors."""
