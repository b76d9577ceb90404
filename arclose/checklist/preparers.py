"""Who prepared a task: people who posted its documents of a period, or had a job post them. They do not sign it off."""

from collections.abc import Collection, Mapping

from django.contrib.auth.models import User
from django.db.models import Q

from arclose.access.roles import somebody_else_is
from arclose.access.routes import Role
from arclose.batch.models import Job, JobState
from arclose.checklist.checks import Check
from arclose.ledger.models import Company, FiscalPeriod, Voucher
from customers.dunning.collection_letters import COLLECTION_LETTERS
from customers.dunning.interest_notes import INTEREST_NOTES
from customers.free_text.posting import FREE_TEXT_INVOICES
from customers.invoicing import SALES_INVOICES
from customers.models import CollectionLetter
from journals.kinds.general import GENERAL_VOUCHERS
from journals.kinds.payments import PAYMENTS

# By name of the task: the kinds of posting that do it. No kinds named: every job, whatever it posts.
KINDS_OF_DOCUMENTS: Mapping[str, Collection[str]] = {
    "orders": [SALES_INVOICES],
    "free-text-invoices": [FREE_TEXT_INVOICES],
    "interest-notes": [INTEREST_NOTES.name],
    "collection-letters": [COLLECTION_LETTERS.name],
    "payments": [PAYMENTS],
    "general-vouchers": [GENERAL_VOUCHERS],
    "jobs": [],
}


def has_prepared(*, company: Company, period: FiscalPeriod, check: Check, person: User) -> bool:
    """Tell whether a person posted documents of the task in the period, or submitted or ran a job of them."""
    if check.name not in KINDS_OF_DOCUMENTS:
        return False
    kinds = KINDS_OF_DOCUMENTS[check.name]
    posted = Voucher.objects.filter(company=company, period=period, posting__posted_by=person, posting__kind__in=kinds)
    letters = CollectionLetter.objects.filter(
        company=company,
        posting__posted_by=person,
        posting__kind__in=kinds,
        note_date__range=(period.start_date, period.end_date),
    )
    jobs = Job.objects.filter(
        Q(submitted_by=person) | Q(run_by=person),
        company=company,
        first_document_date__lte=period.end_date,
        last_document_date__gte=period.start_date,
    ).exclude(state=JobState.CANCELED)
    of_jobs = jobs.filter(tasks__kind__in=kinds) if kinds else jobs
    # A letter without a fee has no voucher.
    return posted.exists() or letters.exists() or of_jobs.exists()


def somebody_else_may_sign(*, company: Company, person: User) -> bool:
    """Tell whether another active person holds the role that signs off in the company."""
    return somebody_else_is(Role.CONTROLLER, company=company, person=person)
