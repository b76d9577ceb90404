"""What holds a mark, in words: documents of journals are called as their pages are."""

from arclose.ledger.documents import kind_of
from customers.models import Mark
from journals.kinds.payments import PAYMENT


def holder_in_words(mark: Mark) -> str:
    """Give the document: a payment as it is called before it has a voucher, another one by its kind and id."""
    if mark.document_type == PAYMENT:
        return f"PM-{mark.document_id}"
    return f"{kind_of(mark.document_type).label} {mark.document_id}"
