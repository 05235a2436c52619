"""Bind the folder of a state to the URL of its warehouse, so that no two are mixed up."""

import os

from transforms.errors import UsageError
from warehouse.storage.files import is_used, storage_errors, write_whole
from warehouse.storage.layout import Layout
from warehouse.storage.objects import Objects, list_names, require_bucket

_BINDING = "warehouse.url"


def require_state_of(layout: Layout, objects: Objects) -> None:
    """Bind an empty folder to a URL, and fail where it is not this URL's.

    Raises:
        UsageError: it is another warehouse's, or holds other files.
        ObjectStoreError: there is no such bucket, or none for us.
        StorageError: the folder cannot be written.
    """
    require_bucket(objects)
    binding = layout.state / _BINDING
    with storage_errors(layout.state):
        if binding.exists():
            bound = binding.read_text(encoding="utf-8")
            if bound != str(objects):
                raise UsageError(
                    f"{layout.state} is the state of {bound}, not of {objects}: "
                    "name another ZAKHIRA_STATE"
                )
        elif is_used(layout.state):
            raise UsageError(
                f"{layout.state} is not empty and no state of ours: name another ZAKHIRA_STATE"
            )
        else:
            write_whole(binding, str(objects).encode(), layout.state / f"{_BINDING}.{os.getpid()}")


def require_free(layout: Layout, objects: Objects) -> None:
    """Fail where a prefix that is no warehouse holds objects under names that a warehouse uses.

    Raises:
        UsageError: as said.
    """
    ours = (layout.parquet, layout.versions, layout.quarantine)
    taken = [folder.name for folder in ours if list_names(objects, layout.key(folder))]
    if taken:
        raise UsageError(
            f"{objects} is no warehouse and has {', '.join(taken)} in it: choose another prefix"
        )
