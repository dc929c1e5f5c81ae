"""Grades submissions: the suites run here, the students' functions in a sandbox.

`begin` sends a file to the sandbox, `finish` runs the suites against proxies of its functions. The next submission
begins when the last one is finished: nothing of another student's runs on its processor.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from autograder.diagnosis import Tables
from autograder.engine.run import Doubt, Pending, Run, entropy_of, patient
from autograder.engine.sandbox_process import Layer, Server, Session
from autograder.questions.handout import handout_part
from autograder.questions.loading import LoadedHomework
from autograder.results import SubmissionResult
from autograder.submission import Submission
from autograder.wire.messages import HandoutPart, Load

# Memory of all processes of a server together, where the machine can bound that: for its libraries, and a few times
# what one of a submission's processes may take.
LIBRARIES, TOGETHER = 1 << 30, 3


@dataclass(frozen=True)
class Graded:
    """A result, and why the grader doubts it: something else on this machine may be the cause of a failure."""

    result: SubmissionResult
    doubts: frozenset[Doubt] = frozenset()

    @property
    def doubtful(self) -> bool:
        """Whether it should be graded again."""
        return bool(self.doubts)


class Grader:
    """Grades submissions of one homework. It owns fork servers, and is not shared between processes or threads."""

    def __init__(
        self,
        homework: LoadedHomework,
        layer: Layer,
        slot: int = 0,
        tables: Tables | None = None,
    ) -> None:
        """Prepares; the servers start with the first submission.

        Args:
            homework: what to grade.
            layer: "namespaces", "core" or "none".
            slot: the number of this grader among those that work side by side.
            tables: of the known mistakes; without them no mistake is named.
        """
        self.homework = homework
        self.layer = layer
        self.slot = slot
        self.tables = tables
        self._servers: dict[tuple[str, ...], Server] = {}

    def grade(self, submission: Submission, seed: int, patience: float = 1.0) -> SubmissionResult:
        """Grades one submission from start to end.

        Args:
            submission: what to grade.
            seed: of its inputs.
            patience: a factor for every limit of time.

        Raises:
            SandboxUnavailable: this machine does not offer the layer.
            SandboxGone: the fork server died meanwhile.
        """
        return self.finish(self.begin(submission, seed, patience)).result

    def begin(self, submission: Submission, seed: int, patience: float = 1.0) -> Pending:
        """Sends a submission to the sandbox; does not wait until it has loaded."""
        pending = Pending(submission, seed, patience, notes=list(submission.notes))
        pending.session = self._load(pending, self.homework.main_packages)
        return pending

    def finish(self, pending: Pending, judge: type[Run] = Run) -> Graded:
        """Runs the suites; always closes the session and its sockets.

        Args:
            pending: what `begin` has returned.
            judge: how: a subclass of `Run` may look on.
        """
        run = judge(self.homework, pending, self._load, self.tables)
        try:
            return Graded(run.result(), frozenset(run.doubts))
        finally:
            run.close()

    def server(self, packages: tuple[str, ...]) -> Server:
        """The server for these packages, started when it is first needed, and again if it has died."""
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
                memory=LIBRARIES + TOGETHER * (homework.spec.largest_limits.memory << 20),
            )
            self._servers[packages] = server
        return server

    @property
    def servers(self) -> tuple[Server, ...]:
        """The servers that have been started."""
        return tuple(self._servers.values())

    def _load(self, pending: Pending, packages: tuple[str, ...]) -> Session:
        homework, submission = self.homework, pending.submission
        limits = patient(homework.spec.limits, pending.patience)
        session = self.server(packages).begin(limits, patient(homework.spec.largest_limits, pending.patience))
        session.send_load(
            Load(
                submission.kind,
                submission.source,
                homework.functions,
                entropy_of(homework.spec.name, submission.name),
                pending.skip,
                pending.only_definitions_from,
                limits.load,
                self._handout,
                dict(submission.helpers),
                homework.elsewhere,
            )
        )
        return session

    @cached_property
    def _handout(self) -> HandoutPart:
        return handout_part(self.homework.course, self.homework.spec.name)

    def close(self) -> None:
        """Ends all servers."""
        for server in self._servers.values():
            server.close()
        self._servers.clear()

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
