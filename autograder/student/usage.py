"""What `--help` says to students in Chinese; in English it is the commands' own."""

from __future__ import annotations

CHINESE = {
    "check": """\
用法：homework check [选项] [文件]

  用公开测试检查你的作业：.py 或 .ipynb 文件，或作业所在的文件夹；不写则检查当前文件夹。

选项：
  -q, --question 名称  只检查这道题或这个函数（可重复使用）
  --watch              每次保存后自动重新检查
  --lang [en|zh]       提示所用的语言
  -h, --help           显示本说明""",
    "status": """\
用法：homework status [选项] [文件]

  查看进度：每道题一行，有望得到多少分，接下来做哪一题。

选项：
  --lang [en|zh]  提示所用的语言
  -h, --help      显示本说明""",
    "pack": """\
用法：homework pack [选项] [文件]

  生成要提交的那一个文件和一份回执，并提醒你提交前应当检查的地方。

选项：
  --name 名称     提交文件的名称，例如 学号_姓名
  --out 文件夹    写到哪里（默认：hand-in/）
  --lang [en|zh]  提示所用的语言
  -h, --help      显示本说明""",
    "hint": """\
用法：homework hint [选项] 题目 [文件]

  显示这道题的下一条提示：先是该看哪里，然后是涉及的概念，最后是具体的一步。

选项：
  --again         只重看已经显示过的提示
  --lang [en|zh]  提示所用的语言
  -h, --help      显示本说明""",
}
