"""`homework grade` that names no mistake, so that the benchmark can tell what naming them costs.

python benchmarks/undiagnosed.py HOMEWORK FOLDER --out OUT
"""

import argparse
from pathlib import Path

from autograder.classroom.grade import grade_folder
from autograder.course import find_course

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("homework")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sandbox", default="auto")
    asked = parser.parse_args()
    grade_folder(find_course(), asked.homework, [asked.folder], asked.out, sandbox=asked.sandbox, naming=False)
