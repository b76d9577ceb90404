"""Accept what the bank returned: the payment is taken back on the day of the line.

lock       periods; the company's bank accounts, so that lines are matched one after the other; then as taking back
           does, at once for all that is taken back or posted
refuse     each line whose proposal is not the one that was seen, or whose payment cannot be taken back
write      opposite voucher and transaction, what was settled is open again; charges on a voucher of their own
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from arclose.ledger.models import Company, LedgerAccount
from arclose.ledger.outcomes import CannotPost
from journals.acts import begin_journal
from journals.banking.payments import one_after_the_other
from journals.banking.queries import UNMATCHED
from journals.banking.return_matching import ReturnProposal, propose_returns
from journals.models import (
    BankLineReturn,
    BankStatementLine,
    GeneralVoucher,
    GeneralVoucherLine,
    Journal,
    JournalName,
    JournalType,
    Payment,
)
from journals.models.general import LineType
from journals.models.methods import BankStatus
from journals.payments.paying import TAKEN_BACK, reverse_payments
from journals.payments.statuses import change_bank_status
from journals.posting import post_general_vouchers
from journals.reversing import hold_numbers_to_take_back, lock_periods_to_take_back, lock_what_is_taken_back

LONGEST_REASON = 200
Found = tuple[BankStatementLine, ReturnProposal]


@dataclass
class Returned:
    """What came of lines: the returns that were accepted, and for each line left out the reason."""

    accepted: list[BankLineReturn] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)


class CannotReturn(CannotPost):
    """A return cannot be accepted or undone: nothing was changed."""

    def __init__(self, text: str) -> None:
        """Carry the reason in words."""
        super().__init__(text)
        self.text = text

    def reason(self) -> str:
        """Give the reason."""
        return self.text

    def remedy(self) -> str:
        """Say that there is nothing to do here."""
        return ""


@transaction.atomic
def take_returns(
    *,
    company: Company,
    shown: Mapping[int, str],
    charges_account: LedgerAccount | None,
    accepted_by: User,
    key: str,
) -> Returned:
    """Take back the payments that lines returned, each on the day of its line, if its proposal is still the one shown.

    ``shown`` are the fingerprints of the proposals by line. ``charges_account`` takes what lines are beyond their
    payments. Asked again, the lines are matched and nothing is posted.
    """
    _lock_periods(company, shown)
    one_after_the_other(company)
    again = list(BankLineReturn.objects.filter(company=company, line__in=shown, undone_at=None))
    lines = _waiting_lines(company, shown)
    proposals = propose_returns(company=company, lines=lines)
    returned = Returned()
    for pk in shown.keys() - {line.pk for line in lines}:
        is_here = any(one.line_id == pk for one in again)
        returned.left_out[pk] = (
            _("It was accepted before, and stays so.")
            if is_here
            else _("Somebody matched it meanwhile, or it cannot be matched.")
        )
    wanted: list[Found] = []
    for line in lines:
        proposal = proposals.get(line.pk)
        if proposal is None or proposal.fingerprint != shown[line.pk]:
            returned.left_out[line.pk] = _("What it may return has changed since you looked. Look again.")
        elif proposal.charges and charges_account is None:
            returned.left_out[line.pk] = _("Choose the ledger account of the bank's charges.")
        else:
            wanted.append((line, proposal))
    payments = [proposal.payment.pk for _line, proposal in wanted]
    _lock(company, payments, wanted)
    for (day, reason), found in _alike(wanted):
        outcome = reverse_payments(
            company=company,
            documents=[proposal.payment.pk for _line, proposal in found],
            day=day,
            reason=reason,
            reversed_by=accepted_by,
            key=f"{key} {found[0][0].pk}",
        )
        out = {one.document_id: f"{one.reason} {one.remedy}" for one in outcome.left_out}
        returned.left_out |= {line.pk: out[p.payment.pk] for line, p in found if p.payment.pk in out}
        taken = [one for one in found if one[1].payment.pk not in out]
        change_bank_status(
            company=company,
            payments=[proposal.payment.pk for _line, proposal in taken],
            status=BankStatus.REJECTED,
            reason=reason,
            changed_by=accepted_by,
        )
        _keep(company, taken, charges_account, accepted_by, returned)
    return returned


def _waiting_lines(company: Company, shown: Collection[int]) -> list[BankStatementLine]:
    rows = BankStatementLine.objects.filter(UNMATCHED, company=company, pk__in=shown)
    return list(rows.select_related("statement__bank_account", "statement__currency").order_by("booking_date", "pk"))


def _lock_periods(company: Company, shown: Collection[int]) -> None:
    """Lock the periods of lines and of what they are proposed for; another proposal by then is refused."""
    lines = _waiting_lines(company, shown)
    payments = [one.payment.pk for one in propose_returns(company=company, lines=lines).values()]
    days = {line.booking_date for line in lines}
    lock_periods_to_take_back(sort=TAKEN_BACK, company=company, documents=payments, days=days)


def _lock(company: Company, payments: Sequence[int], wanted: Sequence[Found]) -> None:
    """Lock what any of the postings needs before the first of them, which holds balances until the end.

    The status of payments changes after they are taken back, and charges may be numbered from a series of their own.
    """
    lock_what_is_taken_back(sort=TAKEN_BACK, company=company, documents=payments)
    rows = Payment.objects.filter(company=company, pk__in=payments).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))
    name = _name_of_charges(company) if any(proposal.charges for _line, proposal in wanted) else None
    days = {line.booking_date for line, _proposal in wanted}
    also = name.voucher_series if name else None
    hold_numbers_to_take_back(sort=TAKEN_BACK, company=company, documents=payments, days=days, also=also)


def _alike(wanted: Sequence[Found]) -> Iterator[tuple[tuple[date, str], list[Found]]]:
    """Give together what one reversal can say: what the bank returned on a day for the same reason."""
    groups: dict[tuple[date, str], list[Found]] = defaultdict(list)
    for line, proposal in wanted:
        groups[line.booking_date, _reason_of(line)].append((line, proposal))
    yield from groups.items()


def _reason_of(line: BankStatementLine) -> str:
    return line.return_reason or _("Returned by the bank")


def _keep(
    company: Company,
    found: Sequence[Found],
    charges_account: LedgerAccount | None,
    accepted_by: User,
    returned: Returned,
) -> None:
    vouchers: dict[int, GeneralVoucher] = {}
    if charges_account and any(proposal.charges for _line, proposal in found):
        journal = _journal_of_charges(company, [line for line, _proposal in found], accepted_by)
        vouchers = {line.pk: _charged(line, p.charges, charges_account, journal) for line, p in found if p.charges}
        documents = [voucher.pk for voucher in vouchers.values()]
        outcome = post_general_vouchers(
            company=company, documents=documents, posted_by=accepted_by, key=f"charges {min(documents)}"
        )
        if outcome.left_out:
            raise CannotReturn(f"{outcome.left_out[0].reason} {outcome.left_out[0].remedy}")
    returned.accepted += BankLineReturn.objects.bulk_create(
        BankLineReturn(
            company=company,
            line=line,
            payment=proposal.payment,
            bank_reason=line.return_reason,
            charges_amount=proposal.charges,
            charges_voucher=vouchers.get(line.pk),
            reason=proposal.reason,
            score=proposal.score,
            accepted_by=accepted_by,
        )
        for line, proposal in found
    )


def _journal_of_charges(company: Company, lines: Sequence[BankStatementLine], created_by: User) -> Journal:
    """Give a general journal for the charges of some lines, of a name that posts without approval where there is one.

    :raises CannotReturn: the company has no name of a general journal.
    """
    name = _name_of_charges(company)
    if name is None:
        raise CannotReturn(_("There is no journal name for a general journal. An administrator makes one in Setup."))
    text = _("Charges of the bank, %(day)s") % {"day": lines[0].booking_date.isoformat()}
    before = BankLineReturn.objects.filter(line=lines[0]).count()
    key = f"charges of line {lines[0].pk} {before}"
    return begin_journal(company=company, name=name, text=text, created_by=created_by, key=key)


def _name_of_charges(company: Company) -> JournalName | None:
    names = JournalName.objects.filter(company=company, journal_type=JournalType.GENERAL)
    return names.select_related("voucher_series").order_by("needs_approval", "code").first()


def _charged(line: BankStatementLine, charges: Decimal, account: LedgerAccount, journal: Journal) -> GeneralVoucher:
    """Give a voucher of what the bank charged with a return: from the bank account to that of charges."""
    before = BankLineReturn.objects.filter(line=line).count()
    bank = line.statement.bank_account
    text = _("Charges of the bank, line %(line)s") % {"line": f"{line.statement} / {line.line_number}"}
    voucher = GeneralVoucher.objects.create(
        company_id=line.company_id,
        journal=journal,
        number=f"BC-{line.pk}" + (f"-{before + 1}" if before else ""),
        voucher_date=line.booking_date,
        text=text[:LONGEST_REASON],
        currency_id=bank.currency_id,
        entered_by=journal.created_by,
    )
    of_each = {"company_id": line.company_id, "voucher": voucher, "currency_id": bank.currency_id}
    GeneralVoucherLine.objects.bulk_create(
        [
            GeneralVoucherLine(line_number=1, account=account, amount=charges, **of_each),
            GeneralVoucherLine(line_number=2, line_type=LineType.BANK, bank_account=bank, amount=-charges, **of_each),
        ]
    )
    return voucher


def usual_charges_account(company: Company) -> LedgerAccount | None:
    """Give the ledger account that charges went to the last time, None where there were none."""
    last = BankLineReturn.objects.filter(company=company, charges_voucher__isnull=False).order_by("-pk").first()
    if last is None:
        return None
    line = GeneralVoucherLine.objects.filter(voucher=last.charges_voucher_id, amount__gt=0).select_related("account")
    found = line.first()
    return found.account if found else None
