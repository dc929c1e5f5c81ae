"""One question's process and its replies: a reply counts only if it answers the call that is being made."""

import socket
from itertools import pairwise

import pytest

from autograder.engine import sandbox_process
from autograder.engine.sandbox_process import Died, QuestionProcess
from autograder.wire.codec import decoder, encode
from autograder.wire.frames import ClosedError, receive_frame, send_frame
from autograder.wire.messages import Call, Reply

LIMIT = 1 << 20
decode_call = decoder(Call)


class FakeServer:
    """A server that lives, and is not watched."""

    def check_alive(self):
        pass

    def watch(self):
        raise AssertionError("there is nothing to watch")


@pytest.fixture
def line():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield QuestionProcess(FakeServer(), ours), theirs


def frame(number, value, **more):
    body = encode(Reply(number, "returned", value=value, **more))
    return len(body).to_bytes(4, "little") + body


def answering(monkeypatch, theirs, *replies):
    """Has each call answered, right after it is sent, by what a function makes of its number."""
    turns = iter(replies)
    send = sandbox_process.send_frame

    def and_answer(sock, payload, *more):
        send(sock, payload, *more)
        theirs.sendall(next(turns)(decode_call(receive_frame(theirs, LIMIT)).id))

    monkeypatch.setattr(sandbox_process, "send_frame", and_answer)


def test_a_call_has_a_number_that_nobody_can_guess(line, monkeypatch):
    process, theirs = line
    numbers = []
    answering(monkeypatch, theirs, *[lambda n: numbers.append(n) or frame(n, 1.0)] * 200)
    for _ in range(200):
        assert process.call("f", [], 5.0).value == 1.0
    assert len(set(numbers)) == 200 and 0 not in numbers
    assert sum(n > 2**50 for n in numbers) > 150 and sum(b > a for a, b in pairwise(numbers)) < 150


@pytest.mark.parametrize("number", [0, 1, 2, -1, 2**62])
def test_a_reply_that_came_before_the_call_is_refused(line, number):
    process, theirs = line
    theirs.sendall(frame(number, 9.0))
    with pytest.raises(Died) as died:
        process.call("f", [], 5.0)
    assert died.value.why == "crashed" and not died.value.scarce


@pytest.mark.parametrize("ahead", [0, 1])
def test_a_second_reply_is_refused_at_the_next_call_whatever_its_number(line, monkeypatch, ahead):
    process, theirs = line
    answering(monkeypatch, theirs, lambda n: frame(n, 1.0) + frame(n + ahead, 9.0), lambda n: frame(n, 2.0))
    assert process.call("f", [], 5.0).value == 1.0
    with pytest.raises(Died) as died:
        process.call("f", [], 5.0)
    assert died.value.why == "crashed"


@pytest.mark.parametrize("rest", [b"x", b"\0\0\0\0", b"\x05\0\0\0abc"])
def test_bytes_that_belong_to_no_call_are_refused_at_the_next_one(line, monkeypatch, rest):
    process, theirs = line
    answering(monkeypatch, theirs, lambda n: frame(n, 1.0) + rest, lambda n: frame(n, 2.0))
    assert process.call("f", [], 5.0).value == 1.0
    with pytest.raises(Died) as died:
        process.call("f", [], 5.0)
    assert died.value.why == "crashed"


@pytest.mark.parametrize("rest", [b"x", b"\0\0\0\0", b"\x05\0\0\0abc", b"\xff\xff\xff\xff"])
def test_so_they_are_if_they_come_later(line, monkeypatch, rest):
    process, theirs = line
    monkeypatch.setattr(FakeServer, "watch", lambda self: Idle())
    answering(monkeypatch, theirs, lambda n: frame(n, 1.0), lambda n: frame(n, 2.0))
    assert process.call("f", [], 5.0).value == 1.0
    theirs.sendall(rest)
    with pytest.raises(Died):
        process.call("f", [], 0.3)


def test_the_number_of_another_call_is_refused(line, monkeypatch):
    process, theirs = line
    answering(monkeypatch, theirs, lambda n: frame(n + 1, 1.0))
    with pytest.raises(Died) as died:
        process.call("f", [], 5.0)
    assert died.value.why == "crashed"


def test_a_reply_after_the_time_is_refused(line, monkeypatch):
    process, _ = line
    monkeypatch.setattr(FakeServer, "watch", lambda self: Idle())
    with pytest.raises(Died) as died:
        process.call("f", [], 0.2)
    assert died.value.why == "timed_out"
    assert 0.2 <= process.clock.elapsed < 2


class Idle:
    """Nothing was lacking."""

    seconds = 0.1

    def lacked(self):
        return 0.0


def test_where_there_could_be_no_process_the_machine_is_to_blame_also_if_the_line_is_closed(line):
    process, theirs = line
    body = encode(Reply(0, "memory", scarce=True))
    send_frame(theirs, body)
    theirs.close()
    with pytest.raises(Died) as died:
        process.call("f", [], 5.0)
    assert died.value.why == "crashed" and died.value.scarce


def test_only_the_first_call_can_find_that_there_was_no_process(line, monkeypatch):
    process, theirs = line
    answering(monkeypatch, theirs, lambda n: frame(n, 1.0), lambda n: frame(0, None, scarce=True))
    process.call("f", [], 5.0)
    with pytest.raises(Died) as died:
        process.call("f", [], 5.0)
    assert not died.value.scarce


def test_a_process_that_has_ended_is_no_hang(line):
    process, theirs = line
    theirs.close()
    with pytest.raises(Died) as died:
        process.call("f", [], 5.0)
    assert died.value.why == "crashed"
    with pytest.raises(ClosedError):
        process._frames.receive()
