# A Loaded message with as many faults and names as fit, each with escapes and a megabyte of text.
import os
import struct
import sys

messages = sys.modules["autograder.wire.messages"]
encode = sys.modules["autograder.wire.codec"].encode
NASTY = "\x1b[2J\u202e<script>"
faults = [messages.CellFault(2**63 - 1, -(2**63), NASTY * 30) for _ in range(2000)]
body = encode(messages.Loaded(faults, ["square"] * 10_000))
data = memoryview(struct.pack("<I", len(body)) + body)
while data:
    data = data[os.write(3, data):]


def square(x):
    return -x
