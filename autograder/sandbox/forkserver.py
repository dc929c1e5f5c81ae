"""A fork server: imports what its children need, prepares their containment, forks one of them for each request.

A program that is one calls `main`; it is started fresh as `python -m PROGRAM FD`, never forked from the grader: it
has nothing of the grader's memory, environment or descriptors.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import resource
import shutil
import socket
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from autograder.sandbox.containment import Containment, ContainmentError
from autograder.sandbox.forks import Forks, wait_for
from autograder.wire.codec import decoder, encode
from autograder.wire.frames import FrameError, receive_frame, receive_frame_with_fd, send_frame
from autograder.wire.messages import Bound, Bounded, Configure, Hello, Limits, Start, Stop, Stopped, ToServer

FRAME_LIMIT = 1 << 20
ANSWER_LIMIT = 4096  # bytes of what the self-test says
_decode = decoder(ToServer)


@dataclass(frozen=True)
class Work:
    """What the children of a fork server are for.

    Attributes:
        preload: imports what they need, while the server still sees the whole file system.
        guard: the last step before the first of them is forked.
        run: the life of one: it is contained, and talks over its socket; it is given what `guard` returned.
    """

    preload: Callable[[Configure], object]
    guard: Callable[[Configure], object]
    run: Callable[[socket.socket, Containment, Any], object]


def serve(grader: socket.socket, work: Work) -> None:
    """Answers the grader until it closes the socket."""
    configure = _decode(receive_frame(grader, FRAME_LIMIT))
    if not isinstance(configure, Configure):
        return
    work.preload(configure)
    tasks = Path("/proc/self/task")
    if tasks.is_dir() and len(list(tasks.iterdir())) != 1:
        send_frame(grader, encode(Hello([], "a library has started threads: forks of this server could hang")))
        return
    try:
        containment = Containment(configure.layer, configure.data, configure.packages)
    except ContainmentError as error:
        send_frame(grader, encode(Hello([], str(error))))
        return
    guarded = work.guard(configure)
    containment.ready()
    try:
        problem = _self_test(containment, configure)
        configure = msgspec.structs.replace(configure, secrets=[])  # no child needs to know where they lie
        send_frame(grader, encode(Hello(containment.applied, problem)))
        if not problem:
            _fork_on_demand(grader, containment, work, guarded)
    finally:
        if containment.copies is not None:
            shutil.rmtree(containment.copies, ignore_errors=True)


def _fork_on_demand(grader: socket.socket, containment: Containment, work: Work, guarded: object) -> None:
    children: dict[int, int] = {}
    uids: dict[int, int] = {}
    forks: dict[int, Forks] = {}
    while True:
        wait_for(grader, forks.values())
        try:
            data, fd = receive_frame_with_fd(grader, FRAME_LIMIT)
        except FrameError:
            break
        message = _decode(data)
        if isinstance(message, Start) and fd is not None:
            ours, theirs = socket.socketpair()
            containment.before_fork()
            pid = os.fork()
            if pid == 0:
                _become_child(fd, theirs.fileno(), containment, message, work, guarded)
            containment.after_fork()
            os.close(fd)
            theirs.close()
            with ours:
                fork = Forks.receive(ours)
            if fork is not None:
                forks[message.id] = fork
            children[message.id], uids[message.id] = pid, message.uid
        elif isinstance(message, Bound):
            if message.id in children:
                if message.changed:
                    containment.bound(children[message.id], message.limits, uids[message.id])
                if message.id in forks:
                    forks[message.id].allowed += 1
            if message.changed:
                send_frame(grader, encode(Bounded(message.id)))
        elif isinstance(message, Stop):
            pid, _ = children.pop(message.id, 0), uids.pop(message.id, 0)
            until_now = containment.used(pid) if pid and message.measured else 0.0
            cpu = containment.kill(pid) if pid else 0.0
            if message.id in forks:
                forks.pop(message.id).close()
            send_frame(grader, encode(Stopped(message.id, max(cpu, until_now))))
    for pid in children.values():
        containment.kill(pid)


def _become_child(fd: int, tell: int, containment: Containment, start: Start, work: Work, guarded: object) -> None:
    try:
        containment.enter(start.limits, start.most, fd, start.uid, tell)
        work.run(socket.socket(fileno=3), containment, guarded)
    finally:
        os._exit(0)


def _self_test(containment: Containment, configure: Configure) -> str:
    """Contains a child and lets it try what must work and what must not; returns the first problem, or ""."""
    if configure.layer == "none":
        return ""
    ours, theirs = socket.socketpair()
    hear, tell = socket.socketpair()
    containment.before_fork()
    pid = os.fork()
    if pid == 0:
        text = "the self-test ended early"
        try:
            containment.enter(Limits(10, 1 << 30), Limits(10, 1 << 30), theirs.fileno(), configure.uid, tell.fileno())
            ruled = "landlock" in containment.applied
            text = _try_things(configure.secrets, ruled, "forks" in containment.applied)
            text = text or _try_libraries(containment)
        except BaseException as error:
            text = f"{type(error).__name__}: {error}"
        finally:
            with contextlib.suppress(OSError):
                os.write(3, text.encode("utf-8", "backslashreplace")[:ANSWER_LIMIT] or b"-")
            os._exit(0)
    containment.after_fork()
    theirs.close()
    tell.close()
    with hear:
        forks = Forks.receive(hear)
    wait_for(ours, [forks] if forks is not None else [], 20)
    ours.settimeout(0)
    try:
        answer = ours.recv(ANSWER_LIMIT).decode("utf-8", "replace")
    except OSError:
        answer = "the self-test did not answer"
    ours.close()
    containment.kill(pid)
    if forks is not None:
        forks.close()
    return "" if answer == "-" else answer or "a contained process died in the self-test"


def _try_things(secrets: list[str], ruled: bool, asked: bool) -> str:
    for secret in secrets:
        with contextlib.suppress(OSError):
            os.close(os.open(secret, os.O_RDONLY))
            return f"student code could read {secret}: make it unreadable for others (chmod -R o= ...)"
        with contextlib.suppress(OSError):
            os.listdir(secret)
            return f"student code could list {secret}: make it unreadable for others (chmod -R o= ...)"
    for what, attempt in _must_fail(not ruled, asked).items():
        with contextlib.suppress(OSError, ValueError):
            attempt()
            return f"student code could {what}"
    if os.environ:
        return "student code sees an environment"
    try:
        import calendar  # noqa: F401 - a module that nothing has preloaded: lazy imports have to work
        import colorsys  # noqa: F401
    except ImportError as error:
        return f"student code could not import from the standard library: {error}"
    time.sleep(0)
    return ""


def _try_libraries(containment: Containment) -> str:
    if {"landlock", "namespaces"} & {*containment.applied}:
        for file in containment.withheld:
            with contextlib.suppress(OSError):
                file.open().close()
                return f"student code could read {file}, which is not offered"
    return ""


def _must_fail(sees_proc: bool, asked: bool) -> dict[str, Callable[[], object]]:
    """What is promised, as attempts to break it."""
    libc = ctypes.CDLL(None, use_errno=True)

    def call(function: str, *arguments: object) -> None:
        if getattr(libc, function)(*arguments) < 0:
            raise OSError(ctypes.get_errno(), function)

    def write(folder: str) -> None:
        os.close(os.open(f"{folder}/homework-self-test", os.O_CREAT | os.O_WRONLY))

    attempts: dict[str, Callable[[], object]] = {
        "open a network socket": lambda: socket.socket(socket.AF_INET).close(),
        "open a local socket": lambda: socket.socket(socket.AF_UNIX).close(),
        "write to /tmp": lambda: write("/tmp"),  # noqa: S108
        "write to /var/tmp": lambda: write("/var/tmp"),  # noqa: S108
        "write to /dev/shm": lambda: write("/dev/shm"),  # noqa: S108
        "write to its working folder": lambda: write("."),
        "signal other processes": lambda: os.kill(os.getppid(), 0),
        "make a namespace": lambda: call("unshare", 0x10000000),
        "take memory that no limit counts": lambda: call("memfd_create", b"self-test", 0),
        "leave its process group": lambda: os.setpgid(0, 0),
        "lock a file": lambda: fcntl.fcntl(3, fcntl.F_GETLK, bytes(32)),
        "raise its limits": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)),
        "use a descriptor that is not its own": lambda: os.fstat(4),
        "run a program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606
    }
    if asked:
        attempts["start a process"] = lambda: os.fork() or os._exit(0)
    if not sees_proc:
        attempts["look into /proc"] = lambda: os.listdir("/proc")
    return attempts


def main(work: Work) -> None:
    """Serves on the socket whose descriptor is the only argument."""
    grader = socket.socket(fileno=int(sys.argv[1]))
    sys.argv[:] = [""]
    sys.orig_argv[:] = [""]
    with contextlib.suppress(FrameError):  # the grader is gone
        try:
            serve(grader, work)
        except FrameError:
            raise
        except Exception as error:  # a library that cannot be imported, a folder that cannot be entered
            send_frame(grader, encode(Hello([], _why(error))))


def _why(error: Exception) -> str:
    """Why the server cannot begin, in a line: where it happened, and which library folders this user cannot enter."""
    frames = traceback.extract_tb(error.__traceback__)
    text = f"the fork server ended: {type(error).__name__}: {error} ({Path(frames[-1].filename).name})"
    closed = [entry for entry in sys.path if entry and not _can_enter(entry)]
    return text + (f"; this user cannot enter {', '.join(closed)}" if closed else "")


def _can_enter(entry: str) -> bool:
    try:
        os.stat(entry)
    except PermissionError:
        return False
    except OSError:
        return True  # not there: nobody is kept out
    return os.access(entry, os.R_OK) and (os.path.isfile(entry) or os.access(entry, os.X_OK))
