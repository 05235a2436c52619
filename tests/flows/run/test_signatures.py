"""A run remembers the band hashes of the texts that it has described, as long as they are so."""

import pyarrow as pa

from flows.run.signatures import Signatures
from transforms.schemas import BAND_HASHES_TYPE


def documents(hashes: dict[str, list[int] | None]) -> pa.Table:
    return pa.table(
        {
            "content_hash": pa.array(hashes, pa.string()),
            "band_hashes": pa.array(hashes.values(), BAND_HASHES_TYPE),
        }
    )


def test_the_bands_of_a_document_are_kept_until_its_text_changes() -> None:
    signatures = Signatures()
    signatures.add(documents({"a": [1, 2], "b": None}))
    signatures.add(documents({"c": [], "d": [2**32 - 1]}))
    asked = pa.chunked_array([["d", "c"], ["b", "a", "x"]])
    assert signatures.of(asked).to_pylist() == [[2**32 - 1], [], None, [1, 2], None]
    signatures.forget(pa.chunked_array([["d"], ["x"]]))
    assert signatures.of(asked).to_pylist() == [None, [], None, [1, 2], None]


def test_nothing_is_known_at_first() -> None:
    assert Signatures().of(pa.chunked_array([["a"]])).to_pylist() == [None]
