"""The trusted side: starts the sandbox as a process, runs the suites, judges. Never imports student code."""
