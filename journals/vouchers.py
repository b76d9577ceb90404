"""Enter vouchers into general journals, and change those that are not posted."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger.models import Currency, LedgerAccount
from arclose.ledger.posting import fingerprint_of
from customers.models import Customer, CustomerTransaction
from journals.acts import CannotEnter, ChangedMeanwhile, SentBefore, note_change
from journals.marked_lines import lock_to_mark, mark_lines
from journals.models import BankAccount, GeneralVoucher, GeneralVoucherLine, Journal, LineType, VoucherStatus

Holder = LedgerAccount | Customer | BankAccount


@dataclass(frozen=True)
class VoucherHead:
    """What is typed of a voucher beside its lines."""

    voucher_date: date
    text: str
    currency: Currency


@dataclass(frozen=True)
class VoucherLine:
    """What is typed of a line: a debit (above zero) or a credit, and what gets the opposite amount where it says so."""

    holder: Holder
    amount: Decimal
    currency: Currency
    text: str = ""
    document_number: str = ""
    offset: LedgerAccount | BankAccount | None = None
    settles: CustomerTransaction | None = None


@transaction.atomic
def enter_voucher(
    *, journal: Journal, head: VoucherHead, lines: Sequence[VoucherLine], entered_by: User, key: str
) -> GeneralVoucher:
    """Give a new voucher in a journal. The same key gives the same voucher.

    A line with an offset makes its counterpart, a line of its own. What the lines leave in a currency goes to the
    offset of the journal's name, where that has one.

    What a line settles is marked: nobody else has it until the voucher is posted or canceled.

    :raises SentBefore: the key belongs to a voucher of another content.
    :raises CannotEnter: there is no line, or what one settles is not open, is named twice or held by another document.
    """
    _ask_for_lines(lines)
    fingerprint = fingerprint_of("general voucher", journal.pk, head, [_plain(line) for line in lines])
    note_change(journal, changed_by=entered_by)
    known = GeneralVoucher.objects.filter(company=journal.company, key=key).first()
    if known is not None:
        if known.fingerprint != fingerprint:
            raise SentBefore
        return known
    voucher = GeneralVoucher.objects.create(
        company=journal.company,
        journal=journal,
        number=_next_number(journal),
        **_values(head),
        entered_by=entered_by,
        key=key,
        fingerprint=fingerprint,
    )
    _write_lines(voucher, lines, written_by=entered_by)
    return voucher


@transaction.atomic
def change_voucher(
    *, voucher: GeneralVoucher, version: int, head: VoucherHead, lines: Sequence[VoucherLine], changed_by: User
) -> GeneralVoucher:
    """Change a voucher that is not posted: its head, and all of its lines.

    :raises ChangedMeanwhile: it is not what it was when its form was opened.
    :raises CannotEnter: as in :func:`enter_voucher`.
    """
    _ask_for_lines(lines)
    note_change(voucher.journal, changed_by=changed_by)
    lock_to_mark(voucher, [line.settles.pk for line in lines if line.settles])
    same = GeneralVoucher.objects.filter(pk=voucher.pk, version=version, status=VoucherStatus.OPEN)
    if not same.update(**_values(head), version=version + 1, changed_by=changed_by):
        raise ChangedMeanwhile
    voucher.refresh_from_db()
    voucher.lines.all().delete()
    _write_lines(voucher, lines, written_by=changed_by)
    return voucher


@transaction.atomic
def copy_into(*, journal: Journal, source: Journal, day: date | None, copied_by: User) -> int:
    """Copy the vouchers of a journal that are not canceled into another one, on a day or their own; give how many."""
    note_change(journal, changed_by=copied_by)
    rows = source.general_vouchers.exclude(status=VoucherStatus.CANCELED).order_by("pk")
    count = 0
    for found in rows.select_related("currency").prefetch_related(
        "lines__account", "lines__customer", "lines__bank_account", "lines__currency"
    ):
        copy = GeneralVoucher.objects.create(
            company=journal.company,
            journal=journal,
            number=_next_number(journal),
            voucher_date=day or found.voucher_date,
            text=found.text,
            currency=found.currency,
            entered_by=copied_by,
        )
        _create_lines(copy, [as_entered(line) for line in sorted(found.lines.all(), key=lambda one: one.line_number)])
        count += 1
    return count


def as_entered(line: GeneralVoucherLine) -> VoucherLine:
    """Give a line as it would be typed, but for what it settles; its rows were read with it."""
    assert line.holder, "every line has an account"
    return VoucherLine(line.holder, line.amount, line.currency, line.text, line.document_number)


def type_of(holder: Holder) -> LineType:
    """Give which type of account a line has on this."""
    if isinstance(holder, Customer):
        return LineType.CUSTOMER
    return LineType.BANK if isinstance(holder, BankAccount) else LineType.LEDGER


def completed(lines: Sequence[VoucherLine], *, journal: Journal) -> Iterator[VoucherLine]:
    """Give lines with their counterparts, and what they leave on the offset of the journal's name where it has one."""
    left: dict[Currency, Decimal] = defaultdict(Decimal)
    for line in lines:
        yield replace(line, offset=None)
        if line.offset:
            yield replace(line, holder=line.offset, amount=-line.amount, document_number="", offset=None, settles=None)
        else:
            left[line.currency] += line.amount
    usual = journal.name.bank_account or journal.name.offset_account
    for currency, amount in left.items():
        if usual and amount and getattr(usual, "currency_id", currency.pk) == currency.pk:
            yield VoucherLine(usual, -amount, currency)


def _ask_for_lines(lines: Sequence[VoucherLine]) -> None:
    if not lines:
        raise CannotEnter(_("A voucher needs at least one line."))


def _values(head: VoucherHead) -> dict[str, object]:
    return {"voucher_date": head.voucher_date, "text": head.text, "currency": head.currency}


def _plain(line: VoucherLine) -> list[str]:
    offset = f"{type_of(line.offset)} {line.offset.pk}" if line.offset else ""
    own = f"{type_of(line.holder)} {line.holder.pk}"
    settles = [str(line.settles.pk)] if line.settles else []
    return [own, f"{line.amount:f}", line.currency.pk, line.text, line.document_number, offset, *settles]


def _next_number(journal: Journal) -> str:
    """Give the next number in a journal, which is locked: GEN-12/3. One that moved to another journal keeps its own."""
    given = GeneralVoucher.objects.filter(company=journal.company, number__startswith=f"{journal}/").count()
    return f"{journal}/{given + 1}"


def _write_lines(voucher: GeneralVoucher, lines: Sequence[VoucherLine], *, written_by: User) -> None:
    _create_lines(voucher, list(completed(lines, journal=voucher.journal)))
    mark_lines(voucher, marked_by=written_by)


def _create_lines(voucher: GeneralVoucher, lines: Sequence[VoucherLine]) -> None:
    GeneralVoucherLine.objects.bulk_create(
        GeneralVoucherLine(
            company_id=voucher.company_id,
            voucher=voucher,
            line_number=place,
            line_type=type_of(line.holder),
            account=line.holder if isinstance(line.holder, LedgerAccount) else None,
            customer=line.holder if isinstance(line.holder, Customer) else None,
            bank_account=line.holder if isinstance(line.holder, BankAccount) else None,
            amount=line.amount,
            currency=line.currency,
            text=line.text,
            document_number=line.document_number,
            settles=line.settles,
        )
        for place, line in enumerate(lines, start=1)
    )
