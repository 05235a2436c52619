"""Work that runs outside the main process: slices of a batch, and the process, Dask and Ray pools that run them."""
