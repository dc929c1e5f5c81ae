"""Length-prefixed frames over a stream socket, with one deadline per frame and a cap before allocation."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import time

HEADER = struct.Struct("<I")
CHUNK = 1 << 18


class FrameError(Exception):
    """The peer broke the framing, or there were bytes where none belong."""


class ClosedError(FrameError):
    """The peer closed the socket."""


class FrameTimeoutError(FrameError):
    """The deadline passed."""


def send_frame(sock: socket.socket, payload: bytes, deadline: float | None = None, fd: int | None = None) -> None:
    """Sends one frame, optionally with a descriptor attached.

    Raises:
        ClosedError: the peer is gone.
        FrameTimeoutError: the peer did not take it in time.
    """
    data = memoryview(HEADER.pack(len(payload)) + payload)
    try:
        if fd is not None:
            data = data[socket.send_fds(sock, [data], [fd]) :]
        while data:
            if deadline is None:
                data = data[sock.send(data) :]
                continue
            try:  # there is nearly always room: ask only when there is none
                data = data[sock.send(data[:CHUNK], socket.MSG_DONTWAIT) :]
            except BlockingIOError:
                _wait(sock, select.POLLOUT, deadline)
    except (BrokenPipeError, ConnectionResetError):
        raise ClosedError from None


def receive_frame(sock: socket.socket, limit: int, deadline: float | None = None) -> bytes:
    """Receives one frame of at most `limit` bytes.

    Raises:
        ClosedError: the peer closed before a whole frame came.
        FrameTimeoutError: the deadline (of `time.monotonic`) passed first.
        FrameError: the announced length exceeds the limit.
    """
    (length,) = HEADER.unpack(_receive_exactly(sock, HEADER.size, deadline))
    if length > limit:
        raise FrameError("frame too large")
    return _receive_exactly(sock, length, deadline)


def receive_frame_with_fd(sock: socket.socket, limit: int) -> tuple[bytes, int | None]:
    """Like `receive_frame`, without a deadline; takes the descriptor that came with the frame, if one did."""
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


def pending(sock: socket.socket) -> bool:
    """Whether bytes (or the end) wait to be read: before a request there must be none."""
    try:
        sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True
    return True


def _receive_exactly(sock: socket.socket, count: int, deadline: float | None) -> bytes:
    parts: list[bytes] = []
    flags = 0 if deadline is None else socket.MSG_DONTWAIT
    while count:
        try:
            part = sock.recv(min(count, CHUNK), flags)
        except BlockingIOError:
            if deadline is None:  # a socket that somebody has made non-blocking
                raise
            _wait(sock, select.POLLIN, deadline)
            continue
        except ConnectionResetError:
            raise ClosedError from None
        if not part:
            raise ClosedError
        parts.append(part)
        count -= len(part)
        if deadline is not None and time.monotonic() > deadline:  # a slow drip is no answer
            raise FrameTimeoutError
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _wait(sock: socket.socket, event: int, deadline: float) -> None:
    left = deadline - time.monotonic()
    poll = select.poll()
    poll.register(sock, event)
    if left <= 0 or not poll.poll(left * 1000):
        raise FrameTimeoutError
