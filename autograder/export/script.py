"""A commented copy of a script: blocks of comments of ours between the student's lines, which stay byte for byte."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence

from autograder.export.notebook import definition
from autograder.export.said import Say, plain
from autograder.wire.feedback import BEGIN, END, closing

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")  # PEP 263
_MARKER = re.compile(r"[ \t]*+#[ \t]*+%%(?!%)")
_END_OF_LINE = re.compile(r"(\r\n|\r|\n)")
SIZE_LIMIT, LINES_LIMIT = 4 << 20, 200_000  # what nobody has written
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def commented(
    data: bytes, top: Sequence[Say], questions: Mapping[str, Sequence[Say]], functions: Mapping[str, Sequence[str]]
) -> bytes | None:
    """The script with feedback in it, in the place of that of an earlier time; None if it is no text.

    What is said of a question stands at the end of the cell that defines its functions (a script without `# %%` is one
    cell); what has no such place, at the top with what is said of all.
    """
    decoded = _decoded(data)
    if decoded is None:
        return None
    mark, encoding, text = decoded
    lines = without(_lines(text))
    end = next((end for end in ("\r\n", "\n", "\r") if end in text), "\n")
    at_end: dict[int, list[str]] = {}
    first = list(top)
    for question, said in questions.items():
        defines = definition(functions[question])
        places = [i for i, line in enumerate(lines) if defines.match(line)]
        if places:
            following = (i for i in range(places[-1] + 1, len(lines)) if _MARKER.match(lines[i]))
            at_end.setdefault(next(following, len(lines)), []).extend(_block(question, said))
        else:
            first += said
    start = _start(lines)
    at_end[start] = [*_block("overall", first), *at_end.get(start, [])]
    made: list[str] = []
    for i in range(len(lines) + 1):
        block = at_end.get(i, [])
        if block and i == len(lines) and lines and not lines[-1].endswith(("\n", "\r")):
            made.append(end + end.join(block))  # the last line has no end: nor does ours
        else:
            made += [f"{line}{end}" for line in block]
        made += lines[i : i + 1]
    return mark + "".join(made).encode(encoding, "backslashreplace")


def alone(lines: Sequence[Say]) -> bytes:
    """Nothing but feedback, for who has handed in what is no text."""
    return "".join(f"{line}\n" for line in _block("overall", lines)).encode("utf-8")


def without(lines: Sequence[str]) -> list[str]:
    """The lines of a script but for the blocks of an earlier time, as they were before."""
    ends = closing(lines)
    kept: list[str] = []
    i = 0
    while i < len(lines):
        if not lines[i].startswith(BEGIN) or ends[i] < 0:
            kept.append(lines[i])
            i += 1
            continue
        if not lines[ends[i]].endswith(("\n", "\r")) and kept:  # the end of this line came with the block
            kept[-1] = kept[-1].rstrip("\r\n") + _rest(kept[-1])
        i = ends[i] + 1
    return kept


def _rest(line: str) -> str:
    """What stays of a line's end if one is taken off."""
    ends = line[len(line.rstrip("\r\n")) :]
    return ends[: -2 if ends.endswith("\r\n") else -1]


def _block(name: str, lines: Sequence[Say]) -> list[str]:
    said = [f"# {plain(line)}" if line.is_title else f"#   {plain(line)}" for line in lines]
    return [f"{BEGIN}: {name}", *said, f"{END}: {name}"]


def _start(lines: Sequence[str]) -> int:
    """Behind what has to stand at the top: a shebang, an encoding, jupytext's own header."""
    start = 0
    for i, line in enumerate(lines[:2]):
        if (i == 0 and line.startswith("#!")) or _COOKIE.match(line.encode("utf-8", "replace")):
            start = i + 1
    if start < len(lines) and lines[start].rstrip() == "# ---":
        for i in range(start + 1, min(len(lines), start + 200)):
            if lines[i].rstrip() == "# ---":
                return i + 1
            if not lines[i].startswith("#"):
                break
    return start if start == 0 or lines[start - 1].endswith(("\n", "\r")) else 0


def _lines(text: str) -> list[str]:
    parts = _END_OF_LINE.split(text)
    return [line + end for line, end in zip(parts[::2], [*parts[1::2], ""]) if line or end]


def _decoded(data: bytes) -> tuple[bytes, str, str] | None:
    """Byte order mark, encoding and text: only if the text gives the same bytes again."""
    if data.lstrip().startswith((b"<", b"{", b"%PDF")):
        return None  # a page, a notebook, a document
    if len(data) > SIZE_LIMIT or data.count(b"\n") + data.count(b"\r") > LINES_LIMIT:
        return None
    mark, encodings = next(((mark, [encoding]) for mark, encoding in _BOMS if data.startswith(mark)), (b"", [""]))
    body = data[len(mark) :]
    if not mark:
        cookies = (_COOKIE.match(line) for line in data.splitlines()[:2])
        encodings = [*(found[1].decode("ascii") for found in cookies if found), "utf-8", "gb18030"]
    for encoding in encodings:
        try:
            if not codecs.lookup(encoding)._is_text_encoding:
                continue
            text = body.decode(encoding)
            if "\0" not in text and text.encode(encoding) == body:
                return mark, encoding, text
        except (LookupError, ValueError):
            continue
    return None
