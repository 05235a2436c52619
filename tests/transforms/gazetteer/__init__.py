"""Tests of `transforms/gazetteer`."""
