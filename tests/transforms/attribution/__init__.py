"""Tests of `transforms/attribution`."""
