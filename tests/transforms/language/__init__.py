"""Tests of `transforms/language`."""
