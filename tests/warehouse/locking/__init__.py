"""Tests of `warehouse/locking`."""
