"""What is checked of a question before its cases run: its files agree, and its wrong answers can be told apart.

Another check, a function from `Room` to problems, is added to `QUESTION_CHECKS`.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from autograder.checks.misconceptions import Misconception
from autograder.course import MANIFEST, Course, Homework, Question
from autograder.diagnosis.recognising import recognisers
from autograder.diagnosis.tables import indistinguishable, make, user_cache
from autograder.release.gate.judging import question_seconds
from autograder.release.gate.pasting import copied
from autograder.release.gate.prompts import prompts_agree
from autograder.release.gate.room import Room
from autograder.release.gate.verdict import Problem
from autograder.release.hint_files import released_problems
from autograder.release.layer_files import layer_problems
from autograder.release.public_suite import public_suite
from autograder.release.sources import ReleaseError, read_text, shown
from autograder.release.stubs import question_sources
from autograder.release.trace_files import declaration_problems

UNFINISHED = "TODO"  # what `homework new` leaves where a person has to write
KEBAB = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")  # capitals are symbols: dW2
HAN = re.compile(r"[\u4e00-\u9fff]")
HINT_LIMIT = 300  # characters


def unfinished(course: Course, homework: Homework, question: Question) -> Iterator[Problem]:
    """What the scaffold left to be written; looked for before anything is loaded, since it breaks the rest."""
    name, kind = homework.name, question.name
    paths = [*course.prompts(name, kind), course.solution(name, kind)]
    paths += [course.public_suite(name, kind), course.hidden_suite(name, kind), course.misconceptions(name, kind)]
    yield from marked(course, homework, kind, {"its title": str(question.title)}, paths)


def marked(
    course: Course, homework: Homework, name: str, words: Mapping[str, str], paths: Sequence[Path]
) -> Iterator[Problem]:
    """What of a question, or of the homework's head, is missing or still has the scaffold's mark.

    Args:
        course: where it lies.
        homework: whose it is.
        name: the question's; empty for the head.
        words: what the manifest says of it, by what that is.
        paths: its files.
    """
    for whose, said in words.items():
        if UNFINISHED in said:
            yield Problem(name, "unfinished", f"{MANIFEST}: {whose}", f"write it in place of {UNFINISHED}")
    for path in paths:
        if not path.is_file():
            mend = f"write it; homework new {homework.name}/{name} scaffolds it" if name else "write it"
            yield Problem(name, "files", f"{shown(course, path)} is missing", mend)
            continue
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        left = [(number, line.strip()) for number, line in enumerate(lines, 1) if UNFINISHED in line]
        if left:
            number, line = left[0]
            what = f"{shown(course, path)}, line {number}: {line}"
            yield Problem(name, "unfinished", what, f"write it and take the {UNFINISHED} out ({len(left)} here)")


def stub_agrees(room: Room) -> Iterator[Problem]:
    """The stub has the reference's signatures."""
    path = room.course.solution(room.homework.name, room.question.name)
    try:
        sources = question_sources(room.course, room.homework, room.question)
    except ReleaseError as error:
        yield room.problem("stub", f"{error.file}: {error.what}", error.mend)
        return
    stub, reference = _signatures(sources.stub), _signatures(read_text(room.course, path))
    for function in room.question.functions:
        if stub.get(function) != reference.get(function):
            yield room.problem(
                "contract",
                f"{function}: the stub has ({stub.get(function)}), the reference ({reference.get(function)})",
                "keep the header outside the solution's markers",
            )


def _signatures(source: str) -> dict[str, str]:
    nodes = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return {n.name: ast.unparse(n.args) + (f" -> {ast.unparse(n.returns)}" if n.returns else "") for n in nodes}


def suite_agrees(room: Room) -> Iterator[Problem]:
    """Every function of the question is asked for by a case with points."""
    asked = {p for suite in room.loaded.suites for case in suite.cases if case.points > 0 for p in case.parameters}
    hidden = shown(room.course, room.course.hidden_suite(room.homework.name, room.question.name))
    for function in room.question.functions:
        if function not in asked:
            yield room.problem("suite", f"no case with points asks for {function}", f"write one in {hidden}")


def public_suite_is_releasable(room: Room) -> Iterator[Problem]:
    """The public suite has the form that students get: without an import of ours, in ASCII."""
    try:
        public_suite(room.course, room.homework.name, room.question.name)
    except ReleaseError as error:
        yield room.problem("suite", f"{error.file}: {error.what}", error.mend)


def misconceptions_agree(room: Room) -> Iterator[Problem]:
    """Wrong answers have distinct names, a function of the question, its arguments, and a hint in each language."""
    file = shown(room.course, room.course.misconceptions(room.homework.name, room.question.name))
    names = [wrong.id for wrong in room.misconceptions]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield room.problem("misconception", f"{file}: {name!r} occurs twice", "give each wrong answer its own id")
    for function in room.question.functions:
        if not any(wrong.function == function for wrong in room.misconceptions):
            yield room.problem("misconception", f"no wrong answer to {function}", f"write one in {file}")
    for wrong in room.misconceptions:
        if not KEBAB.fullmatch(wrong.id):
            yield room.problem("misconception", f"{file}: the id {wrong.id!r}", "write it like summed-over-batch")
        told = {"en": wrong.en, "zh": wrong.zh}
        languages = room.course.languages
        empty = [one for one in languages if one not in wrong.languages or not told.get(one, wrong.en).strip()]
        if empty or ("zh" in languages and not HAN.search(wrong.zh)):
            both = {"en": "en in English", "zh": "zh in Chinese"}
            mend = f"write {' and '.join(both.get(one, one) for one in languages)}"
            yield room.problem("misconception", f"{file}: {wrong.id}: a hint is missing", mend)
        longest = max(len(told.get(one, "")) for one in languages)
        if longest > HINT_LIMIT:
            what = f"{file}: {wrong.id}: a hint of {longest} characters"
            yield room.problem(
                "misconception", what, f"say it in {HINT_LIMIT} at most: what to look at, not the lesson"
            )
        contract = room.loaded.contracts.get(wrong.function)
        if contract is None:
            yield room.problem(
                "misconception",
                f"{file}: {wrong.id} answers {wrong.function!r}, which is not a function of the question",
                f"choose from {', '.join(room.question.functions)}",
            )
        elif not _same_parameters(wrong, contract.signature):
            yield room.problem(
                "contract",
                f"{file}: {wrong.id} takes {inspect.signature(wrong.wrong)}, {wrong.function} takes "
                f"({', '.join(contract.signature.parameters)})",
                "give it the stub's arguments, by name and in order",
            )


def probes_tell_apart(room: Room) -> Iterator[Problem]:
    """Any two wrong answers to a function differ on some probe; otherwise neither would ever be named."""
    tables = make(room.course, room.homework, room.loaded, user_cache())
    file = shown(room.course, room.course.misconceptions(room.homework.name, room.question.name))
    for function, table in tables.items():
        for one, other in indistinguishable(table):
            what = f"{other} of {function} is right" if not one else f"{one} and {other} of {function} are the same"
            yield room.problem(
                "probes", f"{file}: {what} on every probe", "drop one, or let a hidden case draw what tells them apart"
            )


def right_answers_have_no_symptom(room: Room) -> Iterator[Problem]:
    """The reference shows none of the symptoms by which mistakes are recognised."""
    path = room.course.misconceptions(room.homework.name, room.question.name)
    found = recognisers(room.homework.name, room.loaded)
    for name, recogniser in found.items():
        taken = recogniser.names(room.loaded.reference[name], question_seconds(room.loaded))
        if taken:
            what = f"{shown(room.course, path)}: RECOGNISE takes the reference of {name} for {taken}"
            yield room.problem("probes", what, "look for a symptom that no right answer has")


def released_agree(room: Room) -> Iterator[Problem]:
    """The released mistakes exist and can be released."""
    for what, mend in released_problems(room.course, room.homework, room.loaded):
        yield room.problem("released", f"{MANIFEST}: {what}", mend)


def layers_agree(room: Room) -> Iterator[Problem]:
    """Hints in layers have both languages, are short, and hold no line of the solution."""
    path = room.course.hint_layers(room.homework.name, room.question.name)
    for what, mend in layer_problems(room.course, room.homework, room.question):
        yield room.problem("hints", f"{shown(room.course, path)}: {what}", mend)


def intermediates_occur(room: Room) -> Iterator[Problem]:
    """Declared intermediate values occur in the reference's calls, with the shapes that are declared."""
    file = shown(room.course, room.course.solution(room.homework.name, room.question.name))
    for what, mend in declaration_problems(room.course, room.homework, room.loaded):
        yield room.problem("intermediate", f"{file}, {what}", mend)


def no_answer_is_published(room: Room) -> Iterator[Problem]:
    """No function's answer stands, line by line, in what students read."""
    try:
        found = copied(room.course, room.homework, room.question)
    except ReleaseError:  # reported where the file is needed
        return
    file = shown(room.course, room.course.solution(room.homework.name, room.question.name))
    for function in found:
        what = f"{file}: all lines of {function} stand in what students read"
        yield room.problem(
            "published", what, "take them out of the prompt, the docstring, the picture or the public suite"
        )


def _same_parameters(wrong: Misconception, reference: inspect.Signature) -> bool:
    """The same names in the same order; any further parameter needs a default."""
    given = inspect.signature(wrong.wrong).parameters
    names = list(reference.parameters)
    return list(given)[: len(names)] == names and all(
        given[more].default is not inspect.Parameter.empty for more in list(given)[len(names) :]
    )


QUESTION_CHECKS: tuple[Callable[[Room], Iterator[Problem]], ...] = (
    prompts_agree,
    stub_agrees,
    suite_agrees,
    public_suite_is_releasable,
    misconceptions_agree,
    probes_tell_apart,
    right_answers_have_no_symptom,
    released_agree,
    layers_agree,
    intermediates_occur,
    no_answer_is_published,
)
