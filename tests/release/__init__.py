"""Tests of what builds and tries a release."""
