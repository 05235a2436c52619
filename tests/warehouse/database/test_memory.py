"""Memory that was freed goes back to the system, and a search for damage takes little."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from warehouse.database.memory import release_unused

_MIB = 1 << 20
_BLOCKS = 16 << 10
_BLOCK_BYTES = 2 << 10
_TEXT_BYTES = 4_000


def resident_bytes() -> int:
    """Return the private memory of this process that the system has given it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (kibibytes,) = [line.split()[1] for line in lines if line.startswith("RssAnon:")]
    return int(kibibytes) << 10


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="glibc alone has it")
def test_what_was_freed_below_a_block_in_use_goes_back() -> None:
    blocks = [bytearray(_BLOCK_BYTES) for _ in range(_BLOCKS)]
    last = blocks.pop()
    blocks.clear()
    before = resident_bytes()
    release_unused()
    assert before - resident_bytes() > 16 * _MIB
    assert len(last) == _BLOCK_BYTES


def test_what_arrow_freed_goes_back() -> None:
    arrays = [pa.array([b"\xff" * _BLOCK_BYTES]) for _ in range(_BLOCKS)]
    held = resident_bytes()
    del arrays
    release_unused()
    assert held - resident_bytes() > 16 * _MIB


# In a process of its own: DuckDB would read into what others have left in this one.
_READ_MUCH = """
import sys
from pathlib import Path
from tests.warehouse.database.test_memory import resident_bytes
from warehouse.database import work_database

work_database._LONG_SECONDS = 0
folder = Path(sys.argv[1])
with work_database.WorkDatabase(folder / "work.duckdb", folder / "spill") as database:
    with database.create() as connection:
        texts = "select repeat(md5(i::varchar), 64) as text from range(40_000) as numbers(i)"
        connection.execute(f"create table texts as {texts}")
    before = resident_bytes()
    with database.connect() as connection:
        connection.execute("select count(*) from texts group by text").fetchall()
        print(resident_bytes() - before)
    print(resident_bytes() - before)
"""


def test_what_a_long_connection_read_goes_back(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _READ_MUCH, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    during, after = map(int, done.stdout.split())
    assert during > 64 * _MIB
    assert after < 16 * _MIB


# The same: how much it takes to search a database for damage.
_FIND_DAMAGE = """
import sys, threading, time
from pathlib import Path
from tests.warehouse.database.test_memory import resident_bytes
from warehouse.database.work_database import find_damage

before, peak, is_over = resident_bytes(), 0, False

def watch():
    global peak
    while not is_over:
        peak = max(peak, resident_bytes())
        time.sleep(0.01)

watching = threading.Thread(target=watch)
watching.start()
found = find_damage(Path(sys.argv[1]))
is_over = True
watching.join()
print(peak - before, found, file=sys.stderr)  # DuckDB may draw a progress bar on standard output
"""


def test_a_large_database_is_searched_for_damage_with_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "work.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table texts (text blob)")
        for _ in range(4):
            texts = pa.table({"text": [os.urandom(_TEXT_BYTES) for _ in range(25_000)]})
            connection.register("new_texts", texts)
            connection.execute("insert into texts from new_texts")
    assert path.stat().st_size > 350 * _MIB
    command = [sys.executable, "-c", _FIND_DAMAGE, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    taken, found = done.stderr.strip().split(" ", 1)
    assert found == "None"
    assert int(taken) < 300 * _MIB
