"""Work outside the main process: slices of a batch, and the pools that run them."""
