# Runs other programs: exec of a shell, of Python, of the loader, by path and by descriptor.
import ctypes
import os
import subprocess

libc = ctypes.CDLL(None, use_errno=True)
for run in (
    lambda: subprocess.run(["/bin/sh", "-c", "touch @PLAYGROUND@/hostile-shell"], check=True),
    lambda: os.posix_spawn("/bin/sh", ["sh", "-c", "true"], {}),
    lambda: os.execv("/bin/true", ["true"]),
    lambda: os.fexecve if False else os.execve(os.open("/etc/ld.so.cache", os.O_RDONLY), ["x"], {}),
):
    try:
        run()
    except OSError:
        continue
    raise SystemError("ESCAPED: a program ran")
if libc.system(b"touch @PLAYGROUND@/hostile-shell") == 0:
    raise SystemError("ESCAPED: system")
