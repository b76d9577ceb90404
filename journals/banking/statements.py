"""Take files of banks in: whole or not at all, each once, into the account of the company that it is of."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from arclose.access.roles import require_role, roles_of
from arclose.imports.problems import FileRefused
from arclose.ledger import statistics
from arclose.ledger.bank_numbers import compact_iban, in_groups, is_iban
from arclose.ledger.models import Company
from arclose.web.days import format_moment
from journals.banking.files.reading import ReadFile, read_bank_file
from journals.banking.files.structures import (
    Entry,
    EntryStatus,
    MessageKind,
    Notice,
    Payment,
    Statement,
    StatusReport,
    Verdict,
    Warned,
)
from journals.banking.overlaps import Movements, movements_of, statements_with
from journals.direct_debits.answers import take_answers
from journals.models import BankAccount, BankFile, BankLineDetail, BankStatement, BankStatementLine

ROLES = frozenset({"clerk", "controller"})
LINES_AT_ONCE = 1_000
TABLES = tuple(model._meta.db_table for model in (BankStatement, BankStatementLine, BankLineDetail))
Read = tuple[Statement, BankAccount]


@dataclass(frozen=True)
class TakenIn:
    """What came of a file: its row, and the statements that were read from it, now or before.

    ``is_repeated``: the same file had been read before, and nothing has changed. ``known`` counts the statements that
    were there already from another file, with the same content; they stay as they are. ``answered`` counts the payments
    that have another status by what the bank answers to a direct debit file, None where the file is no such answer.
    """

    file: BankFile
    statements: Sequence[BankStatement]
    known: int = 0
    is_repeated: bool = False
    answered: int | None = None

    @property
    def text(self) -> str:
        """Say in a sentence what came of it."""
        words = {"file": self.file.file_name, "count": len(self.statements), "known": self.known}
        if self.is_repeated:
            words |= {"who": self.file.read_by, "when": format_moment(self.file.read_at)}
            return _("%(file)s was read before, by %(who)s, %(when)s: nothing has changed.") % words
        if self.answered is not None:
            words |= {"count": self.answered}
            return _("%(file)s is read: payments with another payment status %(count)s.") % words
        if self.known:
            return _("%(file)s is read: %(count)s new statements, %(known)s that were there already.") % words
        return _("%(file)s is read: statements %(count)s.") % words


def take_in(*, company: Company, path: Path, file_name: str, user: Any) -> TakenIn:
    """Read a file of a bank and keep its statements. The same file again, or one with known statements, adds nothing.

    A status report (pain.002) gives the payments of the direct debit file that it answers their payment status.

    :raises RoleMissing: the user may not do that in the company.
    :raises FileRefused: it is neither bank statement nor status report, damaged, of no bank account or direct debit
        file of the company, or a statement of it is there already with other content, or its money in another
        statement. Nothing of it is kept.
    """
    require_role(user=user, company=company, roles=ROLES)
    read = read_bank_file(path)
    with transaction.atomic():
        accounts = _locked_accounts(company)
        known = BankFile.objects.filter(company=company, digest=read.digest).select_related("read_by").first()
        if known:
            return TakenIn(known, list(known.statements.all()), is_repeated=True)
        if isinstance(read.content, StatusReport):
            answered = take_answers(company=company, report=read.content, taken_by=user)
            return TakenIn(_keep_file(company, read, file_name, user), (), answered=answered)
        found = [(statement, _account_of(statement, accounts, company, user)) for statement in read.content.statements]
        new = _without_known(found)
        _refuse_money_read_before(new)
        file = _keep_file(company, read, file_name, user)
        made = [_write(statement, account, file) for statement, account in new]
        # What was read a moment ago is matched next, and the planner must know of it.
        transaction.on_commit(lambda: statistics.analyze(TABLES), robust=True)
    return TakenIn(file, made, known=len(found) - len(made))


def _keep_file(company: Company, read: ReadFile, file_name: str, user: Any) -> BankFile:
    notices = () if isinstance(read.content, StatusReport) else read.content.notices
    return BankFile.objects.create(
        company=company,
        file_name=file_name[-200:],
        digest=read.digest,
        format=read.content.format,
        version=read.content.version,
        notices=_kept(notices),
        read_by=user,
    )


def _locked_accounts(company: Company) -> Mapping[tuple[str, str], BankAccount]:
    """Lock the bank accounts of a company, so that files are read one after the other, and give them by number."""
    accounts = BankAccount.objects.filter(company=company).order_by("pk").select_for_update(no_key=True, of=("self",))
    return {
        (number, account.currency_id): account
        for account in accounts
        for number in (_number(account.account_number), account.iban)
        if number
    }


def _number(text: str) -> str:
    """Give the number of an account as it is compared: capitals, without spaces and points."""
    return compact_iban(text).replace(".", "")


def _account_of(
    statement: Statement, accounts: Mapping[tuple[str, str], BankAccount], company: Company, user: Any
) -> BankAccount:
    """Give the account that a statement is of.

    :raises FileRefused: the company has none of that number and currency, or it is not active.
    """
    number = _number(statement.account)
    account = accounts.get((number, statement.currency))
    words = {
        "statement": statement.number or statement.identity,
        "account": in_groups(number) if is_iban(number) else statement.account,
        "currency": statement.currency,
        "company": company.code,
    }
    if account is not None and not account.is_active:
        words["code"] = account.code
        raise FileRefused(_("Bank account %(code)s (%(account)s) is not active. Activate it in Setup.") % words)
    if account is not None:
        _refuse_other_currencies(statement, words)
        return account
    others = sorted(currency for known, currency in accounts if known == number)
    if others:
        words["others"] = ", ".join(others)
        raise FileRefused(
            _("Statement %(statement)s of %(account)s is in %(currency)s, the bank account in %(others)s.") % words
        )
    raise FileRefused(_unknown_account(number, statement.currency, user, words))


def _refuse_other_currencies(statement: Statement, words: dict[str, str]) -> None:
    """Refuse a statement whose balances and lines are not all in the currency of the account: it cannot be added up.

    :raises FileRefused: naming the others.
    """
    others = [notice.detail for notice in statement.notices if notice.code is Warned.OTHER_CURRENCY]
    if others:
        words["others"] = ", ".join(others)
        raise FileRefused(
            _("Statement %(statement)s of %(account)s in %(currency)s has amounts in %(others)s as well.") % words
        )


def _unknown_account(number: str, currency: str, user: Any, words: dict[str, str]) -> str:
    """Say that a company has no such account; whose it is, only to somebody who works there too."""
    same = BankAccount.objects.filter(currency=currency, iban=number).select_related("company")
    owner = next((account.company for account in same if roles_of(user=user, company=account.company)), None)
    if owner:
        words["owner"] = owner.code
        return _("%(account)s is no bank account of %(company)s but of %(owner)s. Read the file there.") % words
    return (
        _("%(account)s in %(currency)s is no bank account of %(company)s. Enter it in Setup, or choose another file.")
        % words
    )


def _without_known(found: Iterable[Read]) -> list[Read]:
    """Leave out the statements that are there already.

    :raises FileRefused: one is there with other content, or stands twice in the file with different content.
    """
    new: dict[tuple[int, str, str], Read] = {}
    for statement, account in found:
        key = (account.pk, statement.kind.value, _identity(statement))
        kept = BankStatement.objects.filter(bank_account=account, kind=key[1], identity=key[2])
        known = kept.select_related("file__read_by").first()
        digests = {_content_digest(statement), known.content_digest if known else _content_digest(statement)}
        if key in new:
            digests.add(_content_digest(new[key][0]))
        if len(digests) > 1:
            raise FileRefused(_differs(statement, known))
        if not known:
            new.setdefault(key, (statement, account))
    return list(new.values())


def _differs(statement: Statement, known: BankStatement | None) -> str:
    words: dict[str, Any] = {"statement": statement.number or statement.identity}
    if known is None:
        return _("Statement %(statement)s stands in the file twice, with different content.") % words
    words |= {"file": known.file, "who": known.file.read_by, "when": format_moment(known.file.read_at)}
    return _("Statement %(statement)s is there already with other content, from %(file)s (%(who)s, %(when)s).") % words


def _refuse_money_read_before(new: Sequence[Read]) -> None:
    """Refuse final statements whose money a kept one has, under another name or from another format.

    :raises FileRefused: naming both, and where the other came from.
    """
    by_account: dict[BankAccount, dict[int, Movements]] = defaultdict(dict)
    for place, (statement, account) in enumerate(new):
        if statement.kind is MessageKind.STATEMENT and statement.opening and statement.verdict is Verdict.ADDS_UP:
            by_account[account][place] = _movements(statement)
    for account, asked in by_account.items():
        for place, known in statements_with(account, asked).items():
            statement = new[place][0]
            raise FileRefused(
                _(
                    "Statement %(statement)s holds money of %(account)s that was read before, in statement %(known)s"
                    " from %(file)s (%(format)s, %(who)s, %(when)s). Read each day in one format only."
                )
                % {
                    "statement": statement.number or statement.identity,
                    "account": account.shown_number,
                    "known": known,
                    "file": known.file,
                    "format": known.file.format,
                    "who": known.file.read_by,
                    "when": format_moment(known.file.read_at),
                }
            )


def _movements(statement: Statement) -> Movements:
    assert statement.opening is not None
    booked = [(one.booking_date, one.amount) for one in statement.entries if one.status is EntryStatus.BOOKED]
    return movements_of(statement.opening.amount, booked, (statement.from_date, statement.to_date))


def _identity(statement: Statement) -> str:
    """Give the bank's name for a statement as it is kept; one too long is told by its digest."""
    if len(statement.identity) <= 120:
        return statement.identity
    return f"{statement.identity[:50]} {hashlib.sha256(statement.identity.encode()).hexdigest()}"


def _content_digest(statement: Statement) -> str:
    """Give the digest of what a statement says of money: balances and lines, not how the file was put together."""
    lines = [
        (entry.booking_date.isoformat(), f"{entry.amount:.4f}", entry.status.value, entry.servicer_reference)
        for entry in statement.entries
    ]
    balances = [f"{one.amount:.4f} {one.currency}" if one else "" for one in (statement.opening, statement.closing)]
    return hashlib.sha256(repr((statement.currency, balances, lines)).encode()).hexdigest()


def _write(statement: Statement, account: BankAccount, file: BankFile) -> BankStatement:
    made = BankStatement.objects.create(
        company_id=account.company_id,
        file=file,
        bank_account=account,
        kind=statement.kind.value,
        identity=_identity(statement),
        number=statement.number[:40],
        currency_id=statement.currency,
        from_date=statement.from_date,
        to_date=statement.to_date,
        opening_amount=statement.opening.amount if statement.opening else None,
        closing_amount=statement.closing.amount if statement.closing else None,
        booked_amount=statement.booked_amount,
        difference_amount=statement.difference,
        verdict=statement.verdict.value,
        line_count=len(statement.entries),
        notices=_kept(statement.notices),
        content_digest=_content_digest(statement),
    )
    lines = BankStatementLine.objects.bulk_create(
        (_line(entry, made, number) for number, entry in enumerate(statement.entries, start=1)),
        batch_size=LINES_AT_ONCE,
    )
    BankLineDetail.objects.bulk_create(
        (
            BankLineDetail(company_id=made.company_id, line=line, position=position, **_facts(payment))
            for line, entry in zip(lines, statement.entries, strict=True)
            for position, payment in enumerate(entry.details, start=1)
        ),
        batch_size=LINES_AT_ONCE,
    )
    return made


def _line(entry: Entry, statement: BankStatement, number: int) -> BankStatementLine:
    return BankStatementLine(
        company_id=statement.company_id,
        statement=statement,
        line_number=number,
        booking_date=entry.booking_date,
        value_date=entry.value_date,
        status=entry.status.value,
        is_reversal=entry.is_reversal,
        bank_code=entry.bank_code[:40],
        detail_count=len(entry.details),
        **_facts(entry),
    )


def _facts(payment: Payment) -> dict[str, Any]:
    """Give what a bank tells of a payment, by the columns that keep it; what is longer than any standard is cut."""
    return {
        "amount": payment.amount,
        "end_to_end_reference": payment.end_to_end_reference[:140],
        "mandate_reference": payment.mandate_reference[:140],
        "servicer_reference": payment.servicer_reference[:140],
        "creditor_reference": payment.creditor_reference[:140],
        "text": payment.text,
        "counterparty_name": payment.counterparty_name[:200],
        "counterparty_account": payment.counterparty_account[:40],
        "return_reason": payment.return_reason[:200],
    }


def _kept(notices: Iterable[Notice]) -> list[tuple[Any, ...]]:
    return [astuple(notice) for notice in notices]
