"""Tests of `warehouse/database`."""
