"""Landlock: this process may read these folders and nothing else, connect nowhere, and signal nobody outside."""

from __future__ import annotations

import ctypes
import os
import struct
from pathlib import Path

CREATE, ADD_RULE, RESTRICT = 444, 445, 446  # the same numbers on every architecture
WRITE_FILE, READ_FILE, READ_DIR = 1 << 1, 1 << 2, 1 << 3
# How many file-system rights, network rights and scopes each ABI knows.
FS_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_libc = ctypes.CDLL(None, use_errno=True)


def abi() -> int:
    """The kernel's Landlock version, 0 where there is none."""
    version = int(_libc.syscall(CREATE, None, ctypes.c_size_t(0), 1))
    return max(version, 0)


class Ruleset:
    """Rules made before the fork and applied in each child."""

    def __init__(self, readable: list[Path], listed: list[Path], writable: list[Path]) -> None:
        """Makes the rules.

        Args:
            readable: folders and files whose content may be read and mapped.
            listed: folders in which the names of entries may be read.
            writable: single files that may be written (`/dev/null`).

        Raises:
            OSError: the kernel has no Landlock.
        """
        version = abi()
        if version == 0:
            raise OSError("no Landlock in this kernel")
        rights = (1 << FS_RIGHTS[min(version, 5)]) - 1
        net = 3 if version >= 4 else 0
        scoped = 3 if version >= 6 else 0
        attr = struct.pack("<QQQ", rights, net, scoped)[: 24 if version >= 6 else 16 if version >= 4 else 8]
        self.fd = int(_libc.syscall(CREATE, attr, ctypes.c_size_t(len(attr)), 0))
        if self.fd < 0:
            raise OSError(ctypes.get_errno(), "landlock_create_ruleset failed")
        for path in readable:
            self._allow(path, READ_FILE | READ_DIR if path.is_dir() else READ_FILE)
        for path in listed:
            self._allow(path, READ_DIR)
        for path in writable:
            self._allow(path, READ_FILE | WRITE_FILE)

    def _allow(self, path: Path, rights: int) -> None:
        try:
            parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            return  # what does not exist needs no rule
        try:
            rule = struct.pack("<Qi", rights, parent)
            if _libc.syscall(ADD_RULE, self.fd, 1, rule, 0) != 0:
                raise OSError(ctypes.get_errno(), f"landlock_add_rule failed for {path}")
        finally:
            os.close(parent)

    def apply(self) -> None:
        """Binds this process to the rules. It needs no_new_privs.

        Raises:
            OSError: the kernel refuses.
        """
        if _libc.syscall(RESTRICT, self.fd, 0) != 0:
            raise OSError(ctypes.get_errno(), "landlock_restrict_self failed")
