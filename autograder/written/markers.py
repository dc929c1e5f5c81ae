"""The markers between which a student writes an answer: the handout writes them, collecting answers looks for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

ANSWER_BEGIN = "<!-- BEGIN ANSWER {name} -->"
ANSWER_END = "<!-- END ANSWER {name} -->"
ANSWER_PLACEHOLDER = "*Write your answer here, between the two marks. / 请在这两个标记之间作答。*"

# As formatters, word processors and hands leave them: without blanks, with long dashes, over two lines, in backticks,
# escaped; or, on a line of its own, without its comment.
_DASHES = r"[-\u2010-\u2015\u2212\uff0d]{1,6}"
MARK = re.compile(
    rf"`{{0,3}}(?:\\?[<\uff1c]|&lt;)\s{{0,9}}\\?[!\uff01]\s{{0,9}}\\?{_DASHES}\s{{0,9}}(?P<what>begin|end)[\s_]{{1,9}}answers?"
    rf"\b(?P<name>[^<>\uff1c\uff1e]{{1,160}}?)\s{{0,9}}\\?{_DASHES}\s{{0,9}}(?:\\?[>\uff1e]|&gt;)`{{0,3}}"
    r"|^[ \t>*_`#]{0,9}(?P<bare>begin|end)[ ]answer[ \t:\uff1a]{1,9}(?P<word>\w{1,100})[ \t*_`]{0,9}$",
    re.IGNORECASE | re.MULTILINE,
)
_LIKELY = re.compile(r"(?:begin|end)[\s_]{1,9}answer")  # most texts are not searched any further


def key(name: str) -> str:
    """A question's name as it is compared: without what formatters change in it."""
    return "".join(char for char in name if char.isalnum()).casefold()


def _loosely(text: str) -> str:
    return r"\s{0,9}".join(re.escape(char) for char in "".join(text.split()))


_EN, _ZH = ANSWER_PLACEHOLDER.strip("*").split(" / ")


def placeholder(languages: Sequence[str]) -> str:
    """What the handout writes where an answer goes, in these languages."""
    return f"*{' / '.join({'en': _EN, 'zh': _ZH}[language] for language in languages)}*"


PLACEHOLDER = re.compile(
    rf"[*_]{{0,2}}(?:{_loosely(_EN)}(?:\s{{0,9}}/\s{{0,9}}{_loosely(_ZH)})?|{_loosely(_ZH)})[*_]{{0,2}}"
)


def marks_of(text: str) -> list[re.Match[str]]:
    """All marks in a text."""
    lower = text.lower()
    return list(MARK.finditer(text)) if "answer" in lower and _LIKELY.search(lower) else []


def without_placeholder(text: str) -> str:
    """The text without what the handout wrote where an answer goes."""
    return PLACEHOLDER.sub("", text) if "W" in text or "\u8bf7" in text else text


def without_marks(text: str) -> str:
    """The text without marks, and without what the handout wrote between them."""
    return without_placeholder(MARK.sub("", text) if marks_of(text) else text)
