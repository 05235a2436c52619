"""Tests of `transforms/near_duplicates`."""
