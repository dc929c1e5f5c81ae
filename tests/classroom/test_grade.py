"""A whole class: nothing is lost, nobody's marks depend on others, a rerun does only what changed."""

import dataclasses
import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from autograder.classroom import pool
from autograder.classroom.grade import Watcher, grade_folder
from autograder.classroom.intake import IntakeError
from autograder.classroom.store import Store
from autograder.questions.suites import Case, Suite
from autograder.results import from_json, to_json
from autograder.submission import Submission
from tests.patient import Stopwatch

GOLDEN = Path(__file__).parents[1] / "golden"
RIGHT = (GOLDEN / "a-right-answer" / "submission.py").read_bytes()
CLASS = {
    "amy.py": "a-right-answer",
    "bob.py": "a-wrong-value",
    "carl.ipynb": "a-notebook-with-a-right-answer",
    "dora.ipynb": "a-broken-notebook",
    "emil.py": "the-untouched-stub",
    "fay.py": "a-crash",
    "gus.py": "os-exit-at-top-level",
    "hua 华.py": "gbk-text",
    "ida.py": "a-thread-left-behind",
    "jan.py": "none-is-returned",
}


@pytest.fixture
def classroom(tmp_path):
    """A folder of twelve submissions, good, bad and unreadable."""
    folder = tmp_path / "class"
    folder.mkdir()
    for name, situation in CLASS.items():
        (source,) = (GOLDEN / situation).glob("submission.*")
        shutil.copy(source, folder / name)
    os.mkfifo(folder / "kim.py")
    (folder / "leo.txt").write_text("not Python")
    return folder


def grade(course, folder, out, workers=2, seed=None, layer="auto", naming=True):
    """What `homework grade mini FOLDER --out OUT` does; the results, and the names graded now."""
    now = []
    watcher = Watcher(graded=lambda result: now.append(result.submission))
    graded = grade_folder(
        course, "mini", [folder], out, jobs=workers, seed=seed, sandbox=layer, naming=naming, watcher=watcher
    )
    assert graded.graded_now == len(now)
    assert graded.graded_now + graded.as_before + graded.not_graded + graded.kept == len(graded.results)
    return {r.submission: r for r in graded.results}, sorted(now)


def without_time(results):
    """Results that may have been made at another minute."""
    return {n: replace(r, made=replace(r.made, graded="")) for n, r in results.items()}


@pytest.mark.slow
def test_a_class_is_graded_end_to_end_and_a_rerun_does_only_what_changed(mini_course, classroom, tmp_path):
    out = tmp_path / "out"
    results, graded = grade(mini_course, classroom, out)
    assert len(results) == 12 and len(graded) == 10
    assert {n: r.score for n, r in results.items() if r.status == "graded"} == {
        "amy": 100, "bob": 60, "carl": 100, "emil": 0, "fay": 60, "gus": 100, "hua 华": 100, "ida": 100, "jan": 25,
    }  # fmt: skip
    assert {n for n, r in results.items() if r.status == "unreadable"} == {"dora", "kim", "leo"}
    assert all(results[n].message for n in ("dora", "kim", "leo"))

    rows = (out / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 13 and rows[0].startswith("submission,status,score,max_score,")
    written = {from_json(p.read_bytes()).submission: p for p in (out / "results").glob("*.json")}
    assert set(written) == set(results)
    assert json.loads(written["bob"].read_text())["score"] == 60
    assert (out / "report.html").is_file()

    again, graded = grade(mini_course, classroom, out)
    assert graded == [] and again == results

    (classroom / "bob.py").write_bytes(RIGHT)
    (classroom / "emil.py").unlink()
    shutil.copy(classroom / "amy.py", classroom / "mia.py")
    results, graded = grade(mini_course, classroom, out)
    assert graded == ["bob", "mia"]
    assert results["bob"].score == 100
    assert results["emil"].score == 0 and written["emil"].exists(), "who is not among the submissions keeps the mark"

    results, graded = grade(mini_course, classroom, out, seed=99)
    assert len(graded) == 10 and results["bob"].seed == 99 and results["emil"].seed != 99


@pytest.mark.slow
def test_results_do_not_depend_on_the_number_of_workers(mini_course, classroom, tmp_path):
    one, _ = grade(mini_course, classroom, tmp_path / "one", workers=1)
    three, _ = grade(mini_course, classroom, tmp_path / "three", workers=3)
    assert without_time(one) == without_time(three)


def test_without_naming_marks_are_the_same_and_what_is_kept_is_kept_apart(mini_course, tmp_path):
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "bob.py").write_bytes(RIGHT.replace(b"x * x", b"2 * x"))
    named, _ = grade(mini_course, folder, tmp_path / "out")
    unnamed, graded = grade(mini_course, folder, tmp_path / "out", naming=False)
    assert graded == ["bob"]
    assert [q.score for q in unnamed["bob"].questions] == [q.score for q in named["bob"].questions] == [0, 35, 25]
    assert [bool(q.diagnoses) for q in named["bob"].questions] == [True, False, False]
    assert not any(q.diagnoses for q in unnamed["bob"].questions)
    assert grade(mini_course, folder, tmp_path / "out") == (named, []), "both are kept"


def test_an_empty_folder_is_an_error(mini_course, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(IntakeError, match="holds no submission"):
        grade(mini_course, tmp_path / "empty", tmp_path / "out")


# -- the pool ----------------------------------------------------------------


def submissions(count, source=RIGHT):
    return [pool.Job(Submission(f"student {i}", "py", source), 1) for i in range(count)]


def run(homework, layer, work, workers=2):
    lines = []
    found = dict(pool.run(homework, layer, work, workers, log=lines.append))
    return {number: found[job] for number, job in enumerate(work)}, lines


def with_case(mini, run_case):
    """The small homework with one more thing done in the first hidden case of its first question."""
    question = mini.questions[0]
    public, hidden = question.suites
    first = hidden.cases[0]

    def both(environment):
        run_case(environment)
        first.run(environment)

    changed = Suite(hidden.name, hidden.path, (dataclasses.replace(first, run=both), *hidden.cases[1:]))
    questions = (dataclasses.replace(question, suites=(public, changed)), *mini.questions[1:])
    return dataclasses.replace(mini, questions=questions)


def once(flag, action):
    """Does something in the first process that gets there, and in no later one."""

    def run_case(environment):
        try:
            flag.touch(exist_ok=False)
        except FileExistsError:
            return
        action(environment)

    return run_case


@pytest.mark.slow
def test_a_worker_that_is_killed_loses_nothing(mini, strongest, tmp_path):
    homework = with_case(mini, once(tmp_path / "flag", lambda env: os.kill(os.getpid(), signal.SIGKILL)))
    results, lines = run(homework, strongest, submissions(5))
    assert [results[i].score for i in range(5)] == [100] * 5
    assert any("a worker died" in line for line in lines)


@pytest.mark.slow
def test_a_fork_server_that_is_killed_loses_nothing(mini, strongest, tmp_path):
    def kill_server(environment):
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGKILL)
        time.sleep(0.1)
        for _ in range(100):
            environment["square"](environment["rng"].normal(size=3))

    homework = with_case(mini, once(tmp_path / "flag", kill_server))
    results, lines = run(homework, strongest, submissions(5))
    assert [(results[i].status, results[i].score) for i in range(5)] == [("graded", 100)] * 5
    assert any("graded again alone" in line for line in lines)


@pytest.mark.slow
def test_a_submission_that_kills_its_worker_each_time_is_crashed_and_the_others_are_not(mini, strongest):
    def kill_for_one(environment):
        if environment["square"](environment["rng"].normal(size=1)).sum() < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    homework = with_case(mini, kill_for_one)
    work = submissions(4)
    work[1] = pool.Job(Submission("killer", "py", RIGHT.replace(b"x * x", b"-x * x")), 1)
    results, _ = run(homework, strongest, work)
    assert [results[i].score for i in (0, 2, 3)] == [100] * 3
    assert results[1].score == 0
    assert {c.outcome for q in results[1].questions for c in q.cases} == {"crashed"}


@pytest.mark.slow
def test_a_fault_of_ours_is_retried_alone_and_then_visible(mini, strongest, tmp_path):
    def bug(environment):
        raise KeyError("a bug in the suite")

    results, _ = run(with_case(mini, once(tmp_path / "flag", bug)), strongest, submissions(3))
    assert [results[i].score for i in range(3)] == [100] * 3, "it was retried"
    results, _ = run(with_case(mini, bug), strongest, submissions(2))
    assert [results[i].status for i in range(2)] == ["grader_error"] * 2


def test_no_work_needs_no_worker(mini, strongest):
    assert run(mini, strongest, []) == ({}, [])


@pytest.mark.slow
def test_workers_and_servers_are_gone_when_grading_ends_early(mini, strongest):
    def processes():
        return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()

    before = processes()
    running = pool.run(mini, strongest, submissions(6), 2)
    next(running)
    assert len(processes()) > len(before)
    running.close()
    assert processes() == before


def test_workers_end_when_there_is_no_more_work(mini, strongest):
    watch = Stopwatch()
    run(mini, strongest, submissions(3), workers=3)
    assert watch.seconds < 4, "nobody had to be killed after a wait"


def test_a_stored_result_is_the_same_to_the_byte_as_a_fresh_one(mini, strongest, tmp_path):
    results, _ = run(mini, strongest, submissions(1), workers=1)
    with Store(tmp_path, "mini") as store:
        store.put("key", results[0])
        assert to_json(store.get("student 0", "key")) == to_json(results[0])


def test_the_case_made_up_here_is_otherwise_the_real_one(mini):
    changed = with_case(mini, lambda env: None)
    assert isinstance(changed.questions[0].suites[1].cases[0], Case)
    assert changed.questions[0].suites[1].points == mini.questions[0].suites[1].points
