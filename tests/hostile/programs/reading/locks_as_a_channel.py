# Locks, leases and notifications on files that all may read: what one submission says to the next.
import fcntl
import os
import struct

fd = os.open("/etc/ld.so.cache", os.O_RDONLY)
lock = struct.pack("hhqqi4x", fcntl.F_RDLCK, 0, 0, 1, 0)
for name, command, argument in (
    ("F_SETLK", fcntl.F_SETLK, lock), ("F_GETLK", fcntl.F_GETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 1, 0)),
    ("F_OFD_SETLK", 37, lock), ("F_SETLEASE", 1024, 0), ("F_NOTIFY", 1026, 4), ("F_GETOWN_EX", 16, bytes(8)),
):  # fmt: skip
    try:
        fcntl.fcntl(fd, command, argument)
    except OSError:
        continue
    raise SystemError(f"ESCAPED: {name}")
try:
    fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
except OSError:
    pass
else:
    raise SystemError("ESCAPED: flock")
