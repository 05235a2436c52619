"""Tests of `transforms/text`."""
