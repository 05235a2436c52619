"""Tests of `flows/orchestration`."""
