"""A new description changes the day of a document, in DuckDB and in Parquet."""

from datetime import date

import polars as pl
import pytest

from tests.place import Place
from tests.versions import be_version
from transforms.dates.publication_date import NO_DATE

pytestmark = pytest.mark.usefixtures("clean")

DAYS = "select published_on, dated_on, dated_by from documents"


def test_the_day_follows_a_date_that_other_rules_find_and_lose(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in place.landing.iterdir():
        path.unlink()
    place.put("subh/a.txt", "7 March 2023\n\nشہر میں کتاب میلہ\n\nکراچی میں میلہ شروع ہو گیا۔")
    place.ingest()
    published = (date(2023, 3, 7), date(2023, 3, 7), "published")
    assert place.ask(DAYS) == [published]
    with monkeypatch.context() as patched:
        patched.setattr("transforms.describe.find_date", lambda *_: NO_DATE)
        be_version(patched, "999.1")
        assert place.ingest().redescribed == 1
    # The modification time that `Place` gives its files.
    modified = (None, date(2023, 11, 14), "modified")
    assert place.ask(DAYS) == [modified]
    be_version(monkeypatch, "999.2")
    assert place.ingest().redescribed == 1
    assert place.ask(DAYS) == [published]
    parts = sorted(place.layout.shown("descriptions").glob("*.parquet"))
    found = pl.concat([pl.read_parquet(part) for part in parts])
    assert found.select("published_on", "dated_on", "dated_by").rows() == [modified, published]
