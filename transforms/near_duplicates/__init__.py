"""Near-duplicate texts: MinHash bands, Jaccard and containment, and clusters."""
