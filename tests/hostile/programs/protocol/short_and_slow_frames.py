# Sends its reply a byte at a time, slower than the limit, and half of it never.
# waits
import os
import stat
import struct
import time


def square(x):
    fd = next(f for f in range(3, 64) if _is_socket(f))
    os.write(fd, struct.pack("<I", 100))
    for _ in range(100):
        os.write(fd, b"\x80")
        time.sleep(0.05)


def _is_socket(fd):
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False


def mean_and_std(x):
    os.write(next(f for f in range(3, 64) if _is_socket(f)), struct.pack("<I", 100) + b"short")
    os._exit(0)
