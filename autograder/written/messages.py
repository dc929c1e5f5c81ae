"""The messages between whoever collects written answers and the process that reads a student's document.

One conversation for each document: `Extract` -> `Extracted` (or `Unread`), then `Render` -> `Rendered`. Texts travel as
bytes of UTF-8 with lone surrogates let through, which notebooks may hold. Pictures travel beside them.
"""

from __future__ import annotations

from typing import Annotated, Union

import msgspec

from autograder.wire.messages import HandoutCell, Kind
from autograder.written.fragment import NOTE_LIMIT, OUTPUT_LIMIT
from autograder.written.pictures import PICTURE_LIMIT, PICTURES

ANSWER_LIMIT = 40_000  # characters of one answer; what is shown is bounded again
QUESTIONS_LIMIT = 1000
REQUEST_LIMIT = 256 << 20
REASON_LIMIT = 300

STATEMENTS_LIMIT = 20_000
OWN_LIMIT = 1000  # statements of a file's own
CODE_LIMIT = 300_000  # characters of them together
NAMES_LIMIT = 100  # that one statement defines
Key = Annotated[str, msgspec.Meta(max_length=64)]
Text = Annotated[bytes, msgspec.Meta(max_length=4 * ANSWER_LIMIT)]
Picture = Annotated[bytes, msgspec.Meta(max_length=PICTURE_LIMIT)]
Fragment = Annotated[str, msgspec.Meta(max_length=OUTPUT_LIMIT + NOTE_LIMIT)]


class Extract(msgspec.Struct, tag="extract", frozen=True):
    """To the reader: find the answers to these written questions in a file."""

    kind: Kind
    source: bytes
    questions: list[str]
    handout: list[HandoutCell]


class Said(msgspec.Struct, frozen=True):
    """An answer: its text, and the pictures that it calls `picture:1` and so on."""

    text: Text
    pictures: Annotated[list[Picture], msgspec.Meta(max_length=PICTURES)] = []


class Extracted(msgspec.Struct, tag="extracted", frozen=True):
    """From the reader: the answers, by question; one left as it was handed out is not among them."""

    answers: Annotated[dict[str, Said], msgspec.Meta(max_length=QUESTIONS_LIMIT)]


class Unread(msgspec.Struct, tag="unread", frozen=True):
    """From the reader: the file cannot be read, and why."""

    reason: Annotated[str, msgspec.Meta(max_length=REASON_LIMIT)]


class Survey(msgspec.Struct, tag="survey", frozen=True):
    """To the reader: say what a file holds, so that it can be chosen among others."""

    kind: Kind
    source: bytes
    questions: list[str]
    handout: list[HandoutCell]


class Surveyed(msgspec.Struct, tag="surveyed", frozen=True):
    """From the reader: keys of statements and functions, what the file imports, which written questions it answers."""

    keys: Annotated[list[Key], msgspec.Meta(max_length=STATEMENTS_LIMIT)]
    imports: Annotated[list[Key], msgspec.Meta(max_length=STATEMENTS_LIMIT)]
    defined: Annotated[dict[str, Key], msgspec.Meta(max_length=STATEMENTS_LIMIT)]
    answers: Annotated[list[str], msgspec.Meta(max_length=QUESTIONS_LIMIT)]


class Define(msgspec.Struct, tag="define", frozen=True):
    """To the reader: say where a file defines these functions."""

    kind: Kind
    source: bytes
    functions: list[str]


class Definition(msgspec.Struct, frozen=True):
    """A function as the file has it; the cell is 0 in a script."""

    cell: int
    line: int
    source: Text


class Defined(msgspec.Struct, tag="defined", frozen=True):
    """From the reader: the last definition of each function that has one."""

    functions: Annotated[dict[str, Definition], msgspec.Meta(max_length=QUESTIONS_LIMIT)]


class Own(msgspec.Struct, tag="own", frozen=True):
    """To the reader: say what code a file has of its own, beside the statements of these keys."""

    kind: Kind
    source: bytes
    handout: list[Key]


class Statement(msgspec.Struct, frozen=True):
    """A statement outside of any function; the cell is 0 in a script."""

    cell: int
    line: int
    names: Annotated[list[Key], msgspec.Meta(max_length=NAMES_LIMIT)]
    source: Text


class Owned(msgspec.Struct, tag="owned", frozen=True):
    """From the reader: these statements, in the order of the file."""

    statements: Annotated[list[Statement], msgspec.Meta(max_length=OWN_LIMIT)]


class Render(msgspec.Struct, tag="render", frozen=True):
    """To the reader: make HTML of these texts in Markdown."""

    texts: list[bytes]


class Rendered(msgspec.Struct, tag="rendered", frozen=True):
    """From the reader: the HTML of each text."""

    fragments: Annotated[list[Fragment], msgspec.Meta(max_length=QUESTIONS_LIMIT)]


ToReader = Union[Extract, Survey, Define, Own, Render]  # noqa: UP007


def to_bytes(text: str) -> bytes:
    """A text as it travels."""
    return text.encode("utf-8", "surrogatepass")


def to_text(data: bytes) -> str:
    """The text that `to_bytes` made into bytes.

    Raises:
        UnicodeDecodeError: it is none.
    """
    return data.decode("utf-8", "surrogatepass")
