"""Supervises the untrusted side: starts the fork server as a process, opens sessions in it, speaks the wire.

Nothing here believes the other side: every frame is bounded, typed and timed, and a peer that breaks a rule
is a crashed one.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal

from autograder.course import Limits
from autograder.engine import leftovers
from autograder.engine.faults import SandboxGone, SandboxUnavailable
from autograder.engine.memory_group import MemoryGroup
from autograder.wire import messages
from autograder.wire.codec import Value, WireError, decoder, encode, too_many_items
from autograder.wire.frames import ClosedError, FrameError, FrameTimeoutError, pending, receive_frame, send_frame

Layer = Literal["namespaces", "core", "none"]
LAYERS: tuple[Layer, ...] = ("namespaces", "core", "none")
START_SECONDS = 120.0  # importing torch on a busy machine
REPLY_LIMIT = 8 << 20
LOADED_LIMIT = 1 << 20
FIRST_UID = 200_000
_decode_server = decoder(messages.FromServer)
_decode_loading = decoder(messages.FromSubmission)
_decode_reply = decoder(messages.Reply)


class LoadFailed(Exception):
    """A submission's process ended or hung while it loaded the file."""

    def __init__(self, hung: bool, running: messages.Running | None) -> None:
        super().__init__("hung" if hung else "ended")
        self.hung = hung
        self.running = running


class Died(Exception):
    """A question's process ended, hung, or broke the protocol."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why  # "timed_out", "crashed"


@dataclass
class Server:
    """One fork server. Not shared between threads."""

    running: ClassVar[set[int]] = set()  # all servers that this process has started
    process: subprocess.Popen[bytes]
    sock: socket.socket
    layer: Layer
    applied: tuple[str, ...]
    slot: int
    group: MemoryGroup | None = None
    _ids: Any = field(default_factory=lambda: itertools.count(1))
    _stopping: set[int] = field(default_factory=set)
    _used: dict[int, float] = field(default_factory=dict)

    @classmethod
    def start(
        cls,
        layer: Layer,
        packages: Sequence[str],
        *,
        stand_ins: Sequence[str] = (),
        data: Path | None = None,
        secrets: Sequence[Path] = (),
        slot: int = 0,
        memory: int = 0,
    ) -> Server:
        """Starts a server with that containment and waits until it is ready.

        Args:
            layer: the containment.
            packages: what students may import beyond the standard library.
            stand_ins: packages that may be imported, and do nothing.
            data: the homework's data folder.
            secrets: paths that must not be readable in there.
            slot: which of the servers side by side it is.
            memory: bytes for all its processes together, where this machine can bound that; 0 for no such bound.

        Raises:
            SandboxUnavailable: it cannot contain its children that way here.
            SandboxGone: it died.
        """
        ours, theirs = socket.socketpair()
        environment = {
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C.UTF-8",
        }
        if "PYTHONPATH" in os.environ:  # where the grader's own libraries may lie
            environment["PYTHONPATH"] = os.environ["PYTHONPATH"]
        if sys.platform == "win32":  # pragma: no cover - refused before, kept honest
            raise SandboxUnavailable("grading needs a Unix system")
        process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "autograder.sandbox.server", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None if os.environ.get("HOMEWORK_DEBUG") else subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C is the grader's to handle
        )
        theirs.close()
        Server.running.add(process.pid)
        group = MemoryGroup.make(memory) if memory else None
        grouped = group is not None and group.add(process.pid)
        data_folder = str(data) if data is not None and data.is_dir() else ""
        configure = messages.Configure(
            list(packages), list(stand_ins), layer, _uid(slot, 0), data_folder, [str(s) for s in secrets]
        )
        try:
            send_frame(ours, encode(configure))
            hello = _decode_server(receive_frame(ours, LOADED_LIMIT, time.monotonic() + START_SECONDS))
        except (FrameError, WireError):
            process.kill()
            process.wait()
            Server.running.discard(process.pid)
            ours.close()
            if group is not None:
                group.remove()
            raise SandboxGone("the fork server did not start; run `homework doctor`") from None
        server = cls(process, ours, layer, (), slot, group)
        if not isinstance(hello, messages.Hello) or hello.problem:
            problem = hello.problem if isinstance(hello, messages.Hello) else "it does not speak the protocol"
            server.close()
            raise SandboxUnavailable(problem)
        server.applied = (*hello.layers, "memory group") if grouped else tuple(hello.layers)
        return server

    def begin(self, limits: Limits) -> Session:
        """Forks a process for a submission; does not wait for it.

        Raises:
            SandboxGone: the server died.
        """
        number = next(self._ids)
        self._used.pop(number - 64, None)
        ours, theirs = socket.socketpair()
        cpu = int(max(limits.load, limits.question)) + 1
        message = messages.Start(number, _uid(self.slot, number % 2), messages.Limits(cpu, limits.memory << 20))
        try:
            send_frame(self.sock, encode(message), fd=theirs.fileno())
            self._collect()
        except (FrameError, OSError):
            ours.close()
            raise SandboxGone("the fork server died") from None
        finally:
            theirs.close()
        return Session(self, number, ours, limits)

    def stop(self, number: int, measured: bool = False) -> None:
        """Kills a submission's processes; the answer is collected later."""
        with contextlib.suppress(FrameError, OSError):  # if the server is gone, so are its children
            send_frame(self.sock, encode(messages.Stop(number, measured)))
            self._stopping.add(number)

    def _collect(self) -> None:
        """Takes the answers that have come, so that the server never waits for room."""
        while self._stopping and pending(self.sock):
            answer = _decode_server(receive_frame(self.sock, LOADED_LIMIT, time.monotonic() + 30))
            self._note(answer)

    def wait_stopped(self) -> None:
        """Waits until every stopped submission's processes are gone."""
        with contextlib.suppress(FrameError, OSError):
            while self._stopping:
                answer = _decode_server(receive_frame(self.sock, LOADED_LIMIT, time.monotonic() + 30))
                self._note(answer)

    def _note(self, answer: Any) -> None:
        if isinstance(answer, messages.Stopped):
            self._stopping.discard(answer.id)
            self._used[answer.id] = answer.cpu

    def used(self, number: int) -> float:
        """Processor seconds of a submission's processes, which were measured as they were stopped."""
        self.wait_stopped()
        return self._used.get(number, 0.0)

    def alive(self) -> bool:
        """Whether the server's process still runs."""
        if self.process.poll() is not None:
            return False
        # A process that ends closes its sockets, also those under way to a child, before it can be waited for.
        poll = select.poll()
        poll.register(self.sock, 0)  # a hang-up is always reported
        return not poll.poll(0)

    def check_alive(self) -> None:
        """For a child's end that may not be its own.

        Raises:
            SandboxGone: the server's process has ended.
        """
        if not self.alive():
            raise SandboxGone("the fork server died")

    def close(self) -> None:
        """Ends the server and with it every child."""
        with contextlib.suppress(OSError):
            self.sock.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        Server.running.discard(self.process.pid)
        if self.process.returncode != 0 and self.layer == "core":
            if os.geteuid() == 0:
                leftovers.end_all_of([_uid(self.slot, 0), _uid(self.slot, 1)])
            else:
                leftovers.end_adopted(Server.running)
        if self.group is not None:
            self.group.remove()


class Session:
    """One submission's process, and the processes of its questions."""

    def __init__(self, server: Server, number: int, control: socket.socket, limits: Limits) -> None:
        self.server = server
        self.number = number
        self.control = control
        self.limits = limits
        self.closed = False

    def send_load(
        self, kind: str, source: bytes, functions: Sequence[str], entropy: int, skip: Sequence[int] = ()
    ) -> None:
        """Sends the file; `receive_loaded` takes the answer, so that a grader may do other things between."""
        message = messages.Load(kind, source, list(functions), entropy, list(skip))  # type: ignore[arg-type]
        with contextlib.suppress(FrameError, OSError):  # the answer, or its absence, tells
            send_frame(self.control, encode(message), time.monotonic() + self.limits.load)

    def receive_loaded(self) -> messages.Loaded:
        """How loading went.

        Raises:
            LoadFailed: the process ended or hung; with the statement that was running.
            SandboxGone: the server died, and with it this process: nobody's fault here.
        """
        deadline = time.monotonic() + self.limits.load
        running: messages.Running | None = None
        try:
            while True:
                message = _decode_loading(receive_frame(self.control, LOADED_LIMIT, deadline))
                if isinstance(message, messages.Loaded):
                    return message
                running = message
        except FrameTimeoutError:
            raise LoadFailed(True, running) from None
        except (FrameError, WireError, OSError):
            self.server.check_alive()
            raise LoadFailed(False, running) from None

    def ask(self, entropy: int) -> QuestionProcess:
        """Forks a process for a question.

        Raises:
            Died: the submission's process is gone.
            SandboxGone: the server is gone.
        """
        ours, theirs = socket.socketpair()
        try:
            send_frame(
                self.control, encode(messages.Ask(1, entropy)), time.monotonic() + self.limits.call, fd=theirs.fileno()
            )
        except (FrameError, OSError):
            ours.close()
            self.server.check_alive()
            raise Died("crashed") from None
        finally:
            theirs.close()
        return QuestionProcess(self.server, ours, self.limits)

    def close(self, measured: bool = False) -> None:
        """Kills all its processes.

        Args:
            measured: asks before how much processor time they took, and waits until they are gone.
        """
        if self.closed:
            return
        self.closed = True
        self.server.stop(self.number, measured)
        if measured:
            self.server.wait_stopped()
        self.control.close()  # last: its end would end them before they are measured


class QuestionProcess:
    """The process that answers the calls of one question."""

    def __init__(self, server: Server, sock: socket.socket, limits: Limits) -> None:
        self.server = server
        self.sock = sock
        self.limits = limits
        self._ids = itertools.count(1)

    def call(
        self, function: str, args: list[Value], seconds: float, *, watch: bool = False, operation: str = "call"
    ) -> messages.Reply:
        """One call, one reply.

        Raises:
            Died: no valid reply with this call's number came in time.
            SandboxGone: the server died, and with it this process.
        """
        number = next(self._ids)
        deadline = time.monotonic() + seconds
        try:
            if pending(self.sock):  # a reply before the request, or a second one
                raise Died("crashed")
            send_frame(self.sock, encode(messages.Call(number, function, args, watch, operation)), deadline)
            reply: messages.Reply = _decode_reply(receive_frame(self.sock, REPLY_LIMIT, deadline))
        except FrameTimeoutError:
            raise Died("timed_out") from None
        except (ClosedError, FrameError, WireError, OSError):
            self.server.check_alive()
            raise Died("crashed") from None
        if reply.id != number or too_many_items(reply.value):
            raise Died("crashed")
        return reply

    def close(self) -> None:
        """The process ends when it reads the end of the stream."""
        self.sock.close()


def _uid(slot: int, turn: int) -> int:
    """A uid that no other slot of this grader, and hardly any other grader on the machine, uses."""
    return FIRST_UID + (os.getpid() % 20_000) * 64 + (slot % 32) * 2 + turn


def best_layer(packages: Sequence[str] = ("numpy",), secrets: Sequence[Path] = ()) -> tuple[Layer, dict[str, str]]:
    """The strongest layer that works here, and why each stronger one does not.

    Raises:
        SandboxUnavailable: nothing but `none` works, which is never chosen silently.
    """
    reasons: dict[str, str] = {}
    for layer in LAYERS[:-1]:
        try:
            Server.start(layer, packages, secrets=secrets).close()
        except (SandboxUnavailable, SandboxGone) as error:
            reasons[layer] = str(error)
        else:
            return layer, reasons
    why = "; ".join(f"{layer}: {reason}" for layer, reason in reasons.items())
    raise SandboxUnavailable(f"no containment works here ({why}); see `homework doctor`, or pass --sandbox none")
