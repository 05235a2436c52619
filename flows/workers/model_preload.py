"""Preload a language model in the process from which all workers of a large run are forked.

py3langid's is the largest. Where it was not unpacked at setup, it is then unpacked once and not by
each worker, and its 70 MB, which are only read, are in memory once. The other models start threads,
which do not survive a fork.
"""

from transforms.language.models import load_py3langid

load_py3langid()
