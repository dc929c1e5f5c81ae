"""What can go wrong while a class is graded: nothing is lost, doubled or changed, and no student pays for it."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from autograder.classroom import pool
from autograder.classroom.intake import collect
from autograder.classroom.store import Store, StoreError, WriteError
from autograder.engine.grader import Grader, Submission
from autograder.engine.sandbox_process import _uid

GOLDEN = Path(__file__).parents[1] / "golden"
COURSE = Path(__file__).parents[1] / "mini_course"
# Nothing that waits for a limit: kill moments shall hit work.
SITUATIONS = (
    "a-right-answer", "a-wrong-value", "a-function-that-exits", "a-crash", "a-cell-that-raises", "nan",
    "os-exit-at-top-level", "an-empty-array-instead-of-a-scalar",
)  # fmt: skip
FAULTS = int(os.environ.get("HOMEWORK_FAULTS", "15"))  # moments at which the grader is killed
ROUNDS = 5  # of them hit the same output folder before it is finished and looked at


@pytest.fixture(scope="module")
def submissions(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("class")
    for situation in SITUATIONS:
        (file,) = (GOLDEN / situation).glob("submission.*")
        shutil.copy(file, folder / f"{situation}{file.suffix}")
    return folder


def command(submissions: Path, out: Path, *options: str) -> list[str]:
    grade = [sys.executable, "-m", "autograder.cli", "grade", "mini", str(submissions), "--out", str(out)]
    return [*grade, "--jobs", "2", *options]


def start(arguments: list[str]) -> subprocess.Popen[str]:
    environment = {**os.environ, "HOMEWORK_COURSE": str(COURSE), "COLUMNS": "200"}
    return subprocess.Popen(
        arguments, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL
    )


def finish(arguments: list[str]) -> str:
    process = start(arguments)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, out + err
    return out


def outputs(out: Path) -> dict[str, bytes]:
    """What a teacher looks at, without the report's time."""
    files = [out / "grades.csv", *sorted((out / "results").iterdir())]
    return {file.name: file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def quiet(submissions, tmp_path_factory) -> dict[str, bytes]:
    """The outputs of a run that nothing disturbs."""
    out = tmp_path_factory.mktemp("quiet")
    finish(command(submissions, out))
    return outputs(out)


def children(pid: int) -> list[int]:
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError, IndexError):
                if int(Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[1]) == pid:
                    found.append(int(entry))
    return found


@pytest.mark.slow
def test_a_grader_killed_at_any_moment_loses_doubles_and_changes_nothing(submissions, quiet, tmp_path):
    moments = random.Random(7)
    for first in range(0, FAULTS, ROUNDS):
        out = tmp_path / str(first)
        graded: set[str] = set()
        for _ in range(min(ROUNDS, FAULTS - first)):
            process = start(command(submissions, out))
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(moments.uniform(0.2, 2.0))
            process.kill()
            process.communicate()
            if (out / "results.sqlite").exists():
                with contextlib.closing(sqlite3.connect(out / "results.sqlite")) as database:
                    assert database.execute("pragma integrity_check").fetchone() == ("ok",)
                    with contextlib.suppress(sqlite3.OperationalError):  # killed before the table was there
                        now = {name for (name,) in database.execute("select submission from results")}
                        assert now >= graded
                        graded = now

        summary = finish(command(submissions, out))

        assert outputs(out) == quiet
        assert f"{len(SITUATIONS) - len(graded)} graded now, {len(graded)} as before" in summary
        assert not [p for p in out.rglob(".*") if p.name != ".lock"]


def work() -> list[tuple[Submission, int]]:
    """Submissions that take a moment, so that a kill hits them."""
    source = (GOLDEN / "a-right-answer" / "submission.py").read_bytes() + b"\nimport time\ntime.sleep(0.4)\n"
    return [(Submission(f"student-{number}", "py", source), 1) for number in range(6)]


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("victim", ["worker", "server", "child"])
def test_a_process_of_ours_that_is_killed_costs_no_student_a_point(mini, strongest, victim):
    killed = []

    def kill() -> None:
        until = time.monotonic() + 20
        while len(killed) < 2 and time.monotonic() < until:
            time.sleep(0.6)
            workers = children(os.getpid())
            if len(workers) < 2:  # what was hit is tried again alone: hit again, it would be its own fault
                continue
            servers = [s for w in workers for s in children(w)]
            level = {"worker": workers, "server": servers, "child": [c for s in servers for c in children(s)]}[victim]
            # not what this test itself started
            if level and servers:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(level[0], signal.SIGKILL)
                    killed.append(level[0])

    notes: list[str] = []
    thread = threading.Thread(target=kill)
    thread.start()
    results = dict(pool.run(mini, strongest, work(), 2, notes.append))
    thread.join()

    assert killed
    assert sorted(results) == list(range(6))
    assert [r.score for r in results.values()] == [100.0] * 6
    assert all(r.notes == () for r in results.values())


@pytest.mark.slow
def test_a_grader_that_never_answers_is_a_fault_of_the_grader_and_holds_up_nobody_else(mini, strongest, monkeypatch):
    finish = Grader.finish

    def finish_or_hang(grader, pending):
        if pending.submission.name == "student-1":
            time.sleep(600)
        return finish(grader, pending)

    monkeypatch.setattr(Grader, "finish", finish_or_hang)
    monkeypatch.setattr(pool, "_longest", lambda homework: 8.0)
    monkeypatch.setattr(pool, "PATIENCE", 1.0)
    notes: list[str] = []

    results = dict(pool.run(mini, strongest, work()[:3], 2, notes.append))

    assert [results[i].status for i in range(3)] == ["graded", "grader_error", "graded"]
    assert results[0].score == results[2].score == 100.0
    assert "no answer" in results[1].message
    assert any("gave no answer" in note for note in notes)


@pytest.mark.slow
def test_marks_on_a_busy_machine_are_those_of_a_quiet_one(submissions, quiet, tmp_path):
    cores = len(os.sched_getaffinity(0))
    hogs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(cores)]
    try:
        finish(command(submissions, tmp_path / "out", "--jobs", str(2 * cores)))
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()
    assert outputs(tmp_path / "out") == quiet


@pytest.mark.slow
def test_a_deadline_that_passed_while_something_else_had_the_processor_is_tried_again(mini, strongest, tmp_path):
    # Sleeps where a starved process would wait: longer than the limit of a call, the first two times.
    # The file system is not the student's: the clock of the machine tells the runs apart.
    begin = time.time()
    source = (GOLDEN / "a-right-answer" / "submission.py").read_text()
    source += (
        f"\n_square = square\ndef square(x):\n    import time\n    time.sleep(1.4)\n    return _square(x)\n# {begin}\n"
    )
    notes: list[str] = []

    ((_, result),) = pool.run(mini, strongest, [(Submission("starved", "py", source.encode()), 1)], 1, notes.append)

    assert "graded again alone" in notes[0], (notes, result)
    assert {q.question: q.score for q in result.questions} == {
        "square": 40.0,
        "mean_and_std": 35.0,
        "split_evenly": 25.0,
    }


@pytest.mark.slow
def test_a_budget_that_was_slept_away_in_many_short_calls_is_tried_again(mini, strongest):
    # No call is longer than its limit; together they are longer than what a question may take.
    source = (GOLDEN / "a-right-answer" / "submission.py").read_text()
    seconds = 0.8 * mini.spec.limits.call
    source += f"\n_square = square\ndef square(x):\n    import time\n    time.sleep({seconds})\n    return _square(x)\n"
    notes: list[str] = []

    ((_, result),) = pool.run(mini, strongest, [(Submission("starved", "py", source.encode()), 1)], 1, notes.append)

    assert "graded again alone" in notes[0], (notes, result)
    assert result.questions[0].question == "square"
    assert result.questions[0].score == 40.0


@pytest.mark.slow
@pytest.mark.root
@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
def test_a_full_disk_is_one_line_and_what_was_graded_is_kept(submissions, quiet, tmp_path):
    out = tmp_path / "small"
    out.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "none", out], check=False).returncode:
        pytest.skip("cannot mount a small disk here")
    try:
        process = start(command(submissions, out))
        _, err = process.communicate(timeout=120)
        assert process.returncode == 3, err
        lines = [line for line in err.splitlines() if line.startswith("error: ")]
        assert len(lines) == 1
        assert "kept" in lines[0] or "unchanged" in lines[0] or "cannot be written" in lines[0]
        assert "Traceback" not in err
        subprocess.run(["mount", "-o", "remount,size=8m", out], check=True)
        finish(command(submissions, out))
        assert outputs(out) == quiet
    finally:
        subprocess.run(["umount", out], check=True)


@pytest.mark.slow
@pytest.mark.root
@pytest.mark.skipif(shutil.which("mount") is None, reason="needs mount")
def test_a_read_only_output_folder_is_wrong_usage(submissions, tmp_path):
    out = tmp_path / "readonly"
    out.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "none", out], check=False).returncode:
        pytest.skip("cannot mount here")
    try:
        process = start(command(submissions, out))
        _, err = process.communicate(timeout=120)
        assert process.returncode == 2
        assert "cannot be written" in err
    finally:
        subprocess.run(["umount", out], check=True)


def test_a_second_grader_is_refused_and_the_first_undisturbed(tmp_path):
    with Store(tmp_path, "mini"), pytest.raises(StoreError, match="another `homework grade` is writing here"):
        Store(tmp_path, "mini")
    Store(tmp_path, "mini").close()


def test_a_store_on_a_full_disk_says_so(tmp_path, mini, strongest, grader):
    with Store(tmp_path, "mini") as store:
        result = grader.grade(Submission("student", "py", b"x = 1"), 1)
        store.put("key", result)
        store._db.execute("pragma max_page_count = 4")
        big = Submission("another", "py", b"raise ValueError('x' * 300)\n" * 20)
        with pytest.raises(WriteError, match="what was graded before is kept"):
            for number in range(200):
                store.put("key", type(result)(**{**_fields(grader.grade(big, 1)), "submission": str(number)}))
        assert store.get("student", "key") == result


def _fields(result):
    return {name: getattr(result, name) for name in result.__struct_fields__}


def test_a_clock_that_jumps_changes_no_mark(grade, monkeypatch):
    jumps = random.Random(3)
    monkeypatch.setattr(time, "time", lambda: jumps.uniform(0, 2**33))
    assert grade((GOLDEN / "a-right-answer" / "submission.py").read_bytes()).score == 100.0


def test_a_file_removed_while_it_is_collected_is_one_unreadable_submission(tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / f"{name}.py").write_text("x = 1\n")
    scan = os.scandir

    def scan_and_remove(path):
        entries = list(scan(path))
        (tmp_path / "a.py").unlink(missing_ok=True)
        return iter(entries)

    monkeypatch.setattr(os, "scandir", scan_and_remove)
    a, b = collect([tmp_path], "mini")
    assert (a.name, "No such file" in a.reason) == ("a", True)
    assert b.source == b"x = 1\n"


@pytest.mark.slow
@pytest.mark.root
def test_what_a_killed_server_leaves_behind_is_killed_with_its_uid(mini):
    source = b"import os, time\nif os.fork() == 0:\n    time.sleep(60)\n    os._exit(0)\n"
    with Grader(mini, "core") as grader:
        pending = grader.begin(Submission("daemon", "py", source), 1)
        pending.session.receive_loaded()
        server = pending.session.server
        uids = {_uid(server.slot, 0), _uid(server.slot, 1)}
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        assert owned_by(uids)  # the daemon

    assert not owned_by(uids)


def owned_by(uids: set[int]) -> list[str]:
    return [p.name for p in Path("/proc").iterdir() if p.name.isdigit() and _owner(p) in uids]


def _owner(process: Path) -> int | None:
    """The user of a process that has not ended; /proc itself belongs to root where it may not be looked into."""
    try:
        lines = (process / "status").read_text().splitlines()
    except OSError:
        return None
    fields = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    return None if fields["State"].startswith(("Z", "X")) else int(fields["Uid"].split()[0])
