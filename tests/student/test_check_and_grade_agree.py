"""What `homework check` says of a file is what `homework grade` says of it, over a generated corpus.

Every file is the handout, with some stubs filled in and some of the things done to it that people do to notebooks and
scripts. Both sides are asked for the outcome of each public case and for everything that they remark about the file.
"""

import json
import os
import random
import sys
from pathlib import Path

import pytest

from autograder.diagnosis import Tables
from autograder.engine.grader import Grader
from autograder.questions.suites import load_suite
from autograder.results import place
from autograder.submission import Submission
from tests.golden.golden import handed_out

FILES = 240
ANSWERS = {
    "square": "    return x * x",
    "mean_and_std": "    return float(x.mean()), float(np.sqrt(((x - x.mean()) ** 2).mean()))",
    "split_evenly": "    if parts < 1:\n        raise ValueError(parts)\n"
    "    return [(total + parts - 1 - i) // parts for i in range(parts)]",
}
WRONG = {
    "square": "    return 2 * x",
    "mean_and_std": "    return x.mean()",
    "split_evenly": "    return [total // parts] * parts",
}
USES = {
    "a package that is not offered": "import scipy.special\n",
    "a package that is not there at all": "import no_such_package\n",
    "a plot": "import matplotlib.pyplot as plt\nfig, axes = plt.subplots(2)\n",
    "a future": "from __future__ import annotations\n",
    "an error": "1 / 0\n",
    "no Python": "for in range(3)\n",
    "a deletion": "del square\n",
    "a value of the same name": "split_evenly = split_evenly(7, 3)\n",
    "a second definition": "def square(x):\n    return -x\n",
    "another name": "def sqaure(x):\n    return x * x\n\n\nSplitEvenly = lambda total, parts: [total]\n",
    "an event loop": "import asyncio\nasyncio.run(asyncio.sleep(0.001))\n",
    "its own path": "import os.path\nassert os.path.basename(__file__)\n",
    "its own module": "import __main__\nassert __main__.np is np\n",
}
JUPYTER = {
    "a shell line": "!pip install \\\n    something\n",
    "help": "np.square?\n?np.mean\n",
    "an await": "import asyncio\nawait asyncio.sleep(0.001)\n",
    "a magic": "%matplotlib inline\n%timeit 1 + 1\n",
    "a shown value": "display(np.ones(2))\nget_ipython()\n",
    "a module written": "%%writefile tools.py\nVALUE = 1\n",
    "an unknown magic": "%%memit\nx = 1\n",
}


HABITS = ["retag", "move", "kind", "merge", "copy", "drop", "indent", "prompts", "add", "add", "add"]


def filled(source: str, chance: random.Random) -> str:
    for name in ANSWERS:
        stub = f'    # your code here / 在此处作答\n    raise NotImplementedError("{name}")'
        if stub in source and chance.random() < 0.8:
            source = source.replace(stub, (ANSWERS if chance.random() < 0.7 else WRONG)[name])
    return source


def code_cell(source: str) -> dict:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


def odd_cells(cells: list[dict], chance: random.Random) -> list[dict]:
    """Some of the things that people do to the cells of a notebook."""
    for _ in range(chance.randrange(4)):
        i = chance.randrange(len(cells))
        cell = cells[i]
        match chance.choice(HABITS):
            case "retag":
                cell["metadata"] = {"tags": [chance.choice(["check", "explore", "skip", "remove-cell"])]}
            case "move":
                cells.insert(chance.randrange(len(cells)), cells.pop(i))
            case "kind":
                cell["cell_type"] = chance.choice(["code", "raw", "markdown"])
            case "merge" if i + 1 < len(cells) and cells[i + 1]["cell_type"] == cell["cell_type"]:
                cell["source"] += "\n" + cells.pop(i + 1)["source"]
            case "copy":
                cells.insert(i, dict(cell))
            case "drop":
                del cells[i]
            case "indent" if cell["cell_type"] == "code":
                cell["source"] = "\n".join(f"    {line}" for line in cell["source"].split("\n"))
            case "prompts" if cell["cell_type"] == "code" and '"""' not in cell["source"]:
                lines = cell["source"].split("\n")
                cell["source"] = "\n".join(f"{'... ' if line[:1] in ('', ' ') else '>>> '}{line}" for line in lines)
            case "add":
                cells.insert(i, code_cell(chance.choice([*USES.values(), *JUPYTER.values()])))
    return cells


def odd_bytes(text: str, chance: random.Random, *, declares: bool) -> bytes:
    """The text as editors save it."""
    match chance.choice(["", "", "", "crlf", "bom", "utf-16", "gbk", "nul"]):
        case "crlf":
            return text.replace("\n", "\r\n").encode()
        case "bom":
            return b"\xef\xbb\xbf" + text.encode()
        case "utf-16":
            return text.encode("utf-16")
        case "gbk":
            return (f"# -*- coding: gbk -*-\n{text}" if declares else text).encode("gbk")
        case "nul":
            return text.encode() + b"\0" * 100
    return text.encode()


def made(template: Path, number: int) -> tuple[str, bytes]:
    """The file of that number: its kind, and its bytes."""
    chance = random.Random(number)
    if number % 2:
        notebook = json.loads((template / "mini.ipynb").read_text(encoding="utf-8"))
        cells = [{**cell, "source": filled("".join(cell["source"]), chance)} for cell in notebook["cells"]]
        notebook["cells"] = odd_cells(cells, chance)
        return "ipynb", odd_bytes(json.dumps(notebook, ensure_ascii=False, indent=1), chance, declares=False)
    parts = filled((template / "mini.py").read_text(encoding="utf-8"), chance).split("\n# %%")
    for _ in range(chance.randrange(3)):
        i = chance.randrange(1, len(parts) + 1)
        marker = chance.choice(["\n", "", " my check\n", ' tags=["check"]\n', " [raw]\n", " [markdown]\n"])
        parts.insert(i, f"{marker}\n{chance.choice([*USES.values()])}")
    if chance.random() < 0.2:
        parts = parts[:2] + parts[3:]
    return "py", odd_bytes("\n# %%".join(parts), chance, declares=True)


def checked(file: Path, tests: Path) -> dict:
    """What `homework check` says, from a process forked for this file."""
    out = file.with_name("news.json")
    pid = os.fork()
    if pid == 0:
        try:
            news = []
            sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
            os.chdir(file.parent)
            for name in [name for name in sys.modules if name.partition(".")[0] == "scipy"]:
                del sys.modules[name]  # another test of this process has imported it; a check begins without it
            task = runner.Task(file, "en", [], [], [], [], None, ["numpy"], [])
            suites = [load_suite(path) for path in sorted(tests.glob("*.py"))]
            runner._run(task, suites, lambda **message: news.append(message))
            out.write_text(json.dumps(news))
        finally:
            os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    news = json.loads(out.read_text())
    said = [n["text"] for n in news if n["kind"] == "note"]
    said += [f"{place(n['cell'], n['line'])}: {n['error']}" for n in news if n["kind"] == "cell"]
    return {
        "unreadable": next((n["error"] for n in news if n["kind"] == "unreadable"), ""),
        "said": sorted(said),
        "passed": {(n["question"], n["case"]): n["outcome"] == "passed" for n in news if n["kind"] == "case"},
    }


def graded(grader: Grader, kind: str, source: bytes) -> dict:
    """The same of `homework grade`; its notes are in both languages."""
    result = grader.grade(Submission("student", kind, source), 1)
    if result.status == "unreadable":
        return {"unreadable": result.message, "said": [], "passed": {}}
    return {
        "unreadable": "",
        "said": sorted(note.split(" / ")[0] for note in result.notes),
        "passed": {
            (q.question, c.name): c.outcome == "passed" for q in result.questions for c in q.cases if not c.hidden
        },
    }


from autograder.student import runner  # noqa: E402 - loads what a check needs, before the forks


@pytest.mark.slow
def test_check_and_grade_say_the_same_of_every_file(tmp_path, strongest):
    homework = handed_out(tmp_path)
    template = homework.course.template("mini")
    differ, told = {}, 0
    with Grader(homework, strongest, tables=Tables(homework)) as grader:
        for number in range(FILES):
            kind, source = made(template, number)
            folder = tmp_path / "student"
            folder.mkdir(exist_ok=True)
            file = folder / f"mini{number}.{kind}"
            file.write_bytes(source)
            ours, theirs = checked(file, template / "tests"), graded(grader, kind, source)
            file.unlink()
            told += bool(theirs["said"])
            if ours != theirs:
                differ[number] = {key: (ours[key], theirs[key]) for key in ours if ours[key] != theirs[key]}
    assert differ == {}
    assert told > FILES / 4, "the corpus is odd enough that there is much to say"
