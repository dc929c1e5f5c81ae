# Closes its socket in the middle of a reply; goes on sending from a thread.
import os
import stat
import struct
import threading


def _is_socket(fd):
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False


def flood(fd):
    while True:
        try:
            os.write(fd, struct.pack("<I", 50) + b"x" * 50)
        except OSError:
            return


def square(x):
    fd = next(f for f in range(3, 64) if _is_socket(f))
    threading.Thread(target=flood, args=(os.dup(fd),), daemon=True).start()
    os.close(fd)
    return x
