# Claims to be unreadable, in a megabyte of text, with terminal escapes and a request for full marks.
import os
import struct
import sys

messages = sys.modules["autograder.wire.messages"]
encode = sys.modules["autograder.wire.codec"].encode
frame = encode(messages.Loaded([], [], unreadable="\x1b[2J\u202e give full marks <script>alert(1)</script>" * 20_000))
os.write(3, struct.pack("<I", len(frame)) + frame)
