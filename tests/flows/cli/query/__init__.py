"""Tests of `flows/cli/query`."""
