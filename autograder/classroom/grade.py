"""`homework grade` as a library call: a folder of submissions in, results in the store and in files out.

    graded = grade_folder(course, "losses", [Path("submissions")], Path("marks"))
    graded.results[0].score

The command parses and prints; everything else happens here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from autograder import clock, digests
from autograder.classroom import pool
from autograder.classroom.changes import Changed
from autograder.classroom.counted import Moved
from autograder.classroom.current import unfinished
from autograder.classroom.places import Taking
from autograder.classroom.plan import Plan, Wanted, absent_results, plan_class
from autograder.classroom.register import PUBLISHED, Register
from autograder.classroom.shards import claim
from autograder.classroom.store import Store
from autograder.course import Course, Homework
from autograder.diagnosis import Tables
from autograder.engine.sandbox_process import Layer
from autograder.errors import InputError, Interrupted
from autograder.marks.ledger import load_ledger
from autograder.questions.handout import handout_document
from autograder.results import SubmissionResult, round_score
from autograder.submission import Found, Submission, Unreadable
from autograder.written.marking import Marking, begin_marking
from autograder.written.reading import Reader


@dataclass(frozen=True)
class Watcher:
    """Who wants to know how a class is getting on.

    Attributes:
        planned: called once, with the containment and the number of submissions to grade now.
        graded: called with each result as it comes.
        note: takes a line about each fault of ours.
    """

    planned: Callable[[Layer, int], None] = lambda layer, count: None
    graded: Callable[[SubmissionResult], None] = lambda result: None
    note: Callable[[str], None] = lambda line: None


@dataclass(frozen=True)
class GradedClass:
    """What grading a folder came to.

    Attributes:
        homework: of the course.
        results: as written into the folder, by name: with the scores of written questions. After a preview, as they
            would be written.
        graded_now: how many were graded this time; the others stand as before.
        layer: the containment.
        as_before: how many submissions of this run had a result already.
        not_graded: how many that are new are none, so that there was nothing to grade.
        changed: marks that stood and were changed, or would be.
        kept: how many others have a mark in the folder, which stands.
        previewed: nothing was put in force.
        moved: what counts otherwise by another hand than the grader's, or would.
        maximum: of everybody, before and now, if it is another.
    """

    homework: Homework
    results: list[SubmissionResult]
    graded_now: int
    layer: Layer
    as_before: int = 0
    not_graded: int = 0
    changed: tuple[Changed, ...] = ()
    kept: int = 0
    previewed: bool = False
    moved: tuple[Moved, ...] = ()
    maximum: tuple[float, float] | None = None

    @property
    def faults(self) -> list[SubmissionResult]:
        """Those with a question left open by a fault of the grader."""
        return [result for result in self.results if result.status == "grader_error"]


def grade_folder(
    course: Course,
    homework: str,
    paths: Sequence[Path],
    out: Path,
    *,
    jobs: int | None = None,
    seed: int | None = None,
    sandbox: Layer | Literal["auto"] = "auto",
    naming: bool = True,
    taking: Taking | None = None,
    watcher: Watcher | None = None,
    wanted: Wanted | None = None,
    elsewhere: pool.Elsewhere | None = None,
) -> GradedClass:
    """Grades what came in for a homework, and writes everything that `out` holds.

    Each result is kept as it comes: called again, only what changed is graded. A first mark is in force at once, with
    its page; marks that take the place of others are put in force together, at the end, and what changed is told. Who
    has a mark in `out` and is not among the submissions keeps it.

    Args:
        course: where the homework lies.
        homework: its name.
        paths: files, folders of submissions, or what a platform gives; none for what was graded into `out` before.
        out: the folder for the results; made if need be.
        jobs: submissions side by side (default: one per core).
        seed: of the per-student inputs (default: the course's).
        sandbox: containment; "auto" is the strongest that works here.
        naming: whether mistakes are named; no mark depends on it.
        taking: how names are understood, who is in the class, which attempts count.
        watcher: told how it is getting on.
        wanted: whether all of it is graded, and put in force.
        elsewhere: other machines that grade, instead of `jobs` here.

    Raises:
        InputError: an unknown homework, a path, a file of the course or of `out` that cannot be used.
        MachineError: the containment is not offered here, or a file cannot be written.
        Interrupted: Ctrl-C; what was graded is kept.
    """
    watcher, wanted = watcher or Watcher(), wanted or Wanted()
    spec = course.homework(homework)
    plan, done = None, 0
    left: set[str] = set()

    def graded(result: SubmissionResult) -> None:
        nonlocal done
        done += 1
        left.discard(result.submission)
        watcher.graded(result)

    try:
        plan = plan_class(
            course, homework, paths, out, seed=seed, sandbox=sandbox, naming=naming, taking=taking, wanted=wanted
        )
        for line in plan.notes:
            watcher.note(line)
        if taking is not None and taking.roster is not None and not wanted.anyway:
            check_readable(plan, paths)
        with Store(out, homework) as store:  # not before: a mistyped path must not make a folder, nor claim one
            if not wanted.preview:
                claim(store, wanted.shard, whole=bool(paths))
            register = Register(store, spec, out, preview=wanted.preview)
            if taking is None or taking.roster is None:
                plan.whose = register.completed(plan.whose)
            plan.containment.suppose(register.results)
            absent, anyway = absent_results(plan), wanted.anyway or not paths
            register.expect(plan.found, plan.whose, absent, anyway=anyway, note=watcher.note)
            if not anyway and (taking is None or taking.attempts == "newest"):
                leave_out_older(plan, register, watcher.note)
            plan.look_up(store, here=elsewhere is None)
            absent = absent_results(plan)  # in which containment is known now
            done = len(plan.kept)
            register.mark_with(plan_marking(plan, store, register.former, wanted, watcher.note))
            load_ledger(out)  # better told before grading than after
            left |= {item.name for item in plan.todo}
            watcher.planned(plan.layer, len(plan.todo))
            store.keep_parts(plan.judging.parts)
            with unfinished(store, left, wanted.preview):
                made = grade_class(plan, store, jobs or default_workers(), register, graded, watcher.note, elsewhere)
                settled = register.settle(made, plan.whose, absent, at=clock.now(), paths=paths, anyway=anyway)
    except KeyboardInterrupt:
        so_far = f"{done} of {len(plan.found)} are graded and kept in {out}" if plan else "nothing is graded yet"
        raise Interrupted(f"interrupted: {so_far}; run the same command again to finish") from None
    new = [name for name, (_, result) in plan.kept.items() if result.status == "unreadable" and name in settled.new]
    return GradedClass(
        spec,
        settled.rows,
        len(plan.todo),
        plan.layer,
        len(plan.found) - len(plan.todo) - len(new),
        len(new),
        settled.changed,
        settled.others,
        wanted.preview,
        settled.moved,
        settled.maximum,
    )


def check_readable(plan: Plan, paths: Sequence[Path]) -> None:
    """Of a whole class, somebody has handed in something that can be read.

    Raises:
        InputError: nobody has: that is a download cut off, or another file, and everybody would be absent.
    """
    unreadable = [item for item in plan.found if isinstance(item, Unreadable)]
    if paths and len(unreadable) == len(plan.found):
        why = f": {unreadable[0].name}: {unreadable[0].reason}" if unreadable else ""
        raise InputError(
            f"{paths[0]}: nothing that came in can be read{why}; is this the download of the class, and is it whole? "
            "Fetch it again, or say --yes"
        )


def leave_out_older(plan: Plan, register: Register, note: Callable[[str], None]) -> None:
    """Leaves out whose file was handed in before the one that stands: the newest counts, over all runs."""
    older = register.older(plan.found, plan.whose)
    if older:
        note(f"handed in before what stands, so that it is not graded (--yes does): {', '.join(sorted(older))}")
        plan.found = [item for item in plan.found if item.name not in older]
        plan.whose = {name: who for name, who in plan.whose.items() if name not in older}


def grade_class(
    plan: Plan,
    store: Store,
    workers: int,
    register: Register,
    graded: Callable[[SubmissionResult], None] = lambda result: None,
    note: Callable[[str], None] = lambda line: None,
    elsewhere: pool.Elsewhere | None = None,
) -> dict[str, tuple[str, SubmissionResult]]:
    """Grades what is to do, each result into the store as it comes; returns all results with their keys, by name.

    Raises:
        SandboxUnavailable: no worker gets its sandbox.
        WriteError: the store cannot be written.
    """
    made = dict(plan.kept)
    for name, (key, result) in plan.kept.items():
        register.first(key, result, plan.whose.get(name))

    def take(job: pool.Job, result: SubmissionResult, judged: Mapping[str, str], questions: Sequence[str]) -> None:
        more = {
            "graded": clock.now(),
            "version": digests.program_version(),
            "judged": dict(judged),
            "suites": {**result.made.suites, **{q: plan.judging.suites[q] for q in questions}},
        }
        name = result.submission
        # A sum of nothing is the integer 0, and would be read again as 0.0: as another result.
        result = replace(store.shared.of(result), score=float(result.score))
        result = replace(result, made=plan.made(name, job.submission, result.made, **more))
        key = plan.key(job.submission, judged)
        store.put(key, result, job.submission)
        made[name] = (key, result)
        register.first(key, result, plan.whose.get(name))
        graded(result)

    if not plan.todo:
        return made
    tables = Tables(plan.loaded) if plan.naming and elsewhere is None else None
    if tables is not None:
        for line in tables.prepare():  # once, before workers are forked
            note(line)

    def run(items: Sequence[Submission], question: str = "") -> Iterator[tuple[pool.Job, SubmissionResult]]:
        jobs = [pool.Job(item, plan.seed) for item in items]
        if elsewhere is None:
            return pool.run(plan.part(question), plan.layer, jobs, workers, tables=tables, log=note)
        there = elsewhere.workers(plan.spec.name, plan.layer, plan.judging, plan.naming, question)
        return pool.judge(jobs, there, lambda: plan.part(question), plan.layer, note)

    whole = [item for item in plan.todo if item.name not in plan.partly]
    if plan.partly:
        for job, result in run([item for item in plan.todo if item.name in plan.partly], plan.question):
            stands = plan.partly[result.submission].result
            if result.status == "unreadable":  # then all of it is
                whole.append(job.submission)
                continue
            joined = with_question(stands, result, plan.question)
            judged = {**stands.made.judged, plan.question: plan.judging.judged[plan.question]}
            take(job, joined, judged, [plan.question])
    every = [question.name for question in plan.spec.questions]
    for job, result in run(whole) if whole else ():
        take(job, result, plan.judging.judged, every)
    return made


def with_question(stands: SubmissionResult, new: SubmissionResult, question: str) -> SubmissionResult:
    """What stands, with one question as it was graded again."""
    graded = {one.question: one for one in new.questions}
    questions = tuple(graded.get(one.question, one) for one in stands.questions)
    faults = (*(fault for fault in stands.faults if fault.question != question), *new.faults)
    return replace(
        stands,
        status=new.status,
        message=new.message,
        score=round_score(sum(one.score for one in questions)),
        max_score=new.max_score,
        questions=questions,
        faults=faults,
    )


def plan_marking(
    plan: Plan,
    store: Store,
    former: Mapping[str, str],
    wanted: Wanted,
    note: Callable[[str], None] = lambda line: None,
) -> Marking | None:
    """Collects the written answers of the class, if the homework asks for any: of those who came in, and of all others.

    Raises:
        WrittenError: a line in the file of scores is wrong; better told before grading than after.
        SandboxUnavailable, SandboxGone: the process that reads them does not start.
    """
    if not plan.spec.written:
        return None
    if wanted.publish_written and not wanted.preview:
        store.set(PUBLISHED, "yes")
    published = wanted.publish_written or bool(store.setting(PUBLISHED))
    document = handout_document(plan.course, plan.spec.name)
    names = {item.name for item in plan.found}
    names |= set(former.values())
    # Of a whole class nobody is missing, and nothing of it is read twice.
    missing = set(store.submissions()) - names
    others = [source for name, source in sorted(store.sources().items()) if name in missing] if missing else []
    with Reader(lambda: plan.containment.tried, plan.course.secrets(plan.spec.name), document, memory=store) as reader:
        everybody = [_of_an_unreadable(plan, item) or item for item in plan.found]
        everybody += others
        marking = begin_marking(
            plan.course,
            plan.spec,
            everybody,
            store.submissions(),
            store.folder,
            reader,
            memory=store,
            former=former,
            published=published,
        )
    if marking is not None:
        marking.sheet()
        for line in marking.notes():
            note(line)
    return marking


def _of_an_unreadable(plan: Plan, item: Found) -> Unreadable | None:
    """What is known to be unreadable has no answers that anybody reads."""
    result = plan.kept[item.name][1] if item.name in plan.kept else None
    unreadable = result is not None and result.status == "unreadable" and isinstance(item, Submission)
    return Unreadable(item.name, result.message) if result is not None and unreadable else None


def default_workers() -> int:
    """One per core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
