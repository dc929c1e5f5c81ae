# Looks where other programs leave temporary files and caches, and at the time stamps of files outside.
import glob
import os
import tempfile

try:
    print(tempfile.gettempdir(), file=open(tempfile.mkstemp()[0], "w"))
except OSError:
    pass
else:
    raise SystemError("ESCAPED: a temporary file")
for pattern in ("/tmp/*", "/var/tmp/*", "/dev/shm/*", "/run/*", "/root/*", "/home/*/*", "/var/lib/*/*", "/mnt/*"):
    if found := glob.glob(pattern):
        raise SystemError(f"ESCAPED: {found[:3]}")
