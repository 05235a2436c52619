"""The door: the `zakhira` command, and `python -m zakhira`.

The code is in three packages beside this module. Their names are plain words, which another
distribution or a folder on the path may have too; so each of ours says whose it is
(docs/decisions/0025-three-packages-in-the-wheel.md).
"""

import sys
from collections.abc import Callable
from importlib import import_module

_PACKAGES = ("flows", "transforms", "warehouse")
_USAGE = 2
_INTERRUPTED = 130


def main() -> None:
    """Run the command, if the packages that Python finds are ours."""
    try:
        run = _command()
    except KeyboardInterrupt:  # imports take a quarter of a second, and nothing has begun
        print("zakhira: interrupted before it began", file=sys.stderr)
        sys.exit(_INTERRUPTED)
    run()


def _command() -> Callable[[], None]:
    for name in _PACKAGES:
        found = import_module(name)
        if getattr(found, "DISTRIBUTION", None) != "zakhira":
            print(_explain(name, getattr(found, "__file__", None)), file=sys.stderr)
            sys.exit(_USAGE)
    from flows.cli.main import main as run  # noqa: PLC0415 - it may be another's

    return run


def _explain(name: str, file: str | None) -> str:
    place = f"{file} is another package `{name}`" if file else f"another package `{name}`"
    return (
        f"zakhira: {place}, found before our own: unset PYTHONPATH, or install zakhira into an "
        "environment of its own (pipx install, uv tool install, or a venv)"
    )


if __name__ == "__main__":
    main()
