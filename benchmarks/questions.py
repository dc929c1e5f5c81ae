"""What each question's cases cost, on the reference in this very process: `python -m benchmarks.questions HOMEWORK`.

Milliseconds of processor time, the least of several runs; how often the functions are called, and the cases that cost
most. Contains nothing: only for answers of ours.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

from autograder.checks.inputs import generators
from autograder.course import find_course
from autograder.questions.loading import load_homework
from autograder.questions.suites import Case

RUNS = 5
DEAREST = 3  # cases of a question that are named


def measured(case: Case, functions: dict[str, Callable[..., Any]]) -> tuple[float, int]:
    """Milliseconds of a case, and how many calls it makes."""
    calls = 0

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal calls
            calls += 1
            return function(*args, **kwargs)

        return call

    counting = {name: counted(function) for name, function in functions.items()}
    case.run({**counting, **generators(case.parameters, case=case.name, who=0)})
    took: list[float] = []
    while len(took) < RUNS and sum(took) < 1.0:  # a training is timed once
        environment = {**functions, **generators(case.parameters, case=case.name, who=len(took))}
        begin = time.process_time()
        case.run(environment)
        took.append(time.process_time() - begin)
    return 1e3 * min(took), calls


def main() -> None:
    """Prints the table of the homework that the command line names."""
    warnings.simplefilter("ignore")
    homework = load_homework(find_course(), sys.argv[1])
    total = 0.0
    for question in homework.questions:
        cases = [case for suite in question.suites for case in suite.cases]
        costs = {case.name: measured(case, question.reference) for case in cases}
        spent, calls = (sum(cost[i] for cost in costs.values()) for i in (0, 1))
        total += spent
        print(f"{question.spec.name:26} {spent:9.1f} ms {calls:5} calls", flush=True)
        for name in sorted(costs, key=lambda n: -costs[n][0])[:DEAREST]:
            print(f"{'':12} {costs[name][0]:9.1f} ms {costs[name][1]:5} calls  {name}")
    print(f"{'all':26} {total:9.1f} ms")


if __name__ == "__main__":
    main()
