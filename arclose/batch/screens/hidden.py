"""Which documents of jobs are kept from who looks: they are counted, and neither named nor explained."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from arclose.batch import kinds
from arclose.ledger.documents import kept_from


def hidden_items(request: HttpRequest) -> Q:
    """Give the condition of the items whose documents are kept from whoever asks."""
    return items_of(kept_from(request))


def items_of(documents: "Iterable[tuple[str, QuerySet[Any, Any]]]") -> Q:
    """Give the condition of the items of documents, given as their types with the ids of each."""
    hidden = Q()
    for document_type, ids in documents:
        names = [kind.name for kind in kinds.of_documents() if kind.document_type == document_type]
        hidden |= Q(task__kind__in=names, document_id__in=ids)
    return hidden
