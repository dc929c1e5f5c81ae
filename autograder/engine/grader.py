"""Grades one submission: the suites run here, the student's functions somewhere else.

`begin` sends a file to the sandbox, `finish` runs the suites against proxies. A class keeps one submission
ahead, so that one loads while another is judged.
"""

from __future__ import annotations

import math
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from autograder.checks.inputs import digest_of, generator
from autograder.engine.contracts import ContractError
from autograder.engine.diagnosis import diagnose
from autograder.engine.faults import SandboxGone, StudentFault
from autograder.engine.homeworks import LoadedHomework, LoadedQuestion
from autograder.engine.proxies import Budget, Line, Proxy, fault
from autograder.engine.sandbox_process import Died, Layer, LoadFailed, QuestionProcess, Server, Session
from autograder.engine.suites import Case
from autograder.results import CaseResult, Diagnosis, QuestionResult, SubmissionResult, place, question_result
from autograder.wire.messages import Loaded

MAX_SKIPS = 3  # statements that may hang or end the process before we stop trying
DIAGNOSIS_SECONDS = 10.0  # of waiting for one submission's answers to probes
PROBE_SECONDS = 2.0
# What all processes of a server may hold together, where the machine can bound that: what its libraries take, and for
# the submissions that it holds at once a few times what each of their processes may take.
LIBRARIES, AT_ONCE, TOGETHER = 1 << 30, 2, 3
MESSAGE_LIMIT = 400

Kind = Literal["py", "ipynb"]


@dataclass(frozen=True)
class Submission:
    """What a student handed in, as bytes: nothing on this side parses it."""

    name: str
    kind: Kind
    source: bytes


@dataclass
class Pending:
    """A submission that is being loaded."""

    submission: Submission
    seed: int
    session: Session
    skip: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Grader:
    """Grades submissions of one homework. Owns its fork servers; one per process, not shared."""

    def __init__(self, homework: LoadedHomework, layer: Layer, slot: int = 0, patience: float = 1.0) -> None:
        """Prepares; the servers start with the first submission.

        Args:
            homework: what to grade.
            layer: "namespaces", "core" or "none".
            slot: number of this grader among those that work side by side.
            patience: times every limit of wall time.
        """
        self.homework = homework
        self.layer = layer
        self.slot = slot
        self.patience = patience
        self.doubtful = False  # whether what was graded last may have suffered from something else on this machine
        self._servers: dict[tuple[str, ...], Server] = {}

    def grade(self, submission: Submission, seed: int) -> SubmissionResult:
        """The whole way for one submission.

        Raises:
            SandboxUnavailable: this machine does not offer the layer.
            SandboxGone: the fork server died under it.
        """
        return self.finish(self.begin(submission, seed))

    def begin(self, submission: Submission, seed: int) -> Pending:
        """Sends a submission to the sandbox, without waiting for it to load."""
        session = self._load(submission, [], self._main_packages)
        return Pending(submission, seed, session)

    def finish(self, pending: Pending) -> SubmissionResult:
        """Runs the suites; closes the session and its sockets in any case."""
        run = _Run(self, pending)
        try:
            result = run.result()
        finally:
            run.close()
        self.doubtful = run.doubtful
        return result

    def server(self, packages: tuple[str, ...]) -> Server:
        """The server for these packages: started when first needed, and again if it died."""
        server = self._servers.get(packages)
        if server is None or not server.alive():
            if server is not None:
                server.close()
            homework = self.homework
            server = Server.start(
                self.layer,
                packages,
                stand_ins=[p for p in homework.spec.packages if p not in packages],
                data=homework.course.data(homework.spec.name),
                secrets=homework.secrets,
                slot=self.slot,
                memory=LIBRARIES + AT_ONCE * TOGETHER * (homework.spec.limits.memory << 20),
            )
            self._servers[packages] = server
        return server

    @property
    def _main_packages(self) -> tuple[str, ...]:
        """The packages of most questions: the first one's."""
        return self.homework.questions[0].spec.packages

    def _load(self, submission: Submission, skip: list[int], packages: tuple[str, ...]) -> Session:
        limits = self.homework.spec.limits
        limits = msgspec.structs.replace(limits, load=limits.load * self.patience)
        session = self.server(packages).begin(limits)
        entropy = entropy_of(self.homework.spec.name, submission.name)
        session.send_load(submission.kind, submission.source, self.homework.functions, entropy, skip)
        return session

    def close(self) -> None:
        """Ends the servers."""
        for server in self._servers.values():
            server.close()
        self._servers.clear()

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class _Run:
    """One submission on its way through the suites."""

    def __init__(self, grader: Grader, pending: Pending) -> None:
        self.grader = grader
        self.pending = pending
        self.homework = grader.homework
        self.loaded: Loaded | None = None
        self.unloadable: StudentFault | None = None
        self.packages = grader._main_packages
        self.budget = Budget(self.homework.spec.limits.submission, grader.patience)
        self.doubtful = False
        self._left = self.budget.left  # when the session began
        self.lines = {q.spec.name: self._line(q) for q in self.homework.questions}
        self.cases: dict[str, list[CaseResult]] = {name: [] for name in self.lines}
        self.told: list[str] | None = None  # the notes, from before any hidden input was sent

    def result(self) -> SubmissionResult:
        self._receive()
        if self.loaded is not None and self.loaded.unreadable:
            return self._submission("unreadable", (), one_line(self.loaded.unreadable))
        # Every public case of every question first: what the student's functions say there is passed on, and
        # after the first hidden case their processes may hold hidden inputs (a shared mapping outlives a fork).
        self._judge(hidden=False)
        self.told = self._notes()
        self._judge(hidden=True)
        diagnoses = self._diagnoses()
        questions = tuple(
            question_result(q.spec.name, q.spec.points, self.cases[q.spec.name], diagnoses.get(q.spec.name, ()))
            for q in self.homework.questions
        )
        broken = [q.question for q in questions if q.status == "grader_error"]
        if broken:
            return self._submission("grader_error", questions, f"the grader failed on {', '.join(broken)}")
        return self._submission("graded", questions, "")

    def _submission(self, status: Any, questions: tuple[QuestionResult, ...], message: str) -> SubmissionResult:
        return SubmissionResult(
            submission=self.pending.submission.name,
            homework=self.homework.spec.name,
            status=status,
            sandbox=self.grader.layer,
            seed=self.pending.seed,
            score=round(sum(q.score for q in questions), 6),
            max_score=self.homework.spec.max_score,
            questions=questions,
            message=message,
            notes=tuple(self._notes() if self.told is None else self.told),
        )

    def _notes(self) -> list[str]:
        faults = self.loaded.faults if self.loaded is not None else []
        notes = [one_line(f"{place(f.cell, f.line)}: {f.error}") for f in faults[:20]]
        return self.pending.notes + notes

    # -- loading ------------------------------------------------------------------------------------------------

    def _receive(self) -> None:
        """Takes the news of loading; a statement that hangs or ends the process is left out the next time."""
        pending = self.pending
        while True:
            begin = time.monotonic()
            try:
                self.loaded = pending.session.receive_loaded()
                self.unloadable = None
                return
            except LoadFailed as failed:
                waited = time.monotonic() - begin
                pending.session.close(measured=failed.hung)
                self.doubtful = self.doubtful or not failed.hung or self._starved(pending.session, waited)
                how = (
                    f"did not finish within {self.homework.spec.limits.load:g} s"
                    if failed.hung
                    else "ended the process"
                )
                self.unloadable = fault("timed_out" if failed.hung else "crashed", f"the file {how}", told=True)
                running = failed.running
                if running is None or running.step in pending.skip or len(pending.skip) >= MAX_SKIPS:
                    pending.notes.append(f"the file could not be loaded: it {how}")
                    return
                pending.skip.append(running.step)
                pending.notes.append(f"{place(running.cell, running.line)}: {how}; it was left out"[:MESSAGE_LIMIT])
                self._reload()
            finally:
                self.budget.spend(time.monotonic() - begin)

    def _reload(self) -> None:
        pending = self.pending
        self.close()
        self._left = self.budget.left
        pending.session = self.grader._load(pending.submission, pending.skip, self.packages)

    def _open(self, question: LoadedQuestion) -> QuestionProcess:
        """A process for a question, with a fresh start of the submission if its process is gone."""
        if self.unloadable is not None:
            raise self.unloadable
        entropy = entropy_of(self.homework.spec.name, question.spec.name, self.pending.submission.name)
        for attempt in (1, 2):
            try:
                return self.pending.session.ask(entropy)
            except Died:
                if attempt == 2:
                    break
                self._reload()
                self._receive()
                if self.unloadable is not None:
                    raise self.unloadable from None
        raise fault("crashed", "the process that held the file ended")

    # -- judging ------------------------------------------------------------------------------------------------

    def _judge(self, hidden: bool) -> None:
        """Runs the public or the hidden cases of all questions; those that need another server come last."""
        for question in sorted(self.homework.questions, key=lambda q: q.spec.packages != self.packages):
            self._move_to(question.spec.packages)
            line = self.lines[question.spec.name]
            proxies = {
                name: Proxy(contract, line, self._missing(name)) for name, contract in question.contracts.items()
            }
            for suite in question.suites:
                for case in suite.cases:
                    if case.hidden is hidden:
                        done = self._case(question, case, proxies)
                        self.cases[question.spec.name].append(done)
                        self.doubtful = self.doubtful or done.outcome == "crashed"
                    if line.hung:
                        self.close(measured=True)
                        waited = self._left - self.budget.left
                        starved = self._starved(self.pending.session, waited, line.waited)
                        self.doubtful = self.doubtful or starved

    def _starved(self, session: Session, waited: float, last: float = math.inf) -> bool:
        """Whether the processes of a closed session got clearly less of a processor than the time they were waited for.

        They slept, or something else took the machine: this deadline says little, and is tried again alone.

        Args:
            session: closed.
            waited: seconds for its answers, all together.
            last: of these, for the answer that did not come: half of them missing is much, whatever went well before.
        """
        return session.server.used(session.number) < waited - min(last, waited) / 2

    # -- naming the mistakes ------------------------------------------------------------------------------------

    def _diagnoses(self) -> dict[str, tuple[Diagnosis, ...]]:
        """What is known of the mistakes, by question. Comes last and has a budget of its own: no mark depends on it."""
        budget = Budget(DIAGNOSIS_SECONDS)
        found: dict[str, tuple[Diagnosis, ...]] = {}
        for question in sorted(self.homework.questions, key=lambda q: q.spec.packages != self.packages):
            suspects = self._suspects(question)
            if suspects and self.unloadable is None and budget.left > 0:
                if found:
                    self._move_to(question.spec.packages)
                else:  # what a hidden case has left in shared memory is not to choose what is answered here
                    self._start_afresh(question.spec.packages)
                found[question.spec.name] = self._diagnose(question, suspects, budget)
        return found

    def _suspects(self, question: LoadedQuestion) -> list[str]:
        """The functions that a case lost its points with and that answered at all."""
        wrong = {c.name for c in self.cases[question.spec.name] if c.outcome in ("failed", "errored", "contract")}
        asked = {p for suite in question.suites for case in suite.cases if case.name in wrong for p in case.parameters}
        return [f for f in question.spec.functions if f in asked and self._missing(f) is None]

    def _diagnose(self, question: LoadedQuestion, suspects: list[str], budget: Budget) -> tuple[Diagnosis, ...]:
        """Asks in a process that has seen no hidden input: a student chooses what is answered there."""
        limits = self.homework.spec.limits_of(question.spec)
        limits = msgspec.structs.replace(limits, call=min(limits.call, PROBE_SECONDS))
        line = Line(lambda: self._open(question), limits, budget)
        found = []
        try:
            tables = self.homework.tables.of(question)
            recognisers = self.homework.tables.recognisers_of(question)
            for name in suspects:
                ask = Proxy(question.contracts[name], line, None).observe
                named = recognisers[name].diagnose(ask) if name in recognisers else None
                if named is None and name in tables:
                    named = diagnose(tables[name], ask)
                found.append(named)
                if line.hung:
                    self.close()
        except SandboxGone:
            raise
        except Exception as error:  # a fault of ours: it costs a hint, never a mark
            if self.told is not None:
                self.told.append(f"{question.spec.name}: no hint, the grader failed ({type(error).__name__})")
        finally:
            line.close()
        return tuple(d for d in found if d is not None)

    def _line(self, question: LoadedQuestion) -> Line:
        return Line(
            lambda: self._open(question), self.homework.spec.limits_of(question.spec), self.budget, self.grader.patience
        )

    def _move_to(self, packages: tuple[str, ...]) -> None:
        """Loads the submission into the server that offers these packages, if it is another one."""
        if packages != self.packages:
            self._start_afresh(packages)

    def _start_afresh(self, packages: tuple[str, ...]) -> None:
        """Loads the submission anew, with these packages, into processes that know nothing of earlier ones."""
        self.packages = packages
        if self.unloadable is None:
            self._reload()
            self._receive()

    def close(self, measured: bool = False) -> None:
        """Ends the submission's processes, whatever a call left running in them; the next call loads it anew."""
        for line in self.lines.values():
            line.close()
        self.pending.session.close(measured)

    def _missing(self, name: str) -> StudentFault | None:
        """Why a function is not there, if it is not."""
        if self.unloadable is not None:
            return self.unloadable
        loaded = self.loaded
        if loaded is None or name in loaded.found:
            return None
        if name in loaded.broken:
            return fault(
                "errored", f"{name} is not defined: the code that defines it stopped (see the notes)", told=True
            )
        return fault("not_implemented", f"there is no function {name} in the file", told=True)

    def _case(self, question: LoadedQuestion, case: Case, proxies: Mapping[str, Any]) -> CaseResult:
        environment = dict(proxies)
        if "rng" in case.parameters:
            submission = self.pending.submission.name
            environment["rng"] = generator(
                self.pending.seed, self.homework.spec.name, question.spec.name, case.name, submission
            )
        outcome: Any = "passed"
        message = ""
        try:
            case.run(environment)
        except StudentFault as student:
            outcome, message = student.outcome, student.hidden if case.hidden else one_line(student.public)
        except ContractError as error:  # a part of the reply that the suite has looked at
            outcome, message = "contract", error.hidden if case.hidden else one_line(error)
        except AssertionError as error:
            outcome, message = "failed", "" if case.hidden else one_line(error)
        except SandboxGone:
            raise
        except Exception:
            outcome, message = "grader_error", one_line(traceback.format_exc(limit=-1)) if not case.hidden else ""
        return CaseResult(case.name, case.hidden, case.points, outcome, message)


def entropy_of(*key: object) -> int:
    """63 bits that depend on the whole key.

    Students' code sees them and may find the key by trial: the course's seed, which draws hidden inputs, is no part.
    """
    return int.from_bytes(digest_of(*key)[:8], "little") >> 1


def one_line(error: object) -> str:
    """A message as one bounded line; what cannot be seen or would move a cursor is shown as its escape."""
    line = " ".join(str(error)[: 4 * MESSAGE_LIMIT].split())
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)[:MESSAGE_LIMIT]
