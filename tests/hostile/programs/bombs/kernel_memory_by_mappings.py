# Very many mappings of a page each, alternately protected so that none can be merged: memory for their records.
import ctypes

libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
count = 0
while count < 200_000:
    address = libc.mmap(None, 4096, 1 + 2 * (count % 2), 0x22, -1, 0)
    if address == ctypes.c_void_p(-1).value:
        break
    count += 1


def square(x):
    return x
