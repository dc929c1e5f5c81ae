"""What the tests of the reports are made of: usual and hostile names, questions, results with every outcome."""

from random import Random

from msgspec.structs import replace

from autograder.course import Homework
from autograder.results import (
    CaseResult,
    Change,
    Diagnosis,
    Made,
    Message,
    Outcome,
    QuestionResult,
    Standing,
    SubmissionResult,
    question_result,
)

HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd()",
    "\x1b[31mred\x1b]0;title\x07",
    "ann\u202etxt.exe",
    "eve\nmallory",
    "x" * 300,
    "\ud800lone",
    "../../etc/passwd",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}[bold]no[/bold]",
)
USUAL = (
    "ann",
    "bao-chen",
    "chiara_rossi",
    "david.okafor",
    "Élodie Martin",
    "fatima",
    "george",
    "hiroshi",
    "ivan",
    "Jürgen Groß",
    "kim",
    "s2026001",
    "s2026002",
    "zhang_san",
    "王小明",
    "欧阳娜娜",
    "阿依古丽·买买提",
    "李　雷",
    "عمر",
    "O'Brien",
)
POINTS = {
    "entropy": 10,
    "softmax_cross_entropy_grad": 25,
    "linear_backward": 20,
    "batch_norm": 20,
    "momentum": 10,
    "adam": 15,
}
TITLES = {
    "entropy": ("Entropy of a set of labels", "标签集合的信息熵"),
    "softmax_cross_entropy_grad": ("Gradient of softmax cross-entropy", "Softmax 交叉熵的梯度"),
    "linear_backward": ("Backward pass of a linear layer", "线性层的反向传播"),
    "batch_norm": ("Batch normalisation, forward and backward", "批归一化的前向与反向"),
    "momentum": ("Gradient descent and momentum", "梯度下降与动量"),
    "adam": ("Adam", "Adam 优化器"),
}
MESSAGES: dict[Outcome, str] = {
    "passed": "",
    "failed": "logits_grad: wrong at [2, 0]: got 0.31, expected 0.29",
    "contract": "expected (n, k) float",
    "errored": "ValueError: operands could not be broadcast together with shapes (4,3) (4,)",
    "timed_out": "no answer within 5 s",
    "memory": "more than 1024 MiB",
    "crashed": "ended by signal 11",
    "not_implemented": "",
    "not_run": "the time for this question was used up",
    "grader_error": "oracle of hidden case large_logits raised",
}
DIAGNOSES = {
    "softmax_cross_entropy_grad": Diagnosis(
        "softmax_cross_entropy_grad",
        "summed-over-batch",
        Message(
            "The gradient is summed over the batch; the loss is a mean, so divide by the number of samples.",
            "梯度在整个批次上求了和；损失是平均值，因此还要除以样本数。",
        ),
    ),
    "batch_norm": Diagnosis(
        "batch_norm_backward",
        "mean-held-constant",
        Message(
            "dx treats the batch mean as a constant; it depends on every sample.",
            "计算 dx 时把批均值当成了常数，而它依赖于每个样本。",
        ),
    ),
}
OTHERS: tuple[Outcome, ...] = (
    "failed",
    "failed",
    "contract",
    "errored",
    "failed",
    "not_implemented",
    "timed_out",
    "failed",
    "memory",
    "crashed",
    "not_run",
)


def answer(name: str, outcome: Outcome, lost: int = 2) -> QuestionResult:
    """A question of four cases, the last `lost` of which end in `outcome`."""
    points = POINTS[name] / 4
    outcomes = ["passed"] * (4 - lost) + [outcome] * lost
    names = ("worked_example", "one_row", "random_batch", "large_logits")
    cases = []
    for i, (case, o) in enumerate(zip(names, outcomes, strict=True)):
        hidden = i > 1
        # A hidden case names no value.
        cases.append(CaseResult(case, hidden, points, o, "" if hidden and o == "failed" else MESSAGES[o]))
    wrong = name in DIAGNOSES and outcome == "failed" and lost
    return question_result(name, POINTS[name], cases, (DIAGNOSES[name],) if wrong else ())


def submission(name: str, *outcomes: Outcome, lost: int = 2, notes: tuple[str, ...] = ()) -> SubmissionResult:
    """A graded submission; questions without an outcome are passed."""
    padded = outcomes + ("passed",) * (len(POINTS) - len(outcomes))
    questions = tuple(answer(q, o, lost) for q, o in zip(POINTS, padded, strict=True))
    score = sum(q.score for q in questions)
    return SubmissionResult(name, "training", "graded", "namespaces", 7, score, 100.0, questions, notes=notes)


def ungraded(name: str, status: Standing, message: str) -> SubmissionResult:
    """A submission without questions."""
    return SubmissionResult(name, "training", status, "namespaces", 7, 0.0, 100.0, (), message)


def large_class(homework: Homework, count: int, cases: int = 12, seed: int = 7) -> list[SubmissionResult]:
    """A class as they are: of some ability, in three sections, some late, some absent, with ids and mistakes."""
    random = Random(seed)
    results = []
    for i in range(count):
        ident, section = f"2023{i:05}", "ABC"[i % 3]
        name = f"{random.choice('王李张刘陈杨赵黄')}{random.choice('伟芳娜敏静磊洋艳')}{i}"
        about = {"id": ident, "name": name, "section": section}
        if i % 29 == 3:
            row = ungraded(f"{ident}_{name}", "absent", "handed in nothing")
        elif i % 53 == 5:
            row = ungraded(f"{ident}_{name}", "unreadable", "the notebook is cut off at byte 4096")
        else:
            row = _able(homework, f"{ident}_{name}", random, cases)
            made = Made(file="a.ipynb", attempt=1 + (i % 11 == 4), late=i % 17 == 6, handed_in="2023-11-01 08:30:00")
            change = Change(
                "2023-11-02 09:00", homework.questions[0].name, 5.0, 7.5, "suite", "the edge case was wrong"
            )
            row = replace(row, made=made, changes=(change,) if i % 101 == 7 else ())
        results.append(replace(row, **about))
    return results


def _able(homework: Homework, name: str, random: Random, cases: int) -> SubmissionResult:
    ability = random.gauss(0.8, 0.8)
    questions = []
    for q, spec in enumerate(homework.questions):
        outcome: Outcome = random.choice(OTHERS) if random.gauss(ability, 0.7) < 0.1 else "passed"
        slips = random.randrange(1, cases // 2) if outcome == "failed" else cases
        made = []
        for k in range(cases):
            lost = outcome != "passed" and (k < slips or random.random() < 0.1)
            end: Outcome = outcome if lost else "passed"
            made.append(CaseResult(f"case {k} of {spec.name}", k > 1, spec.points / cases, end, ""))
        mistake = Diagnosis(spec.name, f"mistake-{q}-{slips}", Message("a mistake", "错误"))
        questions.append(question_result(spec.name, spec.points, made, (mistake,) if outcome == "failed" else ()))
    score = sum(question.score for question in questions)
    return SubmissionResult(name, homework.name, "graded", "namespaces", 7, score, homework.max_score, tuple(questions))
