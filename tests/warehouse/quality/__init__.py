"""Tests of `warehouse/quality`."""
