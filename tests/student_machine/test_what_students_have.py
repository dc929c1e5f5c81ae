"""A student's way on a student's machine: any system, Python 3.10 and later, and nothing of what grades.

Imports nothing of ours and needs no conftest, so that it runs where only `dl-homework[notebook]` and pytest are
installed (`pytest --noconftest tests/student_machine`). The homeworks are those of `student_template/`.
"""

import importlib.util
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
HANDOUTS = Path(__file__).parents[2] / "student_template"
NAMES = sorted(path.name for path in HANDOUTS.iterdir() if path.is_dir())
QUESTION = "softmax_cross_entropy_grad"
STUB = f'raise NotImplementedError("{QUESTION}")'
WRONG = """\
p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    p[np.arange(len(labels)), labels] -= 1
    return p"""
RIGHT = f"{WRONG} / len(labels)"
ENDLESS = "while True:\n        pass"


@pytest.fixture
def losses(tmp_path):
    return shutil.copytree(HANDOUTS / "losses", tmp_path / "losses")


def answer(folder, body):
    """Puts it into the script's first stub; the script as handed out is taken anew each time."""
    text = (HANDOUTS / folder.name / "losses.py").read_text(encoding="utf-8")
    assert text.count(STUB) == 1
    (folder / "losses.py").write_text(text.replace(STUB, body), encoding="utf-8")


def environment(lang="en", encoding="utf-8"):
    return {**os.environ, "HOMEWORK_LANG": lang, "PYTHONIOENCODING": encoding}


def run(folder, *arguments, lang="en", encoding="utf-8"):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment(lang, encoding),
        capture_output=True,
        encoding=encoding,
        timeout=120,
        check=False,
    )


def homework(folder, *arguments, **more):
    return run(folder, "-m", "autograder.cli", *arguments, **more)


@pytest.mark.parametrize("name", NAMES)
def test_of_an_untouched_homework_every_question_is_to_do(tmp_path, name):
    folder = shutil.copytree(HANDOUTS / name, tmp_path / name)
    done = homework(folder, "status")
    assert done.returncode == 0, done.stderr
    questions = [line.split("\t") for line in done.stdout.splitlines() if not line.startswith("# ")]
    assert len(questions) >= len(list((folder / "tests").glob("*.py"))) > 5
    torch = importlib.util.find_spec("torch") is not None  # else what asks for it cannot be told from a wrong answer
    told = {cells[1] for cells in questions if torch or cells[0] != "lenet_module"}
    assert told == {"to do"}


def test_a_right_answer_passes_and_a_wrong_one_is_told(losses):
    answer(losses, RIGHT)
    done = homework(losses, "check", "losses.py", "-q", QUESTION)
    assert done.returncode == 0 and "6 of 6 public tests pass." in done.stdout, done.stdout + done.stderr
    answer(losses, WRONG)
    done = homework(losses, "check", "losses.py", "-q", QUESTION)
    assert done.returncode == 1 and f"✗ {QUESTION}" in done.stdout and "expected" in done.stdout


def test_the_same_in_chinese(losses):
    answer(losses, WRONG)
    done = homework(losses, "check", "losses.py", "-q", QUESTION, lang="zh")
    assert done.returncode == 1 and "应为" in done.stdout and "公开测试通过" in done.stdout


def test_what_does_not_end_is_ended_and_the_other_questions_are_checked(losses):
    answer(losses, ENDLESS)
    done = homework(losses, "check", "losses.py", "-q", QUESTION, "-q", "cross_entropy")
    assert done.returncode == 1 and "no end after" in done.stdout and "cross_entropy: to do" in done.stdout, done.stdout


@pytest.mark.parametrize(("encoding", "lang", "said"), [("cp1252", "en", "tests pass"), ("gbk", "zh", "公开测试")])
def test_a_pipe_whose_encoding_lacks_a_sign_gets_the_rest(losses, encoding, lang, said):
    """As where Windows' output goes into a file: neither code page has the cross of a wrong case."""
    answer(losses, WRONG)
    done = homework(losses, "check", "losses.py", "-q", QUESTION, lang=lang, encoding=encoding)
    assert done.returncode == 1 and done.stderr == "", done.stderr
    assert f"? {QUESTION}" in done.stdout and said in done.stdout


def test_a_save_is_answered_while_it_is_watched(losses):
    answer(losses, WRONG)
    command = [sys.executable, "-m", "autograder.cli", "check", "losses.py", "-q", QUESTION, "--watch"]
    process = subprocess.Popen(
        command, cwd=losses, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, encoding="utf-8"
    )
    lines = queue.Queue()
    threading.Thread(target=lambda: [lines.put(line) for line in process.stdout], daemon=True).start()

    def until(part):
        while part not in lines.get(timeout=60):
            pass

    try:
        until(f"✗ {QUESTION}")
        answer(losses, RIGHT)
        until(f"✓ {QUESTION} is done.")
    finally:
        process.kill()
        process.wait()


CELLS = """
import json, sys
names = {}
for cell in json.load(sys.stdin):
    exec(cell, names)
"""


def cells(name):
    notebook = json.loads((HANDOUTS / "losses" / "losses.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if name in "".join(cell["source"])]


def test_the_notebook_s_first_cell_and_a_check_run(losses):
    setup = next(cell for cell in cells("from homework_cells import") if "grader" in cell)
    (stub,) = cells(STUB)
    code = [setup, stub.replace(STUB, RIGHT), f'print(grader.check("{QUESTION}"))']
    done = subprocess.run(
        [sys.executable, "-c", CELLS],
        cwd=losses, env=environment(), input=json.dumps(code), capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "These are the public tests" in done.stdout and "✗" not in done.stdout, done.stdout


def test_what_is_to_be_handed_in_is_packed_with_a_receipt(losses):
    answer(losses, RIGHT)
    done = homework(losses, "pack", "losses.py", "--name", "2026001_王明")
    assert done.returncode == 0, done.stderr
    made = sorted(path.name for path in (losses / "hand-in").iterdir())
    assert len(made) == 2 and "2026001_王明.py" in made, made


def test_what_grades_says_which_python_it_needs(losses):
    done = homework(losses, "doctor")
    if sys.version_info < (3, 11):
        assert done.returncode == 2 and "needs Python 3.11 or later" in done.stderr
    else:
        assert done.returncode != 2
