"""Folders of parts: let a table show another folder, in one step.

`parquet/<table>` is a plain folder until it is worth compacting, and from then on a relative link
to a folder below `compacted/<table>`. A reader that follows the link first and then lists that
folder sees one state of the table, whole, for as long as the folder is kept. A glob through the
link sees the old folder or the new one, never both. If it lists names just before the swap and
opens them after it, it gets "no such file". But DuckDB and pyarrow look at each file that they
listed, and pass over those that are gone: in the fraction of a millisecond that this takes, parts
can be missed without an error.

So a plain folder is first exchanged for a link to a folder with the very same parts, in which no
name is missed, and compacted by a later run: from the first compaction on there is a link to
follow. Parts that both folders have are hard links. A folder is made whole before the commit that
it belongs to. After a commit only a link has to be written and renamed, which no filesystem refuses
that has passed `can_swap`.
"""

import os
from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from warehouse.storage.files import clear, exchange, flush
from warehouse.storage.layout import Layout
from warehouse.storage.parquet import PartError


def can_swap(layout: Layout) -> bool:
    """Check whether the filesystem has hard links, and can exchange a link and a folder."""
    layout.staging.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="swap-", dir=layout.staging) as aside:
        file, folder, link = Path(aside, "file"), Path(aside, "folder"), Path(aside, "link")
        file.touch()
        folder.mkdir()
        link.symlink_to(folder.name)
        try:
            file.with_name("other").hardlink_to(file)
            exchange(link, folder)
        except OSError:
            return False
    return True


def link_folder(layout: Layout, table: str, run_id: str) -> bool:
    """Make the folder of a table a link to one with the same parts; return false if it is one.

    Raises:
        PartError: as for `build`.
    """
    if layout.shown(table).is_symlink():
        return False
    show(layout, build(layout, layout.compacted_folder(table, f"first-{run_id}")))
    return True


def build(
    layout: Layout, folder: Path, staged: Iterable[Path] = (), replaced: Collection[str] = ()
) -> Path:
    """Make a folder that a table will show, and flush it.

    It holds what the table shows now, without the replaced parts, and the staged parts. Other files
    are taken along: they are not ours to leave out.

    Raises:
        PartError: there is something that cannot be in two folders at once.
    """
    table = folder.parent.name
    clear(folder)
    folder.mkdir(parents=True)
    left_out = {layout.part(table, name).name for name in replaced}
    kept = [path for path in sorted(layout.shown(table).iterdir()) if path.name not in left_out]
    for path in [*kept, *staged]:
        if not path.is_file() or path.is_symlink():
            clear(folder)
            raise PartError(f"{path} is not a part of this warehouse: move it away and run again")
        (folder / path.name).hardlink_to(path)
    for made in (folder, folder.parent, layout.compacted, layout.root):
        flush(made)
    return folder


def show(layout: Layout, folder: Path) -> None:
    """Let a table show a folder that was built for it, if it does not.

    The folder that it showed gets the present time: it is kept from now on for a while.
    """
    shown = layout.shown(folder.parent.name)
    if is_shown(layout, folder):
        return
    if shown.exists():
        os.utime(shown)
    aside = folder.with_name(f"before-{folder.name}")
    aside.unlink(missing_ok=True)
    aside.symlink_to(os.path.relpath(folder.resolve(), layout.parquet.resolve()))
    if shown.is_dir() and not shown.is_symlink():
        exchange(aside, shown)
    else:
        aside.replace(shown)
    flush(layout.parquet)
    flush(folder.parent)


def is_shown(layout: Layout, folder: Path) -> bool:
    """Check whether a folder is the one that its table shows."""
    shown = layout.shown(folder.parent.name)
    return shown.is_symlink() and shown.readlink().name == folder.name


def discard(layout: Layout, folder: Path) -> None:
    """Remove a folder that was built for a commit that never came."""
    if not is_shown(layout, folder):
        clear(folder)


def replaced_files(layout: Layout, table: str, name: str) -> list[Path]:
    """Return where a part still lies that its table does not show any more."""
    return sorted((layout.compacted / table).glob(f"*/{name}.parquet"))


def remove_replaced(layout: Layout, table: str, moment: datetime) -> int:
    """Remove the folders that a table showed until a moment or earlier; return how many.

    Folders that a run built and died before showing are among them. Each goes in one step: it is
    renamed into staging first, and gone from there by the next run at the latest.
    """
    current = layout.shown(table).resolve()
    removed = 0
    for path in sorted((layout.compacted / table).glob("*")):
        if path.is_symlink():
            path.unlink()
        elif (
            path.is_dir()
            and path.resolve() != current
            and path.stat().st_mtime <= moment.timestamp()
        ):
            layout.staging.mkdir(parents=True, exist_ok=True)
            clear(path.rename(layout.staging / f"replaced-{path.name}"))
            removed += 1
    return removed
