"""The command: exit statuses, errors of one line, an interrupt that loses nothing."""

import csv
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
RIGHT = (TESTS / "golden" / "a-right-answer" / "submission.py").read_text()


@pytest.fixture
def course(tmp_path):
    """A copy of the small course."""
    return shutil.copytree(TESTS / "mini_course", tmp_path / "course")


@pytest.fixture
def submissions(tmp_path):
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "amy.py").write_text(RIGHT)
    return folder


def homework(*args, course, **more):
    """Runs the command in a course; nothing of this process's environment but the path."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(course), "HOMEWORK_COURSE": str(course)} | more
    return subprocess.run(
        [sys.executable, "-m", "autograder.cli", *map(str, args)],
        capture_output=True, text=True, timeout=120, env=environment, cwd=course,
    )  # fmt: skip


def assert_one_line(done, status, *parts):
    assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
    errors = [line for line in done.stderr.splitlines() if line.lower().startswith("error")]
    assert len(errors) == 1, done.stderr
    assert "Traceback" not in done.stderr
    for part in parts:
        assert str(part) in errors[0], errors[0]


@pytest.mark.slow
def test_grading_writes_the_files_and_ends_with_0_whatever_the_marks(course, submissions, tmp_path):
    (submissions / "bob.py").write_text("def square(x): return 0\n")
    done = homework("grade", "mini", submissions, "--out", tmp_path / "out", "--jobs", 1, course=course)
    assert done.returncode == 0, done.stderr
    with open(tmp_path / "out" / "grades.csv", encoding="utf-8-sig", newline="") as file:
        rows = {row["submission"]: row for row in csv.DictReader(file)}
    assert float(rows["amy"]["score"]) == 100 and float(rows["bob"]["score"]) == 0
    assert (tmp_path / "out" / "results" / "amy.json").is_file()
    assert "2 graded now, 0 as before" in done.stdout
    again = homework("grade", "mini", submissions, "--out", tmp_path / "out", "--jobs", 1, course=course)
    assert "0 graded now, 2 as before" in again.stdout


@pytest.mark.slow
def test_a_terminal_gets_a_line_a_person_and_with_wide_a_column_a_question(course, submissions, tmp_path):
    (submissions / "bob.py").write_text(RIGHT.replace("x * x", "2 * x"))

    def seen(*options):
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "autograder.cli", "grade", "mini", submissions, "--out", tmp_path / "out"]
        environment = {"PATH": os.environ["PATH"], "HOME": str(course), "HOMEWORK_COURSE": str(course)}
        environment |= {"COLUMNS": "80", "TERM": "dumb"}
        with open(ours, "rb", buffering=0) as terminal:
            command = [*map(str, command), *options]
            done = subprocess.run(command, env=environment, stdout=theirs, stderr=subprocess.PIPE, check=False)
            os.close(theirs)
            assert done.returncode == 0, done.stderr
            return terminal.read(65536).decode().replace("\r\n", "\n").splitlines()

    lines = seen()
    assert "amy           100" in lines
    (bob,) = [line for line in lines if line.startswith("bob ")]
    assert bob.split("  ")[-1] == "square 0/40 failed"
    assert "2 graded now" in lines[-1] and not lines[-1].startswith("#")
    wide = [" ".join(line.split()) for line in seen("--wide")]
    assert "amy graded 100 40 ✓ 35 ✓ 25 ✓" in wide and "✓ passed ✗ wrong value" in wide


def test_a_homework_that_is_not_there_is_answered_with_those_that_are(course, submissions, tmp_path):
    done = homework("grade", "losses", submissions, "--out", tmp_path / "out", course=course)
    assert_one_line(done, 2, "'losses'", "choose one of mini")


def test_an_empty_folder_and_a_missing_path_name_the_path(course, tmp_path):
    (tmp_path / "empty").mkdir()
    for path, reason in (("empty", "holds no submission"), ("missing", "cannot be read")):
        done = homework("grade", "mini", tmp_path / path, "--out", tmp_path / "out", course=course)
        assert_one_line(done, 2, tmp_path / path, reason)
        assert not (tmp_path / "out").exists(), "a mistyped path claims no output folder"


MANIFEST_FAULTS = {
    "an unknown key": ("points = 40", "points = 40\npoint = 3", "point", "question 'square'"),
    "a wrong type": ("points = 40", 'points = "forty"', "points", "question 'square'"),
    "points that do not sum to 100": ("points = 40", "points = 41", "sum to 101"),
    "no points": ("points = 40", "points = 0", "above 0"),
    "a missing title": ('title = { en = "Squares", zh = "平方" }', "", "title"),
    "a missing language": ('title = { en = "Squares", zh = "平方" }', 'title = { en = "Squares" }', "zh"),
    "a name that is none": ('name = "square"', 'name = "square root"', "'square root'"),
    "two questions of one name": ('name = "mean_and_std"', 'name = "square"', "'square'", "twice"),
    "two functions of one name": ('functions = ["mean_and_std"]', 'functions = ["square"]', "'square'", "twice"),
    "no function": ('functions = ["square"]', "functions = []", "functions is empty"),
    "an unknown package": ("points = 40", 'points = 40\npackages = ["flask"]', "'flask'"),
    "no TOML": ("points = 40", "points = = 40", "course.toml"),
    "an unknown limit": ("call = 1.0", "calls = 1.0", "calls"),
}


def test_the_seed_of_the_hidden_inputs_is_on_no_page_of_a_student(course, submissions, tmp_path):
    out = tmp_path / "out"
    homework("grade", "mini", submissions, "--out", out, "--seed", 987654321, "--jobs", 1, course=course)
    pages = list((out / "students").glob("*.html"))
    assert pages
    assert not [page for page in pages if "987654321" in page.read_text(encoding="utf-8")]
    assert "987654321" in (out / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", MANIFEST_FAULTS)
def test_a_wrong_manifest_names_file_and_key(course, submissions, tmp_path, fault):
    old, new, *parts = MANIFEST_FAULTS[fault]
    manifest = course / "assignment" / "course.toml"
    text = manifest.read_text(encoding="utf-8")
    assert old in text
    manifest.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = homework("grade", "mini", submissions, "--out", tmp_path / "out", course=course)
    assert_one_line(done, 2, manifest, *parts)


def test_a_suite_that_is_broken_names_its_file(course, submissions, tmp_path):
    suite = course / "autograder/suites/hidden/mini/square.py"
    suite.write_text("def broken(:\n")
    done = homework("grade", "mini", submissions, "--out", tmp_path / "out", course=course)
    assert_one_line(done, 2, suite, "SyntaxError")


def test_a_folder_that_is_no_course_says_what_to_do(tmp_path, submissions):
    done = homework("grade", "mini", submissions, "--out", tmp_path / "out", course=tmp_path)
    assert_one_line(done, 2, "course.toml")


def test_an_out_that_is_a_file_is_wrong_usage(course, submissions, tmp_path):
    (tmp_path / "out").write_text("precious")
    done = homework("grade", "mini", submissions, "--out", tmp_path / "out", course=course)
    assert_one_line(done, 2, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "precious"


def test_an_out_below_a_file_is_one_line(course, submissions, tmp_path):
    (tmp_path / "file").write_text("precious")
    done = homework("grade", "mini", submissions, "--out", tmp_path / "file" / "out", course=course)
    assert_one_line(done, 2, tmp_path / "file")


@pytest.mark.slow
def test_an_out_of_another_homework_is_refused(course, submissions, tmp_path):
    homework("grade", "mini", submissions, "--out", tmp_path / "out", "--jobs", 1, course=course)
    manifest = course / "assignment" / "course.toml"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace(
            'name = "mini"\ntitle = { en = "Three', 'name = "maxi"\ntitle = { en = "Three'
        ),
        encoding="utf-8",
    )
    for folder in [path for path in course.rglob("mini") if path.is_dir()]:
        folder.rename(folder.with_name("maxi"))
    done = homework("grade", "maxi", submissions, "--out", tmp_path / "out", course=course)
    assert_one_line(done, 2, "'mini'")


def test_an_unknown_sandbox_is_wrong_usage(course, submissions, tmp_path):
    done = homework("grade", "mini", submissions, "--out", tmp_path / "out", "--sandbox", "docker", course=course)
    assert_one_line(done, 2, "docker")


def test_no_arguments_is_wrong_usage(course):
    assert homework("grade", course=course).returncode == 2
    assert homework("nonsense", course=course).returncode == 2


def test_grading_without_containment_is_said(course, submissions, tmp_path):
    done = homework(
        "grade", "mini", submissions, "--out", tmp_path / "out", "--sandbox", "none", "--jobs", 1, course=course
    )
    assert done.returncode == 0 and "student code runs with your rights" in done.stderr


def test_help_and_version_end_with_0(course):
    for flag in ("--help", "--version"):
        assert homework(flag, course=course).returncode == 0


@pytest.mark.slow
def test_doctor_says_what_this_machine_contains(course):
    done = homework("doctor", course=course)
    assert done.returncode in (0, 1)
    for word in ("python", "numpy", "sandbox namespaces", "sandbox core", "course"):
        assert word in done.stdout


# -- interrupts ----------------------------------------------------------------

SLOW = RIGHT + "\nimport time\ntime.sleep(0.4)\n"


def started(course, folder, out, *more):
    return subprocess.Popen(
        [sys.executable, "-m", "autograder.cli", "grade", "mini", folder, "--out", out, "--jobs", "2", *more],
        env={"PATH": os.environ["PATH"], "HOME": str(course), "HOMEWORK_COURSE": str(course)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=course, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job would ignore it
    )  # fmt: skip


def descendants(pid):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found += [int(stat.parent.name), *descendants(int(stat.parent.name))]
    return found


def runs(pid):
    """Whether a process is there; one that has ended may wait for whoever has taken its parent's place."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pids, seconds=8.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(map(runs, pids)):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.slow
@pytest.mark.parametrize("how", ["to the process", "to its group, as a terminal does"])
def test_an_interrupt_ends_with_130_loses_nothing_and_the_next_run_finishes(course, submissions, tmp_path, how):
    for i in range(12):
        (submissions / f"s{i:02}.py").write_text(SLOW)
    out = tmp_path / "out"
    process = started(course, submissions, out)
    while "of 13" not in process.stderr.readline():
        pass
    children = descendants(process.pid)
    (os.kill if how == "to the process" else os.killpg)(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert "error: interrupted" in errors and "run the same command again" in errors and "Traceback" not in errors
    assert gone(children), "a process was left behind"
    assert not (out / "grades.csv").exists() and not (out / "report.html").exists(), "the class is not whole yet"
    records = [json.loads(path.read_bytes()) for path in out.glob("results/*.json")]
    assert all(record["status"] for record in records), "who is graded has a whole record"
    assert not list(out.rglob("*.tmp")) and not list(out.rglob(".*.json*"))

    done = homework("grade", "mini", submissions, "--out", out, "--jobs", 2, course=course)
    assert done.returncode == 0
    now, before = (int(part.split()[0]) for part in done.stdout.splitlines()[-1].removeprefix("# ").split(", ")[:2])
    assert now + before == 13 and before >= 1
    assert len(list((out / "results").glob("*.json"))) == 13


@pytest.mark.slow
def test_a_grader_that_is_killed_leaves_no_process_and_the_next_run_finishes(course, submissions, tmp_path):
    for i in range(8):
        (submissions / f"s{i:02}.py").write_text(SLOW)
    out = tmp_path / "out"
    process = started(course, submissions, out)
    while "of 9" not in process.stderr.readline():
        pass
    children = descendants(process.pid)
    process.kill()
    process.communicate(timeout=30)
    assert gone(children), "a process was left behind"
    done = homework("grade", "mini", submissions, "--out", out, "--jobs", 2, course=course)
    assert done.returncode == 0 and len(list((out / "results").glob("*.json"))) == 9


# -- a fault of the grader -------------------------------------------------------------------------------------


def broken(course):
    """One hidden case of `square` raises KeyError; returns the number of the line."""
    suite = course / "autograder/suites/hidden/mini/square.py"
    text = suite.read_text(encoding="utf-8")
    line = "    x = rng.normal(size=primes(rng, 2))\n"
    assert text.count(line) == 1
    suite.write_text(text.replace(line, f'    {{}}["SECRET-KEY"]\n{line}'), encoding="utf-8")
    return text[: text.index(line)].count("\n") + 1


@pytest.mark.slow
def test_a_broken_hidden_case_leaves_its_question_open_and_the_other_points_stand(course, submissions, tmp_path):
    number = broken(course)
    (submissions / "bob.py").write_text(RIGHT.replace("x * x", "2 * x"))
    out = tmp_path / "out"
    done = homework("grade", "mini", submissions, "--out", out, "--jobs", 1, course=course)
    assert_one_line(
        done, 1, "the grader failed on 2 of 2 submissions", "mini/square, case 'a matrix'", "KeyError: 'SECRET-KEY'",
        f"square.py, line {number}", out / "staff/grader-errors.txt",
    )  # fmt: skip

    rows = (out / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[1:] == ["amy,grader_error,,100,,35,25", "bob,grader_error,,100,,35,25"], "open, not zero"
    table = [line.split("\t") for line in done.stdout.splitlines()]
    (amy,) = [cells for cells in table if cells[0] == "amy"]
    assert amy[1:7] == ["grader_error", "60 (40 open)", "100", "- grader_error", "35 passed", "25 passed"]
    assert len(amy) == 8 and "KeyError: 'SECRET-KEY'" in amy[7]

    errors = (out / "staff/grader-errors.txt").read_text(encoding="utf-8")
    assert errors.startswith("mini/square, case 'a matrix'\nKeyError: 'SECRET-KEY' (mini/square.py, line ")
    assert "met by 2: amy, bob" in errors and "Traceback (most recent call last)" in errors
    assert errors.count("Traceback") == 1, "the same fault stands once"
    record = json.loads((out / "results/amy.json").read_text())
    assert [(f["question"], f["case"], f["error"]) for f in record["faults"]] == [
        ("square", "a matrix", "KeyError: 'SECRET-KEY'")
    ]
    assert "traceback" not in record["faults"][0]
    for page in (out / "students").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "KeyError" not in text and "SECRET-KEY" not in text and "do not count as zero" in text


@pytest.mark.slow
def test_a_mended_case_is_graded_again_and_the_staff_s_file_goes(course, submissions, tmp_path):
    suite = course / "autograder/suites/hidden/mini/square.py"
    right = suite.read_text(encoding="utf-8")
    broken(course)
    out = tmp_path / "out"
    assert homework("grade", "mini", submissions, "--out", out, course=course).returncode == 1
    suite.write_text(right, encoding="utf-8")
    done = homework("grade", "mini", submissions, "--out", out, course=course)
    assert (done.returncode, done.stderr.count("error")) == (0, 0)
    assert (out / "grades.csv").read_text(encoding="utf-8-sig").splitlines()[1] == "amy,graded,100,100,40,35,25"
    assert not (out / "staff/grader-errors.txt").exists()
