"""Approve or reject free text invoices that wait, where the company has them approved before they are posted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from arclose.batch import alerting
from arclose.ledger.models import Company
from arclose.web.said import said
from customers.free_text.drafts import FreeTextDeleted
from customers.free_text.posting import FREE_TEXT_INVOICES
from customers.models import FreeTextChange, FreeTextInvoice, FreeTextRejection
from customers.models.free_text import FreeTextStatus


class CannotReject(Exception):
    """It cannot be rejected as it was looked at, for the reason in words: nothing was written."""


@dataclass
class Approved:
    """What was approved, and why the others were not, in words."""

    documents: list[FreeTextInvoice] = field(default_factory=list)
    refused: list[tuple[FreeTextInvoice, str]] = field(default_factory=list)


@transaction.atomic
def approve_free_text(*, company: Company, versions: Mapping[int, int], approved_by: User) -> Approved:
    """Approve free text invoices, by id, as they stood when somebody looked at them: in that version.

    A later change takes the approval back. Who ever entered or changed something in one does not approve it. One that
    is approved already keeps who did.
    """
    rows = FreeTextInvoice.objects.filter(company=company, pk__in=versions).order_by("pk")
    own = FreeTextChange.objects.filter(document__in=versions, changed_by=approved_by)
    outcome = Approved()
    locked = list(rows.select_for_update(no_key=True))
    entered = set(own.values_list("document_id", flat=True))
    for document in locked:
        if document.status == FreeTextStatus.IN_PROCESS and document.approved_at is not None:
            continue
        if why := _refused(document, version=versions[document.pk], has_entered=document.pk in entered):
            outcome.refused.append((document, why))
        else:
            outcome.documents.append(document)
    approved = FreeTextInvoice.objects.filter(pk__in=[document.pk for document in outcome.documents])
    approved.update(approved_by=approved_by, approved_at=Now())
    return outcome


def _refused(document: FreeTextInvoice, *, version: int, has_entered: bool) -> str:
    if document.status == FreeTextStatus.POSTED:
        return _("It is posted.")
    if document.version != version:
        return _("Somebody changed it since you opened this page. Look at it, then decide.")
    if has_entered:
        return _("Who entered or changed it does not approve it. Ask another controller.")
    return ""


@transaction.atomic
def reject_free_text(*, document: FreeTextInvoice, version: int, reason: str, rejected_by: User) -> FreeTextRejection:
    """Reject a free text invoice as it stood when somebody looked at it, in that version; an approval of it goes.

    Whoever entered or changed it is told why. The next change of it lets it wait for approval anew. Sent twice it is
    rejected once.

    :raises FreeTextDeleted: it is deleted by now.
    :raises CannotReject: it is posted, or was changed since.
    """
    locked = FreeTextInvoice.objects.select_for_update(no_key=True).filter(pk=document.pk).first()
    if locked is None:
        raise FreeTextDeleted(document)
    if why := _refused(locked, version=version, has_entered=False):
        raise CannotReject(why)
    before = rejection_of(locked)
    if before is not None and (before.reason, before.rejected_by) == (reason, rejected_by):
        return before
    FreeTextInvoice.objects.filter(pk=locked.pk).update(approved_by=None, approved_at=None)
    _tell_who_entered(locked, reason=reason, rejected_by=rejected_by)
    return FreeTextRejection.objects.create(
        company_id=locked.company_id, document=locked, version=version, reason=reason, rejected_by=rejected_by
    )


def _tell_who_entered(document: FreeTextInvoice, *, reason: str, rejected_by: User) -> None:
    """Tell everybody else who entered or changed it, at the bell."""
    others = User.objects.filter(pk__in=document.changes.values("changed_by")).exclude(pk=rejected_by.pk)
    facts = {"document": document, "who": rejected_by.get_full_name() or rejected_by.username, "reason": reason}
    alerting.tell_of_document(
        company=document.company,
        people=others.order_by("pk"),
        kind=FREE_TEXT_INVOICES,
        document_id=document.pk,
        told=said(lambda: _("%(who)s rejected free text invoice %(document)s: %(reason)s") % facts),
    )


def rejection_of(document: FreeTextInvoice) -> FreeTextRejection | None:
    """Give the rejection that stands of a free text invoice; None: there is none, or it was approved all the same."""
    if document.status == FreeTextStatus.POSTED or document.approved_at is not None:
        return None
    found = document.rejections.filter(version=document.version).select_related("rejected_by")
    return found.order_by("-pk").first()
