"""The untrusted side: fork server, containment, worker. It is started as a process, never imported by the grader."""
