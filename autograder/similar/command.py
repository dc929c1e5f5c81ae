"""`homework similar`: what a folder of results keeps of a class, read and compared."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.database import homework_of
from autograder.classroom.store import Stands, Store
from autograder.course import Course, Homework
from autograder.engine.sandbox_process import LAYERS, Layer, best_layer
from autograder.errors import InputError
from autograder.questions.handout import handout_document, handout_keys
from autograder.similar.code import by_question, fingerprints
from autograder.similar.find import Alike, Work, alike
from autograder.similar.texts import plain
from autograder.similar.tokens import words
from autograder.submission import Submission
from autograder.written.reading import OwnCode, Reader

READERS = 2  # side by side
Prints = dict[str, set[Hashable]]  # by question


@dataclass(frozen=True)
class Looked:
    """A class that was looked through.

    Attributes:
        homework: whose.
        standing: what stands for each submission, by name.
        works: what is kept of them, read; also what has the same bytes as another one.
        asked: the questions that were compared.
        found: what is alike.
        lost: how many were graded by a version that kept no files.
    """

    homework: Homework
    standing: Mapping[str, Stands]
    works: Sequence[Work]
    asked: Sequence[str]
    found: Alike
    lost: int


def look(course: Course, folder: Path, question: str = "") -> Looked:
    """Looks through all submissions of a folder.

    Args:
        course: as it is now.
        folder: an `--out` of `homework grade`.
        question: only this one, coded or written; empty for all.

    Raises:
        InputError: the folder holds no results, or the homework has no such question.
        SandboxUnavailable, SandboxGone: nobody's file can be read.
    """
    spec = course.homework(homework_of(folder))
    written = [one.name for one in spec.written]
    every = [*(one.name for one in spec.questions), *written]
    if question and question not in every:
        raise InputError(f"{spec.name} has no question {question!r}: choose of {', '.join(every)}")
    asked = [question] if question else every
    with Store.existing(folder, spec.name) as store:
        standing = {name: one for name, one in store.standing().items() if one.result.status != "absent"}
        sources = store.sources()
        layer = _layer(standing, course, spec)
        answers: dict[str, dict[str, str]] = {}
        if {*asked} & {*written}:
            document = handout_document(course, spec.name)
            with Reader(layer, course.secrets(spec.name), document, memory=store) as reader:
                for name, source in sources.items():
                    said = reader.read(source, written).answers.items()
                    answers[name] = {one: plain(str(page)) for one, page in said}
    coded = {one.name: one.functions for one in spec.questions if one.name in asked}
    files = [sources[name] for name in sorted(sources)]
    works = [
        Work(
            file.name,
            file.sha256,
            _people(file.name, standing[file.name]),
            own,
            code,
            answers.get(file.name, {}),
            standing[file.name].result,
        )
        for file, (own, code) in zip(files, read_code(layer, course, spec, files, asked))
    ]
    found = alike(works, coded, [name for name in asked if name in written])
    return Looked(spec, standing, works, asked, found, len(standing.keys() - sources.keys()))


def _layer(standing: Mapping[str, Stands], course: Course, spec: Homework) -> Layer:
    """The containment under which the class was graded; the strongest there is, should that be no word for one."""
    used = {one.result.sandbox for one in standing.values()}
    found: Collection[Layer] = [layer for layer in LAYERS if layer in used]
    return next(iter(found)) if found else best_layer(spec.packages, course.secrets(spec.name))[0]


def _people(name: str, stands: Stands) -> frozenset[str]:
    """Who had a hand in a submission, so that nobody is compared with themselves."""
    members = {member.id or member.label for member in stands.whose.members}
    return frozenset({*members, *([stands.whose.person] if stands.whose.person else [])} or {name})


def read_code(
    layer: Layer, course: Course, spec: Homework, files: Sequence[Submission], asked: Collection[str]
) -> list[tuple[list[OwnCode], Prints]]:
    """What each file has of its own, and the fingerprints of the questions' code, in the order of the files.

    Files are read by contained processes; meanwhile what has been read is taken apart here.

    Raises:
        SandboxUnavailable, SandboxGone: no reader can be started.
    """
    handout = handout_keys(course, spec).keys
    questions = functions_of(spec)
    known = words(frozenset(name for functions in questions.values() for name in functions))

    def prints(own: list[OwnCode]) -> Prints:
        code = by_question(own, questions)
        return {question: fingerprints(code[question], known) for question in asked if question in code}

    def read(mine: Sequence[Submission]) -> list[tuple[list[OwnCode], Prints]]:
        with Reader(layer, course.secrets(spec.name)) as reader:
            read = reader.own_code([(one.kind, one.source) for one in mine], handout)
            return [(own, prints(own)) for own in read]

    with ThreadPoolExecutor(READERS) as side_by_side:
        shares = list(side_by_side.map(read, [files[i::READERS] for i in range(READERS)]))
    return [shares[i % READERS][i // READERS] for i in range(len(files))]


def functions_of(spec: Homework) -> dict[str, tuple[str, ...]]:
    """The functions of each coded question."""
    return {one.name: one.functions for one in spec.questions}
