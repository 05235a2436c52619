"""Tests of `flows/cli/evaluation`."""
