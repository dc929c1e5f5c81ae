"""What is under way on a cluster, and what is done with a task that comes to nothing; with a client that is made up."""

import collections

import msgspec
import pytest
from distributed import KilledWorker

from autograder.classroom.pool import Job
from autograder.cluster import client as module
from autograder.cluster.client import BATCH, ClusterError, OnCluster
from autograder.cluster.messages import Answer, Answers, Batch, encode
from autograder.results import SubmissionResult
from autograder.submission import Submission

A, B, C = "tls://10.0.0.1:1", "tls://10.0.0.1:2", "tls://10.0.0.2:1"


def killed():
    return KilledWorker("key", "worker", 3)


class Future:
    """Done as soon as somebody asks for it."""

    def __init__(self, status, value):
        self.status, self.value = status, value

    def add_done_callback(self, call):
        if self.status != "pending":
            call(self)

    def result(self, timeout):
        if isinstance(self.value, Exception):
            raise self.value
        return self.value

    def exception(self):
        return self.value

    def cancel(self):
        self.status = "cancelled"


class Checked:
    """The workers, and a client that answers by a function of the batch."""

    name = "plugin"

    def __init__(self, answer, threads):
        self.answer, self.threads, self.client = answer, dict(threads), self
        self.sent, self.cancelled, self.under_way, self.looks = [], [], [], []
        self.status = "running"

    @property
    def addresses(self):
        return frozenset(self.threads)

    @property
    def graders(self):
        return sum(self.threads.values())

    def look(self):
        self.looks.append(1)

    def submit(self, function, name, data, *, workers, **options):
        batch = msgspec.msgpack.decode(data, type=Batch)
        self.sent.append(([work.number for work in batch.works], workers, batch.alone))
        status, value = self.answer(batch, len(self.sent))
        return Future(status, value)

    def cancel(self, futures):
        self.cancelled += futures


def graded(batch, _):
    answers = [
        Answer(w.number, "result", SubmissionResult(w.name, "mini", "graded", "core", 1, 1.0, 1.0), "", None, ())
        for w in batch.works
    ]
    return "finished", encode(Answers(answers))


def jobs(count, source=b"x"):
    return collections.deque((n, Job(Submission(f"s{n}", "py", source), 1)) for n in range(count))


def run(answer, count, threads=None, source=b"x", notes=None):
    checked = Checked(answer, threads or {A: 2, C: 2})
    on = OnCluster(checked, "", (notes if notes is not None else []).append)
    said = dict(on.parallel(jobs(count, source), lambda line: None))
    return checked, said


def test_a_large_class_goes_in_tasks_of_ten_to_twenty_and_everybody_answers_once():
    checked, said = run(graded, 1000)
    sizes = [len(numbers) for numbers, *_ in checked.sent]
    assert set(said) == set(range(1000)) and sum(sizes) == 1000
    assert sum(10 <= size <= 20 for size in sizes) > 50 and max(sizes) == BATCH


def test_a_small_class_is_spread_over_all_graders():
    checked, said = run(graded, 8)
    assert len(checked.sent) == 8 and len(said) == 8


def test_what_is_under_way_is_bounded_whatever_the_size_of_the_class():
    checked = Checked(lambda batch, n: ("pending", None), {A: 8})
    on = OnCluster(checked, "", print)
    module_looks = 0

    def look():
        nonlocal module_looks
        module_looks += 1
        if module_looks > 1:
            raise ClusterError("enough")

    checked.look = look
    on._ready = Empty()
    with pytest.raises(ClusterError):
        list(on.parallel(jobs(100_000), print))
    assert len(checked.sent) == 20 and sum(len(n) for n, *_ in checked.sent) == 20 * BATCH
    assert len(checked.cancelled) == 20, "and is called off when something fails"


class Empty:
    def put(self, future):
        pass

    def get(self, timeout):
        raise module.queue.Empty


def test_large_files_make_small_tasks_and_no_more_under_way_than_fits(monkeypatch):
    monkeypatch.setattr(module, "BATCH_BYTES", 1000)
    checked, said = run(graded, 100, source=b"x" * 400)
    assert max(len(numbers) for numbers, *_ in checked.sent) == 2 and len(said) == 100


def test_a_task_that_ended_its_workers_is_sent_again_one_by_one_and_who_did_it_is_left_for_last():
    def answer(batch, _):
        return ("error", killed()) if any(work.number == 3 for work in batch.works) else graded(batch, _)

    notes = []
    checked, said = run(answer, 64, {A: 1}, notes=notes)
    assert set(said) == set(range(64))
    assert [number for number, one in said.items() if one.kind != "result"] == [3]
    assert said[3].kind == "error", "the machines' fault until it is known better: never a mark"
    first = next(numbers for numbers, *_ in checked.sent if 3 in numbers)
    again = [numbers for numbers, *_ in checked.sent if numbers[0] in first and len(numbers) == 1]
    assert len(first) > 1 and sorted(again) == [[number] for number in first]
    assert len(notes) == 1


def test_what_was_lost_or_called_off_by_others_is_sent_again():
    def answer(batch, count):
        if count == 1:
            return "cancelled", None
        return ("finished", OSError("gone")) if count == 2 else graded(batch, count)

    _, said = run(answer, 40)
    assert set(said) == set(range(40)) and {one.kind for one in said.values()} == {"result"}


def test_a_connection_that_is_lost_ends_the_run():
    checked = Checked(lambda batch, n: ("cancelled", None), {A: 1})
    checked.status = "closed"
    with pytest.raises(ClusterError, match="what was graded is kept"):
        list(OnCluster(checked, "", print).parallel(jobs(4), print))


def test_a_worker_that_raises_ends_the_run_with_its_reason():
    with pytest.raises(ClusterError, match="no such homework"):
        run(lambda batch, n: ("error", RuntimeError("this worker has no such homework")), 4)


def test_a_task_whose_workers_are_all_gone_goes_to_those_that_came():
    def answer(batch, count):
        return ("pending", None) if count == 1 else graded(batch, count)

    checked = Checked(answer, {A: 1})
    on = OnCluster(checked, "", print)
    ready = on._ready

    class Changing:
        put = ready.put

        def get(self, timeout):
            if ready.empty():
                checked.threads = {C: 1}
                raise module.queue.Empty
            return ready.get()

    on._ready = Changing()
    said = dict(on.parallel(jobs(1), print))
    assert set(said) == {0} and [workers for _, workers, _ in checked.sent] == [[A], [C]]


def test_alone_means_one_on_each_machine_at_a_time():
    under_way = collections.Counter()
    most = collections.Counter()

    def answer(batch, _):
        return graded(batch, _)

    checked = Checked(answer, {A: 4, B: 4, C: 4})
    submit = checked.submit

    def counted(function, name, data, *, workers, **options):
        host = workers[0].split(":")[1]
        under_way[host] += 1
        most[host] = max(most[host], under_way[host])
        return submit(function, name, data, workers=workers, **options)

    checked.submit = counted
    on = OnCluster(checked, "", print)
    said = []
    for number, one in on.alone(list(jobs(6)), print):
        said.append(number)
        host = next(w for n, w, _ in checked.sent if n == [number])[0].split(":")[1]
        under_way[host] -= 1
        assert one.kind == "result"
    assert sorted(said) == list(range(6)) and set(most.values()) == {1} and len(most) == 2
    assert all(alone and len(numbers) == 1 for numbers, _, alone in checked.sent)
    assert {tuple(workers) for _, workers, _ in checked.sent} == {(A, B), (C,)}
