"""What can go wrong while a class is graded: nothing is lost, doubled or changed, and no student pays for it."""

from __future__ import annotations

import contextlib
import os
import random
import re
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
from autograder.classroom.database import StoreError
from autograder.classroom.intake import Asked, collect
from autograder.classroom.store import Store
from autograder.engine.grader import Grader
from autograder.engine.processor import Watch
from autograder.engine.uids import VARIABLE, UidsError, sandbox_uid, uid_range
from autograder.files import WriteError
from autograder.submission import Submission

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
    """What a teacher looks at, without the time at which it was graded."""
    files = [out / "grades.csv", *sorted((out / "results").iterdir())]
    return {file.name: re.sub(rb'"graded": "[-0-9: ]+"', b"", file.read_bytes()) for file in files}


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


def by_number(done):
    """The results by the number in their submission's name."""
    return {int(result.submission.rpartition("-")[2]): result for _, result in done}


def work() -> list[pool.Job]:
    """Submissions that take a moment, so that a kill hits them."""
    source = (GOLDEN / "a-right-answer" / "submission.py").read_bytes() + b"\nimport time\ntime.sleep(0.4)\n"
    return [pool.Job(Submission(f"student-{number}", "py", source), 1) for number in range(6)]


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("victim", ["worker", "server", "child"])
def test_a_process_of_ours_that_is_killed_costs_no_student_a_point(mini, strongest, victim):
    killed = []
    # Who is hit is graded again beside the rest: a second blow might hit the same one, and would be its own fault.
    blows = 1 if victim == "child" else 2

    def kill() -> None:
        until = time.monotonic() + 20
        while len(killed) < blows and time.monotonic() < until:
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
    results = by_number(pool.run(mini, strongest, work(), 2, log=notes.append))
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
    monkeypatch.setattr(pool, "_longest", lambda homework, job: 8.0)
    monkeypatch.setattr(pool, "PATIENCE", 1.0)
    notes: list[str] = []

    results = by_number(pool.run(mini, strongest, work()[:3], 2, log=notes.append))

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
def test_a_deadline_that_may_have_passed_for_want_of_a_processor_is_tried_again(mini, strongest, monkeypatch):
    monkeypatch.setattr(Watch, "lacked", lambda *_: None)  # as where the kernel does not tell
    # Sleeps where a starved process would wait: longer than the limit of a call, the first two times.
    # The file system is not the student's: the clock of the machine tells the runs apart.
    begin = time.time()
    source = (GOLDEN / "a-right-answer" / "submission.py").read_text()
    source += (
        f"\n_square = square\ndef square(x):\n    import time\n    time.sleep(1.4)\n    return _square(x)\n# {begin}\n"
    )
    notes: list[str] = []

    job = pool.Job(Submission("starved", "py", source.encode()), 1)
    ((_, result),) = pool.run(mini, strongest, [job], 1, log=notes.append)

    assert "graded again" in notes[0], (notes, result)
    assert {q.question: q.score for q in result.questions} == {
        "square": 40.0,
        "mean_and_std": 35.0,
        "split_evenly": 25.0,
    }


@pytest.mark.slow
def test_a_budget_that_was_slept_away_in_many_short_calls_is_tried_again(mini, strongest, monkeypatch):
    monkeypatch.setattr(Watch, "lacked", lambda *_: None)
    # No call is longer than its limit; together they are longer than what a question may take.
    source = (GOLDEN / "a-right-answer" / "submission.py").read_text()
    seconds = 0.8 * mini.spec.limits.call
    source += f"\n_square = square\ndef square(x):\n    import time\n    time.sleep({seconds})\n    return _square(x)\n"
    notes: list[str] = []

    job = pool.Job(Submission("starved", "py", source.encode()), 1)
    ((_, result),) = pool.run(mini, strongest, [job], 1, log=notes.append)

    assert "graded again" in notes[0], (notes, result)
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
        return contextlib.nullcontext(iter(entries))

    monkeypatch.setattr(os, "scandir", scan_and_remove)
    a, b = collect([tmp_path], Asked("mini"))
    assert (a.name, "No such file" in a.reason) == ("a", True)
    assert b.source == b"x = 1\n"


@pytest.mark.slow
@pytest.mark.root
def test_what_a_killed_server_leaves_behind_is_killed_and_strangers_of_its_uid_are_not(mini):
    source = b"x = 1\n"
    with Grader(mini, "core") as grader:
        pending = grader.begin(Submission("daemon", "py", source), 1)
        pending.session.receive_loaded()
        pending.session.ask(1).call("square", [1.0], 5.0)  # its process outlives the one that it was forked from
        stranger = _stranger(sandbox_uid(0, 0)), _stranger(sandbox_uid(0, 1))
        server = pending.session.server
        uids = {sandbox_uid(server.slot, 0), sandbox_uid(server.slot, 1)}
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        assert owned_by(uids)  # the daemon

    try:
        assert set(owned_by(uids)) == {*stranger}
    finally:
        for pid in stranger:
            os.kill(int(pid), signal.SIGKILL)


def _stranger(uid: int) -> str:
    """The pid of a process of that user that is no child of ours: its parent waits for it, and is somebody else's."""
    code = (
        "import os, subprocess, sys\n"
        f"child = subprocess.Popen(['sleep', '60'], user={uid}, group={uid}, extra_groups=[])\n"
        "print(child.pid, flush=True)\nos.close(1)\nchild.wait()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    return parent.stdout.readline().strip()


@pytest.mark.root
def test_the_uids_can_be_chosen(mini, layer, monkeypatch):
    monkeypatch.setenv(VARIABLE, "70000-70127")
    assert {sandbox_uid(slot, turn) in range(70000, 70128) for slot in range(40) for turn in (0, 1)} == {True}
    source = "import os\ndef square(x):\n    raise ValueError(os.getuid())\n"
    with Grader(mini, layer) as grader:
        result = grader.grade(Submission("s", "py", source.encode()), 1)
    texts = {c.message for q in result.questions for c in q.cases if not c.hidden and q.question == "square"}
    asked = range(70000, 70128) if layer != "none" else range(1)
    assert all(int(text.rpartition(" ")[2]) in asked for text in texts), texts


@pytest.mark.parametrize("named", ["70000", "a-b", "0-100", "70000-70010", "4294967200-4294967295"])
def test_uids_that_cannot_be_are_refused(monkeypatch, named):
    monkeypatch.setenv(VARIABLE, named)
    with pytest.raises(UidsError, match=VARIABLE):
        uid_range()


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


# -- what may be the machine's ---------------------------------------------------------------------------------------

SCARCE = [
    "raise BlockingIOError(11, 'Resource temporarily unavailable')",
    "raise OSError(12, 'Cannot allocate memory')",
    "raise OSError(24, 'Too many open files')",
    "raise MemoryError",
    'raise RuntimeError("can\'t start new thread")',
    "try: raise OSError(11, '')\n    except OSError as error: raise ValueError('no') from error",
]


@pytest.mark.parametrize("line", SCARCE)
def test_a_failure_that_may_be_the_machine_s_is_looked_at_again_alone(mini, strongest, line):
    right = (GOLDEN / "a-right-answer" / "submission.py").read_text()
    short = f"{right}\ndef square(x):\n    {line}\n"
    jobs = [pool.Job(Submission(name, "py", source.encode()), 1) for name, source in (("a", short), ("b", right))]
    notes: list[str] = []

    results = {result.submission: result.score for _, result in pool.run(mini, strongest, jobs, 2, log=notes.append)}

    assert results == {"a": 60.0, "b": 100.0}
    assert [note for note in notes if note.startswith("a: ") and note.endswith("graded again alone")], notes


def test_so_is_one_while_the_file_loads(mini, strongest):
    right = (GOLDEN / "a-right-answer" / "submission.py").read_text()
    source = f"{right}\nimport threading\nraise OSError(11, 'no more')\n"
    notes: list[str] = []
    job = pool.Job(Submission("a", "py", source.encode()), 1)

    ((_, result),) = pool.run(mini, strongest, [job], 1, log=notes.append)

    assert result.score == 100.0
    assert notes[-1].endswith("graded again alone")


def test_an_error_of_one_s_own_is_not(mini, strongest):
    right = (GOLDEN / "a-right-answer" / "submission.py").read_text()
    notes: list[str] = []
    job = pool.Job(Submission("a", "py", f"{right}\ndef square(x):\n    raise OSError(2, 'no file')\n".encode()), 1)

    list(pool.run(mini, strongest, [job], 1, log=notes.append))

    assert not notes


def test_a_process_that_ends_is_looked_at_again_beside_the_rest(mini, strongest):
    right = (GOLDEN / "a-right-answer" / "submission.py").read_text()
    ends = f"{right}\nimport os\ndef square(x):\n    os._exit(1)\n"
    jobs = [pool.Job(Submission(f"{n}", "py", (ends if n < 2 else right).encode()), 1) for n in range(6)]
    notes: list[str] = []

    results = {r.submission: r.score for _, r in pool.run(mini, strongest, jobs, 2, log=notes.append)}

    assert results == {f"{n}": 60.0 if n < 2 else 100.0 for n in range(6)}
    assert len(notes) == 2
    assert all(note.endswith("; graded again") for note in notes), notes
