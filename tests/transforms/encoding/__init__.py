"""Tests of `transforms/encoding`."""
