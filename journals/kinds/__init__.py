"""One module per kind of journal: its checks and what it posts, as querysets."""
