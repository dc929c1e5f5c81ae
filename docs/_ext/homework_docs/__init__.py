"""What makes the site of docs/ from its pages and from the code."""
