"""Settings: the command line before the environment, and that before the defaults."""

from pathlib import Path

import pytest

from flows.settings import Settings, read_settings
from transforms.errors import UsageError


def test_the_environment_gives_what_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZAKHIRA_WAIT", "5")
    monkeypatch.setenv("ZAKHIRA_PATTERNS", "*.txt, *.md")
    found = read_settings(landing="news", wait=None)
    assert (found.wait, found.patterns, found.landing) == (5, ("*.txt", "*.md"), Path("news"))
    assert read_settings(wait=7).wait == 7
    assert Settings.model_validate({"wait": 7}).patterns == ("*.txt", "*.md")


def test_a_variable_counts_in_capitals_or_not_and_not_when_it_is_empty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("zakhira_verify", "true")
    monkeypatch.setenv("ZAKHIRA_WAIT", "")
    assert (Settings().verify, Settings().wait) == (True, 0)


def test_a_value_that_cannot_be_used_is_named_as_it_was_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ZAKHIRA_WORKERS", "many")
    with pytest.raises(UsageError, match="ZAKHIRA_WORKERS: "):
        read_settings()
    with pytest.raises(UsageError, match="--wait: "):
        read_settings(wait=-1, workers=1)


def test_what_lies_beside_a_warehouse_is_found_from_inside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "warehouse" / "parquet"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    for name in ("..", f"{inside}/.."):
        found = Settings(warehouse=name)
        assert found.checks_folder == tmp_path / "checks"
        assert found.store.journal_name == str(tmp_path / "warehouse.takedowns.jsonl")


def test_a_name_that_is_no_setting_is_refused() -> None:
    with pytest.raises(UsageError, match="Extra inputs"):
        read_settings(colour="red")


def test_bounds_are_pairs_of_name_and_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZAKHIRA_BOUNDS", " und = 0.2, silent_hours=48 ,")
    assert read_settings().bounds.given == {"und": 0.2, "silent_hours": 48}
    assert read_settings(bounds={"volume": 0.5}).bounds.given == {"volume": 0.5}
    for value, message in {
        "und=0.1,und=0.9": "ZAKHIRA_BOUNDS: 'und' comes twice",
        "undd=1": "ZAKHIRA_BOUNDS: 'undd' is no bound: und, undated, rejected, failed,",
        "und=much": "ZAKHIRA_BOUNDS und: Input should be a valid number",
        "und": "ZAKHIRA_BOUNDS und: Input should be a valid number",
        "und=1.2": "ZAKHIRA_BOUNDS und: Input should be less than or equal to 1",
        "volume=nan": "ZAKHIRA_BOUNDS volume: Input should be",
    }.items():
        monkeypatch.setenv("ZAKHIRA_BOUNDS", value)
        with pytest.raises(UsageError, match=message):
            read_settings()
