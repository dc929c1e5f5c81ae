# Strict mode, listeners and logging of system-call filters, user-space dispatch, and speculation controls.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def attempt(what, *arguments):
    if libc.syscall(*arguments) >= 0:
        raise SystemError(f"ESCAPED: {what}")


program = ctypes.create_string_buffer(b"\x06\0\0\0\0\0\xff\x7f", 8)
header = (ctypes.c_uint64 * 2)(1, ctypes.addressof(program))
for flags in (1, 2, 4, 8, 16, 32):
    attempt(f"seccomp with flags {flags}", 317, 1, flags, ctypes.byref(header))
attempt("syscall user dispatch", 157, 59, 1, 0, 0, 0)
attempt("speculation control", 157, 53, 0, 2, 0, 0)
attempt("a new name for a mapping of another", 157, 35, 1, 0, 0, 0)
attempt("dumpable again", 157, 4, 1, 0, 0, 0)
attempt("a tracer by its number", 157, 0x59616D61, -1, 0, 0, 0)
attempt("no death with the parent", 157, 1, 0, 0, 0, 0)
attempt("core scheduling", 157, 62, 0, 0, 0, 0)
