"""What a run of `homework grade` is to do: who came in, how it is judged, what of it has a result already."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from msgspec.structs import replace

from autograder import digests
from autograder.classroom.background import Background
from autograder.classroom.choose import Candidate, Survey
from autograder.classroom.contained import Containment
from autograder.classroom.database import StoreError
from autograder.classroom.intake import ABSENT, Asked, Intake, normal, take_in
from autograder.classroom.people import Person, Whose, one_called
from autograder.classroom.places import Taking
from autograder.classroom.shards import Shard
from autograder.classroom.store import Stands, Store
from autograder.course import Course, Homework
from autograder.digests import Judging
from autograder.engine.sandbox_process import Layer
from autograder.errors import InputError
from autograder.questions.handout import handout_document, handout_keys
from autograder.questions.loading import LoadedHomework, load_homework
from autograder.results import Made, SubmissionResult
from autograder.submission import Found, Submission, Unreadable
from autograder.written.reading import Reader


@dataclass(frozen=True)
class Wanted:
    """What a run is asked for beyond its submissions.

    Attributes:
        only: people whose submissions are graded, and nobody else's; empty for all.
        question: the one question that is graded again; empty for all.
        preview: say what would change, and change nothing.
        publish_written: written marks count from now on, though some are missing.
        anyway: go on where the run would stop, as it looks like the wrong folder.
        shard: the part of the class that is graded; None for all of it.
    """

    only: tuple[str, ...] = ()
    question: str = ""
    preview: bool = False
    publish_written: bool = False
    anyway: bool = False
    shard: Shard | None = None


@dataclass
class Plan:
    """What is to be done: all that came in, and which of it has no result yet.

    Attributes:
        found: the submissions of this run.
        whose: whose they are, by name.
        absent: who is on the roster and handed in nothing, and what is to be said of that.
        kept: the results there are.
        todo: what is to be graded.
        partly: of what is to be graded, those of which one question is enough, with what stands.
    """

    course: Course
    spec: Homework
    judging: Judging
    containment: Containment
    seed: int
    found: Sequence[Found]
    whose: Mapping[str, Whose]
    absent: Sequence[tuple[Person, str]] = ()
    notes: Sequence[str] = ()
    naming: bool = True
    question: str = ""
    kept: dict[str, tuple[str, SubmissionResult]] = field(default_factory=dict)
    todo: list[Submission] = field(default_factory=list)
    partly: dict[str, Stands] = field(default_factory=dict)
    loading: Background[LoadedHomework] | None = None

    @property
    def layer(self) -> Layer:
        """The containment of what is graded."""
        return self.containment.layer

    @cached_property
    def loaded(self) -> LoadedHomework:
        """The homework with its suites and oracles: only who has something to grade waits for them.

        Raises:
            InputError: a file of a question cannot be used.
        """
        return self._load() if self.loading is None else self.loading.result()

    def begin_loading(self) -> None:
        """Loads the homework beside what else is to be done before anybody can be graded."""
        if self.loading is None:
            self.loading = Background(self._load)

    def _load(self) -> LoadedHomework:
        loaded = load_homework(self.course, self.spec.name)
        if digests.judging(self.course, self.spec).judged != self.judging.judged:
            raise InputError(f"a file of {self.spec.name} was changed while it was loaded; run the same command again")
        return loaded

    def part(self, question: str) -> LoadedHomework:
        """The same with one question only; with all if none is named."""
        if not question:
            return self.loaded
        one = tuple(loaded for loaded in self.loaded.questions if loaded.spec.name == question)
        return dataclasses.replace(self.loaded, questions=one)

    def key(self, submission: Submission, judged: Mapping[str, str] | None = None) -> str:
        """Under which its result is kept."""
        digest = self.judging.digest if judged is None else digests.results_digest(judged)
        return digests.result_key(digest, self.seed, self.layer, submission, naming=self.naming)

    def keep_shard(self, shard: Shard) -> None:
        """Leaves out who is not in it."""
        self.found = [one for one in self.found if shard.holds(self.whose.get(one.name) or Whose(person=one.name))]
        names = {one.name for one in self.found}
        self.whose = {name: who for name, who in self.whose.items() if name in names}
        self.absent = [(person, why) for person, why in self.absent if shard.holds_person(person)]

    def look_up(self, store: Store, *, here: bool = True) -> None:
        """Tells what has a result from what has none.

        Args:
            store: of the folder.
            here: it is this process that will want the suites.

        Raises:
            StoreError: the store cannot be read.
            SandboxUnavailable: there is something to grade, and no containment.
        """
        if here and not store.has_results and any(isinstance(item, Submission) for item in self.found):
            self.begin_loading()
        self._look_up(store)
        if here and self.todo:
            self.begin_loading()
        if self.todo and not self.containment.settle():
            self.kept, self.todo, self.partly = {}, [], {}
            self._look_up(store)

    def _look_up(self, store: Store) -> None:
        standing = store.standing() if self.question else {}
        for item in self.found:
            if isinstance(item, Unreadable):
                result = unreadable_result(self.spec, item, self.layer, self.seed)
                self.kept[item.name] = ("", replace(result, made=self.made(item.name, None)))
                continue
            key = self.key(item)
            kept = store.get(item.name, key)
            if kept is not None:
                self.kept[item.name] = (key, replace(kept, made=self.made(item.name, item, kept.made)))
                continue
            self.todo.append(item)
            stands = standing.get(item.name)
            if stands is not None and self._differs_in_judging_only(item, stands):
                self.partly[item.name] = stands

    def _differs_in_judging_only(self, item: Submission, stands: Stands) -> bool:
        """Whether what stands was made from the same file in the same way, by other suites."""
        judged = stands.result.made.judged
        every = list(judged) == [question.name for question in self.spec.questions]
        return every and stands.result.status == "graded" and stands.key == self.key(item, judged)

    def made(self, name: str, item: Submission | None, before: Made | None = None, **more: Any) -> Made:
        """What a result is made from: all that its submission says, and of its judging what is known already."""
        who = self.whose.get(name) or Whose(person=name)
        made = before if before is not None else Made()
        return replace(
            made,
            file=(item.file if item is not None else "") or who.file,
            sha256=item.sha256 if item is not None else "",
            person=who.person,
            attempt=who.attempt,
            late=who.late,
            handed_in=who.handed_in,
            **more,
        )


def plan_class(
    course: Course,
    homework: str,
    paths: Sequence[Path],
    out: Path,
    *,
    seed: int | None = None,
    sandbox: Layer | Literal["auto"] = "auto",
    naming: bool = True,
    taking: Taking | None = None,
    wanted: Wanted | None = None,
) -> Plan:
    """Collects the submissions; writes nothing.

    Raises:
        InputError: a path, the manifest or a file of a question cannot be used.
        SandboxUnavailable: the containment is not offered here.
    """
    wanted = wanted or Wanted()
    spec = course.homework(homework)
    if wanted.question and wanted.question not in [question.name for question in spec.questions]:
        names = ", ".join(question.name for question in spec.questions)
        raise InputError(f"no question named {wanted.question!r} in {homework}: choose of {names}")
    judging = digests.judging(course, spec)
    containment = Containment(course, spec, sandbox)
    chosen = course.manifest.seed if seed is None else seed
    if paths:
        document = handout_document(course, homework)
        # It starts where there are several files.
        with Reader(lambda: containment.tried, course.secrets(homework), document) as reader:
            intake = take_in(paths, asked_of(course, spec, reader), taking, out)
        plan = Plan(
            course,
            spec,
            judging,
            containment,
            chosen,
            intake.found,
            intake.whose,
            intake.absent,
            intake.notes(),
            naming,
        )
    else:
        with Store.existing(out, homework) as store:
            found, whose = kept_submissions(store)
        plan = Plan(course, spec, judging, containment, chosen, found, whose, naming=naming)
    plan.question = wanted.question
    if wanted.shard is not None:
        plan.keep_shard(wanted.shard)
    if wanted.only:
        everybody = [item.name for item in plan.found]
        meant = {one_called(everybody, person, out) for person in wanted.only}
        plan.found = [item for item in plan.found if item.name in meant]
        plan.absent = ()
    return plan


def kept_submissions(store: Store) -> tuple[list[Found], dict[str, Whose]]:
    """What stands was made from, by name.

    Raises:
        StoreError: an older version kept results without what they were made from.
    """
    found: list[Found] = []
    whose = {}
    sources = store.sources()
    for name, stands in sorted(store.standing().items()):
        if stands.result.status == "absent":
            continue
        whose[name] = stands.whose
        if stands.result.status == "unreadable" and not stands.key:
            found.append(Unreadable(name, stands.result.message, stands.whose.file))
        elif name in sources:
            found.append(sources[name])
        else:
            raise StoreError(
                f"{store.folder}: the file of {name} was not kept by the version that graded it: name the submissions"
            )
    return found, whose


def look_over(
    course: Course,
    homework: str,
    paths: Sequence[Path],
    *,
    sandbox: Layer | Literal["auto"] = "auto",
    taking: Taking | None = None,
) -> Intake:
    """What `grade_folder` would take of some paths; grades and writes nothing.

    Raises:
        InputError: an unknown homework, or a path, roster, pattern or layout that cannot be used.
        SandboxUnavailable: the containment is not offered here.
    """
    spec = course.homework(homework)
    secrets = course.secrets(homework)
    containment = Containment(course, spec, sandbox)
    with Reader(lambda: containment.tried, secrets, handout_document(course, homework)) as reader:
        return take_in(paths, asked_of(course, spec, reader), taking)


def asked_of(course: Course, homework: Homework, reader: Reader) -> Asked:
    """What submissions of a homework are measured by as they come in."""
    written = [question.name for question in homework.written]

    def look(candidate: Candidate) -> Survey | None:
        told = reader.survey(candidate.kind, candidate.data, written)
        if told is None:
            return None
        return Survey(tuple(told.keys), told.defined, tuple(told.answers), frozenset(told.imports))

    return Asked(homework.name, handout_keys(course, homework), untouched_forms(course, homework.name), look)


def untouched_forms(course: Course, homework: str) -> frozenset[bytes]:
    """The handout as released, in both its forms: a folder handed in whole may hold one of them untouched."""
    folder = course.template(homework)
    forms = [folder / f"{homework}{suffix}" for suffix in (".py", ".ipynb")]
    return frozenset(normal(form.read_bytes()) for form in forms if form.is_file())


def unreadable_result(homework: Homework, item: Unreadable, layer: Layer, seed: int) -> SubmissionResult:
    """The record of something that is no submission."""
    return SubmissionResult(
        submission=item.name,
        homework=homework.name,
        status="unreadable",
        sandbox=layer,
        seed=seed,
        score=0.0,
        max_score=homework.max_score,
        message=item.reason,
    )


def absent_results(plan: Plan) -> list[SubmissionResult]:
    """The rows of those on the roster who handed in nothing: no score, and no 0."""
    return [
        SubmissionResult(
            submission=person.label,
            homework=plan.spec.name,
            status="absent",
            sandbox=plan.layer,
            seed=plan.seed,
            score=0.0,
            max_score=plan.spec.max_score,
            message=why or ABSENT,
            id=person.id,
            school_id=person.school_id,
            name=person.name,
            section=person.section,
            extension=person.extension,
        )
        for person, why in plan.absent
    ]
