"""Where things live: the landing zone, Parquet, both DuckDB files, the commit that binds them."""

# The command refuses to run another package of this name (zakhira.py).
DISTRIBUTION = "zakhira"
