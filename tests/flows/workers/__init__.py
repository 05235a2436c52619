"""Tests of `flows/workers`."""
