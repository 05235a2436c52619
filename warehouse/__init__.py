"""Where things live: the landing zone, Parquet, both DuckDB files, and the one commit that binds them."""
