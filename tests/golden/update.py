"""Writes `expected.json` anew for the named situations and shows what changed: read it before you keep it.

python tests/golden/update.py a-wrong-value an-endless-loop
"""

import difflib
import json
import os
import sys
import tempfile
from pathlib import Path

os.environ["HOMEWORK_LANG"] = "en"
sys.path.append(str(Path(__file__).parents[2]))

from golden import GOLDEN, handed_out, run, situations

from autograder.diagnosis import Tables
from autograder.engine.grader import Grader
from autograder.engine.sandbox_process import best_layer


def main(names: list[str]) -> None:
    """Updates the named situations."""
    unknown = [name for name in names if name not in situations()]
    if unknown or not names:
        sys.exit(f"name the situations to update; {unknown or 'none'} is not among: {', '.join(situations())}")
    with tempfile.TemporaryDirectory() as folder:
        homework = handed_out(Path(folder))
        with Grader(homework, best_layer()[0], tables=Tables(homework)) as grader:
            update(grader, names)


def update(grader: Grader, names: list[str]) -> None:
    """The same with a grader of the small homework."""
    for name in names:
        path = GOLDEN / name / "expected.json"
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        new = json.dumps(run(grader, name), indent=1, ensure_ascii=False) + "\n"
        path.write_text(new, encoding="utf-8")
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), f"{name} before", f"{name} now", lineterm="")
        print("\n".join(lines) or f"{name}: unchanged")


if __name__ == "__main__":
    main(sys.argv[1:])
