"""Does what students get hold a line that must stay here: of a solution, a hidden suite, a named wrong answer?"""

from __future__ import annotations

import base64
import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from autograder.course import Course, Homework
from autograder.release.public_suite import public_suite
from autograder.release.sources import read_text
from autograder.release.stubs import question_sources, solution_lines

SHORTEST = 12  # characters; a shorter line is in many programs
TRIVIAL = re.compile(
    r"((return|yield|raise|del) [\w, ]+|(import|from) .*|@seeded|def \w+\([\w, ]*\):|for \w+ in range\(\w+\):"
    r"|@misconception\(|\w+,|\w+ = [\[({])$"
)
ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\x([0-9a-f]{2})")


def leaks(course: Course, homework: Homework, files: Mapping[str, bytes], *, solved: bool = False) -> list[str]:
    """One line per leaked line: the file, where the line comes from, the line.

    White space does not count, comments at a line's end are left off, and a line that the course publishes
    itself (in a stub, a public suite, a prompt) is no secret. Notebooks are searched in sources, metadata and
    outputs, hints also in what they encode.

    Args:
        course: where the homework's files lie.
        homework: whose secrets are looked for.
        files: what students get, by path.
        solved: whether it is after the deadline: the references are no secret then, all else is.
    """
    published = _squeeze("\n".join([*_published(course, homework), *(_references(course, homework) if solved else ())]))
    secrets: dict[str, tuple[str, str]] = {}
    for origin, line in _secret_lines(course, homework):
        key = _squeeze(line)
        if key not in published:
            secrets.setdefault(key, (origin, line))
    found = []
    for name, content in files.items():
        text = _squeeze("\n".join(_texts(name, content)))
        found += [f"{name}: holds a line of {origin}: {line}" for key, (origin, line) in secrets.items() if key in text]
    return found


def _published(course: Course, homework: Homework) -> Iterator[str]:
    for question in homework.questions:
        sources = question_sources(course, homework, question)
        yield from (*sources.imports, sources.stub)
        yield read_text(course, course.public_suite(homework.name, question.name))
        yield public_suite(course, homework.name, question.name).decode()
    for name in ("index", *(q.name for q in homework.questions), *(w.name for w in homework.written)):
        yield from (read_text(course, path) for path in course.prompts(homework.name, name))


def _references(course: Course, homework: Homework) -> Iterator[str]:
    for question in homework.questions:
        yield read_text(course, course.solution(homework.name, question.name))


def _secret_lines(course: Course, homework: Homework) -> Iterator[tuple[str, str]]:
    for question in homework.questions:
        place = f"{homework.name}/{question.name}"
        reference = read_text(course, course.solution(homework.name, question.name))
        hidden = course.hidden_suite(homework.name, question.name)
        wrong = course.misconceptions(homework.name, question.name)
        rooms = {"the solution": [*solution_lines(reference).values()]}
        for room, path in (("the hidden suite", hidden), ("the misconceptions", wrong)):
            rooms[room] = read_text(course, path).split("\n") if path.is_file() else []
        for room, lines in rooms.items():
            for line in map(bare_line, lines):
                if not _is_trivial(line):
                    yield f"{room} of {place}", line


def bare_line(line: str) -> str:
    """Without indentation and the comment at its end; a comment alone keeps its words."""
    return re.sub(r"\s+#\s.*$", "", line).strip().removeprefix("#").strip()


def _is_trivial(line: str) -> bool:
    return len(line) < SHORTEST or bool(TRIVIAL.match(line))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _texts(name: str, content: bytes) -> Iterator[str]:
    """What there is to read in a file; all strings of a notebook or of hints, with escapes and base64 undone."""
    text = content.decode("utf-8", "replace")
    if not name.endswith((".ipynb", ".json")):
        yield text
        yield ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text)  # as in a released suite
        return
    try:
        strings = list(_strings(json.loads(text)))
    except (ValueError, RecursionError):
        strings = [text]
    yield from strings
    for encoded in re.findall(r'"([A-Za-z0-9+/]{8,}=*)"', text) if name.endswith(".json") else ():
        with contextlib.suppress(ValueError):
            yield base64.b64decode(encoded).decode("utf-8", "replace")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield "".join(item for item in value if isinstance(item, str))
        for item in value:
            if not isinstance(item, str):
                yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)
