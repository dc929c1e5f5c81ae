# Sends garbage in well-formed frames, in the place of replies and while loading.
import os
import random
import stat
import struct


def frame(data):
    return struct.pack("<I", len(data)) + data


def _is_socket(fd):
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False


def square(x):
    os.write(next(f for f in range(3, 64) if _is_socket(f)), frame(random.randbytes(500)))
    return x


def mean_and_std(x):
    os.write(next(f for f in range(3, 64) if _is_socket(f)), frame(b""))


def split_evenly(total, parts):
    os.write(next(f for f in range(3, 64) if _is_socket(f)), frame(b"\x81\xa4type\xa5reply"))


os.write(3, frame(b"\xc1" * 100))
