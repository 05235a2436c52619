"""Let workers compute the band hashes of texts that were not signed where they were described."""

import pyarrow as pa

from flows.run.context import CorpusRun
from flows.run.cutting import slice_size
from warehouse.storage.staging import write_slices


def sign_in_workers(run: CorpusRun, name: str, texts: pa.ChunkedArray) -> pa.Table:
    """Return the `band_hashes` of texts, in order; or else the `failures`.

    `name` is that of a folder among the slices of the run, which nothing else uses.
    """
    # Most runs sign nothing.
    from flows.workers.sign_slice import SignJob, no_signatures, sign_slice  # noqa: PLC0415

    if not len(texts):
        return no_signatures()
    folder = run.slices / name
    size = slice_size(len(texts), run.settings.slice_files, run.settings.workers)
    jobs = [
        SignJob(
            written,
            range(min(size, len(texts) - start)),
            folder / f"bands-{start:07}.arrow",
            run.limits,
        )
        for start, written in write_slices(pa.table({"text": texts}), size, folder, "texts")
    ]
    sizes = [len(job.rows) for job in jobs]
    with run.progress.stage("signing", "document"):
        signed = run.progress.follow("signing", run.pool.run(sign_slice, jobs), sizes)
        found = pa.concat_tables([each.read_table() for each in signed])
    folder.clear()
    return found
