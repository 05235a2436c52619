"""Tests of `transforms/dates`."""
