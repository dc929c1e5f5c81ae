r"""Everything a student chose is data: names and messages made safe for terminals, spreadsheets, pages and file names.

The display functions share one idea: a character that cannot be seen, or that changes how its neighbours are
seen, is shown as its Python escape (`\x1b`, `\u202e`), and the length is bounded without cutting an escape.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from markupsafe import Markup
from rich.cells import cell_len

ELLIPSIS = "…"
# Control, format (bidi, zero width), surrogate, private, unassigned, line and paragraph separators, odd spaces.
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
_SPACES = " \u3000"  # the ideographic space is usual in Chinese names and cannot be mistaken for nothing
# Blank or zero-width although their category says letter, mark or symbol: joiners, fillers, variation selectors.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_MAX_MARKS = 3  # combining marks on one character; more of them climb over the lines above

# What makes a spreadsheet read a cell as a formula: the full-width forms count where the locale is East Asian,
# and a semicolon starts a new cell where the decimal sign is a comma.
_FORMULA = re.compile(r"(^|;)([\s\u3000]*)(?=[=+\-@\t\r＝＋－＠])")

_MAX_FILE_NAME = 120  # bytes; file systems allow 255, encrypting ones 143, and an ending has to fit as well
_MAX_CUT = 80  # bytes that a cut name keeps before its hash
_PUNCTUATION = frozenset(" -_.,'()@+·")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9]) *(\.|$)", re.IGNORECASE)  # Windows devices


def for_terminal(text: str, limit: int = 60) -> str:
    """The text on one line of at most `limit` terminal cells.

    Rich markup is left as it is: put the result into a `rich.text.Text`, never into a markup string.
    """
    return _bounded(text, limit, cell_len)


def for_csv(text: str, limit: int = 1000) -> str:
    """The text as one spreadsheet cell that is never a formula; the csv module still has to quote it."""
    return _bounded(_FORMULA.sub(r"\1'\2", text[: limit + 1]), limit, len)


def for_html(text: str, limit: int = 200) -> Markup:
    """The text on one line of at most `limit` characters, escaped for HTML content and quoted attributes."""
    return Markup.escape(_bounded(text, limit, len))


def html_lines(text: str, limit: int = 2000, lines: int = 20) -> list[Markup]:
    """A message as lines for HTML: at most `limit` characters a line and `lines` lines, each as `for_html`."""
    parts = text[: limit * lines].replace("\r\n", "\n").strip("\n").split("\n")
    shown = [for_html(part, limit) for part in parts[:lines]]
    return [*shown, Markup.escape(ELLIPSIS)] if len(parts) > lines else shown


def file_names(submissions: Iterable[str]) -> dict[str, str]:
    """A file name without ending for each submission of a class: the submission's own name where possible.

    Names that differ only in capitals clash on a file system that ignores case: these, and no others, say which of
    their letters are capitals (see `file_name`).
    """
    names = list(dict.fromkeys(submissions))
    plain = {name: file_name(name).partition("~")[0] for name in names}
    folded = Counter(short.lower() for short in plain.values())
    return {
        name: file_name(name) if "~~" in file_name(name) or folded[short.lower()] > 1 else short
        for name, short in plain.items()
    }


def file_name(submission: str) -> str:
    """A file name without ending for a submission: readable, valid everywhere, different for every submission.

    Letters and digits of any script and the usual punctuation stay as they are; any other character becomes `%` and
    two hexadecimal digits per byte of UTF-8. As file systems may ignore case, a name with capitals says at its end
    where they are: `Li Wei` becomes `Li Wei~9`, bits 0 and 3. A name that is too long is cut and ends in `~~` and a
    hash.

    File systems disagree on case folding and Unicode normalisation; the names of two submissions differ even after
    both.
    """
    pieces = [char if _is_kept(char) else _percent(char) for char in submission]
    if pieces and (pieces[0] in " .-" or _RESERVED.match("".join(pieces))):
        pieces[0] = _percent(submission[0])
    if pieces and pieces[-1] in (" ", "."):
        pieces[-1] = _percent(submission[-1])
    capitals = sum(1 << i for i, piece in enumerate(pieces) if piece != piece.lower())
    name = "".join(pieces) + (f"~{capitals:x}" if capitals else "")
    if len(name.encode()) > _MAX_FILE_NAME:
        digest = hashlib.sha256(submission.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return f"{_cut(pieces, _MAX_CUT)}~~{digest}"
    return name or "%"


def _bounded(text: str, limit: int, width: Callable[[str], int]) -> str:
    if len(text) <= limit and text.isascii() and text.isprintable():  # nearly every text, and a page has thousands
        return text
    kept: list[str] = []
    used = 0
    for piece in _visible(text):
        kept.append(piece)
        used += width(piece)
        if used > limit:
            while kept and used > limit - 1:
                used -= width(kept.pop())
            return "".join(kept) + ELLIPSIS if limit > 0 else ""
    return "".join(kept)


def _visible(text: str) -> Iterator[str]:
    # A mark at the very start would sit on whatever is printed before the text.
    marks = _MAX_MARKS
    for char in text:
        category = unicodedata.category(char)
        is_mark = category in ("Mn", "Me")
        marks = marks + 1 if is_mark else 0
        unseen = category in _UNSEEN_CATEGORIES and char not in _SPACES
        if unseen or marks > _MAX_MARKS or _BLANK.match(char):
            yield ascii(char)[1:-1]
        else:
            yield char


def _is_kept(char: str) -> bool:
    if char in _PUNCTUATION:
        return True
    if unicodedata.category(char)[0] not in "LN" or _is_jamo(char):
        return False
    lower = char.lower()
    # Not ß, ſ, the Kelvin sign, full-width forms: they fold or normalise into the names of others.
    stable = unicodedata.normalize("NFKC", lower.casefold()) == lower
    return stable and (char == lower or lower.upper() == char) and lower.upper().lower() == lower


def _is_jamo(char: str) -> bool:
    """Parts of Hangul syllables: letters that compose with each other."""
    return "\u1100" <= char <= "\u11ff" or "\ua960" <= char <= "\ua97f" or "\ud7b0" <= char <= "\ud7ff"


def _percent(char: str) -> str:
    return "".join(f"%{byte:02x}" for byte in char.encode("utf-8", "surrogatepass"))


def _cut(pieces: list[str], limit: int) -> str:
    kept, used = [], 0
    for piece in pieces:
        used += len(piece.encode())
        if used > limit:
            break
        kept.append(piece)
    return "".join(kept)
