"""On a cluster: the same marks, files and history as on one machine, whatever ends in between."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.classroom import grade as grading
from autograder.cli import main
from autograder.results import from_json

sys.path.insert(0, str(Path(__file__).parents[1] / "classroom"))
from same import everything

GOLDEN = Path(__file__).parents[1] / "golden"
RIGHT = (GOLDEN / "a-right-answer" / "submission.py").read_bytes()
SITUATIONS = ("a-right-answer", "a-wrong-value", "the-untouched-stub", "os-exit-at-top-level", "none-is-returned")
SLOW = RIGHT.replace(b"x * x", b"(__import__('time').sleep(0.2), x * x)[1]")


@pytest.fixture(autouse=True)
def found(mini_course, monkeypatch):
    monkeypatch.setenv("HOMEWORK_COURSE", str(mini_course.root))
    monkeypatch.setattr(grading, "now", lambda: "2026-11-02 09:00")


@pytest.fixture
def classroom(tmp_path):
    folder = tmp_path / "class"
    folder.mkdir()
    for number in range(2):
        for situation in SITUATIONS:
            (source,) = (GOLDEN / situation).glob("submission.*")
            shutil.copy(source, folder / f"{situation}-{number}{source.suffix}")
    (folder / "leo.docx").write_bytes(b"PK")
    return folder


def homework(*arguments, status=0):
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert done.exit_code == status, done.output
    return done.output


def grade(*arguments, status=0):
    return homework("grade", "mini", *arguments, status=status)


def scores(out):
    return {r.submission: r.score for p in (out / "results").glob("*.json") for r in [from_json(p.read_bytes())]}


def test_a_cluster_gives_what_this_machine_gives(cluster, classroom, tmp_path):
    grade(classroom, "--jobs", "2", "--out", tmp_path / "here")
    said = grade(classroom, *cluster.options, "--out", tmp_path / "there")
    assert "10 graded now" in said, cluster.said()
    assert everything(tmp_path / "there") == everything(tmp_path / "here")
    assert "0 graded now, 11 as before" in grade(classroom, *cluster.options, "--out", tmp_path / "there")


def handed(folder, count, source=SLOW):
    folder.mkdir()
    for number in range(count):
        (folder / f"s{number:02}.py").write_bytes(source + b"\n# %d\n" % number)
    return folder


def start(*arguments, root):
    """The command in a process of its own."""
    environment = {**os.environ, "HOMEWORK_COURSE": str(root), "PYTHONPATH": str(Path(__file__).parents[2])}
    code = "from autograder.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, "grade", "mini", *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def kept(out):
    """How many results are on disk."""
    return len(list((out / "results").glob("*.json")))


def wait_until(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_what_a_worker_had_that_was_killed_is_graded_by_another(cluster, mini_course, tmp_path):
    folder, out = handed(tmp_path / "class", 12), tmp_path / "out"
    third = cluster.add()
    time.sleep(2)
    running = start(folder, *cluster.options, "--out", out, root=mini_course.root)
    wait_until(lambda: kept(out) >= 1 or running.poll() is not None)
    third.kill()
    said, _ = running.communicate(timeout=120)
    assert running.returncode == 0, said + cluster.said()
    assert "12 graded now" in said
    assert scores(out) == {f"s{number:02}": 100 for number in range(12)}


def test_a_client_that_is_interrupted_keeps_what_it_has_and_goes_on_later(cluster, mini_course, tmp_path):
    folder, out = handed(tmp_path / "class", 16), tmp_path / "out"
    running = start(folder, *cluster.options, "--out", out, root=mini_course.root)
    wait_until(lambda: kept(out) >= 2 or running.poll() is not None)
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=60)
    before = kept(out)
    assert running.returncode == 130, said
    assert f"interrupted: {before} of 16 are graded and kept" in said and 2 <= before < 16
    assert f"{16 - before} graded now, {before} as before" in grade(folder, *cluster.options, "--out", out)
    assert scores(out) == {f"s{number:02}": 100 for number in range(16)}
    wait_until(lambda: graders_of(cluster) == 0)  # nor does a grader stay behind


def graders_of(cluster):
    """How many grader processes the workers have."""
    count = 0
    for worker in cluster.workers:
        with open(f"/proc/{worker.pid}/task/{worker.pid}/children") as file:
            children = file.read().split()
        count += sum(b"autograder.cluster.process" in command(pid) for pid in children)
    return count


def command(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_a_worker_with_other_suites_is_refused_before_anything_is_sent(cluster, mini_course, tmp_path):
    other = shutil.copytree(mini_course.root, tmp_path / "course")
    suite = other / "autograder/suites/hidden/mini/square.py"
    suite.write_text(suite.read_text("utf-8") + "\n# another\n", encoding="utf-8")
    worker = cluster.add(course=other)
    time.sleep(3)
    try:
        folder = handed(tmp_path / "class", 2, RIGHT)
        said = grade(folder, *cluster.options, "--out", tmp_path / "out", status=2)
        assert "has something else than this machine: square (hidden suites)" in said and "nothing was sent" in said
        assert kept(tmp_path / "out") == 0
    finally:
        worker.kill()
        worker.wait()
        cluster.workers.remove(worker)
    wait_until(lambda: "2 graded now" in grade(folder, *cluster.options, "--out", tmp_path / "out2"))


def test_a_question_graded_again_is_graded_alone_there_too(cluster, mini_course, tmp_path):
    folder = handed(tmp_path / "class", 2, RIGHT)
    grade(folder, *cluster.options, "--out", tmp_path / "out")
    said = grade(folder, *cluster.options, "--seed", "9", "-q", "square", "--out", tmp_path / "out")
    assert "2 graded now" in said
