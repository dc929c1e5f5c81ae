# Sends descriptors, credentials and empty ancillary data with its replies and while loading.
import array
import os
import socket
import stat
import struct
import sys

encode = sys.modules["autograder.wire.codec"].encode
messages = sys.modules["autograder.wire.messages"]


def send_descriptors(fd, data):
    sock = socket.socket(fileno=os.dup(fd))
    rights = array.array("i", [os.open("/etc/ld.so.cache", os.O_RDONLY), fd, fd, 0])
    sock.sendmsg([data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])


body = encode(messages.Running(0, 1, 1))
for _ in range(20):
    send_descriptors(3, struct.pack("<I", len(body)) + body)


def square(x):
    fd = next(f for f in range(3, 64) if _is_socket(f))
    body = encode(messages.Reply(1, "returned", value=1.0))
    send_descriptors(fd, struct.pack("<I", len(body)) + body)
    return x


def _is_socket(fd):
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False
