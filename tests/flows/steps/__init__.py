"""Tests of `flows/steps`."""
