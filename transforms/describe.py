"""This file describes documents: what each text says of itself, one row a text.

Every question has a module of its own; an inferred answer comes with the method that found it.
"""

from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa

from transforms.counts import count_paragraphs, count_sentences, count_words
from transforms.dateline import read_dateline
from transforms.dates import NO_DATE, PublicationDate, date_of, find_date, is_after
from transforms.front_matter import FrontMatter, read_front_matter
from transforms.headline import Title, find_title, shorten
from transforms.language import Language, detect_languages
from transforms.multilingual import is_in_doubt, language_shares
from transforms.schemas import DESCRIPTION, conform
from transforms.script import Script, detect_script

_PREVIEW_CHARS = 500


def describe(texts: Sequence[str], seen_at: datetime | None = None) -> pa.Table:
    """One row a text, in order, in the columns of `DESCRIPTION`.

    Texts are normalized ones, first seen at that moment: a date of publication after it is not believed. A column
    that no rule answers yet is null.
    """
    matters = [read_front_matter(text) for text in texts]
    bodies = [text[matter.end :] if matter else text for text, matter in zip(texts, matters, strict=True)]
    titles = [_title(body, matter) for body, matter in zip(bodies, matters, strict=True)]
    languages = detect_languages(texts)
    scripts = [detect_script(text) for text in texts]
    dates = [_date(body, matter, seen_at) for body, matter in zip(bodies, matters, strict=True)]
    datelines = [
        read_dateline(body, has_headline=title.title_method != "front_matter")
        for body, title in zip(bodies, titles, strict=True)
    ]
    answers = {
        "title": [title.title for title in titles],
        "title_method": [title.title_method for title in titles],
        "published_at": [date.published_at for date in dates],
        "published_on": [date.published_on for date in dates],
        "date_precision": [date.date_precision for date in dates],
        "date_method": [date.date_method for date in dates],
        "date_calendar": [date.date_calendar for date in dates],
        "language": [language.tag for language in languages],
        "language_score": [language.score for language in languages],
        "language_runner_up": [language.runner_up for language in languages],
        "language_method": [language.method for language in languages],
        "language_shares": _language_shares(texts, languages, scripts),
        "script": [script.script for script in scripts],
        "has_mixed_scripts": [script.has_mixed_scripts for script in scripts],
        "dateline_place": [dateline.dateline_place for dateline in datelines],
        "dateline_place_name": [dateline.dateline_place_name for dateline in datelines],
        "agency": [dateline.agency for dateline in datelines],
        "agency_name": [dateline.agency_name for dateline in datelines],
        "byline": [
            (matter and matter.byline) or dateline.byline for matter, dateline in zip(matters, datelines, strict=True)
        ],
        "char_count": [len(text) for text in texts],
        "word_count": [count_words(text) for text in texts],
        "sentence_count": [count_sentences(text) for text in texts],
        "paragraph_count": [count_paragraphs(text) for text in texts],
    }
    unanswered = [name for name in DESCRIPTION.schema.names if name not in answers]
    nulls = dict.fromkeys(unanswered, pa.nulls(len(texts)))
    return conform(pa.table(answers | nulls), to=DESCRIPTION)


def _title(body: str, matter: FrontMatter | None) -> Title:
    """What front matter says of itself wins over what is inferred."""
    return Title(matter.title, "front_matter") if matter and matter.title else find_title(body)


def _date(body: str, matter: FrontMatter | None, seen_at: datetime | None) -> PublicationDate:
    told = date_of(matter) if matter else NO_DATE
    found = told if told.published_on else find_date(body)
    return NO_DATE if seen_at and is_after(found, seen_at) else found


def _language_shares(
    texts: Sequence[str], languages: Sequence[Language], scripts: Sequence[Script]
) -> list[str | None]:
    """The shares of the few texts that may be in several languages; the others have none."""
    rows = enumerate(zip(languages, scripts, strict=True))
    doubted = [
        row for row, (language, script) in rows if is_in_doubt(language, has_mixed_scripts=script.has_mixed_scripts)
    ]
    found = dict(zip(doubted, language_shares([texts[row] for row in doubted]), strict=True))
    return [found.get(row) for row in range(len(texts))]


def preview(text: str) -> str:
    """The first 500 characters of a text, or a little less, so as not to cut a word.

    >>> preview("آج صبح سے بارش ہے۔")
    'آج صبح سے بارش ہے۔'
    """
    return shorten(text, _PREVIEW_CHARS)
