"""Tests of `warehouse/landing`."""
