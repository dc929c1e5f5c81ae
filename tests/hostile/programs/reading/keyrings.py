# Keyrings as a channel between submissions of one uid.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
for ring in (-1, -2, -3, -4, -5):
    if libc.syscall(248, b"user", b"hostile", b"text", 4, ring) >= 0:
        raise SystemError("ESCAPED: add_key")
    if libc.syscall(250, 0, ring, 1) >= 0:
        raise SystemError("ESCAPED: keyctl")
if libc.syscall(249, b"user", b"hostile", None, -4) >= 0:
    raise SystemError("ESCAPED: request_key")
