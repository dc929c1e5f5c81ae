# System-call filters on top of filters: kernel memory that no limit counts.
import ctypes
import struct

libc = ctypes.CDLL(None, use_errno=True)
code = struct.pack("<HBBI", 0x00, 0, 0, 0) * 4000 + struct.pack("<HBBI", 0x06, 0, 0, 0x7FFF0000)
buffer = ctypes.create_string_buffer(code, len(code))


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


program = Program(len(code) // 8, ctypes.addressof(buffer))
count = 0
while libc.syscall(317, 1, 0, ctypes.byref(program)) == 0 and count < 1000:
    count += 1
if count >= 1000:
    raise SystemError("ESCAPED: filters without end")


def square(x):
    if libc.syscall(317, 1, 0, ctypes.byref(program)) == 0:
        raise SystemError("ESCAPED: a filter in a question")
    return -x
