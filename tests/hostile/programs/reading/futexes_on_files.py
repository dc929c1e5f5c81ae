# Waits at a page of a library that every submission may map, and asks how many threads the machine runs: two channels.
import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
fd = os.open("/etc/ld.so.cache", os.O_RDONLY)
for kind, protection in ((1, 1), (2, 1)):
    page = ctypes.c_void_p(libc.mmap(None, 4096, protection, kind, fd, 0))
    value = ctypes.c_uint32.from_address(page.value).value
    soon = (ctypes.c_long * 2)(0, 1_000_000)
    for operation, mask in ((0, 0), (9, -1), (9 | 256, -1)):
        done = libc.syscall(202, page, operation, value, soon, None, mask)
        if done == 0 or ctypes.get_errno() == errno.ETIMEDOUT:
            raise SystemError(f"ESCAPED: futex operation {operation} waits at a mapping of kind {kind}")
if libc.sysinfo(ctypes.create_string_buffer(256)) == 0:
    raise SystemError("ESCAPED: sysinfo")
