# Reads the environment: its own, the C library's, and those in /proc.
import ctypes
import os

if os.environ or os.environb:
    raise SystemError(f"ESCAPED: {dict(os.environ)}")
environ = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ")
if environ and environ[0]:
    raise SystemError(f"ESCAPED: {environ[0]}")
for pid in ("self", "1", os.getppid(), @GRADER@, @SERVER@):
    try:
        text = open(f"/proc/{pid}/environ", "rb").read()
    except OSError:
        continue
    raise SystemError(f"ESCAPED: {text[:200]}")
