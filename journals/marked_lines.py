"""What lines of general vouchers settle: the open transactions of customers that their vouchers hold until then."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger.models import Company, Posting
from customers import sql, subledger
from customers.models import CustomerTransaction, Mark
from customers.settling.marking import CannotMark, Holder, mark
from customers.sql import Part
from journals.acts import CannotEnter, LockedByJob, note_change
from journals.kinds.general import GENERAL_VOUCHER
from journals.models import GeneralVoucher, GeneralVoucherLine, Journal


def holder_of(voucher: GeneralVoucher) -> Holder:
    """Give the voucher as the holder of its marks."""
    return Holder(GENERAL_VOUCHER, voucher.pk)


def lock_to_mark(voucher: GeneralVoucher, asked: Collection[int]) -> None:
    """Lock what is open of all that a voucher holds or is asked to: before the voucher, as whoever posts it does."""
    held = Mark.objects.filter(company=voucher.company_id, document_type=GENERAL_VOUCHER, document_id=voucher.pk)
    transactions = sorted({*asked, *held.values_list("pk", flat=True)})
    sql.lock_open_transactions(company_id=voucher.company_id, transactions=transactions)


def mark_lines(voucher: GeneralVoucher, *, marked_by: User) -> None:
    """Let a voucher hold what its lines settle, and nothing else.

    :raises CannotEnter: a transaction is not open, is named twice, or is held by another document.
    """
    lines = voucher.lines.exclude(settles=None).select_related("settles__open").order_by("line_number")
    amounts: dict[int, Decimal] = {}
    for settled, amount in [(line.settles, line.amount) for line in lines]:
        assert settled, "lines that settle nothing are left out"
        if settled.pk in amounts:
            facts = {"document": settled.document_number}
            raise CannotEnter(_("%(document)s is settled by one line of a voucher.") % facts)
        amounts[settled.pk] = marked_amount(settled, amount)
    try:
        mark(company=voucher.company, holder=holder_of(voucher), amounts=amounts, marked_by=marked_by)
    except CannotMark as error:
        raise CannotEnter(" ".join(error.reasons.values())) from error


def marked_amount(settled: CustomerTransaction, amount: Decimal) -> Decimal:
    """Give how much a line of an amount settles of a transaction: as far as it is open, with its sign."""
    still_open: Decimal = settled.open.transaction_currency_amount if hasattr(settled, "open") else -amount
    return min(abs(amount), abs(still_open)).copy_sign(still_open)


def let_go(*, company: Company, vouchers: Sequence[int]) -> int:
    """Let go of all that vouchers hold, and give how many transactions that were."""
    return sql.unmark(company_id=company.pk, document_type=GENERAL_VOUCHER, documents=vouchers)


def note_release(company: Company, vouchers: Collection[int], released_by: User) -> dict[int, str]:
    """Say which vouchers keep what they hold, and why; the others change, which takes an approval back."""
    rows = GeneralVoucher.objects.filter(company=company, pk__in=vouchers)
    list(Journal.objects.filter(pk__in=rows.values("journal")).order_by("pk").select_for_update(no_key=True))
    kept: dict[int, str] = {}
    for journal, held in groupby(rows.select_related("journal__name").order_by("journal", "pk"), attrgetter("journal")):
        try:
            # What was noted is taken back where a job keeps the journal as it is.
            with transaction.atomic():
                note_change(journal, changed_by=released_by)
        except LockedByJob as error:
            kept |= {one.pk: f"{one}: {error}" for one in held}
    return kept


def settle_lines(*, posting: Posting, vouchers: Sequence[int], is_preview: bool) -> int:
    """Settle what vouchers of the posting hold with what their lines made customers owe; give how many settlements.

    The transactions of the lines are written. What was released meanwhile is not settled.
    """
    marks = Mark.objects.filter(company=posting.company, document_type=GENERAL_VOUCHER, document_id__in=vouchers)
    held = {(one.document_id, one.pk): one for one in marks.select_related("transaction")}
    if not held:
        return 0
    lines = GeneralVoucherLine.objects.filter(voucher__in=vouchers).exclude(settles=None)
    settling = [
        line for line in lines.select_related("voucher").order_by("pk") if (line.voucher_id, line.settles_id) in held
    ]
    own = _own_transactions(posting, [line.voucher_id for line in settling])
    earliest = sql.earliest_days(
        company_id=posting.company_id, transactions=sorted(one.transaction_id for one in held.values())
    )
    parts = []
    for line in settling:
        found = held[line.voucher_id, line.settles_id]
        made = own[line.voucher_id, *_told(line)].pop()
        debit, credit = (found.pk, made) if found.amount > 0 else (made, found.pk)
        day = max(line.voucher.voucher_date, earliest[found.pk])
        parts.append(Part(debit, credit, abs(found.amount), day))
    return subledger.settle_parts(
        posting=posting, document_type=GENERAL_VOUCHER, documents=vouchers, parts=parts, is_preview=is_preview
    )


_Told = tuple[int, str, Decimal, str, date]


def _told(line: GeneralVoucherLine) -> _Told:
    """Give all that a line says of its transaction: of lines that say the same, either one is as good."""
    assert line.customer_id, "only a line of a customer settles"
    return (
        line.customer_id,
        line.currency_id,
        line.amount,
        line.document_number,
        line.due_date or line.voucher.voucher_date,
    )


def _own_transactions(posting: Posting, vouchers: Collection[int]) -> Mapping[tuple[int, *_Told], list[int]]:
    """Give the transactions of vouchers, by what their lines say of them."""
    rows = CustomerTransaction.objects.filter(
        voucher__posting=posting, voucher__document_type=GENERAL_VOUCHER, voucher__document_id__in=vouchers
    )
    found: dict[tuple[int, *_Told], list[int]] = defaultdict(list)
    for row in rows.select_related("voucher").order_by("pk"):
        number = "" if row.document_number == row.voucher.number else row.document_number
        document = row.voucher.document_id
        assert document is not None, "it is the voucher of a document"
        told = (row.customer_id, row.currency_id, row.transaction_currency_amount, number, row.due_date)
        found[document, *told].append(row.pk)
    return found
