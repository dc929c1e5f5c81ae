"""The grader: marks repeat, faults stay where they belong, and hidden cases say nothing that a student chose."""

import contextlib
import dataclasses
import os
import signal
import time

import msgspec
import pytest

from autograder.course import Limits
from autograder.engine.faults import SandboxGone
from autograder.engine.grader import Grader
from autograder.engine.processor import Watch
from autograder.engine.sandbox_process import Died
from autograder.questions.suites import Case, Suite
from autograder.results import to_json
from autograder.submission import Submission
from tests.patient import graded

RIGHT = """
import numpy as np

def square(x):
    return x * x

def mean_and_std(x):
    return float(x.mean()), float(x.std())

def split_evenly(total, parts):
    if parts < 1:
        raise ValueError("parts")
    size, larger = divmod(total, parts)
    return [size + 1] * larger + [size] * (parts - larger)
"""


def outcomes(result):
    return {q.question: [c.outcome for c in q.cases] for q in result.questions}


def scores(result):
    return [q.score for q in result.questions]


def messages(result, hidden):
    return [c.message for q in result.questions for c in q.cases if c.hidden is hidden]


def with_cases(mini, **bodies):
    """The small homework with other hidden cases: one per question, given as functions of the environment."""
    questions = []
    for question in mini.questions:
        run = bodies.get(question.spec.name)
        if run is not None:
            case = Case("made up", question.spec.points, True, (*question.spec.functions, "rng"), run)
            hidden = Suite("made up", question.suites[1].path, (case,))
            question = dataclasses.replace(question, suites=(question.suites[0], hidden))
        questions.append(question)
    return dataclasses.replace(mini, questions=tuple(questions))


def with_limits(mini, **limits):
    spec = mini.spec
    changed = Limits(**({f: getattr(spec.limits, f) for f in spec.limits.__struct_fields__} | limits))
    return dataclasses.replace(mini, spec=msgspec.structs.replace(spec, limits=changed))


def test_the_same_submission_gets_the_same_result_to_the_byte(grade):
    random = RIGHT.replace("return x * x", "return x * x + np.random.choice([0, 1], p=[0.3, 0.7])")
    first = to_json(grade(random, seed=5))
    assert all(to_json(grade(random, seed=5)) == first for _ in range(3))


def test_a_right_answer_gets_full_marks_for_every_seed_and_name(grade):
    for seed in range(5):
        assert grade(RIGHT, name=f"student {seed}", seed=seed).score == 100


@pytest.mark.parametrize("name", ["", "李伟", "a\nb", "../../etc/passwd", "\ud800", "x" * 500])
def test_any_name_can_be_graded(grade, name):
    result = grade(RIGHT, name=name)
    assert (result.submission, result.score) == (name, 100)


def test_inputs_differ_between_students_seeds_and_cases_and_repeat_for_the_same(mini, strongest):
    drawn = []

    def record(environment):
        drawn.append(int(environment["rng"].integers(0, 2**62)))

    homework = with_cases(mini, square=record, split_evenly=record)
    with Grader(homework, strongest) as grader:
        for name, seed in [("a", 1), ("b", 1), ("a", 2), ("a", 1)]:
            grader.grade(Submission(name, "py", RIGHT.encode()), seed)
    assert drawn[6:] == drawn[:2]
    assert len(set(drawn[:6])) == 6


# -- one question does not touch another ----------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "os._exit(0)",
        "ctypes.string_at(0)",
        "sys.exit()",
        "sys.modules.clear(); gc.collect(); raise SystemExit",
        "[f.f_globals.clear() for f in sys._current_frames().values()]",
        "os.close(3)",
        "os.closerange(0, 64)",
        "resource.setrlimit(resource.RLIMIT_AS, (1, 1))",
        "builtins.len = None; builtins.isinstance = lambda *a: True; return x * x",
        "globals().clear()",
        "np.ndarray.tobytes = None",
        "return x.setflags(write=False)",
    ],
)
def test_a_question_that_is_killed_leaves_the_others_their_marks(grade, body):
    imports = "import builtins, ctypes, gc, os, resource, sys\n"
    result = grade(imports + RIGHT.replace("return x * x", body))
    assert scores(result)[1:] == [35, 25], body
    assert result.status == "graded"


@pytest.mark.slow
@pytest.mark.parametrize("question", [0, 1, 2])
def test_a_question_that_hangs_leaves_the_others_their_marks(grade, question):
    body = ["return x * x", "return float(x.mean()), float(x.std())", "if parts < 1:"][question]
    full = [40, 35, 25]
    full[question] = 0
    result = grade(RIGHT.replace(body, "while True: pass\n    " + body))
    assert scores(result) == full
    assert set(outcomes(result)[result.questions[question].question]) == {"timed_out"}


def test_state_of_one_question_is_not_seen_by_another(grade):
    stateful = RIGHT.replace("def square(x):", "seen = []\ndef square(x):\n    seen.append(1)").replace(
        "def mean_and_std(x):", "def mean_and_std(x):\n    assert not seen"
    )
    assert grade(stateful).score == 100


def test_a_thread_that_ends_the_process_after_a_while_costs_no_other_submission_anything(grade):
    timer = "import os, threading\nthreading.Timer(0.01, os._exit, (0,)).start()\n"
    grade(timer + RIGHT)
    assert grade(RIGHT).score == 100


@pytest.mark.slow
def test_processes_forked_while_the_file_loads_harm_nobody_else(grade):
    for forks in ("for _ in range(3): os.fork()\n", "while True: os.fork()\n"):
        assert grade("import os\n" + RIGHT + forks).status == "graded"
        assert grade(RIGHT, name="another").score == 100


# -- budgets ----------------------------------------------------------------


def result_and_loads(grader, source):
    """The result of a submission, and how often its file was loaded: sessions of a server are numbered."""
    pending = grader.begin(Submission("s", "py", source.encode()), 1)
    server, first = pending.session.server, pending.session.number
    result = grader.finish(pending).result
    after = server.begin(grader.homework.spec.limits)
    after.close()
    return result, after.number - first


@pytest.fixture
def by_the_wall_clock(monkeypatch):
    """Budgets are counted as where waiting cannot be read: what a busy machine gives back must not decide a test."""
    monkeypatch.setattr(Watch, "lacked", lambda *_: None)


LOOP = RIGHT.replace("return x * x", "while True: pass")
LOOPS = LOOP.replace("return float", "while True: pass\n    return float")


@pytest.mark.slow
def test_a_question_s_budget_is_the_end_of_its_waiting(mini, strongest, by_the_wall_clock):
    with Grader(with_limits(mini, question=1.5), strongest) as grader:
        result, loads = result_and_loads(grader, LOOP)
    assert loads == 3, "the file, and again after each of two calls that hung: the third case made none"
    assert scores(result) == [0, 35, 25]
    assert set(messages(result, hidden=True)) == {"no answer within 1 s", ""}


@pytest.mark.slow
def test_a_submission_s_budget_is_the_end_of_all_its_waiting(mini, strongest, by_the_wall_clock):
    with Grader(with_limits(mini, submission=1.5), strongest) as grader:
        result, loads = result_and_loads(grader, LOOPS)
    assert loads == 2, "the second call that hung used up the time: no case after it made one"
    assert scores(result)[:2] == [0, 0]
    assert result.status == "graded"


@pytest.mark.slow
def test_a_slow_file_does_not_load_again_and_again_once_the_time_is_used_up(mini, strongest, by_the_wall_clock):
    slow = "import time\ntime.sleep(0.8)\n" + LOOPS
    with Grader(with_limits(mini, submission=3.0), strongest) as grader:
        _, loads = result_and_loads(grader, slow)
    assert loads == 2


@pytest.mark.slow
def test_what_hangs_does_not_go_on_burning_the_processor_afterwards(grader):
    left = []
    for source in (RIGHT, LOOP):
        grader.grade(Submission("s", "py", source.encode()), 1)
        (server,) = grader.servers
        server.wait_stopped()
        left.append(descendants(server.process.pid))
    assert left[0] == left[1]


def descendants(pid):
    """The processes that a process has started, and theirs."""
    children = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError), open(f"/proc/{entry}/stat") as stat:
            children.setdefault(int(stat.read().rpartition(")")[2].split()[1]), []).append(int(entry))
    below = children.get(pid, [])
    for process in below:
        below += children.get(process, [])
    return sorted(below)


SLEEP = RIGHT.replace("return x * x", "import time; time.sleep(9)")
BOTH = """
import time

def square(x):
    begin = time.process_time()
    while time.process_time() - begin < 0.5 and x.size != 2:
        pass
    return x * x

def mean_and_std(x):
    time.sleep(9)
"""


@pytest.mark.slow
@pytest.mark.parametrize("source", [SLEEP, BOTH])
def test_a_deadline_without_the_processor_is_in_doubt_where_waiting_cannot_be_read(mini, layer, source, monkeypatch):
    monkeypatch.setattr(Watch, "lacked", lambda *_: None)
    with Grader(with_limits(mini, submission=4.0), layer) as grader:
        grader.grade(Submission("warm", "py", RIGHT.encode()), 1)
        graded = grader.finish(grader.begin(Submission("s", "py", source.encode()), 1))
        assert "timed_out" in str(outcomes(graded.result))
        assert graded.doubtful


def test_what_computes_beyond_its_deadline_is_known_to_have_had_the_processor(mini, layer):
    with Grader(mini, layer) as grader:
        pending = grader.begin(Submission("s", "py", LOOP.encode()), 1)
        session = pending.session
        session.receive_loaded()
        with pytest.raises(Died, match="timed_out"):
            session.ask(1).call("square", [1.0], 3.0)
        session.close(measured=True)
        assert session.server.used(session.number) > 0.1


def test_students_code_gets_no_number_made_of_the_course_s_seed(grade):
    look = "import random, sys\nframe = sys._getframe()\nwhile 'message' not in frame.f_locals: frame = frame.f_back\n"
    tell = RIGHT + look + "raise RuntimeError(frame.f_locals['message'].entropy, random.random())"
    first, second = (grade(tell, seed=seed).notes for seed in (1, 2))
    assert first == second
    assert "RuntimeError" in first[0]
    assert grade(tell, name="another").notes != first


# -- what a hidden case says ----------------------------------------------------------------

CANARIES = ("7919", "float16", "Squealer", "squealed", "squeal", "complex64")
MISBEHAVIOURS = {
    "a shape": "return np.zeros((7919, 1))",
    "another number of dimensions": "return np.zeros((1, 7919, 1))",
    "a dtype": "return x.astype('complex64')",
    "a half": "return x.astype('float16')",
    "an integer": "return np.full(x.shape, 7919)",
    "a value": "return np.full(x.shape, 7919.0)",
    "an infinity": "return np.full(x.shape, np.inf) * 7919",
    "an exception": "raise Squealer('squealed 7919')",
    "a value error": "raise ValueError('squealed 7919')",
    "an assertion": "raise AssertionError('squealed 7919')",
    "a type": "return Squealer('squeal')",
    "a dict": "return {'squeal': 7919}",
    "an exit": "sys.exit('squealed 7919')",
    "an exit status": "os._exit(79)",
    "a forged name of the function": "globals()['square'] = 7919; return None",
    "a warning": "import warnings; warnings.warn('squealed 7919'); return None",
    "print": "print('squealed 7919', flush=True); return None",
    "standard error": "sys.stderr.write('squealed 7919'); return None",
}


@pytest.mark.parametrize("how", MISBEHAVIOURS)
def test_nothing_that_the_student_chose_is_in_a_hidden_case_s_message(grade, how):
    source = "import os, sys\nclass Squealer(Exception): pass\n" + RIGHT.replace(
        "return x * x", f"if x.shape == (2,): return x * x\n    {MISBEHAVIOURS[how]}"
    )
    result = grade(source)
    assert result.questions[0].cases[0].outcome == "passed"
    assert result.questions[0].score == 0
    text = to_json(result).decode()
    assert not [canary for canary in CANARIES if canary in text]


def test_hidden_inputs_do_not_reach_a_public_message_of_a_later_question(grade):
    """Through a mapping that all processes of the submission share, made while the file was loaded."""
    result = grade("""
import mmap, struct
import numpy as np

shared = mmap.mmap(-1, 4096)

def square(x):
    if x.shape != (2,):
        shared[:8] = struct.pack("d", 7919.0)
    return x * x

def mean_and_std(x):
    if struct.unpack("d", shared[:8])[0]:
        raise RuntimeError(f"squealed {struct.unpack('d', shared[:8])[0]}")
    return float(x.mean()), float(x.std())

split_evenly = mean_and_std
""")
    assert "7919" not in to_json(result).decode()


def test_a_public_case_says_what_was_got_and_expected(grade):
    (message, *_) = messages(grade(RIGHT.replace("x * x", "x + x")), hidden=False)
    assert message == "square: wrong at [0]: got 6, expected 9"


def test_messages_are_one_bounded_line(grade):
    for body in (
        "raise ValueError('a\\nb' * 10_000)",
        "return type('n\\n' * 100, (), {})()",
        "return {'x' * 10**6: 1}",
    ):
        for message in messages(grade(RIGHT.replace("return x * x", body)), hidden=False):
            assert len(message) <= 400 and "\n" not in message


def test_notes_are_bounded_in_number_and_length(grade):
    result = grade("raise ValueError('x' * 10**6)\n" * 200 + RIGHT)
    assert result.score == 100
    assert len(result.notes) <= 25 and all(len(note) <= 400 for note in result.notes)


# -- faults of ours ----------------------------------------------------------------


def test_a_bug_in_a_suite_is_a_grader_error_and_not_the_student_s_zero(mini, strongest):
    def bug(environment):
        environment["square"](None.shape)

    with Grader(with_cases(mini, square=bug), strongest) as grader:
        result = grader.grade(Submission("s", "py", RIGHT.encode()), 1)
    assert result.status == "grader_error" and "square" in result.message
    assert outcomes(result)["square"][1] == "grader_error"
    assert scores(result)[1:] == [35, 25]


@pytest.mark.parametrize(
    "call",
    [
        lambda f: f(),
        lambda f: f(object()),
        lambda f: f([1.0], [2.0]),
        lambda f: f({1, 2}),
    ],
)
def test_a_suite_that_calls_wrongly_is_a_grader_error(mini, strongest, call):
    with Grader(with_cases(mini, square=lambda env: call(env["square"])), strongest) as grader:
        result = grader.grade(Submission("s", "py", RIGHT.encode()), 1)
    assert outcomes(result)["square"][1] == "grader_error"


def test_a_part_that_breaks_its_contract_costs_only_the_cases_that_look_at_it(grade):
    result = grade(RIGHT.replace("return float(x.mean()), float(x.std())", "return x.mean(), x"))
    by_name = {c.name: c for c in result.questions[1].cases}
    assert by_name["the mean"].outcome == "passed"
    assert by_name["the standard deviation"].outcome == "contract"
    assert "(11,)" not in by_name["the standard deviation"].message


def test_a_part_that_breaks_its_contract_and_is_handed_on_is_the_student_s_fault(mini, strongest):
    def hand_on(environment):
        _, std = environment["mean_and_std"](environment["rng"].normal(size=5))
        environment["square"](std)

    question = mini.questions[1]
    square = mini.questions[0].contracts["square"]
    both = dataclasses.replace(question, contracts={**question.contracts, "square": square})
    homework = dataclasses.replace(mini, questions=(mini.questions[0], both, mini.questions[2]))
    source = RIGHT.replace("float(x.std())", "None")
    with Grader(with_cases(homework, mean_and_std=hand_on), strongest) as grader:
        result = grader.grade(Submission("s", "py", source.encode()), 1)
    assert result.questions[1].cases[-1].outcome == "contract"


# -- the server dies ----------------------------------------------------------------


def kill_server(grader):
    (server,) = grader.servers
    os.kill(server.process.pid, signal.SIGKILL)


@pytest.mark.parametrize("delay", [0.0, 0.002, 0.01, 0.1])
def test_a_server_that_dies_while_a_file_loads_is_not_the_student_s_fault(mini, strongest, delay):
    with Grader(mini, strongest) as grader:
        grader.server(("numpy",))
        pending = grader.begin(Submission("s", "py", RIGHT.encode()), 1)
        time.sleep(delay)
        kill_server(grader)
        try:
            assert grader.finish(pending).result.score == 100
        except SandboxGone:
            pass
        assert graded(grader, Submission("s", "py", RIGHT.encode()), 1).score == 100


def test_a_server_that_dies_during_a_call_is_not_the_student_s_fault(mini, strongest):
    graders = []

    def kill(environment):
        kill_server(graders[0])
        for _ in range(10_000):  # the first calls may still be answered
            environment["square"](environment["rng"].normal(size=3))

    with Grader(with_cases(mini, square=kill), strongest) as grader:
        graders.append(grader)
        with pytest.raises(SandboxGone):
            grader.grade(Submission("s", "py", RIGHT.encode()), 1)


def test_a_server_that_is_dead_before_a_submission_is_replaced(mini, strongest):
    with Grader(mini, strongest) as grader:
        assert graded(grader, Submission("s", "py", RIGHT.encode()), 1).score == 100
        kill_server(grader)
        time.sleep(0.1)
        assert graded(grader, Submission("s", "py", RIGHT.encode()), 1).score == 100


# -- a worker that breaks the protocol ----------------------------------------------------------------

FORGE = """
import gc, os, socket, struct, sys, threading, time
import msgspec

def line():
    "The socket of this question's process."
    return [o for o in gc.get_objects() if type(o) is socket.socket and o.fileno() >= 0][-1]

def frame(data):
    return struct.pack("<I", len(data)) + data

def reply(number, value=None, **more):
    fields = {"type": "reply", "id": number, "status": "returned", "value": value, **more}
    return frame(msgspec.msgpack.encode(fields))

def array(values):
    data = np.asarray(values, dtype="f8")
    return {"type": "a", "dtype": "float64", "shape": list(data.shape), "data": data.tobytes()}

def forge(x):
    FORGERY

"""

FORGERIES = {
    "twice": "line().sendall(reply(1, array([9.0, 4.0])) * 2)",
    "the wrong id": "line().sendall(reply(77, array([9.0, 4.0]))); time.sleep(100)",
    "a negative id": "line().sendall(reply(-1, array([9.0, 4.0]))); time.sleep(100)",
    "garbage": "line().sendall(os.urandom(5000)); os._exit(0)",
    "an oversized length": "line().sendall(struct.pack('<I', 2**32 - 1) + b'x' * 1000); time.sleep(100)",
    "a flood": "[line().sendall(reply(i) * 1000) for i in range(10**6)]",
    "a frame cut short": "line().sendall(reply(1)[:-3]); os._exit(0)",
    "deep nesting": "line().sendall(frame(b'\\x91' * 100_000)); os._exit(0)",
    "a status of its own": "line().sendall(reply(1, status='passed')); os._exit(0)",
    "an unknown kind": "line().sendall(frame(msgspec.msgpack.encode({'type': 'loaded'}))); os._exit(0)",
    "a lying array": "line().sendall(reply(1, {'type': 'a', 'dtype': 'float64', 'shape': [2**62, 4], 'data': b''}))",
    "an object array": "line().sendall(reply(1, {'type': 'a', 'dtype': 'object', 'shape': [1], 'data': b'x' * 8}))",
    "changed arguments that are not there": "line().sendall(reply(1, array([0.0]), changed=[-1, 99])); os._exit(0)",
    "a closed socket": "line().close(); time.sleep(100)",
    "a shut socket": "line().shutdown(socket.SHUT_RDWR); time.sleep(100)",
    "from a thread": (
        "threading.Thread(target=lambda: line().sendall(reply(2, array([1.0])))).start(); time.sleep(0.05)"
    ),
}


@pytest.mark.parametrize("how", FORGERIES)
def test_a_forged_reply_earns_nothing_and_harms_no_other_question(grade, how):
    source = RIGHT.replace("def square(x):", FORGE.replace("FORGERY", FORGERIES[how]) + "def square(x):\n    forge(x)")
    result = grade(source.replace("return x * x", "return x + x"))
    assert result.status == "graded"
    assert scores(result) == [0, 35, 25]
    assert not set(outcomes(result)["square"]) & {"grader_error"}


def test_a_reply_before_the_request_is_a_crash(grade):
    early = "threading.Thread(target=lambda: (time.sleep(0.001), line().sendall(reply(2, array([9.0, 4.0]))))).start()"
    source = RIGHT.replace("def square(x):", FORGE.replace("FORGERY", early) + "def square(x):\n    forge(x)")
    result = grade(source)
    assert scores(result)[1:] == [35, 25]


LOAD_FORGERIES = {
    "loaded twice": "send({'type': 'loaded', 'faults': [], 'found': ['square']})",
    "loaded with functions that are not there": (
        "send({'type': 'loaded', 'faults': [], 'found': ['square', 'x']}); os._exit(0)"
    ),
    "a flood of news": "[send({'type': 'running', 'step': i, 'cell': 1, 'line': 1}) for i in range(10**9)]",
    "running backwards": (
        "[send({'type': 'running', 'step': -i, 'cell': -1, 'line': 2**62}) for i in range(9)]; os._exit(0)"
    ),
    "garbage": "control().sendall(os.urandom(1000)); os._exit(0)",
    "an oversized length": "control().sendall(b'\\xff' * 100); time.sleep(100)",
    "many faults": (
        "send({'type': 'loaded', 'found': [],"
        " 'faults': [{'cell': 1, 'line': 1, 'error': 'x' * 50}] * 9999}); os._exit(0)"
    ),
    "unreadable": "send({'type': 'loaded', 'faults': [], 'found': [], 'unreadable': 'x\\n' * 9999})",
    "the functions of the worker replaced": "sys.modules['__main__'].worker.answer = None",
    "a closed control socket": "control().close()",
}


@pytest.mark.slow
@pytest.mark.parametrize("how", LOAD_FORGERIES)
def test_forged_news_of_loading_ends_in_a_result_without_undeserved_points(grader, grade, how):
    header = FORGE.replace("FORGERY", "pass") + (
        "def control():\n"
        "    return [o for o in gc.get_objects() if type(o) is socket.socket and o.fileno() >= 0][0]\n\n"
        "def send(message):\n    control().sendall(frame(msgspec.msgpack.encode(message)))\n\n"
    )
    source = header + RIGHT.replace("x * x", "x + x") + LOAD_FORGERIES[how] + "\n"
    result, loads = result_and_loads(grader, source)
    assert loads <= 8
    assert result.status in ("graded", "unreadable")
    assert result.score <= 60 and (not result.questions or result.questions[0].score == 0)
    assert len(to_json(result)) < 50_000
    assert "\n" not in result.message and len(result.message) < 1000
    assert grade(RIGHT, name="another").score == 100
