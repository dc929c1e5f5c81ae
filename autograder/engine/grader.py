"""Grades one submission: the suites run here, the student's functions somewhere else.

`begin` sends a file to the sandbox, `finish` runs the suites against proxies. A class keeps one submission
ahead, so that one loads while another is judged.
"""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from autograder.checks.inputs import generator
from autograder.engine.contracts import ContractError
from autograder.engine.faults import SandboxGone, StudentFault
from autograder.engine.homeworks import LoadedHomework, LoadedQuestion
from autograder.engine.proxies import Budget, Line, Proxy, fault
from autograder.engine.sandbox_process import Died, Layer, LoadFailed, QuestionProcess, Server, Session
from autograder.engine.suites import Case
from autograder.results import CaseResult, QuestionResult, SubmissionResult, question_result
from autograder.wire.messages import Loaded

MAX_SKIPS = 3  # statements that may hang or end the process before we stop trying
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

    def __init__(self, homework: LoadedHomework, layer: Layer, slot: int = 0) -> None:
        """Prepares; the servers start with the first submission.

        Args:
            homework: what to grade.
            layer: "namespaces", "core" or "none".
            slot: number of this grader among those that work side by side.
        """
        self.homework = homework
        self.layer = layer
        self.slot = slot
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
        session = self._load(submission, seed, [], self._main_packages)
        return Pending(submission, seed, session)

    def finish(self, pending: Pending) -> SubmissionResult:
        """Runs the suites; closes the session in any case."""
        try:
            return _Run(self, pending).result()
        finally:
            pending.session.close()

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
            )
            self._servers[packages] = server
        return server

    @property
    def _main_packages(self) -> tuple[str, ...]:
        """The packages of most questions: the first one's."""
        return self.homework.questions[0].spec.packages

    def _load(self, submission: Submission, seed: int, skip: list[int], packages: tuple[str, ...]) -> Session:
        session = self.server(packages).begin(self.homework.spec.limits)
        entropy = entropy_of(seed, self.homework.spec.name, submission.name)
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
        self.budget = Budget(self.homework.spec.limits.submission)
        self.lines = {q.spec.name: self._line(q) for q in self.homework.questions}
        self.cases: dict[str, list[CaseResult]] = {name: [] for name in self.lines}

    def result(self) -> SubmissionResult:
        self._receive()
        if self.loaded is not None and self.loaded.unreadable:
            return self._submission("unreadable", (), self.loaded.unreadable)
        # Every public case of every question first: what the student's functions say there is passed on, and
        # after the first hidden case their processes may hold hidden inputs (a shared mapping outlives a fork).
        for hidden in (False, True):
            self._judge(hidden)
        questions = tuple(
            question_result(q.spec.name, q.spec.points, self.cases[q.spec.name]) for q in self.homework.questions
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
            notes=tuple(self._notes()),
        )

    def _notes(self) -> list[str]:
        faults = self.loaded.faults if self.loaded is not None else []
        notes = [f"cell {f.cell}, line {f.line}: {f.error}"[:MESSAGE_LIMIT] for f in faults[:20]]
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
                pending.session.close()
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
                pending.notes.append(
                    f"cell {running.cell}, line {running.line}: {how}; it was left out"[:MESSAGE_LIMIT]
                )
                self._reload()
            finally:
                self.budget.spend(time.monotonic() - begin)

    def _reload(self) -> None:
        pending = self.pending
        self._close()
        pending.session = self.grader._load(pending.submission, pending.seed, pending.skip, self.packages)

    def _open(self, question: LoadedQuestion) -> QuestionProcess:
        """A process for a question, with a fresh start of the submission if its process is gone."""
        if self.unloadable is not None:
            raise self.unloadable
        entropy = entropy_of(self.pending.seed, question.spec.name, self.pending.submission.name)
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
                        self.cases[question.spec.name].append(self._case(question, case, proxies))
                    if line.hung:
                        self._close()

    def _line(self, question: LoadedQuestion) -> Line:
        return Line(lambda: self._open(question), self.homework.spec.limits_of(question.spec), self.budget)

    def _move_to(self, packages: tuple[str, ...]) -> None:
        """Loads the submission into the server that offers these packages, if it is another one."""
        if packages != self.packages:
            self.packages = packages
            if self.unloadable is None:
                self._reload()
                self._receive()

    def _close(self) -> None:
        """Ends the submission's processes, whatever a call left running in them; the next call loads it anew."""
        for line in self.lines.values():
            line.close()
        self.pending.session.close()

    def _missing(self, name: str) -> StudentFault | None:
        """Why a function is not there, if it is not."""
        if self.unloadable is not None:
            return self.unloadable
        loaded = self.loaded
        if loaded is None or name in loaded.found:
            return None
        if loaded.faults or self.pending.skip:
            return fault("errored", f"{name} is not defined: a cell of the file stopped (see the notes)", told=True)
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
            outcome, message = student.outcome, student.hidden if case.hidden else student.public
        except ContractError as error:  # a part of the reply that the suite has looked at
            expected = f"{error.place}: expected {error.expected}, got something else"
            outcome, message = "contract", expected if case.hidden else one_line(error)
        except AssertionError as error:
            outcome, message = "failed", "" if case.hidden else one_line(error)
        except SandboxGone:
            raise
        except Exception:
            outcome, message = "grader_error", one_line(traceback.format_exc(limit=-1)) if not case.hidden else ""
        return CaseResult(case.name, case.hidden, case.points, outcome, message)


def entropy_of(*key: object) -> int:
    """63 bits that depend on the whole key."""
    digest = hashlib.sha256("\x1f".join(map(str, key)).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "little") >> 1


def one_line(error: object) -> str:
    """A message as one bounded line."""
    return " ".join(str(error).split())[:MESSAGE_LIMIT]
