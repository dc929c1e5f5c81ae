"""`homework grade --cluster`: submissions to the workers of a Dask cluster that is there already, results back.

Only this side writes. A worker gets no submission before it was looked at: it must have the same suites, the same
program and the same libraries, and offer the containment. What counts of its answers is decided by `pool.judge`, as it
is for workers of this machine.
"""

from __future__ import annotations

import collections
import contextlib
import ipaddress
import logging
import queue
import socket
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import dask
import msgspec
from distributed import Client, Future, KilledWorker, Security

from autograder.classroom.pool import Job, Said
from autograder.cluster.messages import Answers, Batch, Examined, Order, Work, encode
from autograder.cluster.plugin import GraderPlugin, examine, grade_batch
from autograder.digests import Judging
from autograder.engine.faults import SandboxUnavailable
from autograder.engine.sandbox_process import Layer
from autograder.errors import InputError, MachineError
from autograder.reports.escape import for_terminal
from autograder.results import one_line

BATCH = 16  # submissions of a task, in a large class
BATCH_BYTES = 4 << 20  # of its files, unless one alone is larger
AT_LEAST = 20  # tasks that are under way, so that nobody waits for the client
FOR_EACH = 2  # tasks under way for each grader: one is graded, one is there already
BYTES = 256 << 20  # of all files under way
LOOK_SECONDS = 2.0  # between looks at which workers there are
WAIT_SECONDS = 60.0  # for the first worker
ALLOWED_FAILURES = 3  # workers that a task may lose, at least
ENCRYPTED = ("tls", "wss")
LOG_LENGTH, MESSAGES = "distributed.admin.low-level-log-length", 20
Log = Callable[[str], None]


class ClusterError(MachineError):
    """The cluster does not do what is needed; the message says what to do."""


@dataclass(frozen=True)
class Access:
    """Where a cluster is, and how it is spoken to.

    Attributes:
        address: of its scheduler.
        ca, certificate, key: files for TLS; those that Dask is configured with where they are not given.
        unencrypted: over a network without TLS, since somebody said so.
    """

    address: str
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    unencrypted: bool = False

    def checked(self) -> str:
        """The address with its scheme.

        Raises:
            InputError: submissions and marks would travel unencrypted, or a file is missing.
        """
        for file in (self.ca, self.certificate, self.key):
            if file is not None and not file.is_file():
                raise InputError(f"{file}: no such file")
        address = self.address
        if "://" not in address:
            address = f"{'tls' if self.ca or self.certificate else 'tcp'}://{address}"
        self.check(address)
        return address

    def check(self, address: str) -> None:
        """Refuses what is spoken to without TLS over a network.

        Raises:
            InputError: it is.
        """
        if not self.unencrypted and address.split("://")[0] not in ENCRYPTED and not _is_loopback(address):
            raise InputError(
                f"{address}: is no TLS address, and is on another machine: anybody on the way could read submissions, "
                "change marks and run programs; use tls://, or say --no-tls"
            )

    @property
    def security(self) -> Security:
        """What Dask is to use."""
        given = {
            "tls_ca_file": self.ca and str(self.ca),
            "tls_client_cert": self.certificate and str(self.certificate),
            "tls_client_key": self.key and str(self.key),
        }
        return Security(**{name: file for name, file in given.items() if file})


def _is_loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
        return bool(found) and all(ipaddress.ip_address(one.split("%")[0]).is_loopback for one in found)
    except (OSError, ValueError):
        return False


@dataclass
class _Task:
    """Some submissions on their way."""

    jobs: list[tuple[int, Job]]
    allowed: frozenset[str]
    alone: bool = False

    @property
    def size(self) -> int:
        return sum(len(job.submission.source) for _, job in self.jobs)


class Cluster:
    """A cluster, and which of its workers may grade what. To be used in a `with`."""

    def __init__(self, access: Access, log: Log = lambda line: None) -> None:
        """Prepares; nothing is spoken to before there is something to grade.

        Raises:
            InputError: see `Access.checked`.
        """
        self._access = access
        self._address = access.checked()
        self._log = log
        self._stack = contextlib.ExitStack()
        self._client: Client | None = None
        self._checked: dict[str, _Checked] = {}

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()

    def workers(self, homework: str, layer: Layer, judging: Judging, naming: bool, question: str) -> OnCluster:
        """What grades submissions of a homework there; see `pool.Elsewhere`.

        Raises:
            ClusterError: it is not there, or has no worker.
            InputError: a worker has something else than we do.
        """
        order = Order(homework, layer, judging.digest, dict(judging.judged), naming)
        key = f"{homework} {layer} {judging.digest} {naming}"
        if key not in self._checked:
            checked = _Checked(self._connected(), self._access, order, judging, self._log)
            self._stack.callback(checked.end)
            checked.begin()
            self._checked[key] = checked
        return OnCluster(self._checked[key], question, self._log)

    def _connected(self) -> Client:
        if self._client is None:
            # What it says of lost connections is said in one line by us.
            logging.getLogger("distributed").setLevel(logging.CRITICAL)
            # For Dask's developers it keeps the last thousand messages: our tasks, with the files in them.
            dask.config.set({LOG_LENGTH: MESSAGES})
            try:
                self._client = Client(
                    self._address, security=self._access.security, timeout="10s", set_as_default=False, name="homework"
                )
            except (OSError, TimeoutError, ValueError, TypeError, RuntimeError) as error:
                raise ClusterError(
                    f"{self._address}: no Dask scheduler answers there: {one_line(error) or type(error).__name__}"
                ) from None
            self._stack.callback(self._client.close, timeout=5)
        return self._client


@dataclass
class _Checked:
    """The workers that have what we have, for one order."""

    client: Client
    access: Access
    order: Order
    judging: Judging
    log: Log
    threads: dict[str, int] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    name: str = ""
    _looked: float = 0.0

    def begin(self) -> None:
        """Waits for a worker, looks at all there are, and puts our graders on them."""
        until = time.monotonic() + WAIT_SECONDS
        while not (found := self._there()):
            if time.monotonic() > until:
                raise ClusterError(f"{self.access.address}: has no worker for {WAIT_SECONDS:.0f} s: start some")
            time.sleep(0.2)
        try:
            allowed = self.client.run_on_scheduler(_allowed_failures)
        except Exception as error:
            raise ClusterError(f"the scheduler {_lacking(error)}") from None
        if allowed is not None and allowed < ALLOWED_FAILURES:
            self.log(
                f"the scheduler gives a task up after {allowed} lost workers: set "
                f"distributed.scheduler.allowed-failures to {ALLOWED_FAILURES} or more"
            )
        if problems := self._look_at(found):
            raise InputError(f"{'; '.join(problems)}: nothing was sent")
        self.name = f"homework {self.order.homework} {uuid.uuid4().hex}"
        self._looked = time.monotonic()
        try:
            self.client.register_plugin(GraderPlugin(self.name, encode(self.order)), name=self.name)
        except Exception as error:
            raise ClusterError(f"a worker cannot start graders: {one_line(error)}") from None

    def end(self) -> None:
        """Takes our graders from the workers."""
        if self.name and self.client.status == "running":
            with contextlib.suppress(Exception):  # they end by themselves if nobody uses them
                self.client.unregister_worker_plugin(self.name)

    @property
    def addresses(self) -> frozenset[str]:
        """Of the workers that may grade."""
        return frozenset(self.threads)

    @property
    def graders(self) -> int:
        """How many submissions are graded side by side."""
        return max(1, sum(self.threads.values()))

    def look(self) -> None:
        """Sees who has come and who has gone; a worker that came and has something else gets nothing.

        Raises:
            ClusterError: the scheduler is gone.
        """
        if time.monotonic() < self._looked + LOOK_SECONDS:
            return
        there = self._there()
        gone = self.threads.keys() - there.keys()
        for address in gone:
            del self.threads[address]
        if gone:
            left = "" if self.threads else "; none is left: waiting for others"
            self.log(f"lost {len(gone)} worker{'s' * (len(gone) > 1)}: what they had is graded by others{left}")
        new = {address: threads for address, threads in there.items() if address not in self.threads}
        for problem in self._look_at({a: n for a, n in new.items() if a not in self.refused}):
            self.log(f"{problem}: it gets nothing")
        self._looked = time.monotonic()

    def _there(self) -> dict[str, int]:
        try:
            info = self.client.scheduler_info(n_workers=-1)
        except Exception as error:
            raise ClusterError(
                f"{self.access.address}: the scheduler is gone ({one_line(error)}); what was graded is kept: run the "
                "same command again"
            ) from None
        return {address: int(worker["nthreads"]) for address, worker in info["workers"].items()}

    def _look_at(self, workers: Mapping[str, int]) -> list[str]:
        """Looks at workers; whoever may grade is among ours then, and the others' problems are returned."""
        if not workers:
            return []
        problems = []
        for address in workers:
            try:
                self.access.check(address)
            except InputError as error:
                problems.append(str(error))
        if problems:
            self.refused |= workers.keys()
            return problems
        try:
            said = self.client.run(examine, encode(self.order), workers=list(workers), on_error="return")
        except Exception as error:  # one that went away meanwhile
            self.log(f"a worker could not be looked at: {one_line(error)}")
            return []
        for address, answer in sorted(said.items()):
            problem = _problem(self.judging, answer)
            if problem:
                self.refused.add(address)
                problems.append(f"{address}: {problem}")
            else:
                self.threads[address] = workers[address]
        return problems


def _allowed_failures(dask_scheduler: Any = None) -> int | None:
    return getattr(dask_scheduler, "allowed_failures", None)


def _problem(judging: Judging, answer: bytes | Exception) -> str:
    """Why a worker may not grade; empty if it may."""
    if isinstance(answer, Exception):
        return _lacking(answer)
    found = msgspec.msgpack.decode(answer, type=Examined)
    if found.problem:
        return found.problem
    differing = []
    for question, digest in judging.judged.items():
        theirs = found.judged.get(question, "")
        if theirs != digest:
            mine, other = judging.parts[digest], found.parts.get(theirs, {})
            names = sorted(name for name in mine if mine[name] != other.get(name))
            differing.append(f"{question} ({', '.join(names)})")
    if not differing and list(found.judged) != list(judging.judged):
        differing = ["other questions"]
    return f"has something else than this machine: {', '.join(differing)}" if differing else ""


def _lacking(error: Exception) -> str:
    if isinstance(error, ImportError):
        return f"lacks this program or a library ({one_line(error)}): install dl-homework[grade,cluster] there"
    return f"cannot say what it has: {one_line(error)}"


@dataclass
class OnCluster:
    """Workers of a cluster, as `pool.judge` sees them."""

    checked: _Checked
    question: str
    log: Log
    _ready: queue.SimpleQueue[Future] = field(default_factory=queue.SimpleQueue)
    _noted: set[str] = field(default_factory=set)
    _singly: set[int] = field(default_factory=set)  # of jobs that lost their workers together with others

    def parallel(self, queue: collections.deque[tuple[int, Job]], log: Log) -> Iterator[tuple[int, Said | None]]:
        """See `pool.Workers`. Of a class as much is under way as keeps the workers busy, whatever its size."""
        pending: dict[Future, _Task] = {}
        try:
            while queue or pending:
                self.checked.look()
                bytes_under_way = sum(task.size for task in pending.values())
                while queue and self.checked.threads and len(pending) < self._window() and bytes_under_way < BYTES:
                    task = self._next(queue)
                    bytes_under_way += task.size
                    pending[self._submit(task)] = task
                yield from self._done(pending, queue)
        finally:
            self._cancel(pending)

    def alone(self, jobs: Sequence[tuple[int, Job]], log: Log) -> Iterator[tuple[int, Said | None]]:
        """See `pool.Workers`. One on each machine at a time."""
        waiting = collections.deque(jobs)
        pending: dict[Future, _Task] = {}
        try:
            while waiting or pending:
                self.checked.look()
                hosts = _by_host(self.checked.addresses)
                busy = {_host(address) for task in pending.values() for address in task.allowed}
                for host in hosts.keys() - busy:
                    if waiting:
                        task = _Task([waiting.popleft()], frozenset(hosts[host]), alone=True)
                        pending[self._submit(task)] = task
                yield from self._done(pending, waiting)
        finally:
            self._cancel(pending)

    def _window(self) -> int:
        return max(AT_LEAST, FOR_EACH * self.checked.graders)

    def _next(self, queue: collections.deque[tuple[int, Job]]) -> _Task:
        """The next task: of a small class smaller ones, so that everybody has something to do."""
        count = min(BATCH, max(1, len(queue) // (4 * self.checked.graders)))
        task = _Task([queue.popleft()], self.checked.addresses)
        if task.jobs[0][0] in self._singly:
            return task
        while queue and len(task.jobs) < count and queue[0][0] not in self._singly:
            if task.size + len(queue[0][1].submission.source) > BATCH_BYTES:
                break
            task.jobs.append(queue.popleft())
        return task

    def _submit(self, task: _Task) -> Future:
        works = [Work.of(number, job, self.question) for number, job in task.jobs]
        future = self.checked.client.submit(
            grade_batch,
            self.checked.name,
            encode(Batch(works, task.alone)),
            key=f"homework-{uuid.uuid4().hex}",
            workers=sorted(task.allowed),
            allow_other_workers=False,
            pure=False,
        )
        future.add_done_callback(self._ready.put)
        return future

    def _done(
        self, pending: dict[Future, _Task], again: collections.deque[tuple[int, Job]]
    ) -> Iterator[tuple[int, Said | None]]:
        """What the next task came to; what has to be sent again goes to the queue."""
        try:
            future = self._ready.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            for stranded, task in list(pending.items()):
                if not task.allowed & self.checked.addresses:  # nobody is left who was to do it
                    del pending[stranded]
                    stranded.cancel()
                    again.extendleft(reversed(task.jobs))
            return
        if future not in pending:  # it was cancelled
            return
        task = pending.pop(future)
        if future.status == "finished":
            try:
                data = future.result(timeout=60)
            except Exception:  # whoever had the answer is gone with it
                again.extendleft(reversed(task.jobs))
                return
            yield from self._said(msgspec.msgpack.decode(data, type=Answers))
        elif future.status == "error":
            yield from self._failed(task, future.exception(), again)
        elif self.checked.client.status == "running":
            again.extendleft(reversed(task.jobs))
        else:
            raise ClusterError("the connection to the scheduler was lost; what was graded is kept: run it again")

    def _said(self, answers: Answers) -> Iterator[tuple[int, Said]]:
        for line in answers.notes:
            if line not in self._noted:
                self._noted.add(line)
                self.log(line)
        for answer in answers.answers:
            if answer.kind == "unavailable":
                raise SandboxUnavailable(answer.message)
            yield answer.number, answer.said

    def _failed(
        self, task: _Task, error: BaseException | None, again: collections.deque[tuple[int, Job]]
    ) -> Iterator[tuple[int, Said]]:
        """A task that ended its workers is sent again one by one; one alone that did is left to a quiet machine."""
        if not isinstance(error, KilledWorker):
            raise ClusterError(f"a worker does not grade: {one_line(error)}")
        if len(task.jobs) > 1:
            self.log(f"{len(task.jobs)} submissions lost all workers that had them; each is sent again alone")
            self._singly |= {number for number, _ in task.jobs}
            again.extendleft(reversed(task.jobs))
            return
        number, job = task.jobs[0]
        yield number, Said(number, "error", message=f"the workers that had {for_terminal(job.submission.name)} ended")

    def _cancel(self, pending: Iterable[Future]) -> None:
        with contextlib.suppress(Exception):
            self.checked.client.cancel(list(pending))


def _by_host(addresses: Collection[str]) -> dict[str, set[str]]:
    hosts: dict[str, set[str]] = {}
    for address in addresses:
        hosts.setdefault(_host(address), set()).add(address)
    return hosts


def _host(address: str) -> str:
    return urlsplit(address).hostname or address
