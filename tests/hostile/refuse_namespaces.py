"""Runs a command under a system-call filter that refuses what Docker's default profile refuses.

python refuse_namespaces.py COMMAND [ARGUMENT...]
"""

import ctypes
import os
import platform
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from autograder.sandbox import seccomp
from autograder.sandbox.seccomp import ALLOW, CLONE_NEW, EPERM, ERRNO, JEQ, JSET, LD, OFFSET_ARG, OFFSET_NR, RET

# unshare, setns, mount, umount2, pivot_root, open_tree, move_mount, fsopen, fspick, mount_setattr, keyctl, add_key,
# request_key, bpf, perf_event_open, userfaultfd, io_uring_setup
REFUSED = {
    "x86_64": (272, 308, 165, 166, 155, 428, 429, 430, 433, 442, 250, 248, 249, 321, 298, 323, 425),
    "aarch64": (97, 268, 40, 39, 41, 428, 429, 430, 433, 442, 219, 217, 218, 280, 241, 282, 425),
}
COLUMN = 0 if platform.machine() == "x86_64" else 1


def main() -> None:
    code = [(LD, 0, 0, OFFSET_NR)]
    for number in REFUSED[platform.machine()]:
        code += [(JEQ, 0, 1, number), (RET, 0, 0, ERRNO | EPERM)]
    code += [(JEQ, 0, 1, seccomp.CLONE3[COLUMN]), (RET, 0, 0, ERRNO | seccomp.ENOSYS)]
    code += [(JEQ, 0, 3, seccomp.CLONE[COLUMN]), (LD, 0, 0, OFFSET_ARG), (JSET, 0, 1, CLONE_NEW)]
    code += [(RET, 0, 0, ERRNO | EPERM), (RET, 0, 0, ALLOW)]
    data = b"".join(struct.pack("<HBBI", *instruction) for instruction in code)
    buffer = ctypes.create_string_buffer(data, len(data))
    program = seccomp._Program(len(code), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    # As root: no no_new_privs, which setpriv could not change anything under.
    if libc.syscall(seccomp.SECCOMP[COLUMN], 1, 0, ctypes.byref(program)) != 0:
        sys.exit(f"seccomp: {os.strerror(ctypes.get_errno())}")
    os.execvp(sys.argv[1], sys.argv[1:])


main()
