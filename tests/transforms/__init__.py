"""Tests of zakhira; the tree mirrors the code."""
