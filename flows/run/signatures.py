"""Band hashes of the texts that this run has signed while they were described."""

import pyarrow as pa
import pyarrow.compute as pc

from transforms.schemas import BAND_HASHES_TYPE

# As many as a run that ingests compares; others are signed for other reasons.
_MOST_TEXTS = 20_000
_SCHEMA = pa.schema({"content_hash": pa.string(), "band_hashes": BAND_HASHES_TYPE})


class Signatures:
    """What the comparison at the end of a run need not compute: 400 bytes a text, at most 8 MB.

    It is no part of the record. What is not here, also after a kill, is signed when it is compared.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._signed = _SCHEMA.empty_table()

    def add(self, documents: pa.Table) -> None:
        """Keep the band hashes of committed documents: `content_hash`, `band_hashes`."""
        signed = documents.select(_SCHEMA.names).cast(_SCHEMA)
        # A copy of what is kept, so nothing holds the file of the slice.
        signed = signed.filter(pc.is_valid(signed["band_hashes"]))
        if len(self._signed) + len(signed) <= _MOST_TEXTS:
            self._signed = pa.concat_tables([self._signed, signed])

    def forget(self, content_hashes: pa.ChunkedArray) -> None:
        """Drop those of documents that have another text now."""
        is_changed = pc.is_in(self._signed["content_hash"], content_hashes.combine_chunks())
        self._signed = self._signed.filter(pc.invert(is_changed))

    def of(self, content_hashes: pa.ChunkedArray) -> pa.ChunkedArray:
        """Return the band hashes of some documents, in order; null where they are not known."""
        rows = pc.index_in(content_hashes, self._signed["content_hash"].combine_chunks())
        return self._signed["band_hashes"].take(rows)
