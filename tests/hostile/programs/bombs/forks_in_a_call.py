# A fork bomb in a function, by every system call that makes a process.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def square(x):
    for number, *arguments in ((57,), (58,), (56, 17, 0, 0, 0, 0), (56, 0x01200011, 0, 0, 0, 0), (435, bytes(88), 88)):
        pid = libc.syscall(number, *arguments)
        if pid == 0:
            os._exit(0)
        if pid > 0:
            raise SystemError(f"ESCAPED: system call {number} made a process")
    try:
        if os.fork() == 0:
            os._exit(0)
    except OSError:
        raise RuntimeError("no forks here") from None
    raise SystemError("ESCAPED: a fork in a question")
