"""Marks and feedback in the form in which a platform takes them back."""
