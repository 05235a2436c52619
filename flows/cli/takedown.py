"""The commands that take texts down, and lift that again."""

import json
import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

from cyclopts import Parameter

from flows.cli import formats, streams
from flows.cli.app import AsJson, Warehouse, app, settings_of
from flows.cli.exit_codes import DONE
from flows.escapes import in_one_line
from flows.run.messages import counted
from transforms.errors import UsageError

if TYPE_CHECKING:  # `--help` needs no storage
    from flows.settings import Settings
    from warehouse.ledger.takedown import Chosen, Key, Request

_SHOWN = 20
_AFTER = "the raw files are yours to remove; they are not admitted again"
# Of the counts of what goes.
_NOUNS = {
    "documents": ("document",),
    "sources": ("source",),
    "quarantined_copies": ("quarantined copy", "quarantined copies"),
    "near_duplicates": ("row of near_duplicates", "rows of near_duplicates"),
    "related_documents": ("row of related_documents", "rows of related_documents"),
    "failures": ("failure",),
}
_Many = Annotated[Sequence[str], Parameter(negative=())]
_Flag = Annotated[bool, Parameter(negative=())]


@app.command
def forget(
    *,
    key: _Many = (),
    path: _Many = (),
    publisher: _Many = (),
    where: str | None = None,
    and_near_duplicates: _Flag = False,
    reason: str | None = None,
    yes: _Flag = False,
    warehouse: Warehouse = None,
    wait: float | None = None,
    as_json: AsJson = False,
) -> int:
    """Take texts down: out of every file of the warehouse, and never let them in again.

    Says what would go; `--yes` with a `--reason` does it. Rows, Parquet, every generation, copies
    in quarantine and whatever else has a byte of them go; a tombstone without any text stays. The
    raw files are yours to remove: the warehouse does not admit them again, wherever they lie.
    Readers keep what they have open.

    For example:

        zakhira forget --key 3f9a1c02 --warehouse /data/warehouse

        zakhira forget --path 'daily/2019/*' --publisher 'old-*' --yes --reason 'a request'

        zakhira forget --where "byline = 'N. N.'" --and-near-duplicates

    Args:
        key: The content_hash of a text, or the file_hash of a file, or its first eight letters or
            more. This and the next two can be given several times; all that one of them names goes.
        path: A shell pattern of paths below the landing zone; `*` also stands for slashes.
        publisher: A shell pattern of publishers.
        where: A condition on the table documents, in SQL.
        and_near_duplicates: Take down the other documents of their clusters too, and do not admit
            what is like one of them.
        reason: Why; it stays with the tombstone, and says nothing of the text.
        yes: Do it.
        wait: Seconds to wait for a run to end, instead of ending with exit code 3.
    """
    from warehouse.ledger.takedown import Request  # noqa: PLC0415

    request = Request(key, path, publisher, where, and_near_duplicates)
    _require_said(request, reason, is_meant=yes)
    settings = settings_of(warehouse=warehouse, wait=wait)
    chosen, files = _forget(settings, request, str(reason)) if yes else _look(settings, request)
    form = _as_json if as_json else _message
    streams.report(form(chosen, files, is_done=yes))
    return DONE


@app.command
def remember(
    *key: Annotated[str, Parameter(required=True)],
    reason: Annotated[str, Parameter(required=True)],
    warehouse: Warehouse = None,
    wait: float | None = None,
    as_json: AsJson = False,
) -> int:
    """Lift tombstones: let in again what `zakhira forget` has taken down.

    The next ingest reads the raw files of these texts, where they are still there; the warehouse
    itself has nothing left of them.

    For example: zakhira remember 3f9a1c02 --reason 'taken down by mistake'

    Args:
        key: A content_hash or file_hash from the table tombstones, or its first eight letters.
        reason: Why; it stays in the journal.
        wait: Seconds to wait for a run to end, instead of ending with exit code 3.
    """
    from flows.cli.query.session import opened  # noqa: PLC0415
    from flows.pipelines.takedown import change_tombstones  # noqa: PLC0415
    from warehouse.ledger.takedown import tombstones  # noqa: PLC0415

    _require_reason(reason)
    settings = settings_of(warehouse=warehouse, wait=wait)
    lifted: list[Key] = []

    def choose() -> "list[Key]":
        with opened(settings.store) as connection:
            lifted.extend(tombstones(connection, key))
        return lifted

    change_tombstones(settings, choose, reason, is_lifted=True)
    hashes = [each.content_hash or each.file_hash for each in lifted]
    streams.report(
        json.dumps({"remembered": hashes})
        if as_json
        else f"{counted(len(lifted), 'tombstone')} lifted; next: zakhira ingest"
    )
    return DONE


def _require_said(request: "Request", reason: str | None, *, is_meant: bool) -> None:
    """Fail where it is not said what is to go, or why.

    Raises:
        UsageError: as said.
    """
    if not any((request.keys, request.paths, request.publishers, request.where)):
        raise UsageError(
            "say what: --key, --path, --publisher or --where; see zakhira forget --help"
        )
    for named in (*request.paths, *request.publishers, request.where or ""):
        _require_text(named)
    if is_meant:
        _require_reason(reason or "")


def _require_reason(reason: str) -> None:
    """Fail where a reason says nothing, or cannot be kept.

    Raises:
        UsageError: as said.
    """
    if not reason.strip():
        raise UsageError("say why: --reason 'a request of ...'; it is kept with the tombstone")
    _require_text(reason)


def _require_text(said: str) -> None:
    try:
        said.encode()
    except UnicodeEncodeError as error:
        raise UsageError(f"{said!a} is no UTF-8") from error


def _choose(settings: "Settings", request: "Request") -> "Chosen":
    from flows.cli.query.session import interruptible, opened  # noqa: PLC0415
    from warehouse.ledger.takedown import choose  # noqa: PLC0415

    with opened(settings.store) as connection:
        return interruptible(connection, lambda: choose(connection, request))


class _Files(NamedTuple):
    """The files that have rows of what is taken down."""

    parts: list[str]
    generations: list[int]
    # Texts that are too short for others to be compared with them; not known before it is done.
    short_count: int = 0


def _look(settings: "Settings", request: "Request") -> "tuple[Chosen, _Files]":
    """Return what a request names, and the files that have rows of it."""
    from warehouse.storage.store import generation_numbers  # noqa: PLC0415
    from warehouse.writer.takedown import parts_with  # noqa: PLC0415

    store = settings.store
    chosen = _choose(settings, request)
    parts = parts_with(store, chosen.keys) if chosen.keys else []
    return chosen, _Files(parts, generation_numbers(store))


def _forget(settings: "Settings", request: "Request", reason: str) -> "tuple[Chosen, _Files]":
    """Take down what a request names once the warehouse is held; return it, and the files."""
    from flows.cli.display import shown  # noqa: PLC0415
    from flows.pipelines.takedown import change_tombstones  # noqa: PLC0415
    from warehouse.storage.store import generation_numbers  # noqa: PLC0415

    found: list[Chosen] = []
    generations: list[int] = []

    def choose() -> "list[Key]":
        found.append(_choose(settings, request))
        generations.extend(generation_numbers(settings.store))
        return found[-1].keys

    with shown():
        taken = change_tombstones(
            settings,
            choose,
            reason,
            is_lifted=False,
            has_near_duplicates=request.has_near_duplicates,
        )
    return found[-1], _Files(list(taken.parts), generations, taken.short_count)


def _as_json(chosen: "Chosen", files: _Files, *, is_done: bool) -> str:
    return formats.as_json(
        {
            "is_done": is_done,
            "counts": chosen.counts,
            **files._asdict(),
            "documents": chosen.documents.to_pylist(),
            "file_hashes": list(chosen.file_hashes),
            "names_nothing": [
                {"option": kind.removesuffix("s"), "name": name} for kind, name in chosen.unknown
            ],
        }
    )


def _message(chosen: "Chosen", files: _Files, *, is_done: bool) -> str:
    """Return what goes, or went, for a person."""
    if not chosen.keys:
        return "nothing in the warehouse is named so, or it was taken down before"
    ending = [_AFTER] if is_done else _before(chosen)
    sums = _sums(chosen, files, is_done=is_done)
    return "\n".join([*_documents(chosen), *sums, *_unknown(chosen), *ending])


def _documents(chosen: "Chosen") -> Iterator[str]:
    """Yield a line for each of the first documents."""
    for row in chosen.documents.slice(0, _SHOWN).to_pylist():
        facts = (row["content_hash"][:12], row["dated_on"], row["first_source_path"], row["title"])
        yield in_one_line("  ".join(str(fact or "") for fact in facts))
    more = len(chosen.documents) - _SHOWN
    if more > 0:
        yield f"... and {counted(more, 'document')} more; --json lists all"


def _sums(chosen: "Chosen", files: _Files, *, is_done: bool) -> Iterator[str]:
    """Yield how many rows of each kind go, and what becomes of the files."""
    gone = [
        counted(chosen.counts[name], *nouns)
        for name, nouns in _NOUNS.items()
        if chosen.counts[name]
    ]
    yield f"{'taken down' if is_done else 'would go'}: {', '.join(gone)}"
    parts = counted(len(files.parts), "Parquet part")
    were = "was" if len(files.parts) == 1 else "were"
    generations = counted(len(files.generations), "generation")
    yield (
        f"{parts} {were if is_done else 'would be'} written anew; a new generation, with its "
        f"index of words, {'took' if is_done else 'would take'} the place of {generations}"
    )
    if files.short_count:
        many = counted(files.short_count, "text is", "texts are")
        yield f"{many} too short to be compared with others: what is like that is admitted"


def _unknown(chosen: "Chosen") -> Iterator[str]:
    """Yield a line for each of the first keys, paths and publishers that name nothing."""
    for kind, name in chosen.unknown[:_SHOWN]:
        yield in_one_line(f"names nothing: --{kind.removesuffix('s')} {shlex.quote(name)}")
    more = len(chosen.unknown) - _SHOWN
    if more > 0:
        yield f"... and {more:,} more that name nothing; --json lists all"


def _before(chosen: "Chosen") -> Iterator[str]:
    """Yield what would stay, and how to go on."""
    stay = chosen.counts["near_duplicates_that_stay"]
    if stay:
        yield (f"{stay:,} near-duplicates of them would stay: --and-near-duplicates takes them too")
    yield "next: the same with --yes --reason '...'"
