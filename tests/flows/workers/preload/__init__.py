"""Tests of `flows/workers/preload`."""
