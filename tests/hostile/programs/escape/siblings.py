# Reads, stops and writes to the other processes of its own submission: questions of the same student.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def square(x):
    for pid in (os.getppid(), *range(1, 64)):
        for arguments in ((62, pid, 9), (101, 16, pid, 0, 0), (310, pid, bytes(16), 1, bytes(16), 1, 0), (302, pid, 0, bytes(16), 0)):
            if libc.syscall(*arguments) >= 0:
                raise SystemError(f"ESCAPED: system call {arguments[0]} on {pid}")
    raise RuntimeError("alone")
