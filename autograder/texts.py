"""A text in the languages of a course, and which of them the program's own words speak."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# What the program says itself is written in these; a course may be in any.
SPOKEN = ("en", "zh")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class Text:
    """A text in one language or several. Asked for one that it lacks, it gives the first that it has."""

    __slots__ = ("_texts",)

    def __init__(self, en: str | None = None, zh: str | None = None, **others: str) -> None:
        given = {"en": en, "zh": zh, **others}
        self._texts = {language: text for language, text in given.items() if text is not None}

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Text:
        """The text of these languages, in their order."""
        made = cls()
        made._texts = dict(texts)
        return made

    def __getitem__(self, language: str) -> str:
        return self._texts.get(language, next(iter(self._texts.values()), ""))

    @property
    def en(self) -> str:
        """In English, if it has it."""
        return self["en"]

    @property
    def zh(self) -> str:
        """In Chinese, if it has it."""
        return self["zh"]

    @property
    def languages(self) -> tuple[str, ...]:
        """Those it has, in their order."""
        return tuple(self._texts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts.values())

    def __str__(self) -> str:
        return " / ".join(self)

    def __repr__(self) -> str:
        return f"Text({', '.join(f'{language}={text!r}' for language, text in self._texts.items())})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self._texts == other._texts

    def __hash__(self) -> int:
        return hash(tuple(self._texts.items()))


def decoded(kind: type, value: Any) -> Any:
    """For msgspec: a table of languages, or a string, as a text."""
    if kind is Text and isinstance(value, str):
        return Text.of({"": value})
    if kind is Text and isinstance(value, dict) and value and all(isinstance(text, str) for text in value.values()):
        return Text.of(value)
    raise ValueError("expected a text, or a table with one for each language")


def spoken(languages: Iterable[str]) -> tuple[str, ...]:
    """In which of its languages the program speaks to people of a course: English, if it has none of theirs."""
    return tuple(language for language in languages if language in SPOKEN) or SPOKEN[:1]


def said(text: Text, languages: Iterable[str]) -> str:
    """What the program says, in a line, to people of a course in these languages."""
    return " / ".join(text[language] for language in spoken(languages))
