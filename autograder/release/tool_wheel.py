"""The wheel of this program that the student's zip brings along, so that students need no index for it.

It holds the tool and nothing of a course. The same source makes the same bytes, without a network.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import tempfile
import zipfile
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

from autograder.digests import program_version
from autograder.release.archive import zip_bytes

PROJECT = Path(__file__).parents[2]
# Of an installed distribution, what the installer wrote or a run left behind.
LEFT = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")
NO_WHEEL = (
    "hatchling is not installed, so the student's zip brings no wheel: "
    "pip install 'dl-homework[gate]' and release again, or write install = \"...\" in course.toml"
)


class Wheel(NamedTuple):
    """A wheel's file."""

    name: str
    content: bytes


def wheel_name() -> str:
    """What the wheel of this version is called."""
    return f"dl_homework-{program_version()}-py3-none-any.whl"


@cache
def tool_wheel() -> Wheel | None:
    """The wheel, built from the source at hand or packed anew from what is installed; None without a build backend."""
    if (PROJECT / "pyproject.toml").is_file():
        try:
            files = wheel_files(PROJECT)
        except ImportError:
            return None
    else:
        try:
            files = installed_files(distribution("dl-homework"))
        except PackageNotFoundError:
            return None
    return Wheel(wheel_name(), zip_bytes(files))


def wheel_files(root: Path) -> dict[str, bytes]:
    """Builds the wheel of the project in `root` and returns what it holds, by path.

    Raises:
        ImportError: hatchling is not installed.
    """
    from hatchling.builders.wheel import WheelBuilder

    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        made = [Path(path) for path in WheelBuilder(str(root)).build(directory=folder, versions=["standard"])]
        with zipfile.ZipFile(made[0]) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist() if not name.endswith("/")}


def installed_files(installed: Distribution) -> dict[str, bytes]:
    """What a wheel of an installed distribution holds, by path."""
    files = {}
    for path in installed.files or ():
        if ".." not in path.parts and "__pycache__" not in path.parts and path.name not in LEFT:
            files[path.as_posix()] = Path(str(installed.locate_file(path))).read_bytes()
    (record,) = {f"{name.partition('/')[0]}/RECORD" for name in files if name.endswith(".dist-info/METADATA")}
    lines = [f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in sorted(files.items())]
    return files | {record: "".join([*lines, f"{record},,\n"]).encode()}


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
