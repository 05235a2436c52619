"""Tests of `warehouse/writer`."""
