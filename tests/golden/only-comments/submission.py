# I will hand in the rest tomorrow.
