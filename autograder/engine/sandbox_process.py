"""Supervises the untrusted side: starts the fork server as a process, opens sessions in it, talks to it.

Nothing here trusts the other side: every frame has a bound, a type and a deadline, and a peer that breaks a rule counts
as crashed.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import select
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

from autograder.course import Limits
from autograder.engine import leftovers
from autograder.engine.faults import SandboxGone, SandboxUnavailable
from autograder.engine.memory_group import MemoryGroup
from autograder.engine.processor import Clock, Watch
from autograder.engine.uids import sandbox_uid, why_unusable
from autograder.results import one_line
from autograder.wire import messages
from autograder.wire.codec import Value, WireError, decoder, encode, too_many_items
from autograder.wire.frames import (
    ClosedError,
    FrameError,
    FrameTimeoutError,
    Reader,
    pending,
    receive_frame,
    send_frame,
)

Layer = Literal["namespaces", "core", "none"]
LAYERS: tuple[Layer, ...] = ("namespaces", "core", "none")
SUBMISSIONS = "autograder.sandbox.server"  # the fork server of submissions
START_SECONDS = 120.0  # for importing torch on a busy machine
STOP_SECONDS = 30.0
LOAD_GRACE = 1.2
REPLY_LIMIT = 8 << 20
LOADED_LIMIT = 1 << 20
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

    def __init__(self, why: Literal["timed_out", "crashed"], scarce: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.scarce = scarce  # it was never there: the machine had no more processes


@dataclass
class Server:
    """One fork server. Not shared between threads."""

    running: ClassVar[set[int]] = set()  # the pids of all servers that this process has started
    process: subprocess.Popen[bytes]
    sock: socket.socket
    layer: Layer
    applied: tuple[str, ...]
    slot: int
    group: MemoryGroup | None = None
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
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
        program: str = SUBMISSIONS,
    ) -> Server:
        """Starts a server with this containment and waits until it is ready.

        Args:
            layer: the containment.
            packages: what students may import beyond the standard library.
            stand_ins: packages that may be imported, but do nothing.
            data: the homework's data folder.
            secrets: paths that its children must not be able to read.
            slot: which of the servers that work side by side it is.
            memory: bytes for all its processes together, where this machine can bound that; 0 for no such bound.
            program: the module that is the server.

        Raises:
            SandboxUnavailable: this machine does not offer that containment.
            SandboxGone: the server died.
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
        if layer != "none" and os.geteuid() == 0:
            if problem := why_unusable():
                raise SandboxUnavailable(problem)
            leftovers.adopt()  # what its children leave behind, should it be killed
        process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", program, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=None if os.environ.get("HOMEWORK_DEBUG") else subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the grader to handle
        )
        theirs.close()
        Server.running.add(process.pid)
        group = MemoryGroup.make(memory) if memory else None
        grouped = group is not None and group.add(process.pid)
        data_folder = str(data) if data is not None and data.is_dir() else ""
        configure = messages.Configure(
            list(packages), list(stand_ins), layer, sandbox_uid(slot, 0), data_folder, [str(s) for s in secrets]
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
            raise SandboxGone(f"the fork server did not start: {_why_not(program, environment)}") from None
        server = cls(process, ours, layer, (), slot, group)
        if not isinstance(hello, messages.Hello) or hello.problem:
            problem = hello.problem if isinstance(hello, messages.Hello) else "it does not speak the protocol"
            server.close()
            raise SandboxUnavailable(problem)
        server.applied = (*hello.layers, "memory group") if grouped else tuple(hello.layers)
        return server

    def begin(self, limits: Limits, most: Limits | None = None) -> Session:
        """Has a process forked for a submission; does not wait for it.

        Args:
            limits: while it loads the file, and of its questions unless `ask` names others.
            most: the largest that `ask` will name.

        Raises:
            SandboxGone: the server died.
        """
        number = next(self._ids)
        self._used.pop(number - 64, None)
        ours, theirs = socket.socketpair()
        uid = sandbox_uid(self.slot, number % 2)
        message = messages.Start(number, uid, _bounds(limits, limits), _bounds(most or limits, limits))
        try:
            send_frame(self.sock, encode(message), fd=theirs.fileno())
            self._collect()
        except (FrameError, OSError):
            ours.close()
            raise SandboxGone("the fork server died") from None
        finally:
            theirs.close()
        return Session(self, number, ours, limits)

    def bound(self, number: int, bounds: messages.Limits, changed: bool) -> None:
        """Lets a submission's process fork once more, for a question with these limits.

        Raises:
            SandboxGone: the server died.
        """
        try:
            send_frame(self.sock, encode(messages.Bound(number, bounds, changed)))
            while changed and not isinstance(message := self._receive(), messages.Bounded):
                self._note(message)
        except (FrameError, OSError):
            raise SandboxGone("the fork server died") from None

    def watch(self) -> Watch:
        """Begins to watch what its children get of the processor."""
        return Watch(self.process.pid)

    def stop(self, number: int, measured: bool = False) -> None:
        """Has a submission's processes killed; the server's reply is collected later."""
        with contextlib.suppress(FrameError, OSError):  # if the server is gone, its children are gone too
            send_frame(self.sock, encode(messages.Stop(number, measured)))
            self._stopping.add(number)

    def _collect(self) -> None:
        """Takes the replies that have come, so that the server never has to wait for room in the socket."""
        while self._stopping and pending(self.sock):
            self._note(self._receive())

    def wait_stopped(self) -> None:
        """Waits until every stopped submission's processes are gone."""
        with contextlib.suppress(FrameError, OSError):
            while self._stopping:
                self._note(self._receive())

    def _receive(self) -> messages.FromServer:
        message: messages.FromServer = _decode_server(
            receive_frame(self.sock, LOADED_LIMIT, time.monotonic() + STOP_SECONDS)
        )
        return message

    def _note(self, message: messages.FromServer) -> None:
        if isinstance(message, messages.Stopped):
            self._stopping.discard(message.id)
            self._used[message.id] = message.cpu

    def used(self, number: int) -> float:
        """How many processor seconds a submission's processes took; they must have been measured when stopped."""
        self.wait_stopped()
        return self._used.get(number, 0.0)

    def alive(self) -> bool:
        """Whether the server's process still runs."""
        if self.process.poll() is not None:
            return False
        # A process that ends closes its sockets, even those on their way to a child, before it can be waited for.
        poll = select.poll()
        poll.register(self.sock, 0)  # a hang-up is always reported
        return not poll.poll(0)

    def check_alive(self) -> None:
        """To be called when a child has ended, which the end of the server may have caused.

        Raises:
            SandboxGone: the server's process has ended.
        """
        if not self.alive():
            raise SandboxGone("the fork server died")

    def close(self) -> None:
        """Ends the server, and with it all its children."""
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
                leftovers.end_adopted_of([sandbox_uid(self.slot, 0), sandbox_uid(self.slot, 1)])
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
        self.clock = Clock(LOAD_GRACE * limits.load + 1.0, server.watch)  # of loading
        self._bounds = _bounds(limits, limits)

    def send_load(self, message: messages.Load) -> None:
        """Sends the file; `receive_loaded` takes the reply, so that the grader may do other things in between."""
        with contextlib.suppress(FrameError, OSError):  # the reply, or its absence, tells
            send_frame(self.control, encode(message), time.monotonic() + self.limits.load)

    def receive_loaded(self) -> messages.Loaded:
        """How loading went.

        Raises:
            LoadFailed: the process ended or hung; it names the statement that was running.
            SandboxGone: the server died, and this process with it.
        """
        # The file ends its own statements in time, but for those that no signal can end.
        self.clock = Clock(LOAD_GRACE * self.limits.load + 1.0, self.server.watch)
        running: messages.Running | None = None
        try:
            while True:
                message = _decode_loading(receive_frame(self.control, LOADED_LIMIT, self.clock.left))
                if isinstance(message, messages.Loaded):
                    return message
                running = message
        except FrameTimeoutError:
            raise LoadFailed(True, running) from None
        except (FrameError, WireError, OSError):
            self.server.check_alive()
            raise LoadFailed(False, running) from None

    def ask(self, entropy: int, limits: Limits | None = None) -> QuestionProcess:
        """Has a process forked for a question.

        Args:
            entropy: seeds its global generators.
            limits: of the question, if they are not those that the submission began with.

        Raises:
            Died: the submission's process is gone.
            SandboxGone: the server is gone.
        """
        bounds = _bounds(limits or self.limits, self.limits)
        self.server.bound(self.number, bounds, bounds != self._bounds)
        self._bounds = bounds
        ours, theirs = socket.socketpair()
        try:
            send_frame(
                self.control, encode(messages.Ask(entropy)), time.monotonic() + self.limits.call, fd=theirs.fileno()
            )
        except (FrameError, OSError):
            ours.close()
            self.server.check_alive()
            raise Died("crashed") from None
        finally:
            theirs.close()
        return QuestionProcess(self.server, ours)

    def close(self, measured: bool = False) -> None:
        """Kills all its processes.

        Args:
            measured: asks first how much processor time they took, and waits until they are gone.
        """
        if self.closed:
            return
        self.closed = True
        self.server.stop(self.number, measured)
        if measured:
            self.server.wait_stopped()
        self.control.close()  # last, as they end when it closes, and have to be measured before


class QuestionProcess:
    """The process that answers the calls of one question."""

    def __init__(self, server: Server, sock: socket.socket) -> None:
        self.server = server
        self.sock = sock
        self.clock = Clock(0.0, server.watch)  # of the last call
        self._frames = Reader(sock, REPLY_LIMIT)
        self._looks_after = 0.0  # seconds in a receive, until the clock is looked at
        self._began = False  # a reply has come

    def call(
        self, function: str, args: list[Value], seconds: float, *, watch: bool = False, operation: str = "call"
    ) -> messages.Reply:
        """Makes one call and waits for its reply; time in which the process lacked a processor does not count.

        Raises:
            Died: no valid reply with this call's number came in time.
            SandboxGone: the server died, and this process with it.
        """
        if self._frames.ahead:  # more than one reply to the last call
            raise Died("crashed")
        # What is sent between the last reply and this request would have to guess the number.
        number = 1 + int.from_bytes(os.urandom(7), "little")
        self.clock = Clock(seconds, self.server.watch)
        try:
            self._look_after(self.clock.first_look)
            send_frame(self.sock, encode(messages.Call(number, function, args, watch, operation)), self.clock.left)
            reply: messages.Reply = _decode_reply(self._frames.receive(self.clock.left))
        except FrameTimeoutError:
            raise Died("timed_out") from None
        except (FrameError, WireError, OSError) as error:
            scarce = isinstance(error, ClosedError) and self._never_began()
            self.server.check_alive()
            raise Died("crashed", scarce) from None
        if reply.id != number or too_many_items(reply.value):
            raise Died("crashed", not self._began and _is_no_process(reply))
        self._began = True
        return reply

    def _look_after(self, seconds: float) -> None:
        if seconds != self._looks_after:
            timeval = struct.pack("ll", int(seconds), max(1, int(seconds % 1 * 1e6)))
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeval)
            self._looks_after = seconds

    def _never_began(self) -> bool:
        """Whether word has come, instead of a process, that there could not be one: it may have closed since."""
        if self._began:
            return False
        try:
            return _is_no_process(_decode_reply(self._frames.receive(time.monotonic() + 1.0)))
        except (FrameError, WireError, OSError):
            return False

    def close(self) -> None:
        """The process ends when it reads the end of the stream."""
        self.sock.close()


def _is_no_process(reply: messages.Reply) -> bool:
    """Whether it is what is sent in the place of a process: the machine had no more of them."""
    return reply.id == 0 and reply.scarce


def _bounds(limits: Limits, loading: Limits) -> messages.Limits:
    """What the kernel holds a process to: it may take all of a question's time, and had to load the file first."""
    return messages.Limits(int(max(loading.load, limits.question)) + 1, limits.memory << 20)


def _why_not(program: str, environment: dict[str, str]) -> str:
    """Why a server's program ended before it could say so itself: what importing it in the same way says."""
    command = [sys.executable, "-P", "-s", "-c", f"import {program}"]
    try:
        ended = subprocess.run(command, env=environment, capture_output=True, timeout=START_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return one_line(error)
    said = ended.stderr.decode("utf-8", "replace").strip().splitlines()
    if ended.returncode == 0:
        return "it ended without a word; it may have been killed, or run out of memory"
    where = [line.strip() for line in said if line.strip().startswith("File ")]
    return one_line(f"{said[-1] if said else f'status {ended.returncode}'} ({where[-1] if where else sys.executable})")


def best_layer(packages: Sequence[str] = ("numpy",), secrets: Sequence[Path] = ()) -> tuple[Layer, dict[str, str]]:
    """The strongest layer that works here, and for each stronger one the reason why it does not.

    Raises:
        SandboxUnavailable: only `none` works, which is never chosen silently.
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
