"""French typography, and numbers, dates and running times as each language writes them."""

import re
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from pickflix.catalogue.vocabulary import Language

NBSP = "\u00a0"
_BEFORE = re.compile(r"[ \u202f](?=[:;?!»]|%%)")
_AFTER = re.compile(r"(?<=«)[ \u202f]")
_HOURS = re.compile(r"(?<=\d) h (?=\d)")


def tidy(text: str, language: Language) -> str:
    r"""Curly apostrophes; in French no line breaks before `: ; ? ! »`, after `«` and within `1 h 30`.

    >>> tidy("Qu'est-ce ?", "fr")
    'Qu’est-ce\xa0?'
    """
    text = text.replace("'", "’")
    if language == "en":
        return text
    return _HOURS.sub(f"{NBSP}h{NBSP}", _AFTER.sub(NBSP, _BEFORE.sub(NBSP, text)))


def runtime(minutes: int, language: Language) -> str:
    """A running time.

    >>> [runtime(minutes, "fr").replace(NBSP, " ") for minutes in (122, 45, 60)]
    ['2 h 02', '45 min', '1 h']
    >>> runtime(122, "en").replace(NBSP, " ")
    '2 h 2 min'
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    if language == "fr":
        return f"{hours}{NBSP}h{NBSP}{rest:02}" if rest else f"{hours}{NBSP}h"
    return f"{hours}{NBSP}h{NBSP}{rest}{NBSP}min" if rest else f"{hours}{NBSP}h"


@lru_cache(maxsize=1024)
def number(value: int, language: Language) -> str:
    """A whole number with its thousands parted."""
    return format_decimal(value, locale=language)


@lru_cache(maxsize=1024)
def decimal(value: float, digits: int = 1, *, language: Language) -> str:
    """A figure with so many digits behind the point.

    >>> decimal(0.2604, 3, language="fr")
    '0,260'
    """
    return format_decimal(value, f"#,##0.{'0' * digits}", locale=language)


@lru_cache(maxsize=1024)
def dollars(value: int, language: Language) -> str:
    """A sum in US dollars."""
    pattern = "#,##0\u00a0¤" if language == "fr" else "¤#,##0"
    return format_currency(value, "USD", pattern, locale=language, currency_digits=False)


@lru_cache(maxsize=64)
def long_date(iso: str, language: Language) -> str:
    """A day, from ISO 8601; what is no date stays as it is."""
    try:
        return format_date(date.fromisoformat(iso[:10]), "long", locale=language)
    except ValueError:
        return iso
