"""Near-duplicate texts: MinHash bands, similarity, and clusters."""
