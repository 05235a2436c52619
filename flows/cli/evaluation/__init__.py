"""Descriptions against what a person says is true: labels, cases and scores."""
