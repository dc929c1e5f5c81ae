"""Why a mark is what it is, for the staff: a kept submission goes through the suites again, and everything is shown."""
