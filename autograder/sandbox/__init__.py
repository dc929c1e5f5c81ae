"""The untrusted side: fork server, containment, worker. Started as a process, never imported by the grader."""
