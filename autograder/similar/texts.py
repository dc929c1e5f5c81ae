"""Written answers as texts without what a copy would change: case, spaces, punctuation, the form of characters."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Hashable

from autograder.similar.fingerprints import Span, spans, winnow

K, W = (
    15,
    6,
)  # letters of a fingerprint, and the window: what has 20 letters, or 7 Chinese characters, in common is found
TEXT_LIMIT = 20_000  # characters of an answer that are compared
_BREAK = re.compile(r"<(?:/p|/li|/h\d|/tr|br|/div|/pre)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def plain(page: str) -> str:
    """What stands in an answer's HTML."""
    lines = html.unescape(_TAG.sub("", _BREAK.sub("\n", page[: 10 * TEXT_LIMIT]))).split("\n")
    return "\n".join(text for line in lines if (text := " ".join(line.split())))[:TEXT_LIMIT]


def letters(text: str) -> tuple[list[str], list[int]]:
    """Letters and digits of a text, folded, and where each of them stands.

    A Chinese character says as much as three letters, and is three.
    """
    said, at = list[str](), list[int]()
    for i, char in enumerate(text):
        for one in unicodedata.normalize("NFKC", char).casefold():
            if one.isalnum():
                parts = [f"{one}{n}" for n in range(3)] if one >= "\u2e80" else [one]
                said.extend(parts)
                at.extend([i] * len(parts))
    return said, at


def shingles(text: str) -> set[Hashable]:
    """The fingerprints of a text."""
    return set(winnow(letters(text)[0], K, W))


def marked(text: str, shared: Collection[Hashable]) -> list[Span]:
    """Which characters of a text stand in a shared fingerprint."""
    said, at = letters(text)
    return [(at[start], at[end - 1] + 1) for start, end in spans(winnow(said, K, W), shared)]
