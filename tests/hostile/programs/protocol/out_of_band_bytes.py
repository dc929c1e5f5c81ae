# Urgent bytes (MSG_OOB) before, within and after frames, while loading and in calls.
import os
import socket
import stat
import struct
import sys

encode = sys.modules["autograder.wire.codec"].encode
messages = sys.modules["autograder.wire.messages"]


def urgent(fd, *parts):
    sock = socket.socket(fileno=os.dup(fd))
    for part in parts:
        try:
            sock.send(part)
            sock.send(b"!", socket.MSG_OOB)
        except OSError:
            pass


def own():
    return next(f for f in range(3, 64) if stat.S_ISSOCK(os.fstat(f).st_mode))


body = encode(messages.Running(0, 1, 1))
urgent(3, struct.pack("<I", len(body)) + body)


def square(x):
    body = encode(messages.Reply(1, "returned", value=1.0))
    frame = struct.pack("<I", len(body)) + body
    urgent(own(), frame[:2], frame[2:9], frame[9:])
    return x


def mean_and_std(*x):
    urgent(own(), b"")
    return 1.0, 1.0


split_evenly = mean_and_std
