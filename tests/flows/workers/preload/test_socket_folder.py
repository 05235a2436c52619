"""A run that is killed leaves nothing in the temporary folder."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import environment_of_nobody
from tests.faults.processes import wait_until

# Starts a worker, says so, and waits.
_RUN = """
import sys
from flows.workers.limits import Limits
from flows.workers.process_pool import ProcessPool

pool = ProcessPool(1, Limits(seconds=600, memory_bytes=64 << 30))
pool.prepare(1)
pool._hired(1).require_healthy()
print("ready", flush=True)
sys.stdin.read()
pool.close()
"""


@pytest.mark.parametrize("is_killed", [True, False])
def test_a_run_leaves_no_folder_of_its_socket(tmp_path: Path, *, is_killed: bool) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _RUN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment_of_nobody(TMPDIR=str(tmp_path)),
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"ready\n"
        assert [path.name[:5] for path in tmp_path.iterdir()] == ["pymp-"]
        if is_killed:
            run.send_signal(signal.SIGKILL)
    wait_until(lambda: not any(tmp_path.iterdir()), "the end of the folder")
