"""`homework new`: the files of a question in the form that the gate wants, with TODO where a person has to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course import MANIFEST, Course, Homework
from autograder.files import write_atomically
from autograder.release.sources import shown

HELPERS = Path(__file__).parents[1] / "suites" / "public" / "_helpers.py"


class ScaffoldError(Exception):
    """A question cannot be scaffolded; the message says why and what to do."""


@dataclass(frozen=True)
class Scaffold:
    """What was made: the files, and the section for the manifest."""

    files: list[Path]
    section: str


def scaffold(course: Course, homework: str, question: str, functions: Sequence[str], points: float) -> Scaffold:
    """Writes the files of a new question; none if one of them is there already.

    Raises:
        CourseError: no such homework.
        ScaffoldError: a name cannot be used, or a file exists.
        OSError: a file cannot be written.
    """
    spec = course.homework(homework)
    functions = tuple(functions) or (question,)
    _check_names(spec, question, functions)
    files = _files(course, homework, question, functions, points)
    for path in files:
        if path.exists():
            raise ScaffoldError(f"{shown(course, path)} exists already: choose another name, or delete it")
    for path, text in files.items():
        write_atomically(path, text.encode())
    return Scaffold([*files], _section(question, functions, points))


def append_section(course: Course, homework: str, section: str) -> None:
    """Puts a question's section behind the last coded question of its homework.

    Raises:
        ScaffoldError: the manifest's text is not laid out as expected; paste it by hand.
    """
    path = course.root / MANIFEST
    lines = path.read_text(encoding="utf-8").split("\n")
    starts = [at for at, line in enumerate(lines) if line.strip() == "[[homework]]"]
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        if any(line.replace(" ", "") == f'name="{homework}"' for line in lines[start:end]):
            written = [at for at in range(start, end) if lines[at].strip() == "[[homework.written]]"]
            place = written[0] if written else end
            while place > start and not lines[place - 1].strip():
                place -= 1
            lines[place:place] = ["", *section.rstrip("\n").split("\n")]
            write_atomically(path, ("\n".join(lines).rstrip("\n") + "\n").encode())
            return
    raise ScaffoldError(f"{MANIFEST}: no [[homework]] with name = {homework!r} on a line: paste the section by hand")


def _check_names(homework: Homework, question: str, functions: Sequence[str]) -> None:
    for name in (question, *functions):
        if not (name.isidentifier() and name.isascii()):
            raise ScaffoldError(f"{name!r} is no Python name: use letters, digits and underscores")
    taken = {q.name for q in homework.questions} | {w.name for w in homework.written}
    if question in taken:
        raise ScaffoldError(f"{homework.name} has a question {question!r} already: choose another name")
    known = {function: q.name for q in homework.questions for function in q.functions}
    for function in functions:
        if function in known:
            raise ScaffoldError(f"the function {function!r} belongs to {known[function]!r}: choose another name")


def _section(question: str, functions: Sequence[str], points: float) -> str:
    names = ", ".join(f'"{function}"' for function in functions)
    return (
        "[[homework.question]]\n"
        f'name = "{question}"\n'
        f"functions = [{names}]\n"
        f"points = {points:g}\n"
        f'title = {{ en = "TODO", zh = "TODO" }}\n'
    )


def _files(course: Course, homework: str, question: str, functions: Sequence[str], points: float) -> dict[Path, str]:
    calls = ", ".join(f"`{function}(x)`" for function in functions)
    arguments = ", ".join(functions)
    each = points / len(functions)
    helpers = HELPERS.read_text(encoding="utf-8") if HELPERS.is_file() else PLAIN_HELPERS
    fill = {"question": question, "homework": homework, "calls": calls, "functions": arguments}
    return {
        course.prompt(homework, question, "en"): PROMPT_EN.format(**fill),
        course.prompt(homework, question, "zh"): PROMPT_ZH.format(**fill),
        course.solution(homework, question): SOLUTION_HEAD.format(**fill)
        + "".join(SOLUTION.format(function=function) for function in functions),
        course.public_suite(homework, question): helpers.rstrip("\n")
        + f'\n\nname = "{question}"\n'
        + "".join(PUBLIC.format(function=function) for function in functions),
        course.hidden_suite(homework, question): HIDDEN_HEAD.format(**fill)
        + "".join(HIDDEN.format(function=function, points=f"{each:g}") for function in functions),
        course.misconceptions(homework, question): WRONG_HEAD.format(**fill)
        + "".join(WRONG.format(function=function, dashed=function.replace("_", "-")) for function in functions),
    }


PLAIN_HELPERS = """\
import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
"""

PROMPT_EN = """\
TODO: what is this about, and why does it matter? Then the formula, with every symbol explained.

$$y = x .$$

**Write** {calls}.

| | shape | meaning |
|---|---|---|
| `x` | $(n, d)$ | TODO: each argument, by the name it has in the code |
| returns | $(n, d)$ | TODO |

*By hand.* TODO: one example small enough for pencil and paper; the public suite holds the same.

**Conventions and edges.**

- TODO: everything that a right answer cannot guess: ties, empty input, a batch of 1, which errors are raised.
- Leave the arguments as they are.
"""

PROMPT_ZH = """\
TODO：这道题讲什么，为什么重要？然后给出公式，并说明每个符号。

$$y = x .$$

**请实现** {calls}。

| | 形状 | 含义 |
|---|---|---|
| `x` | $(n, d)$ | TODO：逐个说明参数，名称与代码一致 |
| 返回值 | $(n, d)$ | TODO |

*手算一例。* TODO：用纸笔就能算完的小例子；公开测试里放同一个例子。

**约定与边界情形。**

- TODO：正确答案猜不到的一切：并列、空输入、批大小为 1、会抛出哪些异常。
- 请不要改动传入的参数。
"""

SOLUTION_HEAD = '''\
"""Reference for {homework}/{question}."""

import numpy as np
from jaxtyping import Float
'''

SOLUTION = '''

def {function}(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d"]:
    """TODO: one line; the formula; arguments with shapes; what comes back; the source.

    The annotations are the contract: what comes back is held against them before any case sees it.
    """
    # BEGIN SOLUTION
    return x  # TODO: the answer; students see neither these lines nor the marks
    # END SOLUTION
'''

PUBLIC = """

@test_case(name="public: TODO, the worked example of {function}", points=0, hidden=False)
def test_{function}({function}):
    compare("{function}", {function}(np.array([[1.0, 2.0]])), [[1.0, 2.0]])  # TODO: the numbers of the prompt
"""

HIDDEN_HEAD = '''\
"""Oracle: TODO, something other than our own reference (torch, SciPy, exact arithmetic, a known property)."""

from otter.test_files import test_case

from autograder.checks import assert_close, assert_pure, seeded

OK_FORMAT = False
name = "{question}_hidden"
'''

HIDDEN = """

@test_case(name="TODO: {function}, what this case is about", points={points}, hidden=True)
@seeded
def test_{function}({function}, rng):
    x = rng.normal(size=(7, 3))  # TODO: the oracle; split into cases, so that one slip does not take everything
    assert_close({function}(x.copy()), x, "y")
    assert_pure({function}, x)
"""

WRONG_HEAD = '''\
"""Wrong answers to {question}."""

import numpy as np

from autograder.checks.misconceptions import misconception
'''

WRONG = """

@misconception(
    "todo-{dashed}",
    function="{function}",
    en="TODO: a hint that points at the concept and does not hand over the answer.",
    zh="TODO：指出概念、但不给出答案的提示。",
)
def wrong_{function}(x):
    return np.zeros_like(x)  # TODO: a mistake that students make
"""
