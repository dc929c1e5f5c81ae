"""The command `homework`: parses, calls, prints; a file for each kind of people.

Exit status: see `errors.Exit`. Errors are one line: what, where, what to do.

Each command imports what it needs: a student's `check` never loads torch, `--help` loads nothing.
"""

from autograder.cli import graders, instructors, marks, students
from autograder.cli.group import main

__all__ = ["graders", "instructors", "main", "marks", "students"]
