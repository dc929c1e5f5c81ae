"""What a cluster costs beside the graders: the scheduler's and the client's memory, the client's time a submission.

    python -m benchmarks.cluster                        10 000 submissions, some minutes
    python -m benchmarks.cluster --submissions 100000   the whole

Graders are stood in for: a task answers with results as real ones are, after a sleep. So three things are measured
that one machine can tell about many: that what is under way, and with it the scheduler's and the client's memory,
does not grow with the class; how many submissions a second go through for 1 to 8 workers whose graders sleep; and what
the client does for each of a class besides: intake, store, pages, report.
"""

from __future__ import annotations

import argparse
import collections
import gc
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from dask import config as dask_config
from distributed import Client
from msgspec.structs import replace

from autograder import digests
from autograder.classroom import pool
from autograder.classroom.grade import Watcher, grade_folder
from autograder.classroom.merge import merge
from autograder.classroom.plan import Wanted
from autograder.classroom.pool import Job, Said
from autograder.classroom.shards import Shard, shard_of
from autograder.cluster import client as cluster
from autograder.cluster.messages import Answer, Answers, Batch, Order, encode
from autograder.course import Course, open_course
from autograder.engine.sandbox_process import best_layer
from autograder.questions.loading import load_homework
from autograder.results import SubmissionResult
from autograder.submission import Submission
from benchmarks.processor import memory_of

ROOT = Path(__file__).parents[1]
HOMEWORK = "losses"
WORKERS = (1, 2, 4, 8)
SLEEP = 0.3  # seconds, about what a submission of losses takes
STEPS = 10
SHARDS = 4


def sample(course: Course) -> tuple[bytes, SubmissionResult]:
    """A right answer to the homework, and what grading it really gives."""
    source = (ROOT / "examples/class" / HOMEWORK / "周子涵.py").read_bytes()
    loaded = load_homework(course, HOMEWORK)
    layer, _ = best_layer(loaded.main_packages, course.secrets(HOMEWORK))
    ((_, result),) = pool.run(loaded, layer, [Job(Submission("sample", "py", source), course.manifest.seed)], 1)
    return source, result


def standing_in(seconds: float, result: bytes) -> Any:
    """A task that stands for a graded one."""

    def grade_batch(name: str, data: bytes) -> bytes:
        import time

        import msgspec
        from msgspec.structs import replace

        from autograder.results import SubmissionResult

        works = msgspec.msgpack.decode(data, type=Batch).works
        time.sleep(seconds * len(works))
        one = msgspec.msgpack.decode(result, type=SubmissionResult)
        return encode(
            Answers([Answer(w.number, "result", replace(one, submission=w.name), "", None, ()) for w in works])
        )

    return grade_batch


@contextmanager
def dask(workers: int, threads: int) -> Iterator[tuple[Client, int]]:
    """A cluster of this machine's; the client, and the scheduler's pid."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "scheduler.json")
        length = "DASK_" + cluster.LOG_LENGTH.upper().replace(".", "__").replace("-", "_")
        environment = {**os.environ, "PYTHONPATH": str(ROOT), length: str(cluster.MESSAGES)}  # as docs/cluster.md says
        dask_config.set({cluster.LOG_LENGTH: cluster.MESSAGES})
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
        begin = [sys.executable, "-m"]
        here = ["--no-dashboard", "--host", "127.0.0.1", "--scheduler-file", str(place)]
        started = [subprocess.Popen([*begin, "distributed.cli.dask_scheduler", "--port", "0", *here], **quiet)]
        try:
            while not (place.is_file() and place.read_text().endswith("}")):
                time.sleep(0.05)
            for _ in range(workers):
                one = [*begin, "distributed.cli.dask_worker", "--nthreads", str(threads), "--no-nanny", *here]
                started.append(subprocess.Popen([*one, "--memory-limit", "0", "--local-directory", folder], **quiet))
            with Client(json.loads(place.read_text())["address"], set_as_default=False) as client:
                client.wait_for_workers(workers)
                yield client, started[0].pid
        finally:
            for process in reversed(started):
                process.kill()
                process.wait()


def on(client: Client, course: Course) -> cluster.OnCluster:
    """What `homework grade --cluster` has, with workers that were not looked at."""
    judging = digests.judging(course, course.homework(HOMEWORK))
    order = Order(HOMEWORK, "none", judging.digest, dict(judging.judged))
    checked = cluster._Checked(client, cluster.Access("tcp://127.0.0.1"), order, judging, print)
    checked.threads = checked._there()
    checked.name = "stands in"
    return cluster.OnCluster(checked, "", print)


def through(client: Client, course: Course, source: bytes, count: int, step: Any = lambda done: None) -> float:
    """Seconds for that many submissions."""
    jobs = collections.deque((n, Job(Submission(f"s{n:06}", "py", source), 1)) for n in range(count))
    begin = time.monotonic()
    for done, _ in enumerate(on(client, course).parallel(jobs, print), 1):
        step(done)
    return time.monotonic() - begin


def flat(course: Course, source: bytes, result: bytes, count: int) -> None:
    """Prints the memory of the scheduler and the client as a class goes through, and how fast it can go at most."""
    vars(cluster)["grade_batch"] = standing_in(0.0, result)
    print(f"\n{count} submissions, 2 workers of 4 graders each that answer at once\n")
    print("| done | scheduler, MiB | client, MiB | submissions a second |\n|---:|---:|---:|---:|")
    with dask(2, 4) as (client, scheduler):
        begin = last = time.monotonic()

        def step(done: int) -> None:
            nonlocal last
            if done % (count // STEPS) == 0:
                gc.collect()
                now = time.monotonic()
                speed = count / STEPS / (now - last)
                theirs, ours = memory_of("VmRSS", scheduler), memory_of("VmRSS")
                print(f"| {done} | {theirs:.0f} | {ours:.0f} | {speed:.0f} |", flush=True)
                last = now

        through(client, course, source, count, step)
        print(f"\n{count / (time.monotonic() - begin):.0f} submissions a second in all")


def by_workers(course: Course, source: bytes, result: bytes, seconds: float) -> None:
    """Prints submissions a second for 1 to 8 workers, and what of their time is used."""
    vars(cluster)["grade_batch"] = standing_in(SLEEP, result)
    print(f"\nWorkers with one grader each that sleeps {SLEEP} s a submission\n")
    print("| workers | submissions a second | of what they could |\n|---:|---:|---:|")
    for workers in WORKERS:
        with dask(workers, 1) as (client, _):
            count = max(64, int(workers * seconds / SLEEP))
            speed = count / through(client, course, source, count)
            print(f"| {workers} | {speed:.1f} | {speed * SLEEP / workers:.0%} |", flush=True)


class Answering:
    """Graders elsewhere that have the answer at once."""

    def __init__(self, result: SubmissionResult) -> None:
        self._result = result

    def workers(self, *asked: Any) -> Answering:
        return self

    def parallel(self, queue: collections.deque[tuple[int, Job]], log: Any) -> Iterator[tuple[int, Said]]:
        while queue:
            number, job = queue.popleft()
            yield number, Said(number, "result", replace(self._result, submission=job.submission.name))

    def alone(self, jobs: Sequence[tuple[int, Job]], log: Any) -> Iterator[tuple[int, Said]]:
        return iter(())


def at_the_client(sizes: Sequence[int]) -> None:
    """Prints what the client does for each submission of a class besides asking, and what merging its shards costs."""
    print("\nThe client alone, with answers that are there at once; in one run, then in shards that are merged\n")
    print("| class | CPU ms a submission | and of its reader | first result, s | MiB | merging, CPU ms | MiB |")
    print("|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    for size in sizes:
        subprocess.run([sys.executable, "-m", "benchmarks.cluster", "--client", str(size)], check=True, cwd=ROOT)


def one_client(course: Course, size: int) -> None:
    """Prints a line of that table. Each measured step is a process of its own, so that its memory is its own."""
    source, result = sample(course)
    with tempfile.TemporaryDirectory() as folder:
        handed_in = Path(folder, "class")
        handed_in.mkdir()
        for number in range(size):
            (handed_in / f"s{number:06}.py").write_bytes(source + b"\n# %d\n" % number)
        answer = Path(folder, "answer")
        answer.write_bytes(msgspec.msgpack.encode(result))
        shards = [str(Shard(number, SHARDS)) for number in range(1, SHARDS + 1)]
        own, reader, first, memory = _measured("grade", folder, "out", "")
        for shard in shards:
            _measured("grade", folder, shard[0], shard)
        merging, children, _, merged = _measured("merge", folder, "merged", "")
        each = 1000 / size
        print(
            f"| {size} | {own * each:.1f} | {reader * each:.1f} | {first:.1f} | {memory:.0f} | "
            f"{(merging + children) * each:.1f} | {merged:.0f} |",
            flush=True,
        )


def _measured(*step: str) -> tuple[float, float, float, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.cluster", "--step", *step], check=True, cwd=ROOT, stdout=subprocess.PIPE
    )
    own, children, first, memory = map(float, done.stdout.split()[-4:])
    return own, children, first, memory


def one_step(course: Course, what: str, folder: str, out: str, shard: str) -> None:
    """Grades or merges; prints CPU seconds of its own and of its children, seconds to the first result, and MiB."""
    begin = time.monotonic()
    first: list[float] = []
    if what == "grade":
        answer = Answering(msgspec.msgpack.decode(Path(folder, "answer").read_bytes(), type=SubmissionResult))
        watcher = Watcher(graded=lambda one: first.append(time.monotonic()) if not first else None)
        wanted = Wanted(shard=shard_of(shard) if shard else None)
        paths = [Path(folder, "class")]
        grade_folder(course, HOMEWORK, paths, Path(folder, out), elsewhere=answer, watcher=watcher, wanted=wanted)
    else:
        merge(course, [Path(folder, str(number)) for number in range(1, SHARDS + 1)], Path(folder, out))
    used = os.times()
    since = first[0] - begin if first else 0.0
    print(used.user + used.system, used.children_user + used.children_system, since, memory_of("VmRSS"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=10.0, help="for each number of workers")
    parser.add_argument("--classes", type=int, nargs="*", default=[100, 1000], help="sizes for the client alone")
    parser.add_argument("--only", choices=["flat", "workers", "client"], help="one of the three")
    parser.add_argument("--client", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--step", nargs=4, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    course = open_course(ROOT)
    if asked.step:
        one_step(course, *asked.step)
        return
    if asked.client:
        one_client(course, asked.client)
        return
    print(f"{platform.machine()}, {len(os.sched_getaffinity(0))} processors, Python {platform.python_version()}")
    source, result = sample(course)
    result = replace(result, submission="")
    encoded = msgspec.msgpack.encode(result)
    print(f"a file of {len(source) / 1024:.0f} KiB; its result is {len(encoded) / 1024:.0f} KiB")
    if asked.only in (None, "flat"):
        flat(course, source, encoded, asked.submissions)
    if asked.only in (None, "workers"):
        by_workers(course, source, encoded, asked.seconds)
    if asked.only in (None, "client"):
        at_the_client(asked.classes)


if __name__ == "__main__":
    main()
