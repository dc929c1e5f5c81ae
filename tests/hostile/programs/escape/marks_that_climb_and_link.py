# Hyperlinks for terminals, isolates and towers of marks in the text, class and notes of errors, in keys and in replies.
NASTY = "\u2066\u202e\x1b]8;;http://example.org\x1b\\" + "\u0301" * 40 + "\x9b31m=cmd|' /C calc'!A0<script>alert(1)</script>"


def error(name):
    made = type(name, (ValueError,), {"__module__": "builtins", "__str__": lambda self: NASTY})(NASTY)
    made.add_note(NASTY)
    return made


def square(x):
    raise error("ValueError")


def mean_and_std(x):
    return {NASTY: 1.0, "mean": NASTY}


def split_evenly(total, parts):
    return [NASTY] * parts


exec(compile("raise error(NASTY)", NASTY.replace("\0", ""), "exec"))
