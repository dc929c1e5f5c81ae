# Replies of the largest size that may be sent, made of as many little values as fit.
# waits
import os
import struct
import sys
import stat

messages = sys.modules["autograder.wire.messages"]
# msgpack by hand: a list of 1-character strings, two bytes each
HEAD = b"\x84\xa4type\xa5reply\xa2id"
COUNT = @REPLY_LIMIT@ // 2 - 200


def flood(*args):
    frame = sys._getframe(1)
    while "message" not in frame.f_locals:
        frame = frame.f_back
    number = frame.f_locals["message"].id
    body = HEAD + struct.pack(">BI", 0xCE, number) + b"\xa6status\xa8returned\xa5value"
    body += b"\x82\xa4type\xa1l\xa5items" + struct.pack(">BI", 0xDD, COUNT) + b"\xa1x" * COUNT
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                break
        except OSError:
            continue
    data = memoryview(struct.pack("<I", len(body)) + body)
    while data:
        data = data[os.write(fd, data):]
    return flood


square = mean_and_std = split_evenly = flood
