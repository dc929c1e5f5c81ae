# The largest reply there may be, a byte at a time and without a pause: a grader that takes each byte by itself.
# waits
import struct
import sys

worker = sys.modules["autograder.sandbox.worker"]


def drip(sock, payload, *rest):
    for byte in struct.pack("<I", @REPLY_LIMIT@):
        sock.send(bytes([byte]))
    while True:
        sock.send(b"\xc1")


def square(*args):
    worker.send_frame = drip
    return args[0]


mean_and_std = split_evenly = square
