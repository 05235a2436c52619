"""Tests of `warehouse/compaction`."""
