# Floods its question's socket with replies before anything was asked, from a thread.
import os
import stat
import struct
import sys
import threading

messages = sys.modules["autograder.wire.messages"]
codec = sys.modules["autograder.wire.codec"]
worker = sys.modules["autograder.sandbox.worker"]
answer_calls = worker.answer_calls


def early(sock, namespace):
    for number in range(1, 200):
        body = codec.encode(messages.Reply(number, "returned", value=codec.Array("float64", (1,), b"\0" * 8)))
        try:
            sock.setblocking(False)
            sock.send(struct.pack("<I", len(body)) + body)
        except OSError:
            break
    sock.setblocking(True)
    answer_calls(sock, namespace)


worker.answer_calls = early


def square(x):
    return x
