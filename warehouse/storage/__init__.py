"""Files and objects below a warehouse: names, atomic writes, staging, Parquet parts."""
