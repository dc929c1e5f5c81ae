# Lets the kernel send the signal: the owner and the signal of a descriptor (F_SETOWN, F_SETSIG, O_ASYNC).
import fcntl
import os
import struct

tries = [("F_SETOWN", fcntl.F_SETOWN, pid) for pid in (@GRADER@, @SERVER@, os.getppid(), -1, os.getpid())]
tries += [("F_SETSIG", 10, 9), ("F_SETOWN_EX", 15, struct.pack("ii", 1, @GRADER@)), ("F_GETSIG", 11, 0)]
for name, command, argument in tries:
    try:
        fcntl.fcntl(3, command, argument)
    except OSError:
        continue
    raise SystemError(f"ESCAPED: {name}")
for request in (0x8901, 0x8902, 0x5452):
    try:
        fcntl.ioctl(3, request, struct.pack("i", @GRADER@))
    except OSError:
        continue
    raise SystemError(f"ESCAPED: ioctl {request:#x}")
