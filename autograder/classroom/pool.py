"""Worker processes, each with a grader of its own; what disturbs one is retried alone.

Workers are forked from the process that has loaded the suites and oracles (torch takes a second to import,
once). They are trusted: student code runs in their sandboxes' servers, which are started fresh.
"""

from __future__ import annotations

import collections
import ctypes
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Literal

from autograder.engine import leftovers
from autograder.engine.faults import SandboxGone, SandboxUnavailable
from autograder.engine.grader import MAX_SKIPS, Grader, Pending, Submission
from autograder.engine.homeworks import LoadedHomework
from autograder.engine.sandbox_process import Layer
from autograder.reports.escape import for_terminal
from autograder.results import CaseResult, SubmissionResult, question_result

PATIENCE = 3.0  # times the limits of wall time, for a submission that is graded again alone
SILENCE = 60.0  # seconds beyond all that limits allow, after which a worker is not waited for any longer
AHEAD = 2  # submissions in a worker's hands: one is judged while the next one loads


@dataclass(frozen=True)
class Job:
    """A submission to grade, with the seed of its inputs."""

    number: int
    submission: Submission
    seed: int


@dataclass(frozen=True)
class Answer:
    """What a worker says of a job."""

    number: int
    kind: Literal["result", "doubtful", "gone", "error", "unavailable"]
    result: SubmissionResult | None = None
    message: str = ""


class PoolError(Exception):
    """The pool cannot work at all: no worker gets its sandbox."""


class _Worker:
    def __init__(self, slot: int, homework: LoadedHomework, layer: Layer, patience: float = 1.0) -> None:
        context = multiprocessing.get_context("fork")
        self.connection, theirs = context.Pipe()
        self.jobs: dict[int, Job] = {}
        self.heard = time.monotonic()
        self.process = context.Process(
            target=_work,
            args=(theirs, self.connection, os.getpid(), slot, Grader(homework, layer, slot, patience)),
            daemon=True,
        )
        self.process.start()
        theirs.close()

    def give(self, job: Job) -> bool:
        if not self.jobs:
            self.heard = time.monotonic()
        self.jobs[job.number] = job
        try:
            self.connection.send(job)
        except OSError:
            return False
        return True

    def end(self) -> None:
        self.connection.close()
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def _work(
    connection: Connection[Any, Any], others: Connection[Any, Any], parent: int, slot: int, grader: Grader
) -> None:
    """The life of a worker: begin the next submission before finishing the one at hand."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    _end_with(parent)
    leftovers.adopt()
    _stay_on_one_processor(parent + slot)
    others.close()  # the fork's copy of the parent's end: with it open, this end would never see the last word
    waiting: collections.deque[tuple[Job, Pending]] = collections.deque()
    with grader:
        while True:
            try:
                while len(waiting) < AHEAD and (not waiting or connection.poll()):
                    job = connection.recv()
                    try:
                        waiting.append((job, grader.begin(job.submission, job.seed)))
                    except Exception as error:
                        connection.send(_trouble(job, error))
                job, pending = waiting.popleft()
                try:
                    result = grader.finish(pending)
                    doubtful = grader.doubtful and grader.patience == 1.0
                    why = "it was cut off or its process ended, which may have been this machine's fault"
                    answer = Answer(job.number, "doubtful" if doubtful else "result", result, why)
                except Exception as error:
                    answer = _trouble(job, error)
                connection.send(answer)
            except (EOFError, OSError):
                return


def _end_with(parent: int) -> None:
    """Ends this process when its parent does: an orphan would hold the output folder's lock."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)


def _stay_on_one_processor(number: int) -> None:
    """Keeps this process and the servers that it will start together.

    Grader and sandbox take turns two hundred times a submission: a turn on the same processor is a switch, one to
    another processor wakes that from its sleep, which takes ten times as long.
    """
    if sys.platform.startswith("linux"):
        processors = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {processors[number % len(processors)]})


def _trouble(job: Job, error: Exception) -> Answer:
    if isinstance(error, SandboxUnavailable):
        return Answer(job.number, "unavailable", message=str(error))
    if isinstance(error, SandboxGone):
        return Answer(job.number, "gone", message=str(error))
    return Answer(job.number, "error", message="".join(traceback.format_exception(error))[-4000:])


def run(
    homework: LoadedHomework,
    layer: Layer,
    work: Sequence[tuple[Submission, int]],
    workers: int,
    log: Callable[[str], None] = lambda line: None,
) -> Iterator[tuple[int, SubmissionResult]]:
    """Grades (submission, seed) pairs; yields (position, result) as they come.

    A worker or a server that dies takes no submission with it: what it held is graded again alone, after the
    others. If that ends the same way it is the submission's own `crashed`, or, if the grader raised, a
    `grader_error` that counts as no mark. A process that ended and a deadline that passed while something else
    had the processor are tried again alone too, with more patience: what happens then counts.

    Args:
        homework: the loaded homework.
        layer: containment.
        work: what to grade.
        workers: processes side by side.
        log: takes a line about each fault of ours, for the person who runs this.

    Raises:
        PoolError: the sandbox is not to be had.
    """
    jobs = [Job(i, submission, seed) for i, (submission, seed) in enumerate(work)]
    alone: list[Job] = []
    for job, answer in _parallel(homework, layer, jobs, min(workers, len(jobs)), log):
        if answer is not None and answer.kind == "result" and answer.result and answer.result.status != "grader_error":
            yield job.number, answer.result
        else:
            alone.append(job)
    for job in sorted(alone, key=lambda j: j.number):
        yield job.number, _alone(homework, layer, job, log)


def _parallel(
    homework: LoadedHomework,
    layer: Layer,
    jobs: list[Job],
    count: int,
    log: Callable[[str], None],
    patience: float = 1.0,
) -> Iterator[tuple[Job, Answer | None]]:
    longest = _longest(homework) * patience
    queue = collections.deque(jobs)
    workers = [_Worker(slot, homework, layer, patience) for slot in range(count)]
    try:
        for worker in workers:
            _fill(worker, queue)
        while any(worker.jobs for worker in workers):
            ready = wait([w.connection for w in workers if w.jobs], timeout=min(5.0, longest))
            late = time.monotonic() - longest
            silent = [w for w in workers if w.jobs and w.heard < late and w.connection not in ready]
            for worker in [w for w in workers if w.connection in ready] + silent:
                try:
                    if worker in silent:  # a suite that never ends: nothing of the student's runs in there
                        worker.process.kill()
                        raise EOFError
                    answer: Answer = worker.connection.recv()
                    worker.heard = time.monotonic()
                except (EOFError, OSError):
                    what = "gave no answer" if worker in silent else "died"
                    log(f"a worker {what}; {len(worker.jobs)} submissions are graded again alone")
                    for job in worker.jobs.values():
                        why = f"the grader gave no answer for {longest:.0f} s"
                        yield job, Answer(job.number, "error", message=why) if worker in silent else None
                    worker.end()
                    slot = workers.index(worker)
                    workers[slot] = _Worker(slot, homework, layer, patience)
                    _fill(workers[slot], queue)
                    continue
                if answer.kind == "unavailable":
                    raise PoolError(answer.message)
                job = worker.jobs.pop(answer.number)
                if answer.kind != "result":
                    why = answer.message.strip().splitlines()[-1]
                    log(f"{for_terminal(job.submission.name)}: {why}; graded again alone")
                _fill(worker, queue)
                yield job, answer
    finally:
        # All of them first: a worker that was forked later holds a copy of the earlier ones' connections.
        for worker in workers:
            worker.connection.close()
        for worker in workers:
            worker.end()


def _longest(homework: LoadedHomework) -> float:
    """Seconds for which a worker may be silent: it holds two submissions, and the machine may be busy."""
    limits = homework.spec.limits
    return SILENCE + 3 * (limits.submission + (MAX_SKIPS + 2) * limits.load)


def _fill(worker: _Worker, queue: collections.deque[Job]) -> None:
    while queue and len(worker.jobs) < AHEAD:
        if not worker.give(queue.popleft()):
            return


def _alone(homework: LoadedHomework, layer: Layer, job: Job, log: Callable[[str], None]) -> SubmissionResult:
    """A submission in a worker of its own."""
    for last_job, answer in _parallel(homework, layer, [job], 1, log, PATIENCE):
        if answer is None or answer.kind == "gone":
            return _whole(homework, layer, last_job, "crashed", "the process that runs submissions ended each time")
        if answer.kind == "result" and answer.result is not None:
            return answer.result
        return _whole(homework, layer, last_job, "grader_error", answer.message.strip().splitlines()[-1])
    raise AssertionError("a job has exactly one answer")


def _whole(
    homework: LoadedHomework, layer: Layer, job: Job, outcome: Literal["crashed", "grader_error"], message: str
) -> SubmissionResult:
    """A result in which every case has the same outcome."""
    questions = tuple(
        question_result(
            q.spec.name,
            q.spec.points,
            [CaseResult(c.name, c.hidden, c.points, outcome) for s in q.suites for c in s.cases],
        )
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
    )
