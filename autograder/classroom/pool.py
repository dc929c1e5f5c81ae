"""Worker processes, each with a grader of its own; what disturbs one is looked at again, beside the rest or alone.

Workers are forked from the process that has loaded the suites and oracles (torch takes a second to import,
once). They are trusted: student code runs in their sandboxes' servers, which are started fresh.
"""

from __future__ import annotations

import collections
import contextlib
import ctypes
import dataclasses
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Literal, Protocol

from autograder.course import Homework
from autograder.diagnosis import Tables
from autograder.digests import Judging
from autograder.engine import leftovers
from autograder.engine.faults import SandboxGone, SandboxUnavailable, fault_of
from autograder.engine.grader import Grader
from autograder.engine.processor import STRETCH
from autograder.engine.run import MAX_SKIPS, Doubt
from autograder.engine.sandbox_process import Layer
from autograder.engine.uids import sandbox_uid, uid_range
from autograder.questions.loading import LoadedHomework
from autograder.reports.escape import for_terminal
from autograder.results import CaseResult, GraderFault, SubmissionResult, question_result
from autograder.submission import Submission

PATIENCE = 3.0  # times the limits of time, for a submission that is graded again
SILENCE = 60.0  # seconds beyond all that limits allow, after which a worker is not waited for any longer
RETRIED = 2  # submissions that meet the same fault of a suite and are graded again alone
# Doubts that nothing but a quiet machine can settle. What waits longer, or ends, is looked at again beside the rest.
ALONE: frozenset[Doubt] = frozenset({"starved", "scarce"})


@dataclass(frozen=True)
class Job:
    """A submission to grade, the seed of its inputs, and a factor for every limit of time."""

    submission: Submission
    seed: int
    patience: float = 1.0


@dataclass(frozen=True)
class Said:
    """What a worker says of a job."""

    number: int
    kind: Literal["result", "doubtful", "gone", "error", "unavailable"]
    result: SubmissionResult | None = None
    message: str = ""
    fault: GraderFault | None = None
    doubts: frozenset[Doubt] = frozenset()


@dataclass(frozen=True)
class _Class:
    """What all workers have in common."""

    homework: LoadedHomework
    layer: Layer
    tables: Tables | None

    def grader(self, slot: int) -> Grader:
        return Grader(self.homework, self.layer, slot, self.tables)


class _Worker:
    def __init__(self, slot: int, common: _Class) -> None:
        context = multiprocessing.get_context("fork")
        self.connection, theirs = context.Pipe()
        self.number: int | None = None  # of the job in its hands
        self.job: Job | None = None
        self.heard = time.monotonic()
        self.process = context.Process(
            target=_work,
            args=(theirs, self.connection, os.getpid(), slot, common.grader(slot)),
            daemon=True,
        )
        self.process.start()
        theirs.close()

    def give(self, number: int, job: Job) -> None:
        self.heard = time.monotonic()
        self.number, self.job = number, job
        with contextlib.suppress(OSError):  # it has died, and `recv` will tell
            self.connection.send((number, job))

    def end(self) -> None:
        self.connection.close()
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _work(
    connection: Connection[Any, Any], others: Connection[Any, Any], parent: int, slot: int, grader: Grader
) -> None:
    """The life of a worker: one submission after the other, so that nobody else's code runs on its processor."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _end_with(parent)
    leftovers.adopt()
    stay_on_one_processor(parent + slot)
    others.close()  # the fork's copy of the parent's end: with it open, this end would never see the last word
    with grader:
        while True:
            try:
                number, job = connection.recv()
                connection.send(grade_one(grader, number, job))
            except (EOFError, OSError):
                return


def grade_one(grader: Grader, number: int, job: Job) -> Said:
    """What a grader says of a job, whatever happens to it."""
    try:
        graded = grader.finish(grader.begin(job.submission, job.seed, job.patience))
    except Exception as error:
        return _trouble(number, error)
    why = "it was cut off or its process ended, which may have been this machine's fault"
    return Said(number, "doubtful" if graded.doubts else "result", graded.result, why, doubts=graded.doubts)


def _end_with(parent: int) -> None:
    """Ends this process when its parent does: an orphan would hold the output folder's lock."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)


def stay_on_one_processor(number: int) -> None:
    """Keeps this process and the servers that it will start together.

    Grader and sandbox take turns two hundred times a submission: a turn on the same processor is a switch, one to
    another processor wakes that from its sleep, which takes ten times as long.
    """
    if sys.platform.startswith("linux"):
        processors = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {processors[number % len(processors)]})


def _trouble(number: int, error: Exception) -> Said:
    if isinstance(error, SandboxUnavailable):
        return Said(number, "unavailable", message=str(error))
    if isinstance(error, SandboxGone):
        return Said(number, "gone", message=str(error))
    fault = fault_of(error)
    return Said(number, "error", message=fault.error, fault=fault)


def run(
    homework: LoadedHomework,
    layer: Layer,
    jobs: Sequence[Job],
    workers: int,
    *,
    tables: Tables | None = None,
    log: Callable[[str], None] = lambda line: None,
) -> Iterator[tuple[Job, SubmissionResult]]:
    """Grades jobs; yields each with its result as they come.

    A worker or a server that dies takes no submission with it: what it held is graded again alone, after the
    others. If that ends the same way it is the submission's own `crashed`, or, if the grader raised, a
    `grader_error` that counts as no mark. A process that ended and a deadline that passed while something else
    had the processor are tried again too, with more patience: beside the rest, and alone where that leaves the
    machine in doubt. What happens then counts.

    Args:
        homework: the loaded homework.
        layer: containment.
        jobs: what to grade.
        workers: processes side by side.
        tables: of the known mistakes; without them none is named.
        log: takes a line about each fault of ours, for the person who runs this.

    Raises:
        SandboxUnavailable: no worker gets its sandbox.
        UidsError: the users that student code shall run as cannot be.
    """
    uid_range()
    if os.geteuid() == 0:
        leftovers.adopt()  # what a worker leaves behind that is killed together with its server
    yield from judge(
        jobs, _Here(_Class(homework, layer, tables), min(workers, len(jobs))), lambda: homework, layer, log
    )


class Workers(Protocol):
    """Where jobs are graded: processes of this machine's, or of others'."""

    def parallel(
        self, queue: collections.deque[tuple[int, Job]], log: Callable[[str], None]
    ) -> Iterator[tuple[int, Said | None]]:
        """What is said of the jobs in a queue, which the caller may add to; None of one whose worker died."""

    def alone(self, jobs: Sequence[tuple[int, Job]], log: Callable[[str], None]) -> Iterator[tuple[int, Said | None]]:
        """The same of jobs that have a machine for themselves, each in a worker started afresh."""


class Elsewhere(Protocol):
    """Other machines that grade."""

    def workers(self, homework: str, layer: Layer, judging: Judging, naming: bool, question: str) -> Workers:
        """What grades submissions of a homework there.

        Args:
            homework: its name.
            layer: the containment.
            judging: what its questions are judged by here; it must be the same there.
            naming: whether mistakes are named.
            question: the one that is graded; empty for all.

        Raises:
            HomeworkError: they cannot; no submission was sent.
        """


def judge(
    jobs: Sequence[Job],
    workers: Workers,
    homework: Callable[[], LoadedHomework],
    layer: Layer,
    log: Callable[[str], None] = lambda line: None,
) -> Iterator[tuple[Job, SubmissionResult]]:
    """Decides what counts of what workers say, and what is looked at again; see `run`.

    Args:
        jobs: what to grade.
        workers: that grade it.
        homework: the loaded homework; asked for only if there is something that nobody could grade.
        layer: containment.
        log: takes a line about each fault of ours.
    """
    queue = collections.deque(enumerate(jobs))
    twice: set[int] = set()  # that are looked at again
    alone: list[int] = []
    met: collections.Counter[tuple[str, str, str]] = collections.Counter()
    for number, said in workers.parallel(queue, log):
        what = "" if said is None else _what_next(said, number in twice)
        if said is not None and what == "counts" and said.result and not _to_be_retried(said.result, met, log):
            yield jobs[number], said.result
        elif what == "again":
            log(f"{for_terminal(jobs[number].submission.name)}: {said.message if said else ''}; graded again")
            twice.add(number)  # at once: left for last, it would be waited for by workers that have nothing to do
            queue.appendleft((number, dataclasses.replace(jobs[number], patience=PATIENCE)))
        else:
            if said is not None and said.kind != "result":
                log(f"{for_terminal(jobs[number].submission.name)}: {said.message}; graded again alone")
            alone.append(number)
    patient = [(number, dataclasses.replace(jobs[number], patience=PATIENCE)) for number in sorted(alone)]
    for number, said in workers.alone(patient, log):
        yield jobs[number], _last_word(homework, layer, jobs[number], said)


def _what_next(said: Said, again: bool) -> Literal["counts", "again", "alone"]:
    """What is done with a worker's word, which may be the second on its job."""
    if said.kind == "result" or (said.kind == "doubtful" and again and not said.doubts & ALONE):
        return "counts"
    return "again" if said.kind == "doubtful" and not again and "scarce" not in said.doubts else "alone"


def _to_be_retried(
    result: SubmissionResult, met: collections.Counter[tuple[str, str, str]], log: Callable[[str], None]
) -> bool:
    """Whether a fault of ours may have been the machine's. What a suite does to a few, it does to everybody."""
    if result.status != "grader_error":
        return False
    faults = {(fault.question, fault.case, fault.place) for fault in result.faults if fault.question}
    for fault in result.faults:
        if not met[fault.question, fault.case, fault.place]:
            log(f"the grader failed: {fault.question}, case {fault.case!r}: {fault.error} ({fault.place})")
    met.update(faults)
    return not faults or any(met[fault] <= RETRIED for fault in faults)


def _parallel(
    common: _Class, queue: collections.deque[tuple[int, Job]], count: int, log: Callable[[str], None]
) -> Generator[tuple[int, Said | None], None, None]:
    """What workers say of the jobs in a queue, which the caller may add to; None of one whose worker died."""
    workers = [_Worker(slot, common) for slot in range(count)]
    try:
        while True:
            for worker in workers:
                if queue and worker.job is None:
                    worker.give(*queue.popleft())
            busy = {w.connection: w for w in workers if w.job is not None}
            if not busy:
                return
            ready = wait([*busy], timeout=min(5.0, *(_longest(common.homework, w.job) for w in busy.values())))
            for worker in busy.values():
                longest = _longest(common.homework, worker.job)
                silent = worker.connection not in ready and worker.heard < time.monotonic() - longest
                if worker.connection not in ready and not silent:
                    continue
                number = worker.number
                assert number is not None
                try:
                    if silent:  # a suite that never ends: nothing of the student's runs in there
                        worker.process.kill()
                        raise EOFError
                    said: Said = worker.connection.recv()
                except (EOFError, OSError):
                    log(f"a worker {'gave no answer' if silent else 'died'}; its submission is graded again alone")
                    why = f"the grader gave no answer for {longest:.0f} s"
                    worker.end()
                    if os.geteuid() == 0:  # its server is killed with it, perhaps before it could end its children
                        pid, slot = worker.process.pid, workers.index(worker)
                        leftovers.end_adopted_of([sandbox_uid(slot, turn, pid) for turn in (0, 1)])
                    slot = workers.index(worker)
                    workers[slot] = _Worker(slot, common)
                    yield number, Said(number, "error", message=why) if silent else None
                    continue
                if said.kind == "unavailable":
                    raise SandboxUnavailable(said.message)
                worker.job = worker.number = None
                yield number, said
    finally:
        # All of them first: a worker that was forked later holds a copy of the earlier ones' connections.
        for worker in workers:
            worker.connection.close()
        for worker in workers:
            worker.end()


def _longest(homework: LoadedHomework, job: Job | None) -> float:
    return longest(homework.spec, job.patience if job is not None else 1.0)


def longest(homework: Homework, patience: float) -> float:
    """Seconds for which a worker may be silent on a job: its limits, and the machine may be busy."""
    limits = homework.largest_limits
    return SILENCE + STRETCH * patience * (limits.submission + (MAX_SKIPS + 2) * limits.load)


@dataclass(frozen=True)
class _Here:
    """Workers of this machine's."""

    common: _Class
    count: int

    def parallel(
        self, queue: collections.deque[tuple[int, Job]], log: Callable[[str], None]
    ) -> Iterator[tuple[int, Said | None]]:
        return _parallel(self.common, queue, self.count, log)

    def alone(self, jobs: Sequence[tuple[int, Job]], log: Callable[[str], None]) -> Iterator[tuple[int, Said | None]]:
        for job in jobs:
            with contextlib.closing(_parallel(self.common, collections.deque([job]), 1, log)) as workers:
                said = next(workers)
            yield said


def _last_word(homework: Callable[[], LoadedHomework], layer: Layer, job: Job, said: Said | None) -> SubmissionResult:
    """What counts of a submission that had a worker of its own."""
    if said is None or said.kind == "gone":
        return _whole(homework(), layer, job, "crashed", "the process that runs submissions ended each time")
    if said.kind in ("result", "doubtful") and said.result is not None:
        return said.result
    fault = said.fault or GraderFault("", "", said.message)
    return _whole(homework(), layer, job, "grader_error", said.message, fault)


def _whole(
    homework: LoadedHomework,
    layer: Layer,
    job: Job,
    outcome: Literal["crashed", "grader_error"],
    message: str,
    fault: GraderFault | None = None,
) -> SubmissionResult:
    """A result in which every case has the same outcome."""
    questions = tuple(
        question_result(q.spec.name, q.spec.points, [CaseResult(c.name, c.hidden, c.points, outcome) for c in q.cases])
        for q in homework.questions
    )
    return SubmissionResult(
        submission=job.submission.name,
        homework=homework.spec.name,
        status="graded" if outcome == "crashed" else "grader_error",
        sandbox=layer,
        seed=job.seed,
        score=0.0,
        max_score=homework.spec.max_score,
        questions=questions,
        message=message,
        faults=(fault,) if fault is not None else (),
    )
