"""Frames: bounded before anything is allocated, one deadline each, no bytes where none belong."""

import contextlib
import os
import resource
import socket
import struct
import threading
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.wire.frames import (
    ClosedError,
    FrameError,
    FrameTimeoutError,
    Reader,
    pending,
    receive_frame,
    receive_frame_with_fd,
    send_frame,
)

LIMIT = 1 << 20


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def soon(seconds=0.2):
    return time.monotonic() + seconds


@settings(derandomize=True, database=None, deadline=None, max_examples=30)
@given(st.lists(st.binary(max_size=3000), max_size=5))
def test_frames_arrive_whole_and_in_order(payloads):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for payload in payloads:
            send_frame(theirs, payload, soon())
        for payload in payloads:
            assert receive_frame(ours, LIMIT, soon()) == payload
        assert not pending(ours)


def test_a_frame_larger_than_the_socket_s_buffer_arrives(pair):
    ours, theirs = pair
    payload = os.urandom(5 << 20)
    thread = threading.Thread(target=send_frame, args=(theirs, payload, soon(20)))
    thread.start()
    assert receive_frame(ours, len(payload), soon(20)) == payload
    thread.join()


def test_a_frame_of_exactly_the_limit_is_taken_and_one_byte_more_is_not(pair):
    ours, theirs = pair
    send_frame(theirs, b"12345")
    assert receive_frame(ours, 5, soon()) == b"12345"
    send_frame(theirs, b"123456")
    with pytest.raises(FrameError, match="too large"):
        receive_frame(ours, 5, soon())


def test_an_oversized_length_takes_no_memory(pair):
    ours, theirs = pair
    theirs.sendall(struct.pack("<I", 2**32 - 1))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FrameError, match="too large"):
        receive_frame(ours, LIMIT, soon())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@pytest.mark.parametrize("sent", [b"", b"\x05", b"\x05\0\0\0", b"\x05\0\0\0abcd"])
def test_a_frame_cut_short_by_the_peer_s_end_is_closed(pair, sent):
    ours, theirs = pair
    theirs.sendall(sent)
    theirs.close()
    with pytest.raises(ClosedError):
        receive_frame(ours, LIMIT, soon(5))


@pytest.mark.parametrize("sent", [b"", b"\x05", b"\x05\0\0\0", b"\x05\0\0\0abcd"])
def test_a_frame_that_stays_short_is_a_timeout(pair, sent):
    ours, theirs = pair
    theirs.sendall(sent)
    deadline = soon(0.1)
    with pytest.raises(FrameTimeoutError):
        receive_frame(ours, LIMIT, deadline)
    assert time.monotonic() >= deadline


def test_the_deadline_is_one_for_the_whole_frame_however_slowly_its_bytes_drip(pair):
    ours, theirs = pair
    stop = threading.Event()

    def drip():
        with contextlib.suppress(OSError):
            theirs.sendall(struct.pack("<I", 10_000))
            while not stop.wait(0.01):
                theirs.sendall(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    with pytest.raises(FrameTimeoutError):  # with a deadline for each byte the whole frame would come
        receive_frame(ours, LIMIT, soon(0.15))
    assert thread.is_alive(), "it was still dripping"
    stop.set()
    thread.join()


def test_a_deadline_that_has_passed_still_takes_nothing_that_is_not_there(pair):
    ours, _ = pair
    with pytest.raises(FrameTimeoutError):
        receive_frame(ours, LIMIT, time.monotonic() - 1)


def test_sending_to_a_peer_that_does_not_read_ends_at_the_deadline(pair):
    ours, _ = pair
    with pytest.raises(FrameTimeoutError):
        send_frame(ours, b"x" * (10 << 20), soon(0.1))


def test_sending_to_a_peer_that_reads_slowly_ends_soon_after_the_deadline(pair):
    ours, theirs = pair
    stop = threading.Event()
    taken = []

    def sip():
        while not stop.wait(0.02):
            taken.append(len(theirs.recv(2000)))

    thread = threading.Thread(target=sip)
    thread.start()
    with pytest.raises(FrameTimeoutError):  # with a deadline for each sip all would be taken in the end
        send_frame(ours, b"x" * (10 << 20), soon(0.2))
    stop.set()
    thread.join()
    assert sum(taken) < 1 << 20


def test_sending_to_a_peer_that_is_gone_is_closed(pair):
    ours, theirs = pair
    theirs.close()
    with pytest.raises(ClosedError):
        send_frame(ours, b"hello")
    with pytest.raises(ClosedError):
        send_frame(ours, b"hello", soon())


def test_a_peer_that_resets_is_closed(pair):
    ours, theirs = pair
    ours.sendall(b"never read")
    theirs.close()
    with pytest.raises(ClosedError):
        receive_frame(ours, LIMIT, soon())
    assert pending(ours)


def test_bytes_and_the_end_of_the_stream_are_pending_and_silence_is_not(pair):
    ours, theirs = pair
    assert not pending(ours)
    theirs.sendall(b"x")
    assert pending(ours)
    assert ours.recv(1) == b"x", "looking takes nothing away"
    assert not pending(ours)
    theirs.close()
    assert pending(ours)


def test_a_descriptor_arrives_with_its_frame(pair):
    ours, theirs = pair
    a, b = socket.socketpair()
    with a, b:
        send_frame(theirs, b"take it", fd=a.fileno())
        send_frame(theirs, b"nothing here")
        payload, fd = receive_frame_with_fd(ours, LIMIT)
        assert payload == b"take it" and fd is not None
        with socket.socket(fileno=fd) as copy:
            copy.sendall(b"hello")
            assert b.recv(5) == b"hello"
        assert receive_frame_with_fd(ours, LIMIT) == (b"nothing here", None)


def test_more_descriptors_than_one_are_closed(pair):
    ours, theirs = pair
    with open(os.devnull) as file:
        before = len(os.listdir("/proc/self/fd"))
        socket.send_fds(theirs, [struct.pack("<I", 0)], [file.fileno()] * 3)
        _, fd = receive_frame_with_fd(ours, LIMIT)
        assert fd is not None
        os.close(fd)
        assert len(os.listdir("/proc/self/fd")) == before


def test_a_frame_whose_header_comes_in_pieces_arrives(pair):
    ours, theirs = pair

    def send():
        for byte in struct.pack("<I", 2) + b"ok":
            theirs.sendall(bytes([byte]))
            time.sleep(0.01)

    thread = threading.Thread(target=send)
    thread.start()
    assert receive_frame_with_fd(ours, LIMIT) == (b"ok", None)
    thread.join()


def test_an_oversized_frame_with_a_descriptor_is_refused(pair):
    ours, theirs = pair
    theirs.sendall(struct.pack("<I", LIMIT + 1))
    with pytest.raises(FrameError, match="too large"):
        receive_frame_with_fd(ours, LIMIT)


def test_the_end_of_the_stream_is_closed_for_the_receiver_with_descriptors(pair):
    ours, theirs = pair
    theirs.close()
    with pytest.raises(ClosedError):
        receive_frame_with_fd(ours, LIMIT)


def waits(sock, seconds):
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, int(seconds * 1e6)))


@settings(derandomize=True, database=None, deadline=None, max_examples=60)
@given(st.lists(st.binary(max_size=3000), max_size=5), st.lists(st.integers(0, 15000), max_size=6), st.booleans())
def test_a_reader_gives_the_same_frames_however_they_are_cut(payloads, cuts, timed):
    stream = b"".join(struct.pack("<I", len(p)) + p for p in payloads)
    ends = [0, *sorted(min(c, len(stream)) for c in cuts), len(stream)]
    ours, theirs = socket.socketpair()
    plain, to_plain = socket.socketpair()
    with ours, theirs, plain, to_plain:
        reader = Reader(ours, LIMIT)

        def send():
            for begin, end in pairwise(ends):
                theirs.sendall(stream[begin:end])
                to_plain.sendall(stream[begin:end])

        thread = threading.Thread(target=send)
        thread.start()
        for payload in payloads:
            assert reader.receive(soon(20) if timed else None) == receive_frame(plain, LIMIT, soon(20)) == payload
        thread.join()
        theirs.close()
        with pytest.raises(ClosedError):
            reader.receive(soon() if timed else None)


@pytest.mark.parametrize("sent", [b"", b"\x05", b"\x05\0\0\0", b"\x05\0\0\0abcd"])
@pytest.mark.parametrize("timed", [True, False])
def test_a_reader_says_that_a_frame_cut_short_by_the_peer_s_end_is_closed(pair, sent, timed):
    ours, theirs = pair
    theirs.sendall(sent)
    theirs.close()
    with pytest.raises(ClosedError):
        Reader(ours, LIMIT).receive(soon() if timed else None)


def test_a_reader_takes_a_frame_of_the_limit_and_not_one_byte_more(pair):
    ours, theirs = pair
    theirs.sendall(struct.pack("<I", 5) + b"12345" + struct.pack("<I", 6) + b"123456")
    reader = Reader(ours, 5)
    assert reader.receive(soon()) == b"12345"
    with pytest.raises(FrameError, match="too large"):
        reader.receive(soon())


def test_a_reader_keeps_the_deadline_where_nothing_comes_and_where_bytes_drip(pair):
    ours, theirs = pair
    waits(ours, 0.05)
    begin = time.monotonic()
    with pytest.raises(FrameTimeoutError):
        Reader(ours, LIMIT).receive(soon(0.2))
    assert 0.15 < time.monotonic() - begin < 2
    theirs.sendall(struct.pack("<I", 100) + b"x")
    over = threading.Event()

    def drip():
        while not over.wait(0.02):
            theirs.sendall(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        with pytest.raises(FrameTimeoutError):
            Reader(ours, LIMIT).receive(soon(0.3))
    finally:
        over.set()
        thread.join()


def test_a_reader_refuses_a_whole_frame_that_is_read_after_the_deadline(pair):
    ours, theirs = pair
    send_frame(theirs, b"late")
    with pytest.raises(FrameTimeoutError):
        Reader(ours, LIMIT).receive(time.monotonic() - 1)


def test_a_reader_of_a_socket_that_somebody_has_made_non_blocking_does_not_spin(pair):
    ours, _ = pair
    ours.setblocking(False)
    with pytest.raises(BlockingIOError):
        Reader(ours, LIMIT).receive()
