"""Describe documents: what each text says of itself, one row a text.

Each answer has a module of its own. An inferred answer comes with the method that found it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import NamedTuple, Protocol, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from transforms.attribution.dateline import Dateline, read_dateline, with_sender
from transforms.dates.document_date import DocumentDate, document_date
from transforms.dates.publication_date import (
    NO_DATE,
    PublicationDate,
    declared_date,
    find_date,
    is_after,
)
from transforms.failures import Failure, Guard
from transforms.language.detect import Language, detect_languages
from transforms.language.shares import is_in_doubt, language_shares
from transforms.page.address_lines import find_address
from transforms.page.boilerplate import NOTHING_LEARNED, LearnedLines, Page, cuts_to_json, read_page
from transforms.page.declared_metadata import Declared, declared_in
from transforms.page.title import NO_HEADLINE, Title, find_title, shorten
from transforms.schemas import DESCRIPTION
from transforms.text.canonical import canonical_form
from transforms.text.scripts import Script, detect_scripts
from transforms.text.segmentation import count_paragraphs
from transforms.text.segmentation_arrays import sentence_counts, word_counts

_PREVIEW_CHARS = 500


class PageContext(NamedTuple):
    """Facts about a page that are known before it is read."""

    # What folders and sidecar declare: the JSON of `read_declared_metadata`.
    attributes: str | None = None
    # When it was first seen. A publication date after that is wrong.
    seen_at: datetime | None = None
    # When its file was modified.
    modified_at: datetime | None = None
    # The boilerplate lines that were learned from its publisher.
    boilerplate: LearnedLines = NOTHING_LEARNED


NO_CONTEXT = PageContext()


class _Article(NamedTuple):
    """A page taken apart, and what front matter, sidecar and folders declare, in this order."""

    page: Page
    declared: tuple[Declared, ...]
    context: PageContext
    # The address that a line of the page gives.
    address: str | None


Answer = TypeVar("Answer")
_Columns = Mapping[str, Sequence[object]]

# Made of all columns each time that it is asked for.
_SCHEMA = DESCRIPTION.schema

# The columns of a failed question that are not null.
_OF_FAILED = {"language": "und", "language_method": "failed"}


class _Ask(Protocol):
    """Answers a question by its rule; `Guard.ask` gives another answer where the rule raises."""

    def __call__(self, question: str, rule: Callable[[], Answer], otherwise: Answer) -> Answer: ...


def describe(pages: Sequence[str], contexts: Sequence[PageContext] | None = None) -> pa.Table:
    """Return one row for each page, in order, in the columns of `DESCRIPTION`.

    A page is a whole normalized text. A column that no rule answers is null. Each row depends on
    its own page and context alone. An exception of a rule is raised; see `describe_guarded`.
    """
    return _describe(pages, contexts or [NO_CONTEXT] * len(pages), _ask_unguarded)


def describe_guarded(
    page: str, context: PageContext = NO_CONTEXT
) -> tuple[pa.Table, list[Failure]]:
    """Return the row of one page, and the questions whose rules raised an exception.

    Such a question is named in `failed_questions`. Its columns are null, the language is `und`, and
    the text of a page that cannot be taken apart is all of it. The other questions are answered as
    `describe` answers them.
    """
    guard = Guard()
    row = _describe([page], [context], guard.ask)
    return _naming(row, [failure.question for failure in guard.failures]), guard.failures


def undescribed(page: str) -> pa.Table:
    """Return the row of one page of which nothing can be said but that it is a text."""
    columns = _arrays(_page_columns, [_Article(_whole(page), (), NO_CONTEXT, None)], [])
    return _naming(_completed(columns, 1), ["description"])


def _naming(row: pa.Table, failed: Sequence[str]) -> pa.Table:
    """Return a row that names the questions that failed."""
    position = row.schema.get_field_index("failed_questions")
    names = ", ".join(dict.fromkeys(failed)) or None
    return row.set_column(position, row.schema.field(position), pa.array([names], pa.string()))


def _whole(page: str) -> Page:
    """Return a page that is all text."""
    return Page(page, None, (), has_repeated_headline=False, cuts=())


def _ask_unguarded(
    question: str,  # noqa: ARG001 - the guarded way names it
    rule: Callable[[], Answer],
    otherwise: Answer,  # noqa: ARG001
) -> Answer:
    return rule()


def _describe(pages: Sequence[str], contexts: Sequence[PageContext], ask: _Ask) -> pa.Table:
    """Return the description of pages, each question asked by `ask`."""
    articles = [
        _read_article(page, context, ask) for page, context in zip(pages, contexts, strict=True)
    ]
    no_titles = [Title(None, None)] * len(pages)
    titles = ask("title", lambda: list(map(_title, articles)), no_titles)
    columns = _arrays(_page_columns, articles, titles)
    no_columns: dict[str, pa.Array] = {}
    for question, rule in _QUESTIONS.items():
        columns |= ask(question, partial(_arrays, rule, articles, titles), no_columns)
    return _completed(columns, len(pages))


def _completed(columns: dict[str, pa.Array], count: int) -> pa.Table:
    """Return a description from the columns of the questions that were answered."""
    for field in _SCHEMA:
        if field.name not in columns:
            value = pa.scalar(_OF_FAILED.get(field.name), field.type)
            columns[field.name] = pa.repeat(value, count)
    return pa.table(columns, _SCHEMA)


def _arrays(
    rule: Callable[[Sequence[_Article], Sequence[Title]], _Columns],
    articles: Sequence[_Article],
    titles: Sequence[Title],
) -> dict[str, pa.Array]:
    """Return the columns that a rule answers, in the types of `DESCRIPTION`."""
    columns = rule(articles, titles)
    return {name: pa.array(column, _SCHEMA.field(name).type) for name, column in columns.items()}


def _columns(answer: type[tuple[object, ...]], rows: Sequence[tuple[object, ...]]) -> _Columns:
    """Return the fields of named tuples as columns of the same names."""
    names: tuple[str, ...] = getattr(answer, "_fields")  # noqa: B009 - of every named tuple
    return {name: [row[position] for row in rows] for position, name in enumerate(names)}


def _read_article(page: str, context: PageContext, ask: _Ask) -> _Article:
    """Take a page apart; where that fails it is all text, as it is where the page has no parts."""
    found = ask("page", lambda: read_page(page, context.boilerplate), _whole(page))
    matter = [found.front_matter.declared] if found.front_matter else []
    none_declared: tuple[Declared, ...] = ()
    declared = ask("declared", lambda: tuple(declared_in(context.attributes)), none_declared)
    start = found.front_matter.end if found.front_matter else 0
    learned = context.boilerplate.lines
    no_address: str | None = None
    address = ask("url", lambda: find_address(page[start:], learned), no_address)
    return _Article(found, (*matter, *declared), context, address)


def _title(article: _Article) -> Title:
    """Return the declared title, or else the inferred one."""
    for declared in article.declared:
        if declared.title:
            return Title(declared.title, declared.method)
    found = find_title(article.page.text, article.page.boilerplate)
    if article.page.has_repeated_headline and found.title_method == "first_line":
        return found._replace(title_method="repeated_line")
    return found


def _publication_date(article: _Article) -> PublicationDate:
    """Return the publication date, unless it is after the page was first seen."""
    found = _declared_date(article) or _inferred_date(article)
    if article.context.seen_at and is_after(found, article.context.seen_at):
        return NO_DATE
    return found


def _declared_date(article: _Article) -> PublicationDate | None:
    for declared in article.declared:
        found = declared_date(declared.published, declared.method)
        if found.published_on:
            return found
    return None


def _inferred_date(article: _Article) -> PublicationDate:
    """Return the date of the text.

    A date without a year gets one where it is known when the page was crawled.
    """
    found = find_date(article.page.text)
    crawled_on = _crawled_on(article) if found == NO_DATE else None
    if crawled_on is None:
        return found
    found = find_date(article.page.text, crawled_on)
    if found.date_method is None:
        return found
    return found._replace(date_method=f"{found.date_method}_without_year")


def _crawled_on(article: _Article) -> date | None:
    """Return the day the page was read from its site, if that is declared."""
    for declared in article.declared:
        crawled_on = declared_date(declared.crawled, declared.method).published_on
        if crawled_on:
            return crawled_on
    return None


def _document_date(article: _Article, found: PublicationDate) -> DocumentDate:
    context = article.context
    crawled_on = None if found.published_on else _crawled_on(article)
    return document_date(found.published_on, crawled_on, context.modified_at, context.seen_at)


def _url(article: _Article) -> str | None:
    """Return the declared address, or else that of a line of the page."""
    declared = (declared.url for declared in article.declared)
    return next(filter(None, declared), article.address)


def _dateline(article: _Article, title: Title) -> Dateline:
    """Return the dateline of the text, with the declared byline if there is one."""
    text = article.page.text
    found = read_dateline(text, has_headline=_has_headline(article, title))
    first_line = text.split("\n", 1)[0]
    if title.title_method == "first_line":
        sent = with_sender(found, first_line)
        if sent is not found and not _is_part(title.title, first_line):
            found = sent
    for declared in article.declared:
        if declared.byline:
            return found._replace(byline=declared.byline)
    return found._replace(byline=found.byline or article.page.author)


def _is_part(title: str | None, line: str) -> bool:
    return canonical_form(title or "") in canonical_form(line)


def _has_headline(article: _Article, title: Title) -> bool:
    """Check whether the first line is the headline; a declared title may not be in the text."""
    if title.title_method in NO_HEADLINE:
        return False
    is_declared = any(title.title_method == declared.method for declared in article.declared)
    if title.title is None or not is_declared:
        return True
    first_line = article.page.text.split("\n", 1)[0]
    return canonical_form(first_line) == canonical_form(title.title)


def _page_columns(articles: Sequence[_Article], _: Sequence[Title]) -> _Columns:
    pages = [article.page for article in articles]
    return {
        "text": [page.text for page in pages],
        "char_count": [len(page.text) for page in pages],
        "boilerplate_line_count": [len(page.boilerplate) for page in pages],
        "boilerplate": ["\n".join(page.boilerplate) or None for page in pages],
        "cuts": [cuts_to_json(page.cuts) for page in pages],
        "doubtful_line_count": [page.doubtful_line_count or None for page in pages],
        "url": list(map(_url, articles)),
        "failed_questions": [None] * len(pages),
    }


def _title_columns(_: Sequence[_Article], titles: Sequence[Title]) -> _Columns:
    return _columns(Title, titles)


def _date_columns(articles: Sequence[_Article], _: Sequence[Title]) -> _Columns:
    dates = list(map(_publication_date, articles))
    days = list(map(_document_date, articles, dates))
    return {**_columns(PublicationDate, dates), **_columns(DocumentDate, days)}


def _dateline_columns(articles: Sequence[_Article], titles: Sequence[Title]) -> _Columns:
    return _columns(Dateline, list(map(_dateline, articles, titles)))


def _language_columns(articles: Sequence[_Article], _: Sequence[Title]) -> _Columns:
    texts = [article.page.text for article in articles]
    languages = detect_languages(texts)
    scripts = detect_scripts(texts)
    return {
        "language": [language.tag for language in languages],
        "language_score": [language.score for language in languages],
        "language_runner_up": [language.runner_up for language in languages],
        "language_method": [language.method for language in languages],
        "language_shares": _language_shares(texts, languages, scripts),
        **_columns(Script, scripts),
    }


def _language_shares(
    texts: Sequence[str], languages: Sequence[Language], scripts: Sequence[Script]
) -> list[str | None]:
    """Return the shares of the few texts that may be in several languages; null for the others."""
    in_doubt = [
        row
        for row, (language, script) in enumerate(zip(languages, scripts, strict=True))
        if is_in_doubt(language, has_mixed_scripts=script.has_mixed_scripts)
    ]
    found = dict(zip(in_doubt, language_shares([texts[row] for row in in_doubt]), strict=True))
    return [found.get(row) for row in range(len(texts))]


def _count_columns(articles: Sequence[_Article], _: Sequence[Title]) -> _Columns:
    texts = [article.page.text for article in articles]
    return {
        "word_count": word_counts(texts),
        "sentence_count": sentence_counts(texts),
        "paragraph_count": list(map(count_paragraphs, texts)),
    }


# Every question that is asked of all texts of a slice at once, and its rule.
_QUESTIONS: Mapping[str, Callable[[Sequence[_Article], Sequence[Title]], _Columns]] = {
    "title": _title_columns,
    "date": _date_columns,
    "language": _language_columns,
    "dateline": _dateline_columns,
    "counts": _count_columns,
}


def previews(texts: pa.ChunkedArray) -> list[str]:
    """Return the preview of each text; only its first characters are taken out of the column.

    >>> previews(pa.chunked_array([["آج صبح سے بارش ہے۔", "漢" * 999]])) == [
    ...     "آج صبح سے بارش ہے۔",
    ...     "漢" * 500,
    ... ]
    True
    """
    return list(map(preview, pc.utf8_slice_codeunits(texts, 0, _PREVIEW_CHARS + 1).to_pylist()))


def preview(text: str) -> str:
    """Return the first 500 characters of a text, or a little less so as not to cut a word.

    >>> preview("آج صبح سے بارش ہے۔")
    'آج صبح سے بارش ہے۔'
    """
    return shorten(text, _PREVIEW_CHARS)
