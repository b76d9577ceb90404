"""Post a run as it was computed, if nothing changed since.

    recognize    a run that is posted stays so
    lock         periods, all that changes what is open of the company, the run
    refuse       what changed since, by name
    write        vouchers and entries; from now on the lines of its set count
    seal

run, per day, currency and control account; of what settlements took back with the opposite sign
    debit or credit   customer balance              what stands less what stood
    credit or debit   unrealized gain               of gains, what stands less what stood
    debit or credit   unrealized loss               of losses, likewise

and in reporting currency alone, per currency and control account
    debit or credit   customer balance              what is open at the rate less what the account says
    credit or debit   unrealized gain or loss       the opposite
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast

from arclose.ledger import posting as ledger
from arclose.ledger.models import Company
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.outcomes import Outcome
from arclose.ledger.posting import NO_TAX_ROW, Entries, PostingSet
from customers import adjusting, subledger
from customers.entries import ZERO
from customers.used_accounts import refuse_unusable
from revaluation import sql
from revaluation.computing import refuse_closed
from revaluation.models import ReportingValue, Run, RunEntry, RunVoucher
from revaluation.rates import changed_rates
from revaluation.refusals import ChangedSince, NothingToUndo
from revaluation.reporting import changed_values

REVALUATION = "revaluation"
_TYPES = (PostingType.CUSTOMER_BALANCE, PostingType.UNREALIZED_GAIN, PostingType.UNREALIZED_LOSS)


@transaction.atomic
def post_run(*, company: Company, run: int, posted_by: User, key: str) -> Outcome:
    """Post a run as it was computed; one posted before stays so. One without lines is posted without a voucher.

    :raises Run.DoesNotExist: the company has no such run.
    :raises DayNotOpen: one of its days lies in no open period any more.
    :raises NothingToUndo: it undoes a run, and changes nothing.
    :raises ChangedSince: what it would be is something else now; nothing was posted.
    :raises AccountUnusable: an account it posts to is blocked, or a control account.
    :raises KeyReused: the key belongs to another request.
    """
    found = Run.objects.get(company=company, pk=run)
    days = {found.considered_date, *found.vouchers.values_list("posting_date", flat=True)}
    if found.posting_id is None:
        refuse_closed(company, *days)
    adjusting.hold_what_stands(company=company)
    found = Run.objects.select_for_update(of=("self",)).select_related("company").get(pk=run)
    if found.posting_id is not None:
        return Outcome(found.posting_id, [], [run])
    if found.undoes_id is not None and not found.vouchers.exists() and not found.line_count:
        raise NothingToUndo
    refuse_changed(found)
    refuse_unusable(company=company, accounts=_offset_accounts(found))
    posting, _is_new = ledger.begin(
        company=company,
        kind=REVALUATION,
        key=key,
        fingerprint=ledger.fingerprint_of(REVALUATION, run),
        posted_by=posted_by,
    )
    if found.vouchers.exists():
        ledger.write(posting=posting, contents=run_posting(found))
    adjusting.post_set(posting=posting, adjustment_set=found.adjustment_set_id)
    if found.line_count:
        subledger.close_subledger(posting=posting)
    found.posting = posting
    found.save(update_fields=["posting"])
    ledger.seal(posting=posting)
    return Outcome(posting.pk, [run])


def _offset_accounts(run: Run) -> set[int]:
    entries = RunEntry.objects.filter(run=run).exclude(posting_type=PostingType.CUSTOMER_BALANCE)
    values = ReportingValue.objects.filter(run=run, voucher__isnull=False)
    return {*entries.values_list("account_id", flat=True), *values.values_list("offset_account_id", flat=True)}


def run_posting(run: Run) -> PostingSet:
    """What a run posts: its stored vouchers with their stored entries, in no currency but those of the books."""
    vouchers = RunVoucher.objects.filter(run=run)
    entries = RunEntry.objects.filter(run=run)
    return PostingSet(
        document_type=REVALUATION,
        vouchers=vouchers.values_list("pk", "posting_date", Cast(Value(str(run)), CharField())),
        entries=[
            Entries(
                kind,
                entries.filter(posting_type=kind).values_list(
                    "voucher", "account", "voucher__currency", ZERO, F("accounting_currency_amount"), NO_TAX_ROW
                ),
            )
            for kind in _TYPES
        ],
        reporting_entries=_reporting_entries(run) if run.company.reporting_currency_id else (),
    )


def _reporting_entries(run: Run) -> list[Entries]:
    change = F("new_amount") - F("stood_amount")
    rows = ReportingValue.objects.filter(run=run, voucher__isnull=False)
    return [
        Entries(PostingType.CUSTOMER_BALANCE, rows.values_list("voucher", "control_account", "currency", change)),
        *(
            Entries(kind, rows.filter(is_gain=is_gain).values_list("voucher", "offset_account", "currency", -change))
            for kind, is_gain in ((PostingType.UNREALIZED_GAIN, True), (PostingType.UNREALIZED_LOSS, False))
        ),
    ]


def refuse_changed(run: Run) -> None:
    """Look at what was posted since a run was computed, and at its rates.

    :raises ChangedSince: there is something.
    """
    changes = sql.changed_since(
        run_id=run.pk,
        set_id=run.adjustment_set_id,
        is_undo=run.undoes_id is not None,
        considered=run.considered_date,
        accounting=run.company.accounting_currency_id,
        currencies=run.currencies,
        customers=run.customers,
        groups=run.customer_groups,
    )
    rates = changed_rates(run=run)
    reporting = changed_values(run)
    if changes or rates or reporting:
        raise ChangedSince(changes, rates, reporting)
