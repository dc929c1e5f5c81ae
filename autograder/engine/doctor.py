"""`homework doctor`: what this machine offers, found out by trying it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from dataclasses import dataclass

from autograder.course import CourseError, find_course
from autograder.engine import same_name
from autograder.engine.faults import SandboxGone, SandboxUnavailable
from autograder.engine.sandbox_process import LAYERS, Server
from autograder.engine.uids import VARIABLE, UidsError, uid_range, why_unusable
from autograder.tools import TOOLS, is_there

MEANING = {
    "namespaces": "private read-only root, no network, own process tree, on top of core",
    "core": "unprivileged uid (as root), rlimits, no_new_privs, Landlock, seccomp",
    "none": "rlimits only: student code runs with your rights",
}


@dataclass(frozen=True)
class Finding:
    """One line of the report; `contains` marks a containment layer that works."""

    what: str
    fine: bool
    detail: str
    contains: bool = False


def examine() -> list[Finding]:
    """Looks at the interpreter, the libraries, the course and each containment layer."""
    python = f"{platform.python_version()} on {platform.system()} {platform.release()} ({platform.machine()})"
    findings = [Finding("python", sys.version_info >= (3, 11), python)]
    for module, tool in TOOLS.items():
        found = is_there(module)
        detail = f"installed, needed {tool.needed}" if found else f"needed {tool.needed} ({tool.install})"
        findings.append(Finding(tool.name, found, detail))
    findings += [Finding("a name of its own", False, other) for other in same_name.others()]
    try:
        course = find_course()
        findings.append(Finding("course", not course.broken, f"{course.root}: {', '.join(course.names)}"))
        findings += [Finding("course", False, line) for error in course.broken.values() for line in error.lines]
        secrets = [
            p for p in (course.root / "solutions", course.root / "autograder" / "suites" / "hidden") if p.exists()
        ]
    except CourseError as error:
        findings += [Finding("course", False, line) for line in error.lines]
        secrets = []
    bounded = False
    for layer in LAYERS:
        try:
            server = Server.start(layer, ("numpy",), secrets=secrets, memory=1 << 30)
        except (SandboxUnavailable, SandboxGone) as error:
            findings.append(Finding(f"sandbox {layer}", False, f"{error}; without it you lose: {MEANING[layer]}"))
            continue
        applied = ", ".join(server.applied)
        server.close()
        findings.append(Finding(f"sandbox {layer}", True, f"{MEANING[layer]} ({applied})", layer != "none"))
        bounded = bounded or "memory group" in server.applied
    findings.append(_uids())
    text = "bounded for each submission" if bounded else "bounded for each process only: no control group is available"
    findings.append(Finding("memory", bounded, text))
    free = shutil.disk_usage(".").free
    findings.append(Finding("disk", free > 1 << 28, f"{free >> 20} MiB free here"))
    return findings


def _uids() -> Finding:
    """As which users student code runs."""
    try:
        uids = uid_range()
        problem = why_unusable() if os.geteuid() == 0 else ""
    except UidsError as error:
        return Finding("uids", False, str(error))
    if os.geteuid() != 0:
        return Finding("uids", True, "student code runs as you, as the grader is not root")
    chosen = f"set by {VARIABLE}" if os.environ.get(VARIABLE) else f"{VARIABLE}=first-last sets others"
    return Finding("uids", not problem, problem or f"student code runs as {uids[0]} to {uids[-1]} ({chosen})")
