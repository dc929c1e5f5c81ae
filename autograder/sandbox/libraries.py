"""Which libraries a contained process sees: the interpreter's own, and those installed packages that are offered."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import stat
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

COPIES = "homework-lib-"
ALONE = ("numpy", "torch")  # NumPy needs no other; with torch all are shown
INSTALLED_AS = {"sklearn": "scikit-learn"}  # where the module's name is not the package's
ALWAYS = ("jaxtyping", "wadler_lindig", "typing_extensions.py")  # what a stub's annotations need
SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/zoneinfo", "/etc/ld.so.cache", "/etc/localtime")
# Where packages are installed, below a folder of libraries.
INSTALLED = [f"{folder}{name}" for folder in ("", "python*/") for name in ("site-packages", "dist-packages")]


@dataclass(frozen=True)
class Libraries:
    """Paths that the interpreter or an extension module may read after start.

    The import gate is Python code, which a student can remove: a package that is not offered must not be there at all.
    """

    folders: list[Path]  # may be read with all that they hold, except for
    masked: list[Path]  # these folders of installed packages in them, of which
    offered: list[Path]  # these may be read all the same

    def allowed(self) -> tuple[list[Path], list[Path]]:
        """The same for rules that can only allow: paths to read with all they hold, and folders to list."""
        readable: list[Path] = []
        listed: list[Path] = []
        for folder in self.folders:
            if not folder.is_symlink() or not any(folder.resolve().is_relative_to(f) for f in self.folders):
                self._allow(folder.resolve(), readable, listed)
        return readable, listed

    def _allow(self, path: Path, readable: list[Path], listed: list[Path]) -> None:
        if path in self.masked:
            readable += [part for part in self.offered if path in part.parents]
        elif any(path in folder.parents for folder in self.masked):
            listed.append(path)
            for child in path.iterdir():
                if not child.is_symlink():  # what a link points to has its own rule, or none
                    self._allow(child, readable, listed)
        else:
            readable.append(path)

    def withheld(self) -> list[Path]:
        """One file from each masked folder that must not be readable."""
        files = (sorted(folder.glob("[a-z]*/__init__.py")) for folder in self.masked)
        unoffered = ([f for f in found if f.parent not in self.offered] for found in files)
        return [found[0] for found in unoffered if found]


def libraries(packages: list[str]) -> Libraries:
    """What a homework that offers these packages shows; with torch all packages, as it imports many of them."""
    base = {"platbase": sys.base_exec_prefix, "base": sys.base_prefix}  # not the virtual environment's lib folder
    paths = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib", vars=base)}
    sites = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    sites |= {p for p in sys.path if p and "packages" in Path(p).name}
    names = [*needed(packages), *ALWAYS]
    offered = {Path(s) / name for s in sites for name in names}
    paths |= sites if "torch" in packages else {str(p) for p in offered}
    paths |= {sysconfig.get_config_var("LIBDIR") or "", str(Path(sys.base_prefix) / "lib"), *SYSTEM}
    # Not Path.exists, which raises if a folder on the way cannot be entered.
    existing = sorted({Path(p) for p in paths if p and os.path.exists(p)})
    # A folder inside another one needs no entry of its own; links stay (/lib -> usr/lib).
    folders = [f for f in existing if f.is_symlink() or not any(g in f.parents for g in existing if not g.is_symlink())]
    whole = {Path(s).resolve() for s in sites} if "torch" in packages else set()
    masked = sorted({m.resolve() for m in _installed(folders)} - whole)
    below = sorted({p.resolve() for p in offered if os.path.exists(p)})
    return Libraries(folders, masked, [p for p in below if any(m in p.parents for m in masked)])


def needed(packages: Iterable[str]) -> list[str]:
    """What lies in a folder of installed packages of these, and of all that they need themselves."""
    names = [name for package in packages for name in (package, f"{package}.libs")]
    todo = [INSTALLED_AS.get(package, package) for package in packages if package not in ALONE]
    if not todo:
        return names
    from importlib.metadata import PackageNotFoundError, distribution  # imports much, which each fork would carry

    seen: set[str] = set()
    while todo:
        wanted = todo.pop()
        try:
            found = distribution(wanted) if wanted not in seen else None
        except PackageNotFoundError:  # needed elsewhere, or for an older Python
            found = None
        seen.add(wanted)
        if found is None:
            continue
        tops = {path.parts[0] for path in found.files or () if len(path.parts) > 1 or path.suffix == ".py"}
        names += sorted(top for top in tops if top not in ("..", "__pycache__") and not top.endswith(".dist-info"))
        # "python-dateutil>=2.8.2": the name; what only an extra needs is left out
        wants = [line for line in found.requires or () if "extra ==" not in line]
        todo += [re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in wants]
    return list(dict.fromkeys(names))


def _installed(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        for pattern in INSTALLED:
            yield from (found for found in folder.glob(pattern) if found.is_dir() and not found.is_symlink())


def reachable_by_others(path: Path) -> bool:
    """Whether every user may enter all folders on the way to `path`, and read it."""
    path = path.resolve()
    try:
        modes = [os.stat(p).st_mode for p in (path, *path.parents)]
    except OSError:
        return False
    wanted = stat.S_IROTH | (stat.S_IXOTH if stat.S_ISDIR(modes[0]) else 0)
    return modes[0] & wanted == wanted and all(mode & stat.S_IXOTH for mode in modes[1:])


def copy_unreachable(packages: list[str]) -> Path | None:
    """Copies what an unprivileged user must read but cannot reach, as an interpreter in /root, and adapts `sys.path`.

    Args:
        packages: what to copy from a site-packages folder; its other packages are left out.

    Returns:
        The folder that holds the copies, or None if everything can be reached.
    """
    stdlib = sysconfig.get_path("stdlib")
    unwanted = shutil.ignore_patterns(
        "test", "tests", "idlelib", "tkinter", "ensurepip", "site-packages", "*.a", "config-*"
    )
    target: Path | None = None
    for number, entry in enumerate(sys.path):
        folder = Path(entry)
        if not folder.is_dir() or reachable_by_others(folder) or (target and folder == Path(stdlib, "lib-dynload")):
            continue
        target = target or _folder_for_copies()
        target.chmod(0o755)
        copy = target / str(number)
        if entry == stdlib:
            shutil.copytree(folder, copy, ignore=unwanted)
            sys.path[number + 1 : number + 1] = [str(copy / "lib-dynload")]
        else:
            for part in (folder / name for name in needed(packages)):
                if part.is_dir():
                    shutil.copytree(part, copy / part.name, ignore=unwanted)
                elif part.is_file():
                    copy.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(part, copy / part.name)
        sys.path[number] = str(copy)
        _move_packages(entry, str(copy))
    sys.path_importer_cache.clear()
    return target


def _folder_for_copies() -> Path:
    """A new folder, locked while this process lives; removes those that killed servers have left behind."""
    old = time.time() - 600  # a newer one may not be locked yet
    for folder in Path(tempfile.gettempdir()).glob(f"{COPIES}*"):
        with contextlib.suppress(OSError):  # of another user, or in use
            status = folder.lstat()
            if status.st_uid == os.geteuid() and stat.S_ISDIR(status.st_mode) and status.st_mtime < old:
                _lock(folder)
                shutil.rmtree(folder)
    made = Path(tempfile.mkdtemp(prefix=COPIES))
    _lock(made)
    return made


def _lock(folder: Path) -> None:
    """Locks a folder until this process ends: the descriptor stays open here, and children close theirs."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(fd)
        raise


def _move_packages(old: str, new: str) -> None:
    """Makes imported packages point to the copy, for submodules that they have not imported yet."""
    for module in list(sys.modules.values()):
        path = getattr(module, "__path__", None)
        if isinstance(path, list):
            path[:] = [
                new + p[len(old) :] if p.startswith(old + os.sep) and "site-packages" not in p[len(old) :] else p
                for p in path
            ]
