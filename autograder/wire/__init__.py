"""What both sides of the trust boundary share: the codec and the messages, nothing else."""
