"""What the engine says of functions as students write them, held against what a person says.

python -m benchmarks.diagnosis_report [--all] [--cohort NAME]
"""

import argparse
from collections import Counter

from autograder.course import find_course
from autograder.diagnosis.recognising import recognisers
from autograder.diagnosis.tables import make, user_cache
from tests.diagnosis.verdicts import COHORTS, KINDS, VERDICTS, as_written, told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--all", action="store_true", help="a line for every function")
    parser.add_argument("--cohort", choices=COHORTS, help="only these functions")
    asked = parser.parse_args()
    for cohort, name in COHORTS.items():
        if asked.cohort in (None, cohort):
            report(cohort, name, everything=asked.all)


def report(cohort: str, name: str, *, everything: bool) -> None:
    course, later = find_course(), Counter[str]()
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for homework, question, functions in as_written(cohort):
        tables = make(course, course.homework(homework), question, user_cache())
        looks = recognisers(homework, question)
        for one in functions:
            ids = told(question, tables, looks, one)
            verdict = one.verdict(ids)
            counts[one.kind][verdict] += 1
            later[verdict] += one.later
            if everything:
                print(f"{verdict:10} {one.kind:8} {one.id}: told {', '.join(ids) or '-'}; a person: {one.names}")
    print(f"\n{name}:")
    print(f"| {'':8} | {'n':>3} | " + " | ".join(VERDICTS) + " |")
    print("|---" * (len(VERDICTS) + 2) + "|")
    for kind in KINDS:
        line(kind, counts[kind])
    line("all", sum(counts.values(), Counter()))
    if later:
        line("later", later)


def line(name: str, count: Counter[str]) -> None:
    n = sum(count.values())
    cells = (f"{count[v]} ({100 * count[v] / max(n, 1):.0f} %)".center(len(v)) for v in VERDICTS)
    print(f"| {name:8} | {n:3} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
