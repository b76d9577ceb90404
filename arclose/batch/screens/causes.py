"""Why a job set documents aside, as its page shows it: by cause, with what to do, where, and for which documents."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from arclose.access.requests import CompanyRequest
from arclose.batch import kinds, queries
from arclose.batch.models import Job, JobItem
from arclose.batch.screens.hidden import hidden_items
from arclose.batch.screens.tables import document_url
from arclose.ledger.outcomes import from_stored
from arclose.web import pages
from arclose.web.links import page_url


@dataclass(frozen=True)
class CauseRow:
    """A cause, label and address of the page where it is put right, and its first documents with their pages.

    A document that several tasks set aside stands there once.
    """

    cause: queries.Cause
    fix: tuple[str, str] | None
    documents: list[tuple[JobItem, str]]


def cause_rows(request: CompanyRequest, job: Job) -> list[CauseRow]:
    """Give the causes of a job, the most frequent first."""
    causes = queries.causes(job=job, hidden=hidden_items(request))
    return [CauseRow(cause, _fix(request, cause), linked(request, _each_once(cause.documents))) for cause in causes]


def _each_once(items: list[JobItem]) -> list[JobItem]:
    return list({(item.document_id, item.label): item for item in items}.values())


def linked(request: HttpRequest, documents: list[JobItem]) -> list[tuple[JobItem, str]]:
    """Give documents, each with the address of its page where the user may open it."""
    return [(item, document_url(request, item.task.kind, item.document_id)) for item in documents]


def _fix(request: CompanyRequest, cause: queries.Cause) -> tuple[str, str] | None:
    """Give where a cause is put right; narrowed to what it names where that is one thing for all its documents."""
    refusals = cause.documents[0].refusals if cause.documents else []
    if not refusals:
        return None
    code, facts = refusals[0]
    route, text = kinds.fix_page_of(cause.documents[0].task.kind, code, from_stored(facts))
    if not route or not request.may_open(route):
        return None
    query = "?" + urlencode({"text": text}) if text and cause.is_one_reason else ""
    return pages.label_of(route), page_url(request, route) + query
