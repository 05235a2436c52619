"""Tests of packed files."""
