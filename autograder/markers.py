"""The marks between which a student writes an answer: the handout writes them, collecting answers looks for them."""

ANSWER_BEGIN = "<!-- BEGIN ANSWER {name} -->"
ANSWER_END = "<!-- END ANSWER {name} -->"
ANSWER_PLACEHOLDER = "*Write your answer here, between the two marks. / 请在这两个标记之间作答。*"
