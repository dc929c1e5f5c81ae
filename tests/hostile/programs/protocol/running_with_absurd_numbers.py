# Progress messages with negative and enormous numbers, and a megabyte of unknown fields; then it ends.
import os
import struct
import sys

import msgspec

for step in (-1, 2**63, -(2**63), 0, 10**18, 7):
    body = msgspec.msgpack.encode({"type": "running", "step": step, "cell": step, "line": -step if step > -(2**63) else 0, "more": "x" * 1_000_000})
    data = memoryview(struct.pack("<I", len(body)) + body)
    while data:
        data = data[os.write(3, data):]
os._exit(0)
