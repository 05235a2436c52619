"""Raw files as a table: in the order of the bytes of their paths, however many are held at once."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.landing import raw_files
from warehouse.landing.raw_files import FILES, RawFile, in_path_order, source_path, to_files

# Bytes that sort otherwise as letters, or that are none: slashes, dots, escapes, halves of letters.
PATHS = st.binary(min_size=1, max_size=6) | st.text("a/.\\é\U0001f600", min_size=1).map(str.encode)


@given(st.sets(PATHS), st.integers(1, 5))
def test_files_come_in_the_order_of_the_bytes_of_their_paths(
    paths: set[bytes], at_once: int
) -> None:
    files = [RawFile(path, source_path(path), size, -size) for size, path in enumerate(paths)]
    counts: list[int] = []
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(raw_files, "_FILES_AT_ONCE", at_once)
        table = in_path_order(iter(files), counts.append)
    assert to_files(table) == sorted(files)
    assert (table.schema, sum(counts)) == (FILES, len(files))


def test_a_landing_zone_without_files_is_an_empty_table() -> None:
    assert in_path_order(iter([]), lambda _: None).equals(pa.Table.from_pylist([], FILES))
