"""Preload what workers share, in the process from which all workers of a large run are forked.

py3langid's model is the largest. Where it was not unpacked at setup, it is then unpacked once and
not by each worker, and its 70 MB, which are only read, are in memory once. langdetect starts
threads, which do not survive a fork, so each worker loads it. A text is described as well: the
rules compile expressions and fill tables with the first one, 0.1 s a worker.
"""

from transforms.describe import describe
from transforms.language.models import load_lid_176, load_py3langid

# Its spelling says its language: no model is asked.
_TEXT = """
لاہور میں آج بارش

لاہور (اے پی پی) 7 مارچ 2026: شہر میں آج صبح سے بارش ہو رہی ہے اور کئی سڑکیں بند ہیں۔
"""

load_py3langid()
load_lid_176()
describe([_TEXT.strip()])
