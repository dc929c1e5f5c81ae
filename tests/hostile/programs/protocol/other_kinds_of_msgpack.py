# Valid msgpack that is no message: extensions, timestamps, raw text for bytes, arrays for maps, floats for numbers.
import itertools
import os
import stat
import struct

TURN = itertools.count()
HEAD = b"\x86\xa4type\xa5Reply\xa2id\x01\xa6status\xa8returned\xa5value"
BODIES = [
    HEAD + b"\xd6\xff" + bytes(4) + b"\xa5error\xa0\xa4text\xa0",
    HEAD + b"\xc7\x04\x05abcd\xa5error\xa0\xa4text\xa0",
    HEAD + b"\x83\xa4type\xa1a\xa5dtype\xa7float64\xa5shape\x91\xcb\x3f\xf0\x00\x00\x00\x00\x00\x00",
    b"\x93\x01\xa8returned\xc0", b"\xc1", b"\x01", b"\xc0", b"\x80", b"\x90", b"\xdf\xff\xff\xff\xff", b"\xdd\xff\xff\xff\xff",
    b"\x82\xa2id\xcb\x3f\xf0\x00\x00\x00\x00\x00\x00\xa6status\xa8returned",
    b"\x83\xa2id\xcf\xff\xff\xff\xff\xff\xff\xff\xff\xa6status\xa8returned\xa5value\xc0",
    b"\x83\xa2id\x01\xa6status\xc4\x08returned\xa5value\xc3",
]  # fmt: skip


def answer(*args):
    body = BODIES[next(TURN) % len(BODIES)]
    fd = next(f for f in range(3, 64) if stat.S_ISSOCK(os.fstat(f).st_mode))
    os.write(fd, struct.pack("<I", len(body)) + body)
    os._exit(0)


square = mean_and_std = split_evenly = answer
