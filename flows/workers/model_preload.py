"""Preload a language model in the process from which all workers of a large run are forked.

The model is then in memory once, and not once per worker: py3langid's is the largest, with 70 MB
that are only read. The other models start threads, which do not survive a fork.
"""

from transforms.language.models import load_py3langid

load_py3langid()
