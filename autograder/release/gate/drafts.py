"""What is still being written: said below a verdict, and no part of it."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.course import Course, Homework, Written
from autograder.release.gate.prompts import structures_differ
from autograder.release.gate.question_checks import marked
from autograder.release.gate.verdict import Problem
from autograder.release.promises import prompt_text
from autograder.release.sources import ReleaseError


def draft_lines(homework: Homework) -> list[str]:
    """A line for each draft of a homework, and for the homework if it is one."""
    whole = f"draft {homework.name}: it cannot be released while its section has draft = true"
    lines = [whole] if homework.draft else []
    names = [item.name for item in homework.draft_items] + [*homework.broken]
    lines += [f"draft {name}: in no handout and no mark; homework verify {homework.name} -q {name}" for name in names]
    return lines


def written_problems(course: Course, homework: Homework, written: Written) -> Iterator[Problem]:
    """What is left to write of a question that people mark, and where its languages differ."""
    rubric = " ".join(f"{item.name} {item.text}" for item in written.rubric)
    words = {"its title": str(written.title), "its rubric": rubric}
    yield from marked(course, homework, written.name, words, course.prompts(homework.name, written.name))
    texts = {}
    for language in homework.languages:
        try:
            texts[language] = prompt_text(course, homework, written.name, language)
        except ReleaseError as error:
            if course.prompt(homework.name, written.name, language).is_file():
                yield Problem(written.name, "prompt", f"{error.file} {error.what}", error.mend)
    for what, mend in structures_differ(written.name, texts):
        yield Problem(written.name, "prompt", what, mend)


def head_problems(course: Course, homework: Homework) -> Iterator[Problem]:
    """What is left to write of a homework's title and of what stands above its questions."""
    yield from marked(course, homework, "", {"its title": str(homework.title)}, course.prompts(homework.name, "index"))
