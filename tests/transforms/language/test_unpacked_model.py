"""The unpacked model ranks the languages of a text as the packed one, and workers share it."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

import unpack_model
from tests.sentences import OTHER_SENTENCES, SENTENCES
from transforms.language import unpacked_model
from transforms.language.unpacked_model import load_identifier

_TEXTS = ["", "12:30", *SENTENCES.values(), *OTHER_SENTENCES.values(), "\ud800", "GROSS IM KLEINEN"]


@pytest.fixture
def unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of another place, where no setup has left one."""
    path = tmp_path / "py3langid-1.arrow"
    for module in (unpacked_model, unpack_model):
        monkeypatch.setattr(module, "UNPACKED_MODEL", str(path))
    return path


def _packed() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def test_texts_have_the_same_ranks_by_a_model_that_is_mapped_and_not_copied(unpacked: Path) -> None:
    packed = _packed()
    assert not unpacked.exists()
    without_file = load_identifier()
    (unpacked.parent / "py3langid-0.arrow").touch()
    unpack_model.main()
    assert list(unpacked.parent.iterdir()) == [unpacked]
    mapped = load_identifier()
    assert all(str(unpacked) in _origin(array) for array in (mapped.nb_ptc, mapped.tk_nextmove))
    for text in _TEXTS:
        assert mapped.rank(text) == without_file.rank(text) == packed.rank(text)


def _origin(array: npt.ArrayLike) -> str:
    """Return what the kernel says of the memory in which an array is: mapped from which file."""
    address = np.asarray(array).ctypes.data
    for line in Path("/proc/self/maps").read_text().splitlines():
        first, last = (int(end, 16) for end in line.split()[0].split("-"))
        if first <= address < last:
            return line
    raise AssertionError(address)


@pytest.mark.parametrize("left", ["nothing", "its beginning", "all but its end", "another table"])
def test_a_damaged_file_is_as_none(unpacked: Path, left: str) -> None:
    unpack_model.main()
    payload = unpacked.read_bytes()
    if left == "another table":
        table = pa.table({"languages": [["ur"]]})
        with pa.OSFile(str(unpacked), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
    else:
        kept = {"nothing": 0, "its beginning": 5_000, "all but its end": len(payload) - 200}[left]
        unpacked.write_bytes(payload[:kept])
    assert load_identifier().rank(SENTENCES["ur"])[0] == _packed().rank(SENTENCES["ur"])[0]
