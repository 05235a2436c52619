"""Every setting, read once from the command line and the environment (`ZAKHIRA_*`)."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from transforms.errors import UsageError
from transforms.reject_reasons import RejectReason
from warehouse.storage.urls import place_at

if TYPE_CHECKING:
    from warehouse.landing.zone import LandingZone
    from warehouse.storage.store import Store

# Each place is imported where it is asked for: a command that asks a warehouse in a folder needs no
# landing zone, and no client of object stores.

_PREFIX = "ZAKHIRA_"
_MIB = 1 << 20
# What a field of a JSON line may hold.
_FIELD_KINDS = ("text", "id", "title", "date", "url", "author")


def _cores() -> int:
    return len(os.sched_getaffinity(0))


class Bounds(BaseModel):
    """Figures of a publisher beyond which a run fails, after it has published; null is no bound."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    und: float | None = Field(None, ge=0, le=1)
    undated: float | None = Field(None, ge=0, le=1)
    rejected: float | None = Field(None, ge=0, le=1)
    failed: float | None = Field(None, ge=0, le=1)
    silent_hours: float | None = Field(None, gt=0)
    volume: float | None = Field(None, gt=0, lt=1)

    @property
    def given(self) -> dict[str, float]:
        """The bounds that are set, by name."""
        return {name: bound for name, bound in self if bound is not None}


class Settings(BaseModel):
    """The settings of a run. Each can be set as `ZAKHIRA_<NAME>`.

    The package pydantic-settings would do the same, and take as long to import as all of pydantic:
    a fifth of the time in which a command answers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True)

    landing: Path | str = Field(
        Path("data/landing"),
        description="The landing zone: the folder of raw files, or a URL (s3://, gs://).",
    )
    warehouse: Path | str = Field(
        Path("data/warehouse"), description="The warehouse: a folder, or a URL (s3://, gs://)."
    )
    state: Path | None = Field(
        None,
        description="The folder where a warehouse at a URL keeps its work database, lock, staging "
        "and fetched generations.",
    )
    staging: str | None = Field(
        None,
        description="The URL where workers that share no folder leave their slices; the warehouse "
        "is at a URL too.",
    )
    patterns: tuple[str, ...] = Field(
        ("*.txt",),
        min_length=1,
        description="File names to read, as shell patterns, separated by commas; of archives, "
        "members too.",
    )
    ignore: tuple[str, ...] = Field(
        # Uploads under way, hidden files and folders (.git, .snapshot), locks of Office, and what
        # file servers, Windows and macOS put between files.
        (".*", "~$*", "*.part", "*.partial", "*.filepart", "@eaDir", "$RECYCLE.BIN", "__MACOSX"),
        description="Files not to read, and folders not to enter, as shell patterns; a comma alone "
        "ignores nothing.",
    )
    min_age: float = Field(
        0,
        ge=0,
        allow_inf_nan=False,
        description="Seconds since its last change before a file is read: younger ones may still "
        "be uploaded.",
    )
    landing_name: str | None = Field(
        None,
        min_length=1,
        description="The name of the landing zone in the ledger, instead of its path: with the old "
        "path here, a zone that moved is the same one.",
    )
    verify: bool = Field(False, description="Read every file, also those that look unchanged.")
    batch_files: int = Field(10_000, ge=1, description="Most files in a batch, the unit of commit.")
    batch_bytes: int = Field(256 * _MIB, ge=1, description="Most raw bytes in a batch.")
    slice_files: int = Field(
        1_000, ge=1, description="Most files in a slice, the unit of parallel work."
    )
    slice_bytes: int = Field(16 * _MIB, ge=1, description="Most raw bytes in a slice.")
    max_file_bytes: int = Field(
        256 * _MIB,
        ge=1,
        description="Files and unpacked members larger than this are rejected; an archive may be.",
    )
    max_members: int = Field(
        1_000_000,
        ge=1,
        description="Most members of an archive; one with more is rejected after so many.",
    )
    max_unpacked_bytes: int = Field(
        16384 * _MIB,
        ge=1,
        description="Most bytes that an archive may unpack to; beyond, it is rejected.",
    )
    fields: dict[str, str] = Field(
        {},
        description="Fields of JSON lines by what they hold, as in text=body,date=posted_at. "
        "Without it: text, id, title, date, url, author, and other usual names.",
    )
    max_file_seconds: float = Field(
        120,
        gt=0,
        allow_inf_nan=False,
        description="Seconds of processor time that one file may take, twice: to extract and to "
        "describe it. Beyond, it is rejected, or described in part.",
    )
    max_file_memory: int = Field(
        4096 * _MIB,
        ge=64 * _MIB,
        description="Bytes of memory that a worker may take beyond what it begins with.",
    )
    workers: int = Field(
        default_factory=_cores, ge=1, description="Worker processes; the number of cores."
    )
    engine: Literal["processes", "dask", "ray"] = Field(
        "processes",
        description="What runs the slices: processes of this machine, or a cluster "
        "(docs/scaling.md).",
    )
    engine_address: str | None = Field(
        None,
        description="The address of the cluster; without one, a cluster starts on this machine.",
    )
    keep_generations: int = Field(3, ge=1, description="Published generations kept for readers.")
    grace_hours: float = Field(
        24,
        ge=0,
        allow_inf_nan=False,
        description="Hours that replaced Parquet parts are kept for readers; longer than the "
        "longest query.",
    )
    error_budget: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Share of the files read that may be rejected, or described in part because "
        "zakhira failed on them, before the run fails.",
    )
    checks: Path | None = Field(
        None,
        description="The folder of your own checks: `.sql` files that select broken rows "
        "(docs/checks.md). By default the folder checks beside the warehouse, if it is there.",
    )
    bounds: Bounds = Field(
        Bounds(),
        description="Bounds on each publisher, beyond which a run fails after it has published, as "
        f"in und=0.2,silent_hours=48: {', '.join(Bounds.model_fields)} (docs/checks.md).",
    )
    metrics: Path | None = Field(
        None,
        description="The file of metrics for Prometheus (`.prom`), written at the end of each run "
        "(docs/run-book.md).",
    )
    retry: tuple[RejectReason, ...] = Field(
        (),
        description="Reject reasons, separated by commas, whose files are read again although they "
        "are unchanged; zakhira retry sets it.",
    )
    wait: float = Field(
        0, ge=0, allow_inf_nan=False, description="Seconds to wait for another run to end."
    )

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, given: object) -> object:
        """Add what the environment says, in capitals or not, of settings that are not given."""
        if not isinstance(given, dict):
            return given
        names = {variable(name): name for name in cls.model_fields}
        said = {
            names[key.upper()]: value
            for key, value in os.environ.items()
            if value and key.upper() in names
        }
        return said | given

    @field_validator("landing", "warehouse", mode="before")
    @classmethod
    def _to_path_or_url(cls, value: object) -> object:
        """Keep a URL as it is spelt; any other text is a path."""
        return place_at(value) if isinstance(value, str) else value

    @field_validator("staging")
    @classmethod
    def _require_url(cls, value: str | None) -> str | None:
        if value is not None and not isinstance(place_at(value), str):
            raise ValueError("name a URL; slices in a folder are in the state of the warehouse")
        return value

    @field_validator("landing", "warehouse", "state", "checks", "metrics", mode="before")
    @classmethod
    def _require_name(cls, value: object) -> object:
        """Refuse an empty name, which would mean the current folder; runs before the others."""
        if value == "":
            raise ValueError("the name of a folder is missing")
        return value

    @field_validator("warehouse", "state")
    @classmethod
    def _require_openable(cls, value: Path | str | None) -> Path | str | None:
        """Refuse a path that DuckDB cannot open; the message names the character."""
        path = str(value.absolute()) if isinstance(value, Path) else ""
        for character in filter(_is_closed_to_duckdb, path):
            raise ValueError(f"DuckDB cannot open a path with {_named(character)} in it: {path!a}")
        return value

    @field_validator("warehouse")
    @classmethod
    def _follow_dots(cls, value: Path | str) -> Path | str:
        """Give a folder that is named `..` its name: checks and the journal lie beside it."""
        is_above = isinstance(value, Path) and value.name == ".."
        return Path(value).resolve() if is_above else value

    @field_validator("engine_address")
    @classmethod
    def _require_cluster(cls, value: str | None, others: ValidationInfo) -> str | None:
        if value and others.data.get("engine") == "processes":
            raise ValueError(
                "an address is for the engines dask and ray: set ZAKHIRA_ENGINE to one of them"
            )
        return value

    @field_validator("patterns", "ignore", "retry", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("fields", mode="before")
    @classmethod
    def _split_pairs(cls, value: object) -> object:
        """Read `text=body,date=posted_at`, and refuse what no field can hold."""
        if isinstance(value, str):
            value = _pairs_of(value)
        for kind, name in value.items() if isinstance(value, dict) else ():
            if kind not in _FIELD_KINDS or not name:
                raise ValueError(
                    f"say what a field holds, as in text=body; one of {', '.join(_FIELD_KINDS)}"
                )
        return value

    @field_validator("bounds", mode="before")
    @classmethod
    def _split_bounds(cls, value: object) -> object:
        """Take `name=number` pairs, separated by commas."""
        if not isinstance(value, str):
            return value
        given = _pairs_of(value)
        unknown = given.keys() - Bounds.model_fields.keys()
        if unknown:
            known = ", ".join(Bounds.model_fields)
            raise ValueError(f"{min(unknown)!a} is no bound: {known}")
        return given

    @property
    def checks_folder(self) -> Path | None:
        """The folder of the user's own checks, if there may be one: `checks` beside a warehouse."""
        if self.checks is not None or not isinstance(self.warehouse, Path):
            return self.checks
        return self.warehouse.absolute().parent / "checks"

    @property
    def landing_zone(self) -> "LandingZone":
        """The landing zone: in a folder (a link to it is followed), or at a URL."""
        if isinstance(self.landing, Path):
            from warehouse.landing.folder_zone import FolderZone  # noqa: PLC0415

            return FolderZone.at(self.landing)
        from warehouse.landing.object_zone import ObjectZone  # noqa: PLC0415

        return ObjectZone.at(self.landing)

    @property
    def store(self) -> "Store":
        """The place of the warehouse: a folder, or a URL with a folder for the state.

        Raises:
            UsageError: a folder has its state inside, because parts are renamed out of it, within
                one disk; and its slices, because workers write its quarantine too.
        """
        if not isinstance(self.warehouse, Path):
            from warehouse.storage.object_store import ObjectStore  # noqa: PLC0415

            state = self.state or _state_of(self.warehouse)
            return ObjectStore.at(self.warehouse, state, self.staging)
        if self.state:
            raise UsageError(
                "ZAKHIRA_STATE is for a warehouse at a URL; "
                "a folder keeps its state inside: unset it"
            )
        if self.staging:
            raise UsageError(
                "ZAKHIRA_STAGING is for a warehouse at a URL, where workers can put copies of "
                "rejected files; unset it, or put the warehouse at a URL"
            )
        from warehouse.storage.folder_store import FolderStore  # noqa: PLC0415

        return FolderStore.at(self.warehouse)


def _pairs_of(text: str) -> dict[str, str]:
    """Return pairs that are separated by commas.

    >>> _pairs_of("und=0.2, volume = 0.5,")
    {'und': '0.2', 'volume': '0.5'}

    Raises:
        ValueError: a name comes twice.
    """
    found: dict[str, str] = {}
    for pair in filter(str.strip, text.split(",")):
        name, _, value = map(str.strip, pair.partition("="))
        if name in found:
            raise ValueError(f"{name!a} comes twice")
        found[name] = value
    return found


def _is_closed_to_duckdb(character: str) -> bool:
    r"""Check for what DuckDB takes for options (`?`) or a slash (`\`, since 2.0), or for no UTF-8.

    >>> [_is_closed_to_duckdb(character) for character in ("?", "\\", "\udce9", "\u200c", "\n")]
    [True, True, True, False, False]
    """
    return character in "?\\" or "\ud800" <= character <= "\udfff"


def _named(character: str) -> str:
    r"""Return a character as it is known, for a message.

    >>> _named("?"), _named("\udce9")
    ('the character ? (U+003F)', 'the byte 0xE9, which is no UTF-8')
    """
    code = ord(character)
    if "\udc80" <= character <= "\udcff":
        return f"the byte 0x{code - 0xDC00:02X}, which is no UTF-8"
    return f"the character {character} (U+{code:04X})"


def _state_of(url: str) -> Path:
    """Return the default folder for the state of a warehouse at a URL: one per URL, below home.

    >>> _state_of("s3://corpus/news?region=eu-west-1").relative_to(Path.home())
    PosixPath('.local/state/zakhira/s3-corpus-news-c32af6a8')
    """
    location = url.partition("?")[0].rstrip("/")
    name = re.sub(r"[^0-9A-Za-z]+", "-", location)
    digest = hashlib.sha256(location.encode()).hexdigest()[:8]
    return Path.home() / ".local/state/zakhira" / f"{name}-{digest}"


def variable(name: str) -> str:
    """Return the environment variable of a setting.

    >>> variable("batch_files")
    'ZAKHIRA_BATCH_FILES'
    """
    return _PREFIX + name.upper()


def unknown_variables(environment: Iterable[str]) -> dict[str, str]:
    """Return the variables that look like settings but are none, each with the nearest setting.

    >>> unknown_variables(["ZAKHIRA_BATCH_FILE", "ZAKHIRA_WAIT", "zakhira_verify", "HOME"])
    {'ZAKHIRA_BATCH_FILE': 'ZAKHIRA_BATCH_FILES'}
    """
    known = [variable(name) for name in Settings.model_fields]
    unknown = [
        name
        for name in environment
        if name.upper().startswith(_PREFIX) and name.upper() not in known
    ]
    if not unknown:
        return {}
    from difflib import get_close_matches  # noqa: PLC0415 - a typing error is rare

    return {name: get_close_matches(name.upper(), known, 1, cutoff=0)[0] for name in unknown}


def read_settings(**options: object) -> Settings:
    """Read the settings: command line, then environment, then defaults; null is no option.

    Raises:
        UsageError: a value cannot be used; the message says where it came from.
    """
    given = {name: value for name, value in options.items() if value is not None}
    make: Callable[..., Settings] = Settings
    try:
        return make(**given)
    except ValidationError as error:
        problems = [f"{_spelling(item['loc'], given)}: {item['msg']}" for item in error.errors()]
        raise UsageError("; ".join(problems).replace("Value error, ", "")) from error


def _spelling(place: Sequence[int | str], given: Iterable[str]) -> str:
    """Return the name of a setting, or of a part of one, as the person who set it spells it."""
    name, *parts = map(str, place)
    spelt = variable(name)
    if name == "landing" and name in given:
        spelt = name.upper()
    elif name in given:
        spelt = "--pattern" if name == "patterns" else f"--{name.replace('_', '-')}"
    return " ".join([spelt, *parts])
