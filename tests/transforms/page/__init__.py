"""Tests of `transforms/page`."""
