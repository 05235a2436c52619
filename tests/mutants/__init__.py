"""Mutation testing: change one threshold of `transforms/` at a time and see whether a test notices.

`make mutants` runs it, `make mutants ROOM=transforms/dates` for one package or module.
"""
