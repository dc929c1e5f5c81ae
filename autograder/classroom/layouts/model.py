"""What a layout says of a download: whose each entry is, or why it is nobody's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from autograder.errors import InputError


class LayoutError(InputError):
    """A download whose names cannot be understood as asked; the message says what to do."""


class Entry(Protocol):
    """A file or a folder of a download, on disk or in a zip; a name is only ever a name."""

    @property
    def name(self) -> str:
        """As it is called where it lies."""

    @property
    def is_folder(self) -> bool:
        """Whether it holds others."""

    def read(self, limit: int) -> bytes:
        """The content of a file; an OSError says why there is none."""

    def children(self) -> Sequence[Entry]:
        """What a folder holds, sorted by name."""


@dataclass(frozen=True)
class Who:
    """A person, as far as names tell.

    Attributes:
        key: equal exactly for the same person within one layout.
        label: what the person's row is called.
        id: a number: the school's, or the platform's own.
        name: of the person, or of the group that handed in.
    """

    key: str
    label: str
    id: str = ""
    name: str = ""
    email: str = ""
    username: str = ""
    section: str = ""
    group: str = ""


@dataclass(frozen=True)
class Claim:
    """Whose an entry is.

    Attributes:
        who: one person, or the members of a group.
        file: what its student called it, without the number of a copy.
        when: it was handed in, in a form that sorts; empty if names do not tell.
        number: of the copy or resubmission, from 0.
        serial: the platform's own running number; a later download has greater ones.
        late: whether the platform marks it so.
        problem: why it is no submission although it is this person's.
    """

    who: tuple[Who, ...]
    file: str
    when: str = ""
    number: int = 0
    serial: int = 0
    late: bool = False
    problem: str = ""


@dataclass(frozen=True)
class Nobody:
    """An entry that is nobody's submission, and why; `who` caused it, where that is known."""

    reason: str
    who: Who | None = None


Says = Claim | Nobody | None  # None: the name is not one of this layout


@dataclass(frozen=True)
class Layout:
    """How one platform names what is downloaded.

    Attributes:
        name: for `--layout`.
        title: as people call it.
        example: of a name.
        read: what each of the entries of a folder is; raises LayoutError where a file of the platform is damaged.
        is_sure: whether such names are nobody's but the platform's, also those of a single person.
    """

    name: str
    title: str
    example: str
    read: Callable[[Sequence[Entry]], list[Says]]
    is_sure: bool = False


def label_of(*parts: str) -> str:
    """The name of a row: what there is of some parts."""
    return "_".join(part for part in parts if part)


def folded(text: str) -> str:
    """A name as it is compared: without case, accents and what is no letter or digit."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS)).casefold()
    return "".join(char for char in plain if char.isalnum())


_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ı": "i", "æ": "ae", "œ": "oe"})
_COPY = re.compile(r"\s*[(（](\d{1,3})[)）]$")


def without_copy(stem: str) -> tuple[str, int]:
    """A name without the `(1)` that a browser has put behind it, and that number."""
    found = _COPY.search(stem)
    return (stem[: found.start()], int(found[1])) if found and found.start() else (stem, 0)


def split_ending(name: str) -> tuple[str, str]:
    """Stem and ending; the ending of `losses.ipynb` is `.ipynb`."""
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if stem and ending.isalnum() else (name, "")


TEXT_LIMIT = 1 << 20
_CODE = re.compile(rb"\b(def|import|class)[ \xc2\xa0&]")


def text_entry(entry: Entry, who: Who, file: str) -> Claim | Nobody:
    """What was typed into a platform's text box: nobody's submission, unless it holds code that a file should hold."""
    try:
        has_code = bool(_CODE.search(entry.read(TEXT_LIMIT)))
    except OSError:
        has_code = False
    if has_code:
        what = "a text entry that seems to hold code: hand in the .ipynb or .py file instead"
        return Claim((who,), file, problem=what)
    return Nobody("a text entry without an answer", who)
