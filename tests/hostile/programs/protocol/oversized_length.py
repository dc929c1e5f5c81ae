# Announces a reply of 4 GiB.
import os
import stat


def own_socket():
    return next(f for f in range(3, 64) if _is_socket(f))


def _is_socket(fd):
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False


def square(x):
    os.write(own_socket(), b"\xff\xff\xff\xff" + b"x" * 1000)
    return x


mean_and_std = square
os.write(3, b"\xff\xff\xff\x7f")
