"""What can be seen without running anything: prompts, stubs, suites and wrong answers agree with each other.

`QUESTION_CHECKS` is the place to hook in another check of a question: a function from `Room` to problems.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from autograder.checks.misconceptions import Misconception
from autograder.course import LANGUAGES, MANIFEST, Course, Homework, Question
from autograder.engine.diagnosis import cache
from autograder.engine.diagnosis.recognising import recognisers
from autograder.engine.diagnosis.tables import indistinguishable, load_namespace, make
from autograder.engine.homeworks import LoadedQuestion
from autograder.release.gate.answers import question_seconds
from autograder.release.gate.verdict import Problem
from autograder.release.hints import faults
from autograder.release.sources import ReleaseError, read_text, shown
from autograder.release.stubs import question_sources

UNFINISHED = "TODO"  # what `homework new` leaves where a person has to write
KEBAB = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")  # capitals are symbols: dW2
HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Room:
    """A question with all that belongs to it."""

    course: Course
    homework: Homework
    question: Question
    loaded: LoadedQuestion
    misconceptions: list[Misconception]

    def problem(self, check: str, what: str, mend: str) -> Problem:
        """A problem of this question."""
        return Problem(self.question.name, check, what, mend)


def unfinished(course: Course, homework: Homework, question: Question) -> Iterator[Problem]:
    """Marks that the scaffold left; looked for before anything is loaded, since they break the rest."""
    name, kind = homework.name, question.name
    if UNFINISHED in question.title.en + question.title.zh:
        yield Problem(kind, "unfinished", f"{MANIFEST}: its title", f"write it in place of {UNFINISHED}")
    paths = [course.prompt(name, kind, language) for language in LANGUAGES]
    paths += [course.solution(name, kind), course.public_suite(name, kind), course.hidden_suite(name, kind)]
    for path in (*paths, course.misconceptions(name, kind)):
        if not path.is_file():
            yield Problem(
                kind, "files", f"{shown(course, path)} is missing", f"write it; homework new {name}/{kind} makes a form"
            )
            continue
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        marked = [(number, line.strip()) for number, line in enumerate(lines, 1) if UNFINISHED in line]
        if marked:
            number, line = marked[0]
            what = f"{shown(course, path)}, line {number}: {line}"
            yield Problem(kind, "unfinished", what, f"write it and take the {UNFINISHED} out ({len(marked)} here)")


def prompts_agree(room: Room) -> Iterator[Problem]:
    """Both languages have the same formulas, tables and code; both name the functions and their parameters."""
    name, question = room.homework.name, room.question.name
    texts = {}
    for language in LANGUAGES:
        path = room.course.prompt(name, question, language)
        try:
            texts[language] = read_text(room.course, path)
        except ReleaseError as error:
            yield room.problem("prompt", f"{error.file} {error.what}", error.mend)
    counts = {language: structure(text) for language, text in texts.items()}
    if len(counts) == len(LANGUAGES):
        en, zh = (counts[language] for language in LANGUAGES)
        for what in en:
            if en[what] != zh[what]:
                yield room.problem(
                    "prompt",
                    f"{question}.en.md has {en[what]} {what}, {question}.zh.md has {zh[what]}",
                    "say the same in both languages",
                )
    for language, text in texts.items():
        words = _code_words(text)
        for function, contract in room.loaded.contracts.items():
            missing = [p for p in (function, *contract.signature.parameters) if p not in words]
            if missing:
                yield room.problem(
                    "prompt",
                    f"{question}.{language}.md does not name {', '.join(missing)} of {function}",
                    f"write `{function}({', '.join(contract.signature.parameters)})` and say what each argument is",
                )


def structure(text: str) -> dict[str, int]:
    """How many formulas, tables, pieces of code and so on a prompt holds."""
    fences = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    spans = re.findall(r"`[^`]+`", rest)
    rest = re.sub(r"`[^`]+`", "", rest)
    displays = re.findall(r"\$\$.+?\$\$", rest, re.DOTALL)
    rest = re.sub(r"\$\$.+?\$\$", "", rest, flags=re.DOTALL)
    rows = re.findall(r"^\|.*$", rest, re.MULTILINE)
    return {
        "blocks of code": len(fences),
        "pieces of code": len(spans),
        "displayed formulas": len(displays),
        "formulas in the text": len(re.findall(r"\$[^$]+\$", rest)),
        "tables": sum(bool(re.fullmatch(r"\|[\s:|-]+\|", row.strip())) for row in rows),
        "rows of tables": len(rows),
        "headings": len(re.findall(r"^#+ ", rest, re.MULTILINE)),
        "items of lists": len(re.findall(r"^\s*(?:[-*]|\d+\.) ", rest, re.MULTILINE)),
    }


def _code_words(text: str) -> set[str]:
    """The names that stand in code."""
    code = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL) + re.findall(r"`[^`\n]+`", text)
    return {word for piece in code for word in re.findall(r"\w+", piece)}


def stub_agrees(room: Room) -> Iterator[Problem]:
    """The stub has the reference's signatures; its body is what the scaffold of a student looks like."""
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
                "keep the header outside of the solution's marks",
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


def misconceptions_agree(room: Room) -> Iterator[Problem]:
    """Wrong answers have distinct names, a function of the question, its arguments, and a hint in both languages."""
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
        if not wrong.en.strip() or not HAN.search(wrong.zh):
            yield room.problem(
                "misconception", f"{file}: {wrong.id}: a hint is missing", "write en in English and zh in Chinese"
            )
        contract = room.loaded.contracts.get(wrong.function)
        if contract is None:
            yield room.problem(
                "misconception",
                f"{file}: {wrong.id} answers {wrong.function!r}, no function of the question",
                f"choose of {', '.join(room.question.functions)}",
            )
        elif not _same_parameters(wrong, contract.signature):
            yield room.problem(
                "contract",
                f"{file}: {wrong.id} takes {inspect.signature(wrong.wrong)}, {wrong.function} takes "
                f"({', '.join(contract.signature.parameters)})",
                "give it the stub's arguments, by name and in order",
            )


def probes_tell_apart(room: Room) -> Iterator[Problem]:
    """Any two wrong answers to a function differ on some probe; else neither would ever be named."""
    tables = make(room.course, room.homework.name, room.loaded, cache.folder())
    file = shown(room.course, room.course.misconceptions(room.homework.name, room.question.name))
    for function, table in tables.items():
        for one, other in indistinguishable(table):
            what = f"{other} of {function} is right" if not one else f"{one} and {other} of {function} are the same"
            yield room.problem(
                "probes", f"{file}: {what} on every probe", "drop one, or let a hidden case draw what tells them apart"
            )


def right_answers_have_no_symptom(room: Room) -> Iterator[Problem]:
    """Who names mistakes by their symptoms finds none in the reference."""
    path = room.course.misconceptions(room.homework.name, room.question.name)
    found = recognisers(room.homework.name, room.loaded, load_namespace(path) if path.is_file() else {})
    for name, recogniser in found.items():
        taken = recogniser.names(room.loaded.reference[name], question_seconds(room.loaded))
        if taken:
            what = f"{shown(room.course, path)}: RECOGNISE takes the reference of {name} for {taken}"
            yield room.problem("probes", what, "look for a symptom that no right answer has")


def released_agree(room: Room) -> Iterator[Problem]:
    """What students get to name mistakes with exists and can be told from everything else."""
    for what, mend in faults(room.course, room.homework, room.loaded):
        yield room.problem("released", f"{MANIFEST}: {what}", mend)


def _same_parameters(wrong: Misconception, reference: inspect.Signature) -> bool:
    """The same names in the same order; further ones of its own need a default."""
    given = inspect.signature(wrong.wrong).parameters
    names = list(reference.parameters)
    return list(given)[: len(names)] == names and all(
        given[more].default is not inspect.Parameter.empty for more in list(given)[len(names) :]
    )


QUESTION_CHECKS: tuple[Callable[[Room], Iterator[Problem]], ...] = (
    prompts_agree,
    stub_agrees,
    suite_agrees,
    misconceptions_agree,
    probes_tell_apart,
    right_answers_have_no_symptom,
    released_agree,
)
