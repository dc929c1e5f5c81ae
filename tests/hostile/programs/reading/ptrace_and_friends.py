# Reads other processes by ptrace, process_vm_readv, pidfd_getfd and kcmp.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(64)
for pid in (os.getppid(), 1, @GRADER@, @SERVER@):
    calls = {
        "PTRACE_ATTACH": (101, 16, pid, 0, 0),
        "PTRACE_SEIZE": (101, 0x4206, pid, 0, 0),
        "PTRACE_TRACEME": (101, 0, 0, 0, 0),
        "process_vm_readv": (310, pid, buffer, 1, buffer, 1, 0),
        "process_vm_writev": (311, pid, buffer, 1, buffer, 1, 0),
        "pidfd_open": (434, pid, 0),
        "kcmp": (312, pid, pid, 0, 0, 0),
        "get_robust_list": (0, -1),
    }
    for name, arguments in calls.items():
        if libc.syscall(*arguments) >= 0 and arguments[0]:
            raise SystemError(f"ESCAPED: {name} of {pid}")
