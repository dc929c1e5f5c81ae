"""The fork server: imports what a homework allows, contains itself, forks a process for each submission.

Started fresh as `python -m autograder.sandbox.server FD`, never forked from the grader: it has nothing of the
grader's memory, environment or descriptors.
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
from collections.abc import Callable
from pathlib import Path

import msgspec

from autograder.sandbox import imports, worker
from autograder.sandbox.containment import Containment, ContainmentError
from autograder.wire.codec import decoder, encode
from autograder.wire.frames import FrameError, receive_frame, receive_frame_with_fd, send_frame
from autograder.wire.messages import Configure, Hello, Start, Stopped, ToServer

FRAME_LIMIT = 1 << 20
_decode = decoder(ToServer)


def serve(grader: socket.socket) -> None:
    """Answers the grader until it closes the socket."""
    configure = _decode(receive_frame(grader, FRAME_LIMIT))
    if not isinstance(configure, Configure):
        return
    imports.preload(configure.packages)
    tasks = Path("/proc/self/task")
    if tasks.is_dir() and len(list(tasks.iterdir())) != 1:
        send_frame(grader, encode(Hello([], "a library has started threads: forks of this server could hang")))
        return
    try:
        containment = Containment(configure.layer, configure.data, configure.packages)
    except ContainmentError as error:
        send_frame(grader, encode(Hello([], str(error))))
        return
    imports.close_gate(configure.packages, configure.stand_ins)
    containment.ready()
    try:
        problem = _self_test(containment, configure)
        configure = msgspec.structs.replace(configure, secrets=[])  # no child needs to know where they lie
        send_frame(grader, encode(Hello(containment.applied, problem)))
        if not problem:
            _fork_on_demand(grader, containment)
    finally:
        if containment.copies is not None:
            shutil.rmtree(containment.copies, ignore_errors=True)


def _fork_on_demand(grader: socket.socket, containment: Containment) -> None:
    children: dict[int, int] = {}
    while True:
        try:
            data, fd = receive_frame_with_fd(grader, FRAME_LIMIT)
        except FrameError:
            break
        message = _decode(data)
        if isinstance(message, Start) and fd is not None:
            containment.before_fork()
            pid = os.fork()
            if pid == 0:
                _become_submission(fd, containment, message)
            containment.after_fork()
            os.close(fd)
            children[message.id] = pid
        elif not isinstance(message, (Start, Configure)):
            pid = children.pop(message.id, 0)
            until_now = containment.used(pid) if pid and message.measured else 0.0
            status, cpu = containment.kill(pid) if pid else (-1, 0.0)
            send_frame(grader, encode(Stopped(message.id, status, max(cpu, until_now))))
    for pid in children.values():
        containment.kill(pid)


def _become_submission(fd: int, containment: Containment, start: Start) -> None:
    try:
        containment.enter(start.limits.cpu, start.limits.memory, fd, start.uid)
        worker.run_submission(socket.socket(fileno=3), containment)
    finally:
        os._exit(0)


def _self_test(containment: Containment, configure: Configure) -> str:
    """Contains a child and lets it try what must work and what must not; returns the first problem, or ""."""
    if configure.layer == "none":
        return ""
    ours, theirs = socket.socketpair()
    containment.before_fork()
    pid = os.fork()
    if pid == 0:
        text = "the self-test ended early"
        try:
            containment.enter(10, 1 << 30, theirs.fileno(), configure.uid)
            ruled = "landlock" in containment.applied
            text = _try_things(configure.secrets, ruled) or _try_libraries(containment)
        except BaseException as error:
            text = worker.describe(error)
        finally:
            with contextlib.suppress(OSError):
                os.write(3, text.encode() or b"-")
            os._exit(0)
    containment.after_fork()
    theirs.close()
    ours.settimeout(20)
    try:
        answer = ours.recv(4096).decode()
    except OSError:
        answer = "the self-test did not answer"
    ours.close()
    containment.kill(pid)
    return "" if answer == "-" else answer or "a contained process died in the self-test"


def _try_things(secrets: list[str], ruled: bool) -> str:
    for secret in secrets:
        with contextlib.suppress(OSError):
            os.close(os.open(secret, os.O_RDONLY))
            return f"student code could read {secret}: make it unreadable for others (chmod -R o= ...)"
        with contextlib.suppress(OSError):
            os.listdir(secret)
            return f"student code could list {secret}: make it unreadable for others (chmod -R o= ...)"
    for what, attempt in _must_fail(not ruled).items():
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


def _must_fail(sees_proc: bool) -> dict[str, Callable[[], object]]:
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
    if not sees_proc:
        attempts["look into /proc"] = lambda: os.listdir("/proc")
    return attempts


def main() -> None:
    """Serves on the socket whose descriptor is the only argument."""
    grader = socket.socket(fileno=int(sys.argv[1]))
    sys.argv[:] = [""]
    sys.orig_argv[:] = [""]
    with contextlib.suppress(FrameError):  # the grader is gone
        serve(grader)


if __name__ == "__main__":
    main()
