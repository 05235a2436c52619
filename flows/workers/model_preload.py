"""This file is imported once, by the process that all workers of a large run are forked from.

What it holds is in memory once, and not once a worker: of the models py3langid's is the largest,
with 70 MB that nobody writes to. The others start threads, which do not survive a fork.
"""

import flows.workers.slices  # noqa: F401
from transforms.language.models import load_py3langid

load_py3langid()
