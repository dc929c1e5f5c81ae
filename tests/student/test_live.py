"""What takes long is said, what hangs is ended; `homework check --watch` answers each save at once."""

import contextlib
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time

import pytest

from autograder.course import find_course
from autograder.engine.grader import Grader
from autograder.engine.sandbox_process import best_layer
from autograder.student import check as student
from autograder.student import progress, saves
from autograder.student.processes import Warm
from autograder.submission import Submission
from autograder.written.markers import ANSWER_BEGIN, ANSWER_PLACEHOLDER
from tests import submissions
from tests.golden.golden import handed_out
from tests.patient import Stopwatch
from tests.student.test_check import ALL, RIGHT, check, handout, outcomes  # noqa: F401 - a fixture

POSIX = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="forks")
ENDLESS = RIGHT.replace("return x * x", "while True: pass")
TWO = RIGHT.replace("parts = ", "while True: pass\n    parts = ", 1)


# -- hangs ---------------------------------------------------------------------------


@pytest.mark.slow
def test_after_a_hang_the_function_s_other_cases_are_left_out(handout):  # noqa: F811
    source = RIGHT.replace("def split_evenly(", "def split_evenly(*args):\n    while True: pass\n\ndef former(")
    watch = Stopwatch()
    checked = check(handout, source, deadline=2.0)
    assert watch.seconds < 20
    found = outcomes(checked)
    assert sorted(found[name] for name in ALL if name.startswith("split_evenly")) == ["left_out", "timed_out"]
    assert found["square: two numbers"] == found["mean_and_std: three numbers"] == "passed"
    (case,) = [case for case in checked.cases if case.outcome == "timed_out"]
    assert case.message == "split_evenly: no end after 2 s", "it is said which function was called"


@pytest.mark.slow
def test_without_a_limit_of_the_handout_a_call_ends_after_five_seconds(handout):  # noqa: F811
    watch, began = Stopwatch(), time.monotonic()
    checked = check(handout, ENDLESS, deadline=None)
    assert outcomes(checked)["square: two numbers"] == "timed_out"
    assert time.monotonic() - began > 5.0
    assert watch.seconds < 30


def test_input_is_told_as_that(handout):  # noqa: F811
    for lang, said in (("en", "input() has nothing to read"), ("zh", "input() 读不到内容")):
        checked = check(handout, RIGHT.replace("return x * x", "return input('?')"), lang=lang)
        (case,) = [case for case in checked.cases if case.outcome == "errored"]
        assert case.message.startswith(said)


@pytest.mark.slow
def test_in_a_pipe_it_is_said_once_what_takes_long(handout, capfd):  # noqa: F811
    (handout / "mini.py").write_text(RIGHT.replace("return x * x", "import time; time.sleep(2.5); return x * x"))
    file, tests = student.find(handout / "mini.py")
    assert progress.check(file, student.order(file, tests), "en").passed
    said = [line for line in capfd.readouterr().err.splitlines() if line.startswith("still running after 1 s: ")]
    assert said == ["still running after 1 s: square: two numbers (square)"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("what", ["", "load", "cell", "case", "call", "probe"])
def test_everything_that_a_run_does_has_words(handout, what, lang):  # noqa: F811
    name = "2, 3, 4" if what == "cell" else "square: public: two numbers"
    said = progress.says(student.Doing(what, name), handout / "mini.py", lang)
    assert said and "public: " not in said


# -- processes that are warm ---------------------------------------------------------


def run(handout, warm, source, until=None):  # noqa: F811
    (handout / "mini.py").write_text(source)
    file, tests = student.find(handout / "mini.py")
    running = student.steps(file, student.order(file, tests), "en", 2.0, warm)
    with contextlib.closing(running):
        for checked in running:
            if until is not None and until(checked):
                break
    return checked


@pytest.mark.slow
@pytest.mark.parametrize("forks", [pytest.param(True, marks=POSIX), False])
def test_a_warm_process_says_what_a_cold_one_says(handout, forks):  # noqa: F811
    warm = Warm(forks=forks)
    broken = RIGHT.replace("return x * x", "import os; os._exit(0)")
    try:
        for source in (RIGHT, RIGHT.replace("x * x", "x + x"), broken, ENDLESS, RIGHT):
            assert outcomes(run(handout, warm, source)) == outcomes(check(handout, source, deadline=2.0))
    finally:
        warm.close()


@pytest.mark.slow
@pytest.mark.parametrize("forks", [pytest.param(True, marks=POSIX), False])
def test_a_run_that_is_left_in_the_middle_does_not_disturb_the_next(handout, forks):  # noqa: F811
    warm = Warm(forks=forks)
    try:
        left = run(
            handout,
            warm,
            ENDLESS,
            until=lambda checked: checked.doing.what == "call" and "square" in checked.doing.name,
        )
        assert len(left.cases) < 4
        assert run(handout, warm, RIGHT).passed
    finally:
        warm.close()


@pytest.mark.slow
@POSIX
def test_the_process_that_stays_ends_with_the_command_even_if_that_is_killed(handout):  # noqa: F811
    (handout / "mini.py").write_text(ENDLESS)
    process = watching(handout)
    time.sleep(4)
    children = _below(process.pid)
    assert children
    process.kill()
    process.wait()
    deadline = time.monotonic() + 10
    while any(_alive(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [pid for pid in children if _alive(pid)]


def _below(pid):
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in found.splitlines()]
    below = [child for child, parent in pairs if parent == pid]
    return below + [child for one in below for child, parent in pairs if parent == one]


def _alive(pid):
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout
    return bool(state.strip()) and not state.startswith("Z")


# -- saves ---------------------------------------------------------------------------


def test_a_save_is_noticed_also_where_the_file_is_replaced(tmp_path):
    file, told, stop = tmp_path / "a.py", queue.Queue(), threading.Event()
    file.write_text("one")
    saves.tell_saves(file, lambda: told.put(file.read_text()), stop)
    time.sleep(0.2)
    try:
        file.write_text("three")
        assert told.get(timeout=5) == "three"
        (tmp_path / "b").write_text("four")
        (tmp_path / "b").replace(file)
        assert told.get(timeout=5) == "four"
        file.write_text("")  # an editor has emptied it, and is about to write
        with pytest.raises(queue.Empty):
            told.get(timeout=0.3)
    finally:
        stop.set()


# -- the command ---------------------------------------------------------------------


def watching(handout, *args):  # noqa: F811
    return subprocess.Popen(
        [sys.executable, "-m", "autograder.cli", "check", "mini.py", "--watch", *args],
        cwd=handout, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


class Said:
    """The lines of a command, as they come."""

    def __init__(self, process):
        self.lines = queue.Queue()
        threading.Thread(
            target=lambda: [self.lines.put(line.rstrip("\n")) for line in process.stdout], daemon=True
        ).start()

    def until(self, part):
        found = []
        while not found or part not in found[-1]:
            found.append(self.lines.get(timeout=30))
        return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "head", "better", "done", "all_done"),
    [
        (
            "en",
            "2 of 3 questions done",
            "now passes: square: two numbers",
            "✓ square is done.",
            "All public tests pass",
        ),
        ("zh", "3 题中已完成 2 题", "现在通过：square：two numbers", "✓ square 完成了。", "公开测试全部通过"),
    ],
)
def test_in_a_pipe_each_save_is_answered_with_what_it_changed(handout, lang, head, better, done, all_done):  # noqa: F811
    file = handout / "mini.py"
    file.write_text(RIGHT.replace("x * x", "x + x"), encoding="utf-8")
    process = watching(handout, "--lang", lang)
    try:
        said = Said(process)
        first = said.until("✗ square")
        assert any(head in line for line in first), "it stays at the first question that is wrong"
        said.until("")
        file.write_text(RIGHT, encoding="utf-8")
        answer = said.until(all_done)
        assert better in answer and done in answer
        if sys.platform != "win32":
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
@pytest.mark.parametrize("asked", [[], ["-q", "overfitting"]])
@pytest.mark.parametrize(
    ("lang", "empty", "answered", "done"),
    [
        ("en", "written: overfitting — empty", "written: overfitting — answered, 4 words", "✓ overfitting is done."),
        ("zh", "简答题 overfitting：未作答", "简答题 overfitting：已作答，4 个英文单词", "✓ overfitting 完成了。"),
    ],
)
def test_a_written_question_that_is_shown_is_read_again_at_each_save(tmp_path, asked, lang, empty, answered, done):
    course = find_course()
    folder = shutil.copytree(course.template("trees"), tmp_path / "trees")
    file = folder / "mini.py"
    right = submissions.reference(course, course.homework("trees")).decode()
    begin, _, rest = right.partition(ANSWER_BEGIN.format(name="overfitting"))
    file.write_text(right, encoding="utf-8")
    (folder / "trees.py").unlink()
    process = watching(folder, "--lang", lang, *asked)
    try:
        said = Said(process)
        assert any(empty in line for line in said.until(empty))
        said.until("")
        marked = ANSWER_BEGIN.format(name="overfitting")
        words = rest.replace(ANSWER_PLACEHOLDER, "It learns the noise.", 1)
        file.write_text(begin + marked + words, encoding="utf-8")
        answer = said.until(done)
        if asked:  # else it goes on to the next one
            assert any(answered in line for line in answer), answer
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
@POSIX
def test_on_a_terminal_keys_go_to_other_questions_and_quit(handout):  # noqa: F811
    import pty

    (handout / "mini.py").write_text(RIGHT.replace("x * x", "x + x"), encoding="utf-8")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder.cli", "check", "mini.py", "--watch", "--lang", "en"],
        cwd=handout, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    seen = ""

    def until(part):
        nonlocal seen
        deadline = time.monotonic() + 30
        while part not in seen and time.monotonic() < deadline:
            seen += os.read(ours, 1 << 16).decode("utf-8", "replace")
        assert part in seen, seen
        _, _, seen = seen.partition(part)

    try:
        until("✗ square: two numbers: wrong")
        until("q quit")
        os.write(ours, b"p")
        until("✓ split_evenly: seven into three: ok")
        os.write(ours, b"a")
        until("2 of 3 questions done")
        os.write(ours, b"q")
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)


GRADIENT = "from autograder.student.gradients import gradient_check\n{}\ngradient_check(lambda z: z**2, 3.0, 6.0)\n"


def test_a_gradient_check_in_the_file_is_run_by_the_check(handout, capfd):  # noqa: F811
    checked = check(handout, GRADIENT.format(RIGHT))
    assert checked.passed and not checked.cells and "gradient ok" in capfd.readouterr().err


def test_a_gradient_check_in_the_file_costs_nothing_when_it_is_graded(tmp_path):
    homework = handed_out(tmp_path)
    with Grader(homework, best_layer()[0]) as grader:
        result = grader.grade(Submission("ann", "py", GRADIENT.format(RIGHT).encode()), 1)
    assert result.score == 100 and not result.notes
