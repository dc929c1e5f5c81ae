"""A question's public and hidden cases as one test file of plain otter.

otter shows students one block, "Public Tests", in which each test file has a line. Of a file without public cases it
says that all test cases passed, whatever the hidden ones did. So both suites go into one file: the public one as
students have it, the hidden one as the body of a function, since the two may use a name for different things. What a
failing line's number is, is true in that file.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Sequence
from pathlib import Path

from autograder.course import Course, Text
from autograder.questions.suites import load_suite
from autograder.release.public_suite import in_ascii, public_suite
from autograder.release.sources import ReleaseError, read_text, shown
from autograder.texts import SPOKEN, said

# What otter adds to the line "... All test cases passed!" of a question.
ALONE = Text(
    "these are the public tests alone; the points come from hidden tests, whose results are not shown here",
    "以上只是公开测试；得分取决于隐藏测试，其结果不在此显示",
)
BEGIN = '''

def _hidden_cases():
    """The hidden cases, by name."""
'''
END = """
    found = {{key: value for key, value in locals().items() if isinstance(value, test_case)}}
    from autograder.checks.inputs import drawn

    for case in found.values():
        case.test_func = drawn(case.test_func)
{weigh}    return found


globals().update({{"_hidden_" + key: value for key, value in _hidden_cases().items()}})
"""
WEIGH = "        case.points *= {share!r}  # its share of the question's points\n"
TOLD = """
[value for value in list(globals().values()) if isinstance(value, test_case)][-1].success_message = {message!a}

"""


def otter_suite(course: Course, homework: str, question: str) -> bytes:
    """Both suites of a question as one file in ASCII.

    Raises:
        ReleaseError: one is missing, is no Python, or the hidden one cannot be the body of a function.
    """
    public = public_suite(course, homework, question).decode("ascii")
    path = course.hidden_suite(homework, question)
    file = shown(course, path)
    hidden = in_ascii(file, read_text(course, path))
    spec = course.homework(homework)
    share = _share(path, next(q.points for q in spec.questions if q.name == question)) if spec.points else 1.0
    return joined(file, public, hidden, share, spec.languages).encode("ascii")


def _share(hidden: Path, points: float) -> float:
    """What a hidden suite's points are multiplied by to be its question's, where they are weights."""
    written = load_suite(hidden).points
    return points / written if abs(written - points) > 1e-9 else 1.0


def joined(file: str, public: str, hidden: str, share: float = 1.0, languages: Sequence[str] = SPOKEN) -> str:
    """One file of two.

    Args:
        file: the hidden suite's name in messages.
        public: the public suite, which imports `test_case`.
        hidden: the hidden one.
        share: of the points that it gives its cases, what they are worth.
        languages: the course's.

    Raises:
        ReleaseError: a string of the hidden suite would be another one when it is indented.
    """
    body = textwrap.indent(hidden.strip("\n"), "    ", lambda line: line.strip() != "")
    told = TOLD.format(message=said(ALONE, languages))
    end = END.format(weigh=WEIGH.format(share=share) if share != 1.0 else "")
    whole = public.rstrip("\n") + "\n" + told + BEGIN + body + "\n" + end
    function = next(node for node in ast.parse(whole).body if getattr(node, "name", "") == "_hidden_cases")
    assert isinstance(function, ast.FunctionDef)
    if _dumped(function.body[1:-4]) != _dumped(ast.parse(hidden).body):
        raise ReleaseError(file, "a string of several lines would be another one when indented", "write it in one line")
    return whole


def _dumped(body: list[ast.stmt]) -> list[str]:
    """The statements without docstrings, whose indentation does not matter."""
    for statement in body:
        for node in ast.walk(statement):
            inner = getattr(node, "body", None)
            if isinstance(inner, list) and inner and _is_text(inner[0]):
                inner[0] = ast.Pass()
    return [ast.dump(statement) for statement in body if not _is_text(statement)]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
