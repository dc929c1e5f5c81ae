"""Which homework files are of that nobody has named: the one whose functions they define."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.classroom.choose import Candidate, Survey
from autograder.classroom.intake import Asked, take_in
from autograder.classroom.places import Taking
from autograder.course import Course
from autograder.errors import InputError
from autograder.submission import Submission

DEFINED = re.compile(rb"\bdef[ \t]+([A-Za-z_]\w*)")


def which_homework(course: Course, paths: Sequence[Path], taking: Taking | None = None) -> str:
    """The homework of which most of the files that came in define a function; that of a course which has but one.

    Raises:
        InputError: a path, roster, pattern or layout cannot be used; or no homework has more of the files than others.
    """
    homeworks = course.homeworks
    if len(course.names) == 1:
        return course.names[0]
    texts: list[bytes] = []

    def look(candidate: Candidate) -> Survey | None:
        texts.append(candidate.data)
        return None

    found = take_in(paths, Asked("", look=look), taking).found
    texts += [one.source for one in found if isinstance(one, Submission)]
    functions = {name: {f for q in one.questions for f in q.functions} for name, one in homeworks.items()}
    count = Counter(name for text in texts for name in _of(text, functions))
    first, second = (*count.most_common(2), ("", 0), ("", 0))[:2]
    if first[1] == second[1]:
        tried = f"{len(texts)} file{'s' * (len(texts) != 1)}"
        raise InputError(f"cannot tell which homework this is ({tried} looked at): name it before the path")
    return first[0]


def _of(text: bytes, functions: dict[str, set[str]]) -> Iterable[str]:
    defined = {match.decode("ascii", "replace") for match in DEFINED.findall(text)}
    return [name for name, asked in functions.items() if defined & asked]
