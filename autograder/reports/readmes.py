"""What each folder of results says of itself: whom it is for."""

from __future__ import annotations

STUDENTS = """\
# For students

The only folder to hand out. For each person a page to read (`.html`) and the same as data (`.json`): points, what
passed, one reason for each question that lost points, and the hints that the course shows. Neither holds the seed, an
input or an expected value of a hidden test, or anybody else's name. Hand each person their own two files.

# 发给学生

只有这个文件夹可以发给学生。每人一个网页（`.html`）和一份内容相同的数据（`.json`）：得分、通过了哪些测试、每道失分题
的一条原因，以及课程允许显示的提示。其中没有随机种子，没有隐藏测试的输入和期望值，也没有其他人的名字。请只把属于本人
的两个文件发给本人。
"""
RESULTS = """\
# For the staff, not for students

A record of each person's result (`.json`): every case with its outcome and message, what was graded (file, SHA-256,
attempt, time), and what graded it (version, digests of the suites, sandbox, seed). Whoever knows the seed can draw the
hidden inputs.
"""
STAFF = """\
# For the staff, not for students

Pages of this folder show hidden inputs, expected values and the code of students: `homework explain` writes them.
`similar.html` names people whose work is alike (`homework similar`): places to look, never a verdict, never a mark.
`changes.html` and `changes.csv` say what the last regrade changed, `grader-errors.txt` where the grader itself failed.
"""
READMES = {"students/README.md": STUDENTS, "results/README.md": RESULTS, "staff/README.md": STAFF}
