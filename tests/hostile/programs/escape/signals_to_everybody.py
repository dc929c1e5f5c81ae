# Signals every process that it can name: all, its parents, the grader, the fork server.
import ctypes
import os
import signal

libc = ctypes.CDLL(None, use_errno=True)
for pid in (-1, os.getppid(), 1, @GRADER@, @SERVER@, -@GRADER@, -@SERVER@, *range(2, 300)):
    for number in (0, signal.SIGKILL, signal.SIGSTOP):
        try:
            os.kill(pid, number)
        except OSError:
            pass
        else:
            raise SystemError(f"ESCAPED: signalled {pid}")
    for arguments in ((234, pid, pid, 9), (200, pid, 9), (129, pid, 9, bytes(128)), (297, pid, pid, 9, bytes(128))):
        if libc.syscall(*arguments) == 0:
            raise SystemError(f"ESCAPED: system call {arguments[0]} signalled {pid}")
    fd = libc.syscall(434, pid, 0)
    if fd >= 0:
        raise SystemError("ESCAPED: pidfd_open")
