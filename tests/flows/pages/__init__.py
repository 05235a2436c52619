"""Tests of the report and the explorer; those in a real browser are in `tests/browser`."""
