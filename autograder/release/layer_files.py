"""`hints/<question>.layers.json` of the student's zip: hints in layers, where the manifest releases them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from autograder.course import Course, Homework, Question
from autograder.questions.layers import LAYERS, SUFFIX, Layers, LayersError, from_toml, released
from autograder.release.leaks import bare_line, leaks
from autograder.release.sources import ReleaseError, read_bytes, read_text, shown
from autograder.release.stubs import solution_lines
from autograder.texts import SPOKEN

LONGEST = 600  # characters of one layer: a hint is read in the middle of something
LONGEST_DENSE = 250  # in a script whose characters are words
DENSE = ("zh", "ja")
HAN = re.compile(r"[\u4e00-\u9fff]")
VALUE = re.compile(r"^(?:return\s+|[\w., \[\]]+?\s[-+*/@|&]?=\s)(.*)$")  # what a line computes
TELLING = 12  # characters of an expression that nobody writes by chance, spaces apart


def layer_files(course: Course, homework: Homework) -> dict[str, bytes]:
    """The files by their path in the student's folder; none unless the homework says `hint_layers = true`.

    Raises:
        ReleaseError: a file of hints cannot be released.
    """
    files: dict[str, bytes] = {}
    for question in homework.questions if homework.hint_layers else ():
        path = course.hint_layers(homework.name, question.name)
        if path.is_file():
            for what, mend in layer_problems(course, homework, question):
                raise ReleaseError(shown(course, path), what, mend)
            files[f"hints/{question.name}{SUFFIX}"] = released(question.name, _read(course, homework, question))
    return files


def layer_problems(course: Course, homework: Homework, question: Question) -> Iterator[tuple[str, str]]:
    """What is wrong with a question's hints in layers, each with its mend; nothing if it has none."""
    path = course.hint_layers(homework.name, question.name)
    if not path.is_file():
        return
    try:
        layers = _read(course, homework, question)
    except (LayersError, ReleaseError) as error:
        yield str(error), f"write [{'], ['.join(LAYERS)}], each with {' and '.join(course.languages)}"
        return
    for name, text in zip(LAYERS, layers.texts):
        for language in course.languages:
            longest = LONGEST_DENSE if language in DENSE else LONGEST
            written = text[language].strip() if language in text.languages else ""
            if not written or "TODO" in written:
                yield f"[{name}] {language} is not written", "write it"
            elif len(written) > longest:
                what = f"[{name}] {language} has {len(written)} characters, {longest} are the most"
                yield what, "say less: there are three layers"
            elif language in SPOKEN and bool(HAN.search(written)) != (language == "zh"):
                yield f"[{name}] {language} is in the wrong language", "write en in English and zh in Chinese"
        for told in told_lines(course, homework, question, "\n".join(text)):
            yield f"[{name}] holds what a line of the solution computes: {told}", "point at the step in words"
    source = read_text(course, path)
    for leak in leaks(course, homework, {path.name: source.encode()}):
        yield leak.partition(": ")[2], "say it in words"


def told_lines(course: Course, homework: Homework, question: Question, text: str) -> Iterator[str]:
    """Right sides of the reference solution's lines that stand in a text."""
    squeezed = "".join(text.split())
    reference = read_text(course, course.solution(homework.name, question.name))
    for line in map(bare_line, solution_lines(reference).values()):
        match = VALUE.match(line)
        value = "".join(match[1].split()) if match else ""
        if len(value) >= TELLING and value in squeezed:
            yield line


def _read(course: Course, homework: Homework, question: Question) -> Layers:
    return from_toml(read_bytes(course, course.hint_layers(homework.name, question.name)))
