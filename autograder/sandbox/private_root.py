"""The root that contained processes see under the layer `namespaces`."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.sandbox import kernel
from autograder.sandbox.libraries import Libraries

DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
DATA = "/homework"  # where the homework's data folder is shown


def private_root(found: Libraries, data: str) -> None:
    """Moves this process to a root of its own, which holds the libraries, three devices and the data, all read-only."""
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    # Some folder that every system has and that holds no library: the mount shows in this namespace only.
    new = next(Path(p) for p in ("/sys", "/proc", "/mnt") if Path(p).is_dir())
    kernel.mount("tmpfs", str(new), "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "size=1m,mode=755,nr_inodes=4096")
    for folder in found.folders:
        target = new / str(folder).lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if folder.is_symlink():
            target.symlink_to(os.readlink(folder))
        else:
            kernel.bind(folder, target)
    masked = [str(new / str(folder).lstrip("/")) for folder in found.masked]
    for cover in masked:
        kernel.mount("tmpfs", cover, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "size=64k,mode=755,nr_inodes=64")
    for part in found.offered:
        kernel.bind(part, new / str(part).lstrip("/"))
    for cover in masked:
        kernel.mount("none", cover, None, kernel.READ_ONLY)
    for device in DEVICES:
        kernel.bind(Path(device), new / device.lstrip("/"), kernel.MS_NOSUID | kernel.MS_NOEXEC)
    (new / DATA.lstrip("/")).mkdir()
    if data and Path(data).is_dir():
        kernel.bind(Path(data), new / DATA.lstrip("/") / "data")
    os.chmod(new, 0o755)
    kernel.move_root(new, DATA)
    kernel.mount("none", "/", None, kernel.READ_ONLY)
