"""This file describes documents: what each text says of itself, one row a text.

Every question has a module of its own; an inferred answer comes with the method that found it.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

import pyarrow as pa

from transforms.attribution.dateline import Dateline, read_dateline
from transforms.dates.publication_date import (
    NO_DATE,
    PublicationDate,
    declared_date,
    find_date,
    is_after,
)
from transforms.language.detect import Language, detect_languages
from transforms.language.shares import is_in_doubt, language_shares
from transforms.page.boilerplate import Page, cuts_to_json, read_page
from transforms.page.declared_metadata import Declared, declared_in
from transforms.page.title import Title, find_title, shorten
from transforms.schemas import DESCRIPTION, conform
from transforms.text.canonical import canonical_form
from transforms.text.scripts import Script, detect_scripts
from transforms.text.segmentation import count_paragraphs
from transforms.text.segmentation_arrays import sentence_counts, word_counts

_PREVIEW_CHARS = 500


class PageContext(NamedTuple):
    """What is known of a page beside its text."""

    # What folders and sidecar say, as `attributes.read_declared_metadata` writes it.
    attributes: str | None = None
    # When it was first seen: a date of publication after that is not believed.
    seen_at: datetime | None = None
    # Keys of the lines that were learned to be boilerplate of its publisher.
    boilerplate: Collection[str] = frozenset()


NO_CONTEXT = PageContext()


class _Article(NamedTuple):
    """A page taken apart, and what somebody tells of it, those to be believed first."""

    page: Page
    declared: tuple[Declared, ...]
    seen_at: datetime | None


def describe(pages: Sequence[str], contexts: Sequence[PageContext] | None = None) -> pa.Table:
    """One row a page (a whole normalized text), in order, in the columns of `DESCRIPTION`.

    A column that no rule answers is null. Each row depends on its own page, and what is given of
    it, alone.
    """
    known = contexts or [NO_CONTEXT] * len(pages)
    articles = [_read(page, beside) for page, beside in zip(pages, known, strict=True)]
    texts = [article.page.text for article in articles]
    titles = [_title(article) for article in articles]
    languages = detect_languages(texts)
    scripts = detect_scripts(texts)
    answers = {
        "text": texts,
        **_columns(Title, titles),
        **_columns(PublicationDate, [_date(article) for article in articles]),
        "language": [language.tag for language in languages],
        "language_score": [language.score for language in languages],
        "language_runner_up": [language.runner_up for language in languages],
        "language_method": [language.method for language in languages],
        "language_shares": _language_shares(texts, languages, scripts),
        **_columns(Script, scripts),
        **_columns(
            Dateline,
            [_dateline(article, title) for article, title in zip(articles, titles, strict=True)],
        ),
        "char_count": [len(text) for text in texts],
        "word_count": word_counts(texts),
        "sentence_count": sentence_counts(texts),
        "paragraph_count": [count_paragraphs(text) for text in texts],
        "boilerplate_line_count": [len(article.page.boilerplate) for article in articles],
        "boilerplate": ["\n".join(article.page.boilerplate) or None for article in articles],
        "cuts": [cuts_to_json(article.page.cuts) for article in articles],
    }
    return conform(pa.table(answers, DESCRIPTION.schema), to=DESCRIPTION)


def _columns(
    answer: type[tuple[object, ...]], rows: Sequence[tuple[object, ...]]
) -> dict[str, list[object]]:
    """The fields of named tuples as columns: their names are those of the table."""
    names: tuple[str, ...] = getattr(answer, "_fields")  # noqa: B009 - of every named tuple
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _read(page: str, context: PageContext) -> _Article:
    found = read_page(page, context.boilerplate)
    matter = [found.front_matter.declared] if found.front_matter else []
    return _Article(found, (*matter, *declared_in(context.attributes)), context.seen_at)


def _title(article: _Article) -> Title:
    """What is declared wins over what is inferred."""
    for each in article.declared:
        if each.title:
            return Title(each.title, each.method)
    found = find_title(article.page.text)
    is_repeated = article.page.has_repeated_headline and found.title_method == "first_line"
    return found._replace(title_method="repeated_line") if is_repeated else found


def _date(article: _Article) -> PublicationDate:
    """What is declared wins over what is inferred, and a date with its year over one without."""
    dates = (declared_date(each.published, each.method) for each in article.declared)
    found = next((date for date in dates if date.published_on), None) or find_date(
        article.page.text
    )
    if found == NO_DATE and (crawled_on := _crawled_on(article.declared)):
        found = find_date(article.page.text, crawled_on)
        found = (
            found._replace(date_method=f"{found.date_method}_without_year")
            if found.date_method
            else found
        )
    return NO_DATE if article.seen_at and is_after(found, article.seen_at) else found


def _crawled_on(declared: Sequence[Declared]) -> date | None:
    return next(
        filter(None, (declared_date(each.crawled, each.method).published_on for each in declared)),
        None,
    )


def _dateline(article: _Article, title: Title) -> Dateline:
    found = read_dateline(article.page.text, has_headline=_has_headline(article, title))
    byline = next((each.byline for each in article.declared if each.byline), None)
    return found._replace(byline=byline) if byline else found


def _has_headline(article: _Article, title: Title) -> bool:
    """Whether the first line is the headline: one that is declared may stand beside the text only."""
    if title.title is None or all(title.title_method != each.method for each in article.declared):
        return True
    return canonical_form(article.page.text.split("\n", 1)[0]) == canonical_form(title.title)


def _language_shares(
    texts: Sequence[str], languages: Sequence[Language], scripts: Sequence[Script]
) -> list[str | None]:
    """The shares of the few texts that may be in several languages; the others have none."""
    rows = enumerate(zip(languages, scripts, strict=True))
    doubted = [
        row
        for row, (language, script) in rows
        if is_in_doubt(language, has_mixed_scripts=script.has_mixed_scripts)
    ]
    found = dict(zip(doubted, language_shares([texts[row] for row in doubted]), strict=True))
    return [found.get(row) for row in range(len(texts))]


def preview(text: str) -> str:
    """The first 500 characters of a text, or a little less, so as not to cut a word.

    >>> preview("آج صبح سے بارش ہے۔")
    'آج صبح سے بارش ہے۔'
    """
    return shorten(text, _PREVIEW_CHARS)
