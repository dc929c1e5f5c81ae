"""What both sides of the trust boundary share: frames, codec, messages, and what is done around a call."""
