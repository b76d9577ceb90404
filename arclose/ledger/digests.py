"""What the digest of a posting covers beside its vouchers: documents and subledger rows that were written with them.

Lower than the apps that own those rows, so these fill the list in ``AppConfig.ready``.
"""

# How far a seal reaches. One of the first form was written before the documents were covered, and is proved as it was.
VOUCHERS_ONLY, WITH_DOCUMENTS = 1, 2

_COVERED: dict[str, str] = {}


def register(name: str, statement: str) -> None:
    """Cover rows by the digest: ``statement`` gives one text of those whose posting is ``posting.id``, or NULL.

    What it gives for a posting must never change: a table may join the list, but no column a statement.
    """
    _COVERED[name] = statement


def documents() -> str:
    """Give the expression that makes one text of all that is covered, in order of name."""
    parts = [
        f"coalesce(chr(10) || '{name}' || chr(10) || ({statement}), '')" for name, statement in sorted(_COVERED.items())
    ]
    return f"({' || '.join(parts)})" if parts else "''"
