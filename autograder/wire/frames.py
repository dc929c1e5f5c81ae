"""Length-prefixed frames over a stream socket: one deadline per frame, and a cap that is checked before allocation."""

from __future__ import annotations

import contextlib
import math
import select
import socket
import struct
import time
from collections.abc import Callable

HEADER = struct.Struct("<I")
CHUNK = 1 << 18
AHEAD = 1 << 15  # bytes that a `Reader` asks for at once

# A moment of `time.monotonic`, or what says how many seconds are left; it is asked again when they have passed.
Deadline = float | Callable[[], float]


class FrameError(Exception):
    """The peer broke the framing, or sent bytes where none belong."""


class ClosedError(FrameError):
    """The peer closed the socket."""


class FrameTimeoutError(FrameError):
    """The deadline passed."""


def send_frame(sock: socket.socket, payload: bytes, deadline: Deadline | None = None, fd: int | None = None) -> None:
    """Sends one frame, optionally with a descriptor attached.

    Raises:
        ClosedError: the peer is gone.
        FrameTimeoutError: the peer did not take it in time.
    """
    data = HEADER.pack(len(payload)) + payload
    sent = 0
    flags = 0 if deadline is None else socket.MSG_DONTWAIT
    try:
        if fd is not None:
            sent = socket.send_fds(sock, [data], [fd])
        while sent < len(data):
            part = data if not sent and len(data) <= CHUNK else memoryview(data)[sent : sent + CHUNK]
            try:  # there is nearly always room, so ask only when there is none
                sent += sock.send(part, flags)
            except BlockingIOError:
                if deadline is None:
                    raise
                _wait(sock, select.POLLOUT, deadline)
    except (BrokenPipeError, ConnectionResetError):
        raise ClosedError from None


def receive_frame(sock: socket.socket, limit: int, deadline: Deadline | None = None) -> bytes:
    """Receives one frame of at most `limit` bytes.

    Raises:
        ClosedError: the peer closed the socket before a whole frame had come.
        FrameTimeoutError: the deadline passed first.
        FrameError: the announced length exceeds the limit.
    """
    (length,) = HEADER.unpack(_receive_exactly(sock, HEADER.size, deadline))
    if length > limit:
        raise FrameError("frame too large")
    return _receive_exactly(sock, length, deadline)


def receive_frame_with_fd(sock: socket.socket, limit: int) -> tuple[bytes, int | None]:
    """Like `receive_frame`, but without a deadline; also takes the descriptor that came with the frame, if any."""
    try:
        head, fds, _, _ = socket.recv_fds(sock, HEADER.size, 4)
    except ConnectionResetError:
        raise ClosedError from None
    for extra in fds[1:]:
        with contextlib.suppress(OSError):
            socket.close(extra)
    if not head:
        raise ClosedError
    if len(head) < HEADER.size:
        head += _receive_exactly(sock, HEADER.size - len(head), None)
    (length,) = HEADER.unpack(head)
    if length > limit:
        raise FrameError("frame too large")
    return _receive_exactly(sock, length, None), fds[0] if fds else None


class Reader:
    """The frames that come over one socket, read ahead: one that is there, and short, takes one system call.

    What came before it was asked for is read as the next frame. So whoever asks must know an answer by something that
    nobody could have guessed before.
    """

    def __init__(self, sock: socket.socket, limit: int) -> None:
        """Reads nothing yet.

        Args:
            sock: a blocking one; with SO_RCVTIMEO set it is looked at the deadline after that time at the latest.
            limit: bytes of one frame.
        """
        self._sock = sock
        self._limit = limit
        self._ahead = b""

    @property
    def ahead(self) -> bool:
        """Whether something came together with the last frame that is no part of it."""
        return bool(self._ahead)

    def receive(self, deadline: Deadline | None = None) -> bytes:
        """The next frame; raises what `receive_frame` raises."""
        data = self._ahead or self._some(deadline)
        if len(data) < HEADER.size:
            data += _receive_exactly(self._sock, HEADER.size - len(data), deadline)
        (length,) = HEADER.unpack_from(data)
        if length > self._limit:
            raise FrameError("frame too large")
        end = HEADER.size + length
        if len(data) < end:
            data += _receive_exactly(self._sock, end - len(data), deadline)
        elif deadline is not None and _left(deadline) <= 0:
            raise FrameTimeoutError
        self._ahead = data[end:]
        return data[HEADER.size : end]

    def _some(self, deadline: Deadline | None) -> bytes:
        """What has come, at least a byte; nothing if it is time to look at the deadline."""
        try:
            data = self._sock.recv(AHEAD)
        except BlockingIOError:
            if deadline is None:  # somebody has made the socket non-blocking
                raise
            return b""
        except ConnectionResetError:
            raise ClosedError from None
        if not data:
            raise ClosedError
        return data


def pending(sock: socket.socket) -> bool:
    """Whether bytes, or the end of the stream, are waiting to be read: before a request there must be none."""
    try:
        sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True
    return True


def _receive_exactly(sock: socket.socket, count: int, deadline: Deadline | None) -> bytes:
    parts: list[bytes] = []
    flags = 0 if deadline is None else socket.MSG_DONTWAIT
    while count:
        try:
            part = sock.recv(min(count, CHUNK), flags)
        except BlockingIOError:
            if deadline is None:  # somebody has made the socket non-blocking
                raise
            _wait(sock, select.POLLIN, deadline)
            continue
        except ConnectionResetError:
            raise ClosedError from None
        if not part:
            raise ClosedError
        parts.append(part)
        count -= len(part)
        if deadline is not None and _left(deadline) <= 0:  # however steadily it drips
            raise FrameTimeoutError
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _left(deadline: Deadline) -> float:
    return deadline() if callable(deadline) else deadline - time.monotonic()


def _wait(sock: socket.socket, event: int, deadline: Deadline) -> None:
    poll = select.poll()
    poll.register(sock, event)
    while (left := _left(deadline)) > 0:
        if poll.poll(math.ceil(left * 1000)):
            return
    raise FrameTimeoutError
