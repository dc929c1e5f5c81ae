"""What a client puts on each worker of a cluster: graders that stay warm, and the task that uses them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import socket
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from typing import Any

import msgspec
from distributed import WorkerPlugin, get_worker

from autograder import digests
from autograder.classroom.pool import longest
from autograder.cluster.messages import Answer, Answers, Batch, Begun, Examined, Order, Ready, Work, encode
from autograder.course import find_course
from autograder.engine.faults import SandboxGone, SandboxUnavailable
from autograder.engine.sandbox_process import Server
from autograder.engine.uids import uid_range
from autograder.errors import HomeworkError

CLIENT_GONE = "the client has gone"
START_SECONDS = 300.0  # for the oracles' imports and the tables of known mistakes on a busy machine


class RefusedError(Exception):
    """A grader of this worker must not or cannot grade what the client has."""


class GraderProcess:
    """One grader, started again if it has ended. Used by one thread at a time."""

    def __init__(self, slot: int, order: Order) -> None:
        self._slot = slot
        self._order = order
        self._limits = find_course().homework(order.homework)
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection[bytes, bytes] | None = None
        self._ready = False
        self._killed = False
        self.notes: list[str] = []

    def start(self) -> None:
        """Starts it, unless it runs; does not wait until it has loaded anything.

        Raises:
            RefusedError: it was killed.
        """
        if self._killed:
            raise RefusedError(CLIENT_GONE)
        if self._process is not None and self._process.poll() is None:
            return
        self.end()
        ours, theirs = socket.socketpair()
        environment = dict(os.environ)
        for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
            environment[name] = "1"
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "autograder.cluster.process", str(theirs.fileno()), str(self._slot)],
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the client to handle
            )
        self._connection = Connection(ours.detach())
        self._ready = False
        with contextlib.suppress(OSError):  # it has ended, and whoever asks it will see
            self._connection.send_bytes(encode(self._order))

    def ask(self, work: Work) -> Answer:
        """Has a submission graded.

        Raises:
            RefusedError: it grades nothing.
        """
        self.start()
        assert self._connection is not None
        try:
            if not self._ready:
                self._begin(self._connection)
            self._connection.send_bytes(encode(work))
            seconds = longest(self._limits, work.patience)
            if not self._connection.poll(seconds):  # a suite that never ends
                self.end()
                return Answer(work.number, "error", None, f"the grader gave no answer for {seconds:.0f} s", None, ())
            return msgspec.msgpack.decode(self._connection.recv_bytes(), type=Answer)
        except (EOFError, OSError):
            self.end()
            return Answer(work.number, "gone", None, "its grader's process ended", None, ())

    def _begin(self, connection: Connection[bytes, bytes]) -> None:
        if not connection.poll(START_SECONDS):
            raise RefusedError(f"the homework was not loaded within {START_SECONDS:.0f} s")
        try:
            begun: Ready | Any = msgspec.msgpack.decode(connection.recv_bytes(), type=Begun)
        except (EOFError, OSError):
            raise RefusedError("the homework cannot be loaded: the worker's log says why") from None
        if not isinstance(begun, Ready):
            raise RefusedError(begun.why)
        self._ready, self.notes = True, begun.notes

    def kill(self) -> None:
        """Ends it for good while another thread may be asking it, which is told by the end of the connection."""
        self._killed = True
        process = self._process
        if process is not None:
            process.kill()
            process.wait()

    def end(self) -> None:
        """Ends it, and what it is at."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
            if self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            self._process = None


class GraderPlugin(WorkerPlugin):  # type: ignore[misc]
    """Owns a worker's graders, as many as the worker has threads."""

    def __init__(self, name: str, order: bytes) -> None:
        self.name = name
        self._order = order

    def setup(self, worker: Any) -> None:
        """Starts the graders; a worker that has no such homework has none."""
        self._graders: queue.LifoQueue[GraderProcess] = queue.LifoQueue()
        self._all: list[GraderProcess] = []
        self._changing = threading.Lock()
        self._decoded = msgspec.msgpack.decode(self._order, type=Order)
        self._threads = int(worker.state.nthreads)
        with contextlib.suppress(HomeworkError):
            for slot in range(self._threads):
                self._all.append(GraderProcess(slot, self._decoded))
                self._all[-1].start()
                self._graders.put(self._all[-1])

    async def teardown(self, worker: Any) -> None:
        """Ends the graders, with what they are at."""
        with self._changing:
            ending = list(self._all)
        await asyncio.gather(*(asyncio.to_thread(grader.kill) for grader in ending))

    def grade(self, batch: Batch) -> Answers:
        """Has a batch graded by the next grader that is free.

        Raises:
            RefusedError: see `GraderProcess.ask`.
        """
        if not self._all:
            raise RefusedError("this worker has no such homework")
        if batch.alone:
            return Answers([self._afresh(work) for work in batch.works])
        grader = self._graders.get()
        try:
            answers = [grader.ask(work) for work in batch.works]
            return Answers(answers, grader.notes)
        finally:
            self._graders.put(grader)

    def _afresh(self, work: Work) -> Answer:
        grader = GraderProcess(self._threads, self._decoded)
        with self._changing:
            self._all.append(grader)
        try:
            return grader.ask(work)
        finally:
            grader.end()
            with self._changing:
                self._all.remove(grader)


def grade_batch(name: str, batch: bytes) -> bytes:
    """The task: grades some submissions on the worker that runs it.

    Args:
        name: of the plugin.
        batch: a `Batch`.

    Returns:
        `Answers`.
    """
    plugin = get_worker().plugins.get(name)
    if plugin is None:
        raise RefusedError(CLIENT_GONE)
    return encode(plugin.grade(msgspec.msgpack.decode(batch, type=Batch)))


async def examine(order: bytes) -> bytes:
    """What a worker has of a homework, and whether it can contain what students hand in: `Examined`."""
    return encode(await asyncio.to_thread(_examined, msgspec.msgpack.decode(order, type=Order)))


def _examined(order: Order) -> Examined:
    try:
        course = find_course()
        homework = course.homework(order.homework)
        judging = digests.judging(course, homework)
        uid_range()
        secrets = course.secrets(order.homework)
        Server.start(order.layer, homework.questions[0].packages, secrets=secrets).close()
    except (HomeworkError, SandboxUnavailable, SandboxGone) as error:
        return Examined(problem=str(error))
    parts = {digest: dict(made_of) for digest, made_of in judging.parts.items()}
    return Examined(dict(judging.judged), parts)
