"""The questions of the course, from its manifest."""

from __future__ import annotations

from pathlib import Path

from autograder.course import find_course
from autograder.homework import Homework
from homework_docs.markdown import code, table, text

ROOT = Path(__file__).parents[3]


def questions() -> str:
    """A section for each homework."""
    return "\n\n".join(_homework(homework) for homework in find_course(ROOT).homeworks.values())


def _homework(homework: Homework) -> str:
    coded = [
        (
            code(question.name),
            text(question.title.en),
            question.title.zh,
            f"{question.points:g}",
            ", ".join(map(code, question.functions)),
            "" if question.minutes is None else str(question.minutes),
            ", ".join(map(code, question.needs)),
        )
        for question in homework.questions
    ]
    written = [
        (
            code(one.name),
            text(one.title.en),
            one.title.zh,
            "; ".join(f"{text(item.name)} {item.points:g}" for item in one.rubric),
        )
        for one in homework.written
    ]
    parts = [
        f"## {code(homework.name)}: {text(homework.title.en)} / {homework.title.zh}",
        table(("question", "title", "题目", "points", "functions", "minutes", "builds on"), coded),
    ]
    if written:
        parts += ["Marked by a person:", table(("question", "title", "题目", "points"), written)]
    return "\n\n".join(parts)
