"""`hints/<question>.json` of the student's zip: the known mistakes that the manifest's `released` names.

Only in the zip, not in `student_template/`: what a mistake answers may differ in its last digit from machine to
machine, and the template is compared byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator

from autograder.checks.misconceptions import Misconception
from autograder.course import ALL, MANIFEST, Course, Homework, Question
from autograder.engine.diagnosis import FunctionTable, cache
from autograder.engine.diagnosis.released import Hints, function_hints, why_not, write
from autograder.engine.diagnosis.tables import load_namespace, make
from autograder.engine.homeworks import LoadedQuestion, load_question
from autograder.release.sources import ReleaseError, shown


def hint_files(course: Course, homework: Homework) -> dict[str, bytes]:
    """The files of hints by their path in the student's folder; none unless a question releases some.

    Raises:
        ReleaseError: a released misconception does not exist or cannot be released.
        SuiteError: a question cannot be loaded.
    """
    files = {}
    for question in homework.questions:
        if question.released:
            files[f"hints/{question.name}.json"] = _hint_file(course, homework, question)
    return files


def _hint_file(course: Course, homework: Homework, question: Question) -> bytes:
    loaded = load_question(course, homework.name, question)
    for what, mend in faults(course, homework, loaded):
        raise ReleaseError(MANIFEST, f"{homework.name}/{question.name}: {what}", mend)
    tables = make(course, homework.name, loaded, cache.folder())
    ids = [i for i in known(course, homework, question) if question.released == ALL or i in question.released]
    chosen = {name: _fit(table, ids) for name, table in tables.items()}
    return write(Hints(1, question.name, tuple(function_hints(tables[n], chosen[n]) for n in chosen if chosen[n])))


def _fit(table: FunctionTable, ids: list[str]) -> list[str]:
    return [known.id for known, _ in table.mistakes if known.id in ids and not why_not(table, known.id)]


def known(course: Course, homework: Homework, question: Question) -> dict[str, str]:
    """The function of each misconception of a question, by id."""
    path = course.misconceptions(homework.name, question.name)
    values = load_namespace(path).values() if path.is_file() else ()
    return {value.id: value.function for value in values if isinstance(value, Misconception)}


def faults(course: Course, homework: Homework, loaded: LoadedQuestion) -> Iterator[tuple[str, str]]:
    """What is wrong with a question's `released`, and the mend; of "all", what cannot be released is left out."""
    question = loaded.spec
    if not question.released:
        return
    functions = known(course, homework, question)
    file = shown(course, course.misconceptions(homework.name, question.name))
    ids = list(functions) if question.released == ALL else question.released
    tables = make(course, homework.name, loaded, cache.folder())
    reasons = {i: why_not(tables.get(functions[i]), i) for i in ids if i in functions}
    if question.released == ALL:
        if all(reasons.values()):
            yield f"released = {ALL!r}, but no misconception of {file} can be released", "take released out"
        return
    for i in ids:
        if i not in functions:
            choice = ", ".join(functions) or "none"
            yield f"released names {i!r}, no misconception in {file}", f"take it out, or choose of: {choice}"
        elif reasons[i]:
            yield f"{i!r} cannot be released: {reasons[i]}", "take it out of released"
