"""Who may start a process: the fork server decides each fork of a submission's processes.

A submission's process has to fork for each question, and what runs in it is the student's. A filter cannot tell these
forks from others, so it has the kernel ask (seccomp's user notification) while the call waits: one fork is let through
for each question that the grader asks for, all others fail with EPERM.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import select
import socket
import struct
from collections.abc import Iterable

from autograder.sandbox import kernel

GET_NOTIF_SIZES = 3
NOTIFICATION = struct.Struct("=QIIiIQ6Q")
RESPONSE = struct.Struct("=QqiI")
RECEIVE, SEND = 0xC0502100, 0xC0182101  # ioctls, with the sizes of these two
CONTINUE = 1
EPERM = 1
CONTINUE_SINCE = (5, 5)  # of Linux


def supported(number: int) -> bool:
    """Whether this kernel asks, in the form that is known here.

    Args:
        number: of the system call `seccomp`.
    """
    sizes = (ctypes.c_uint16 * 3)()
    release = os.uname().release.split("-")[0].split(".")
    with contextlib.suppress(ValueError, IndexError):
        if (int(release[0]), int(release[1])) >= CONTINUE_SINCE:
            got = kernel.libc.syscall(number, GET_NOTIF_SIZES, 0, ctypes.byref(sizes))
            return bool(got == 0 and (sizes[0], sizes[1]) == (NOTIFICATION.size, RESPONSE.size))
    return False


class Forks:
    """The forks of one submission."""

    def __init__(self, listener: int) -> None:
        self.listener = listener
        self.allowed = 0  # that are still to be let through

    @classmethod
    def receive(cls, sock: socket.socket) -> Forks | None:
        """What a child that is being contained hands over; None if its kernel does not ask, or it has died."""
        try:
            _, fds, _, _ = socket.recv_fds(sock, 1, 1)
        except OSError:
            return None
        return cls(fds[0]) if fds else None

    def answer(self) -> None:
        """Answers one process that waits in a fork."""
        buffer = bytearray(NOTIFICATION.size)
        with contextlib.suppress(OSError):  # it has been killed meanwhile
            fcntl.ioctl(self.listener, RECEIVE, buffer)
            number = NOTIFICATION.unpack(buffer)[0]
            if self.allowed > 0:
                self.allowed -= 1
                response = RESPONSE.pack(number, 0, 0, CONTINUE)
            else:
                response = RESPONSE.pack(number, 0, -EPERM, 0)
            fcntl.ioctl(self.listener, SEND, bytearray(response))

    def close(self) -> None:
        """Whoever waits, or asks later, is refused."""
        os.close(self.listener)


def wait_for(sock: socket.socket, forks: Iterable[Forks], seconds: float | None = None) -> bool:
    """Answers forks until there is something to read, which comes before any of them; False if nothing came in time."""
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    asking = {fork.listener: fork for fork in forks}
    for listener in asking:
        poll.register(listener, select.POLLIN)
    while ready := dict(poll.poll(None if seconds is None else seconds * 1000)):
        if sock.fileno() in ready:
            return True
        for listener, event in ready.items():
            if event & select.POLLIN:
                asking[listener].answer()
            else:  # nobody is left who could ask
                poll.unregister(listener)
    return False
