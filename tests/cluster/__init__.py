"""Runs on real clusters, Dask and Ray."""
