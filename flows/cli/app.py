"""The `zakhira` command itself: what every command shares. The commands register with it."""

import os
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from flows.cli import exit_codes, streams

if TYPE_CHECKING:  # `--help` needs no settings
    from flows.settings import Settings

# Pydantic would read the metadata of every package there is, to look for plugins of its own.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415 - it takes 25 ms

    return version("zakhira")


app = App(
    name="zakhira",
    version=_version,
    help="""Turn a folder of raw text files into a warehouse of Parquet and DuckDB.

    Start with: zakhira ingest FOLDER, then: zakhira sql 'from corpus_overview'. `zakhira tables`
    lists what can be asked, and `zakhira COMMAND --help` explains a command with examples.
    Every setting can also come from the environment, as in ZAKHIRA_BATCH_FILES=5000;
    `zakhira ingest --help` lists them. With --debug, every command shows the traceback of an error.
    With --log-json, log lines and errors are JSON, a line each, with the id of the run.
    """,
    help_epilogue=exit_codes.EXPLAINED,
    # The sentence on a parameter tells its default, as it comes from the settings.
    default_parameter=Parameter(show_default=False),
    suppress_keyboard_interrupt=False,  # flows.cli.exit_codes explains it
)

# What `-` stands for (flows.cli.main).
STANDARD_INPUT = "/dev/stdin"

Warehouse = Annotated[
    str | None,
    Parameter(
        help="The warehouse: a folder or a URL [default: data/warehouse] [env: ZAKHIRA_WAREHOUSE]."
    ),
]
AsJson = Annotated[bool, Parameter(name="--json", negative=(), help="Print JSON for scripts.")]


def settings_of(**given: object) -> "Settings":
    """Return the settings, after a warning for each ZAKHIRA_ variable that is none."""
    from flows.settings import read_settings, unknown_variables  # noqa: PLC0415

    for name, nearest in unknown_variables(os.environ).items():
        streams.say(f"{name} is no setting; the nearest is {nearest}")
    return read_settings(**given)
