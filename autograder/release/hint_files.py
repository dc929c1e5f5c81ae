"""`hints/<question>.json` of the student's zip: the known mistakes that the manifest's `released` names.

They are only in the zip, not in `student_template/`: the answers of a mistake may differ in the last digit from machine
to machine, and the template is compared byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator

from autograder.course import ALL, MANIFEST, Course, Homework, Question
from autograder.diagnosis import FunctionTable
from autograder.diagnosis.hints_file import Hints, function_hints, why_not, write
from autograder.diagnosis.tables import make, user_cache
from autograder.questions.loading import LoadedQuestion, load_question
from autograder.release.sources import ReleaseError, shown


def hint_files(course: Course, homework: Homework) -> dict[str, bytes]:
    """The hint files by their path in the student's folder; none unless a question releases mistakes.

    Raises:
        ReleaseError: a released misconception does not exist or cannot be released.
        QuestionError: a question cannot be loaded.
    """
    files = {}
    for question in homework.questions:
        if question.released:
            files[f"hints/{question.name}.json"] = _hint_file(course, homework, question)
    return files


def _hint_file(course: Course, homework: Homework, question: Question) -> bytes:
    loaded = load_question(course, homework.name, question)
    for what, mend in released_problems(course, homework, loaded):
        raise ReleaseError(MANIFEST, f"{homework.name}/{question.name}: {what}", mend)
    tables = make(course, homework, loaded, user_cache())
    ids = [i for i in known(loaded) if question.released == ALL or i in question.released]
    chosen = {name: _fit(table, ids) for name, table in tables.items()}
    return write(Hints(1, question.name, tuple(function_hints(tables[n], chosen[n]) for n in chosen if chosen[n])))


def _fit(table: FunctionTable, ids: list[str]) -> list[str]:
    return [known.id for known, _ in table.mistakes if known.id in ids and not why_not(table, known.id)]


def known(loaded: LoadedQuestion) -> dict[str, str]:
    """The function of each misconception of a question, by id."""
    return {mistake.id: mistake.function for mistake in loaded.mistakes.listed}


def released_problems(course: Course, homework: Homework, loaded: LoadedQuestion) -> Iterator[tuple[str, str]]:
    """What is wrong with a question's `released`, each with its mend; `"all"` leaves out what cannot be released."""
    question = loaded.spec
    if not question.released:
        return
    functions = known(loaded)
    file = shown(course, course.misconceptions(homework.name, question.name))
    ids = list(functions) if question.released == ALL else question.released
    tables = make(course, homework, loaded, user_cache())
    reasons = {i: why_not(tables.get(functions[i]), i) for i in ids if i in functions}
    if question.released == ALL:
        if all(reasons.values()):
            yield f"released = {ALL!r}, but no misconception of {file} can be released", "take released out"
        return
    for i in ids:
        if i not in functions:
            choice = ", ".join(functions) or "none"
            yield f"released names {i!r}, which is not in {file}", f"take it out, or choose from: {choice}"
        elif reasons[i]:
            yield f"{i!r} cannot be released: {reasons[i]}", "take it out of released"
