"""Tests of `warehouse/storage`."""
