"""On a cluster: the same marks, files and history as on one machine, whatever ends in between."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.classroom import pool
from autograder.cli import main
from autograder.cluster.client import MESSAGES, Access, Cluster
from autograder.results import from_json

sys.path.insert(0, str(Path(__file__).parents[1] / "classroom"))
from same import everything

pytestmark = pytest.mark.slow
GOLDEN = Path(__file__).parents[1] / "golden"
RIGHT = (GOLDEN / "a-right-answer" / "submission.py").read_bytes()
SITUATIONS = ("a-right-answer", "a-wrong-value", "the-untouched-stub", "os-exit-at-top-level", "none-is-returned")
SLOW = RIGHT.replace(b"x * x", b"(__import__('time').sleep(0.1), x * x)[1]")


@pytest.fixture(autouse=True)
def found(cluster, monkeypatch):
    monkeypatch.setenv("HOMEWORK_COURSE", str(cluster.course))
    monkeypatch.setattr("autograder.clock.now", lambda: "2026-11-02 09:00")


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


def test_what_a_worker_had_that_was_killed_is_graded_by_another(cluster, tmp_path):
    folder, out = handed(tmp_path / "class", 10), tmp_path / "out"
    third = cluster.add()
    cluster.wait_for(3)
    running = start(folder, *cluster.options, "--out", out, root=cluster.course)
    wait_until(lambda: kept(out) >= 1 or running.poll() is not None)
    wait_until(lambda: graders_of(third) and running.poll() is None)
    third.kill()
    said, _ = running.communicate(timeout=120)
    cluster.workers.remove(third)
    assert running.returncode == 0, said + cluster.said()
    assert "10 graded now" in said and "lost 1 worker:" in said
    assert scores(out) == {f"s{number:02}": 100 for number in range(10)}


def test_a_client_that_is_interrupted_keeps_what_it_has_and_goes_on_later(cluster, tmp_path):
    folder, out = handed(tmp_path / "class", 12), tmp_path / "out"
    running = start(folder, *cluster.options, "--out", out, root=cluster.course)
    wait_until(lambda: kept(out) >= 2 or running.poll() is not None)
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=60)
    before = kept(out)
    assert running.returncode == 130, said
    told = int(re.search(r"interrupted: (\d+) of 12 are graded and kept", said)[1])
    assert before - 1 <= told <= before and 2 <= before < 12  # Ctrl-C may come between keeping and counting
    assert f"{12 - before} graded now, {before} as before" in grade(folder, *cluster.options, "--out", out)
    assert scores(out) == {f"s{number:02}": 100 for number in range(12)}
    wait_until(lambda: not any(map(graders_of, cluster.workers)))  # nor does a grader stay behind


def graders_of(worker):
    """The grader processes of a worker."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):  # it has ended
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == worker.pid and b"autograder.cluster.process" in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


def test_a_worker_with_other_suites_is_refused_before_anything_is_sent(cluster, tmp_path):
    other = shutil.copytree(cluster.course, tmp_path / "course")
    suite = other / "autograder/suites/hidden/mini/square.py"
    suite.write_text(suite.read_text("utf-8") + "\n# another\n", encoding="utf-8")
    worker = cluster.add(course=other)
    cluster.wait_for(3)
    try:
        folder = handed(tmp_path / "class", 2, RIGHT)
        said = grade(folder, *cluster.options, "--out", tmp_path / "out", status=2)
        assert "has something else than this machine: square (hidden suites)" in said and "nothing was sent" in said
        assert kept(tmp_path / "out") == 0
    finally:
        worker.kill()
        worker.wait()
        cluster.workers.remove(worker)
        cluster.wait_for(2)
    assert "2 graded now" in grade(folder, *cluster.options, "--out", tmp_path / "out")


def test_a_question_graded_again_is_graded_alone_there_too(cluster, tmp_path):
    folder, out = handed(tmp_path / "class", 2, RIGHT), tmp_path / "out"
    grade(folder, *cluster.options, "--out", out)
    suite = cluster.course / "autograder/suites/hidden/mini/square.py"
    before = suite.read_text("utf-8")
    try:
        suite.write_text(before.replace("float(v) * float(v)", "2.0 * float(v)"), encoding="utf-8")
        said = grade(folder, *cluster.options, "-q", "square", "--out", out)
    finally:
        suite.write_text(before, encoding="utf-8")
    assert "2 graded now" in said and "square 40 -> 0, the course's files" in said
    assert "mean_and_std 35 ->" not in said
    made = [from_json(path.read_bytes()).made.judged for path in (out / "results").glob("*.json")]
    assert all(len(judged) == 3 for judged in made)


def test_five_ways_to_grade_a_class_give_the_same(cluster, classroom, tmp_path, monkeypatch):
    """On one machine, in shards, on a cluster, interrupted and gone on with, from what was kept."""
    one, merged, there, resumed, cached = (tmp_path / n for n in ("one", "merged", "there", "resumed", "cached"))
    grade(classroom, "--jobs", "2", "--out", one)
    expected = everything(one)

    shards = [tmp_path / f"shard-{number}" for number in (1, 2)]
    for number, shard in enumerate(shards, 1):
        grade(classroom, "--jobs", "2", "--shard", f"{number}/2", "--out", shard)
    homework("merge", *shards, "--out", merged)

    grade(classroom, *cluster.options, "--out", there)

    run = pool.run

    def interrupted(*args, **kwargs):
        yield next(run(*args, **kwargs))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pool, "run", interrupted)
        grade(classroom, "--jobs", "1", "--out", resumed, status=130)
    assert "9 graded now, 2 as before" in grade(classroom, *cluster.options, "--out", resumed)

    cached.mkdir()
    shutil.copy(one / "results.sqlite", cached)
    assert "0 graded now, 11 as before" in grade(classroom, *cluster.options, "--out", cached)

    found = {out.name: everything(out) for out in (merged, there, resumed, cached)}
    assert {name: one == expected for name, one in found.items()} == dict.fromkeys(found, True)


def test_the_client_keeps_none_of_the_files_that_it_has_sent(cluster):
    """Dask keeps the last thousand messages of a connection, which grows with the class up to gigabytes."""
    with Cluster(Access(cluster.address, *map(Path, cluster.tls[1::2]))) as ours:
        assert ours._connected().scheduler_comm.recent_message_log.maxlen == MESSAGES
