"""Whole submissions of the real course, made from what the course holds: right, untouched, and wrong in one way."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.checks.misconceptions import Misconception
from autograder.course import Course, Homework, Question
from autograder.release.handout import handout
from autograder.release.render import notebook_bytes, script_bytes

# In a submission nobody collects wrong answers: the decorator hands the function back.
PRELUDE = "def misconception(*args, **kwargs):\n    return lambda wrong: wrong\n\n\ntogether = pairs = misconception\n"


def reference(course: Course, homework: Homework) -> bytes:
    """The handout with every solution filled in, as a script."""
    return script_bytes(handout(course, homework, reference=True))


def stub(course: Course, homework: Homework) -> bytes:
    """The handout as students get it, as a script."""
    return script_bytes(handout(course, homework))


def reference_notebook(course: Course, homework: Homework) -> bytes:
    """The same as `reference`, as a notebook."""
    return notebook_bytes(handout(course, homework, reference=True))


def misconceptions(course: Course, homework: Homework, question: Question) -> list[Misconception]:
    """The named wrong answers of a question."""
    path = course.misconceptions(homework.name, question.name)
    namespace: dict[str, object] = {"__name__": path.stem}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), namespace)
    return [value for value in namespace.values() if isinstance(value, Misconception)]


def with_misconception(course: Course, homework: Homework, question: Question, wrong: Misconception) -> bytes:
    """The reference submission with one function answered by a known mistake."""
    return mistaken(reference(course, homework), course, homework, question, wrong)


def mistaken(script: bytes, course: Course, homework: Homework, question: Question, wrong: Misconception) -> bytes:
    """A script with one function more answered by a known mistake."""
    path: Path = course.misconceptions(homework.name, question.name)
    source = re.sub(r"^from autograder\b.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    # In a scope of its own, so that its helpers replace no function of the student; before the question's check
    # cell, since plain otter keeps what a check cell found.
    body = "\n".join(f"    {line}" if line else "" for line in (PRELUDE + source).split("\n"))
    cell = f"def _a_mistake():\n{body}\n    return {wrong.wrong.__name__}\n\n{wrong.function} = _a_mistake()\n"
    return before_check(script, question.name, cell)


def untrained(script: bytes) -> bytes:
    """The same without `train_mlp`, which trains for seconds."""
    if b'grader.check("train_mlp")' not in script:
        return script
    return before_check(script, "train_mlp", "def train_mlp(*args):\n    raise NotImplementedError\n")


def before_check(script: bytes, question: str, cell: str) -> bytes:
    """The script with a cell more, in front of a question's check."""
    text = script.decode()
    place = text.rindex("\n# %%", 0, text.index(f'grader.check("{question}")'))
    return (text[:place] + "\n# %%\n" + cell + text[place:]).encode()
