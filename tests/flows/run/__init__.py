"""Tests of the context of a run."""
