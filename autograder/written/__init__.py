"""Written questions: finding the answers, the page to grade them from, the sheet of scores, adding them in."""
