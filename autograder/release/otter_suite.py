"""A question's public and hidden cases as one test file of plain otter.

otter shows students one block, "Public Tests", in which each test file has a line. Of a file without public cases it
says that all test cases passed, whatever the hidden ones did. So both suites go into one file: the public one as
students have it, the hidden one as the body of a function, since the two may use a name for different things. What a
failing line's number is, is true in that file.
"""

from __future__ import annotations

import ast
import textwrap

from autograder.course import Course
from autograder.release.public_suite import in_ascii, public_suite
from autograder.release.sources import ReleaseError, read_text, shown

# What otter adds to the line "... All test cases passed!" of a question.
ALONE = {
    "en": "these are the public tests alone; the points come from hidden tests, whose results are not shown here",
    "zh": "以上只是公开测试；得分取决于隐藏测试，其结果不在此显示",
}
BEGIN = '''

def _hidden_cases():
    """The hidden cases, by name."""
'''
END = """
    found = {key: value for key, value in locals().items() if isinstance(value, test_case)}
    from autograder.checks.inputs import drawn

    for case in found.values():
        case.test_func = drawn(case.test_func)
    return found


globals().update({"_hidden_" + key: value for key, value in _hidden_cases().items()})
"""
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
    return joined(file, public, hidden).encode("ascii")


def joined(file: str, public: str, hidden: str) -> str:
    """One file of two.

    Args:
        file: the hidden suite's name in messages.
        public: the public suite, which imports `test_case`.
        hidden: the hidden one.

    Raises:
        ReleaseError: a string of the hidden suite would be another one when it is indented.
    """
    body = textwrap.indent(hidden.strip("\n"), "    ", lambda line: line.strip() != "")
    whole = public.rstrip("\n") + "\n" + TOLD.format(message=" / ".join(ALONE.values())) + BEGIN + body + "\n" + END
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
