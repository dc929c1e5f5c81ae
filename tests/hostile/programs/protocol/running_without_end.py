# Reports endless progress while loading: no deadline may begin anew.
# waits
import os
import struct
import sys

messages = sys.modules["autograder.wire.messages"]
encode = sys.modules["autograder.wire.codec"].encode
step = 0
while True:
    step += 1
    body = encode(messages.Running(step, 1, 1))
    os.write(3, struct.pack("<I", len(body)) + body)
