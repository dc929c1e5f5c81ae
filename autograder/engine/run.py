"""One submission on its way through the suites: it is loaded and judged, and its mistakes are named."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from autograder.checks.inputs import digest_of, generators
from autograder.course import Limits
from autograder.diagnosis import Tables, diagnose
from autograder.diagnosis.sources import at_their_sources
from autograder.engine.faults import SandboxGone, StudentCallsStub, StudentFault, fault_of
from autograder.engine.processor import SHARE, Budget, Watch
from autograder.engine.proxies import Line, Proxy, fault
from autograder.engine.sandbox_process import Died, LoadFailed, QuestionProcess, Session
from autograder.engine.work import SHARE as SHARE_OF_WORK
from autograder.engine.work import Work
from autograder.questions.contracts import ContractError
from autograder.questions.loading import LoadedHomework, LoadedQuestion
from autograder.questions.remarks import in_line
from autograder.questions.suites import Case
from autograder.results import (
    MESSAGE_LIMIT,
    CaseResult,
    Diagnosis,
    GraderFault,
    Outcome,
    QuestionResult,
    Status,
    SubmissionResult,
    one_line,
    place,
    question_result,
    round_score,
)
from autograder.submission import Submission
from autograder.wire.messages import Loaded

MAX_SKIPS = 3  # statements that may hang or end the process before we stop trying
DIAGNOSIS_SECONDS = 10.0  # for all probes of one submission
NAMING = "naming the mistake"  # in the place of a case, where a fault costs no mark
PROBE_SECONDS = 2.0  # for one of them
NAMING_SECONDS = 5.0  # of the grader's own processor, for comparing what they gave


@dataclass
class Pending:
    """A submission that is being loaded."""

    submission: Submission
    seed: int
    patience: float = 1.0  # a factor for every limit of time
    session: Session = field(init=False)
    skip: list[int] = field(default_factory=list)
    only_definitions_from: int | None = None
    notes: list[str] = field(default_factory=list)


# Why a result may be the machine's doing: a deadline passed while something else had the processor, or while that
# cannot be told; a process ended; the machine had no more of something.
Doubt = Literal["starved", "slow", "ended", "scarce"]
Load = Callable[[Pending, tuple[str, ...]], Session]


class Run:
    """One submission on its way through the suites."""

    def __init__(self, homework: LoadedHomework, pending: Pending, load: Load, tables: Tables | None) -> None:
        """Takes over from `Grader.begin`.

        Args:
            homework: what to grade.
            pending: the submission, which the sandbox is loading.
            load: has the sandbox load it again, in the server that offers these packages.
            tables: of the known mistakes; without them no mistake is named.
        """
        self.pending = pending
        self.homework = homework
        self._load = load
        self._tables = tables
        self._patience = pending.patience
        self.loaded: Loaded | None = None
        self.unloadable: StudentFault | None = None
        self.packages = homework.main_packages
        self.budget = Budget(homework.spec.largest_limits.submission, self._patience, self._watch)
        self.doubts: set[Doubt] = set()
        self._remaining_at_start = self.budget.remaining  # of the session
        self.lines = {q.spec.name: self._line(q) for q in self.homework.questions}
        self.work = Work(SHARE_OF_WORK * self.budget.seconds)
        for line in self.lines.values():
            line.work = self.work
        self.cases: dict[str, list[CaseResult]] = {name: [] for name in self.lines}
        self.notes_before_hidden: list[str] | None = None  # taken before any hidden input was sent
        self.faults: list[GraderFault] = []
        self.stubs: dict[str, str] = {}  # what a public case has shown of one that is called, by question
        self.reached: dict[str, list[str]] = {}  # the functions that each wrong one calls

    def result(self) -> SubmissionResult:
        """Waits until the file is loaded, judges it, and names its mistakes.

        Raises:
            SandboxGone: the fork server died meanwhile.
        """
        self._receive()
        if self.loaded is not None and self.loaded.unreadable:
            return self._submission("unreadable", (), one_line(self.loaded.unreadable))
        if self.loaded is not None and self.loaded.looks_like in self.homework.elsewhere:
            other, name = self.loaded.looks_like, self.homework.spec.name
            what = f"this looks like {other}, not {name}: hand in the file of {name}"
            return self._submission("unreadable", (), what)
        # The public cases of all questions come first. What the student's functions say in them is passed on, and after
        # the first hidden case their processes may hold hidden inputs: memory may be shared across a fork.
        self._judge(hidden=False)
        self.notes_before_hidden = self._notes()
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

    def _submission(self, status: Status, questions: tuple[QuestionResult, ...], message: str) -> SubmissionResult:
        return SubmissionResult(
            submission=self.pending.submission.name,
            homework=self.homework.spec.name,
            status=status,
            sandbox=self.pending.session.server.layer,
            seed=self.pending.seed,
            score=round_score(sum(q.score for q in questions)),
            max_score=self.homework.spec.max_score,
            questions=questions,
            message=message,
            notes=tuple(self._notes() if self.notes_before_hidden is None else self.notes_before_hidden),
            faults=tuple(self.faults),
        )

    def _notes(self) -> list[str]:
        faults = self.loaded.faults if self.loaded is not None else []
        notes = [one_line(f"{place(f.cell, f.line)}: {f.error}") for f in faults[:20]]
        return self.pending.notes + notes

    # -- loading ------------------------------------------------------------------------------------------------

    def _receive(self) -> None:
        """Waits until the file is loaded; a statement that hangs or ends the process is left out at the next try."""
        pending = self.pending
        while True:
            begin = time.monotonic()
            try:
                self.loaded = pending.session.receive_loaded()
                self.unloadable = None
                self._take_remarks(self.loaded)
                return
            except LoadFailed as failed:
                clock = pending.session.clock
                pending.session.close(measured=failed.hung)
                if not failed.hung:
                    self.doubts.add("ended")
                else:
                    self._doubt(clock.proved, clock.starved, clock.elapsed)
                how = (
                    f"did not finish within {self.homework.spec.limits.load:g} s"
                    if failed.hung
                    else "ended the process"
                )
                self.unloadable = fault(
                    "timed_out" if failed.hung else "crashed", f"the file {how}", known_before_hidden=True
                )
                running = failed.running
                if running is None or running.step in pending.skip or pending.only_definitions_from is not None:
                    pending.notes.append(f"the file could not be loaded: it {how}")
                    return
                where = place(running.cell, running.line)
                if len(pending.skip) < MAX_SKIPS:
                    pending.skip.append(running.step)
                    pending.notes.append(f"{where}: {how}; it was left out"[:MESSAGE_LIMIT])
                else:
                    pending.only_definitions_from = running.step
                    pending.notes.append(f"{where}: {how}; from here on only definitions were run"[:MESSAGE_LIMIT])
                self._reload()
            finally:
                self.budget.spend(time.monotonic() - begin, pending.session.clock.lacked)

    def _take_remarks(self, loaded: Loaded) -> None:
        """What loading has shown, the first time; what took too long then is left out if the file is loaded again."""
        pending = self.pending
        for remark in loaded.remarks:
            text = one_line(in_line(remark, self.homework.spec.languages))
            if text and text not in pending.notes:
                pending.notes.append(text)
        pending.skip += [step for step in loaded.cut if step not in pending.skip]
        if loaded.cut:
            lacked = pending.session.clock.measure()
            if lacked is None and not loaded.busy:
                self.doubts.add("slow")
            elif lacked is not None and lacked > (1 - SHARE) * self.homework.spec.limits.load * self._patience:
                self.doubts.add("starved")
        if loaded.scarce:
            self.doubts.add("scarce")

    def _reload(self) -> None:
        self.close()
        self._remaining_at_start = self.budget.remaining
        self.pending.session = self._load(self.pending, self.packages)

    def _open(self, question: LoadedQuestion) -> QuestionProcess:
        """A process for a question; the submission is loaded again if its process is gone."""
        if self.unloadable is not None:
            raise self.unloadable
        entropy = entropy_of(self.homework.spec.name, question.spec.name, self.pending.submission.name)
        for attempt in (1, 2):
            try:
                limits = self.homework.spec.limits_of(question.spec)
                return self.pending.session.ask(entropy, patient(limits, self._patience))
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
                        if done.outcome == "crashed":
                            self.doubts.add("ended")
                    if line.scarce:
                        self.doubts.add("scarce")
                    if line.hung:
                        proved, starved, in_vain = line.proved, line.starved, line.waited_in_vain
                        self.close(measured=True)
                        waited = self._remaining_at_start - self.budget.remaining
                        self._doubt(proved, starved, waited, in_vain)

    def _doubt(self, proved: bool, starved: bool, waited: float, in_vain: float = math.inf) -> None:
        """Whether a deadline passed because something else had the processor. To be asked of a closed session.

        Args:
            proved: it could be read how long the session's processes were ready to run and were not let.
            starved: so long that they were given up before they had their time.
            waited: seconds for all replies of the session together.
            in_vain: how many of these for the reply that did not come; where waiting cannot be read, nearly all of
                these must have been used, whatever went well before.
        """
        session = self.pending.session
        if starved:
            self.doubts.add("starved")
        elif not proved and session.server.used(session.number) < waited - (1 - SHARE) * min(in_vain, waited):
            self.doubts.add("slow")

    # -- naming the mistakes ------------------------------------------------------------------------------------

    def _diagnoses(self) -> dict[str, tuple[Diagnosis, ...]]:
        """What is known of the mistakes, by question. It comes last, on a budget of its own: no mark depends on it."""
        if self._tables is None:
            return {}
        budget, work = Budget(DIAGNOSIS_SECONDS), Work(NAMING_SECONDS)
        found: dict[str, tuple[Diagnosis, ...]] = {}
        for question in sorted(self.homework.questions, key=lambda q: q.spec.packages != self.packages):
            suspects = self._suspects(question)
            if suspects and self.unloadable is None and budget.remaining > 0:
                if found:
                    self._move_to(question.spec.packages)
                else:  # what a hidden case left in shared memory must not decide what is returned here
                    self._start_afresh(question.spec.packages)
                found[question.spec.name] = self._diagnose(self._tables, question, suspects, budget, work)
        return self._at_their_sources(found)

    def _at_their_sources(self, found: dict[str, tuple[Diagnosis, ...]]) -> dict[str, tuple[Diagnosis, ...]]:
        """The same; of a function that calls a wrong one of another question or of its own, that is said."""
        told: dict[str, list[Diagnosis]] = {}
        for said in found.values():
            for one in said:
                told.setdefault(one.function, []).append(one)
        told_once = at_their_sources(told, self.reached)
        return {
            question: tuple(one for name in dict.fromkeys(d.function for d in said) for one in told_once[name])
            for question, said in found.items()
        }

    def _suspects(self, question: LoadedQuestion) -> list[str]:
        """The functions that failed cases asked for, as far as they exist."""
        wrong = {c.name for c in self.cases[question.spec.name] if c.outcome in ("failed", "errored", "contract")}
        asked = {p for suite in question.suites for case in suite.cases if case.name in wrong for p in case.parameters}
        return [f for f in question.spec.functions if f in asked and self._missing(f) is None]

    def _diagnose(
        self, tables: Tables, question: LoadedQuestion, suspects: list[str], budget: Budget, work: Work
    ) -> tuple[Diagnosis, ...]:
        """Runs the probes in a process that has seen no hidden input, as a student's code decides what it returns."""
        limits = self.homework.spec.limits_of(question.spec)
        limits = msgspec.structs.replace(limits, call=min(limits.call, PROBE_SECONDS))
        line = Line(lambda: self._open(question), limits, budget)
        line.work = work
        found: list[Diagnosis] = []
        try:
            known, recognisers = tables.by_function(question), tables.recognisers_of(question)
            for name in suspects:
                proxy = Proxy(question.contracts[name], line, None)
                ask = proxy.observe
                with work.measured():
                    seen = recognisers[name].diagnose(ask) if name in recognisers else None
                    said: tuple[Diagnosis, ...] = (seen,) if seen is not None else ()
                    if not said and name in known:
                        said = diagnose(known[name], ask, proxy.where)
                    if said:
                        self.reached[name] = proxy.reached()
                    found += said
                if line.hung:
                    self.close()
        except SandboxGone:
            raise
        except Exception as error:  # a fault of ours: it costs a hint, never a mark
            self.faults.append(fault_of(error, question.spec.name, NAMING))
        finally:
            line.close()
        return tuple(found)

    def _line(self, question: LoadedQuestion) -> Line:
        return Line(
            lambda: self._open(question),
            self.homework.spec.limits_of(question.spec),
            self.budget,
            self._patience,
            self._watch,
        )

    def _watch(self) -> Watch:
        return self.pending.session.server.watch()

    def _move_to(self, packages: tuple[str, ...]) -> None:
        """Loads the submission in the server that offers these packages, if it is in another one."""
        if packages != self.packages:
            self._start_afresh(packages)

    def _start_afresh(self, packages: tuple[str, ...]) -> None:
        """Loads the submission again, with these packages, in processes that share nothing with earlier ones."""
        self.packages = packages
        if self.unloadable is None:
            self._reload()
            self._receive()

    def close(self, measured: bool = False) -> None:
        """Ends the submission's processes and all that runs in them; the next call has it loaded again."""
        for line in self.lines.values():
            line.close()
        self.pending.session.close(measured)

    def _missing(self, name: str) -> StudentFault | None:
        """Why a function is not there, if it is missing."""
        if self.unloadable is not None:
            return self.unloadable
        loaded = self.loaded
        if loaded is None or name in loaded.found:
            return None
        if name in loaded.broken:
            why = "the code that defines it stopped (see the notes)" if self._notes() else "no statement defines it"
            return fault("errored", f"{name} is not defined: {why}", known_before_hidden=True)
        told = " (see the notes)" if any(remark.name == name for remark in loaded.remarks) else ""
        return fault("not_implemented", f"there is no function {name} in the file{told}", known_before_hidden=True)

    def _case(self, question: LoadedQuestion, case: Case, proxies: Mapping[str, Any]) -> CaseResult:
        environment = dict(proxies)
        key = self.pending.seed, self.homework.spec.name, question.spec.name
        environment |= generators(case.parameters, *key, case=case.name, who=self.pending.submission.name)
        outcome: Outcome = "passed"
        message = ""
        try:
            with self.work.measured():
                case.run(environment)
        except StudentFault as student:
            outcome, message = student.outcome, student.hidden if case.hidden else one_line(student.public)
            if isinstance(student, StudentCallsStub):
                message = self._of_stub(question.spec.name, case, message)
        except ContractError as error:  # a part of the reply that the suite has looked at
            outcome, message = "contract", error.hidden if case.hidden else one_line(error)
        except AssertionError as error:
            outcome, message = "failed", "" if case.hidden else one_line(error)
        except SandboxGone:
            raise
        except (Exception, SystemExit) as error:  # a fault of the suite or of ours: only the staff is told
            outcome, message = "grader_error", ""
            self.faults.append(fault_of(error, question.spec.name, case.name))
        return CaseResult(case.name, case.hidden, case.points, outcome, message)

    def _of_stub(self, question: str, case: Case, message: str) -> str:
        """What is said where a function called a stub: in a hidden case what a public one of the question has shown.

        Which stub was called may depend on the input, so that no hidden case chooses the words.
        """
        if not case.hidden:
            self.stubs.setdefault(question, message)
            return message
        return self.stubs.get(question, message)


def patient(limits: Limits, patience: float) -> Limits:
    """Limits whose times are longer by a factor."""
    times = {field: getattr(limits, field) * patience for field in ("call", "question", "submission", "load")}
    return msgspec.structs.replace(limits, **times)


def entropy_of(*key: object) -> int:
    """63 bits that depend on the whole key.

    Students' code sees them, and might find the key by trial and error. So the course's seed, which hidden inputs are
    drawn with, must not be part of it.
    """
    return int.from_bytes(digest_of(*key)[:8], "little") >> 1
