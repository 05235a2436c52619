"""Kills, full disks, races and hostile landing zones, against real runs."""
