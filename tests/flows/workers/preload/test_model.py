"""What is preloaded for all workers is safe to fork."""

import subprocess
import sys

import pytest

_PROGRAM = """
import os
from flows.workers.extract_slice import extract_slice
from transforms.language.models import load_py3langid
load_py3langid()
count = lambda: len(os.listdir("/proc/self/task"))
before = count()
import flows.workers.preload.model
print(count() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted as Linux shows them")
def test_describing_a_text_beforehand_starts_no_thread() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True
    )
    assert done.stdout == "0\n"
