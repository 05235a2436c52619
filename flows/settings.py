"""This file holds every setting, read once from the command line and the environment (`ZAKHIRA_*`)."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_MIB = 1 << 20


def _cores() -> int:
    return len(os.sched_getaffinity(0))


class Settings(BaseSettings):
    """The settings of a run. Each can be set as `ZAKHIRA_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="ZAKHIRA_", env_ignore_empty=True, extra="forbid", frozen=True)

    landing: Path = Field(Path("data/landing"), description="The landing zone: the folder of raw files.")
    warehouse: Path = Field(Path("data/warehouse"), description="The warehouse folder.")
    patterns: Annotated[tuple[str, ...], NoDecode] = Field(
        ("*.txt",),
        min_length=1,
        description="File names to read, as shell patterns; in the environment separated by commas.",
    )
    verify: bool = Field(False, description="Read every file, also those the ledger holds for unchanged.")
    batch_files: int = Field(20_000, ge=1, description="Files in a batch, the unit of commit, at most.")
    batch_bytes: int = Field(256 * _MIB, ge=1, description="Raw bytes in a batch, at most.")
    slice_files: int = Field(1_000, ge=1, description="Files in a slice, the unit of parallel work, at most.")
    slice_bytes: int = Field(16 * _MIB, ge=1, description="Raw bytes in a slice, at most.")
    max_file_bytes: int = Field(256 * _MIB, ge=1, description="Files larger than this are rejected.")
    workers: int = Field(default_factory=_cores, ge=1, description="Worker processes; the number of cores.")
    keep_generations: int = Field(3, ge=1, description="Published generations kept for readers.")
    error_budget: float = Field(
        0.5, ge=0, le=1, description="Share of the files read that may be rejected before the run fails."
    )
    wait: float = Field(0, ge=0, allow_inf_nan=False, description="Seconds to wait for another run to end.")

    @field_validator("warehouse")
    @classmethod
    def _can_be_attached(cls, value: Path) -> Path:
        """DuckDB takes what follows a question mark for options, and names for UTF-8."""
        if "?" in str(value.absolute()) or not str(value.absolute()).isprintable():
            raise ValueError("DuckDB cannot open a path with a question mark or unprintable characters")
        return value

    @field_validator("patterns", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
