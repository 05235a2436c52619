"""Tests of `warehouse/generations`."""
