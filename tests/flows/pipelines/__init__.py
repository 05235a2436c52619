"""Tests of `flows/pipelines`."""
