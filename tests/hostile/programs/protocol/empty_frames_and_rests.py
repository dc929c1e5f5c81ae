# Frames of no bytes, half a header left behind a reply, a header that comes with the next reply only.
import os
import stat


def write(data):
    fd = next(f for f in range(3, 64) if stat.S_ISSOCK(os.fstat(f).st_mode))
    os.write(fd, data)


def square(x):
    write(bytes(4))
    return x


def mean_and_std(x):
    write(bytes(400))
    return float(x.mean()), float(x.std())


def split_evenly(total, parts):
    write(b"\x07\x00")
    return [1]
