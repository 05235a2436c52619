"""A soak: hundreds of real runs over a changing landing zone, with faults, against a twin.

`python -m tests.soak --runs 300`, or `make soak`. Begin with `soak.py`.
"""
