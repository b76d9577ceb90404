"""ISO 20022 bank to customer messages: camt.052 (interim report), camt.053 (statement), camt.054 (notification).

Versions 01 to 14 differ in where a few things stand; the paths below name every place. Banks break the schema in many
ways (balances without sign, statuses without code), so what is needed is asked for, the rest is taken as it comes, and
what breaks the schema is said beside it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from arclose.imports.problems import FileRefused
from journals.banking.files import limits
from journals.banking.files.amounts import CURRENCY, amount_of, day_of
from journals.banking.files.camt_schema import breaches
from journals.banking.files.pain import status_report
from journals.banking.files.structures import (
    Balance,
    BankFile,
    Entry,
    EntryStatus,
    MessageKind,
    Notice,
    Payment,
    Statement,
    StatusReport,
    Warned,
)
from journals.banking.files.xml_reading import Element, read_elements

# What the statements stand in, and what one is called there.
MESSAGES = {
    "BkToCstmrAcctRpt": ("camt.052", "Rpt", MessageKind.INTERIM_REPORT),
    "BkToCstmrStmt": ("camt.053", "Stmt", MessageKind.STATEMENT),
    "BkToCstmrDbtCdtNtfctn": ("camt.054", "Ntfctn", MessageKind.NOTIFICATION),
}
# Version 01 says so in the name.
_MESSAGE = re.compile(rf"({'|'.join(MESSAGES)})(V\d\d)?", re.ASCII)
_KINDS = {name: kind for _format, name, kind in MESSAGES.values()}
STATUSES = {"PDNG": EntryStatus.PENDING, "FUTR": EntryStatus.PENDING, "INFO": EntryStatus.INFORMATION}
# Which balance a statement opens and closes with, best first. One that is a page of several has interim balances.
OPENING, CLOSING, INTERIM = ("OPBD", "PRCD"), ("CLBD",), "ITBD"
NOT_GIVEN = frozenset({"NOTPROVIDED", "NOT PROVIDED", "NONREF"})
_VERSION = re.compile(r"camt\.05[234]\.\d{3}\.\d\d", re.ASCII)


def read_xml(path: Path) -> BankFile | StatusReport:
    """Give what a camt message says, or a status report.

    :raises FileRefused: it is another message, or something that is needed is missing or cannot be read.
    """
    messages = _Messages()
    taken = {"Ntry": messages.take_entry, **dict.fromkeys(_KINDS, messages.take_statement)}
    root = read_elements(path, taken=taken)
    found = _message(root)
    if found is None:
        if report := status_report(root):
            return report
        raise FileRefused(_not_a_statement(root), line=root.line)
    name, namespace = found
    version = _VERSION.search(namespace)
    notices = [] if namespace else [Notice(Warned.WITHOUT_NAMESPACE)]
    notices += [one for header in _found(root, "GrpHdr") for one in breaches(header, version=_version(header))]
    return BankFile(MESSAGES[name][0], version.group() if version else "", tuple(messages.statements), tuple(notices))


def _version(element: Element) -> int:
    """Give the version of the message that an element is of; 0 where its namespace names none."""
    found = _VERSION.search(element.namespace)
    return int(found.group()[-2:]) if found else 0


def _found(element: Element, name: str) -> Iterator[Element]:
    for child in element.children:
        if child.name == name:
            yield child
        else:
            yield from _found(child, name)


def _message(root: Element) -> tuple[str, str] | None:
    """Give the name of the message and its namespace; banks put it into envelopes of their own."""
    waiting = [root]
    while waiting:
        element = waiting.pop(0)
        if named := _MESSAGE.fullmatch(element.name):
            return named.group(1), element.namespace
        waiting += element.children
    return None


def _not_a_statement(root: Element) -> str:
    inner = root.children[0].name if root.children else root.name
    known = {
        "CstmrCdtTrfInitn": _("a credit transfer that was sent to a bank (pain.001)"),
        "CstmrDrctDbtInitn": _("a direct debit that was sent to a bank (pain.008)"),
        "RmtAdvc": _("a remittance advice (remt.001)"),
        "Invoice": _("an invoice"),
    }
    if inner in known or root.name in known:
        return _("This is %(what)s, not a bank statement.") % {"what": known.get(inner) or known[root.name]}
    return _("This XML is no bank statement: it has neither of %(names)s.") % {"names": ", ".join(MESSAGES)}


class _Messages:
    """Collects the statements of a file while it is read."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self._entries: list[Entry] = []
        self._notices: list[Notice] = []
        self._breaches: set[Notice] = set()
        self._counted = self._details = 0

    def take_entry(self, element: Element, parent: Element) -> None:
        """Read an entry at its end."""
        entry = _entry(element, parent, self._notices)
        self._look_at(element)
        self._entries.append(entry)
        self._counted += 1
        self._details += len(entry.details)
        if self._counted > limits.MOST_ENTRIES or self._details > limits.MOST_DETAILS:
            raise FileRefused(_("The file has more entries than are read at once. Split it."), line=element.line)

    def take_statement(self, element: Element, parent: Element) -> None:
        """Read a statement at its end, whose entries have been taken."""
        if not _MESSAGE.fullmatch(parent.name):
            return
        self._look_at(element)
        self.statements.append(_statement(element, self._entries, self._notices))
        self._entries, self._notices, self._breaches = [], [], set()
        if len(self.statements) > limits.MOST_STATEMENTS:
            raise FileRefused(_("The file has more statements than are read at once. Split it."), line=element.line)

    def _look_at(self, element: Element) -> None:
        """Note where an element breaks its schema: each breach once, and not more of them than anybody reads."""
        for breach in breaches(element, version=_version(element)):
            if breach not in self._breaches and len(self._breaches) < limits.MOST_BREACHES:
                self._breaches.add(breach)
                self._notices.append(breach)


def _statement(element: Element, entries: list[Entry], notices: list[Notice]) -> Statement:
    identity = element.text_at("Id")
    account = _account(element.first("Acct"))
    if not account:
        raise FileRefused(_("The statement does not say which account it is of."), line=element.line)
    if not identity:
        raise FileRefused(_("The statement has no identification (Id)."), line=element.line)
    opening, closing = _balances(element, notices)
    currency = _currency(element, opening or closing, entries)
    kind = _KINDS[element.name]
    days = _days(element, opening, closing, entries)
    made = Statement(
        kind=kind,
        account=account,
        currency=currency,
        identity=identity,
        number=element.text_at("LglSeqNb", "ElctrncSeqNb"),
        from_date=days[0],
        to_date=days[1],
        opening=opening,
        closing=closing,
        entries=tuple(_dated(entries, days[1], currency)),
        notices=tuple(dict.fromkeys(notices)),
    )
    others = {one.currency for one in (*made.entries, opening, closing) if one and one.currency != currency}
    if others:
        warned = Notice(Warned.OTHER_CURRENCY, ", ".join(sorted(others)))
        made = replace(made, notices=(*made.notices, warned))
    return made


def _account(element: Element | None) -> str:
    return element.text_at("Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id").replace(" ", "") if element else ""


def _currency(element: Element, balance: Balance | None, entries: list[Entry]) -> str:
    told = element.text_at("Acct/Ccy") or (balance.currency if balance else "")
    return told or (entries[0].currency if entries else "")


def _balances(element: Element, notices: list[Notice]) -> tuple[Balance | None, Balance | None]:
    """Give what the statement opens and closes with, None where it does not say."""
    found: dict[str, list[Element]] = {}
    for balance in element.all("Bal"):
        found.setdefault(balance.text_at("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry", "Tp/Cd"), []).append(balance)
    interim = found.get(INTERIM, [])
    opening = next((found[code][0] for code in OPENING if code in found), interim[0] if interim else None)
    closing = next((found[code][-1] for code in CLOSING if code in found), None)
    if closing is None and interim and interim[-1] is not opening:
        closing = interim[-1]
    return _balance(opening, notices), _balance(closing, notices)


def _balance(element: Element | None, notices: list[Notice]) -> Balance | None:
    written = element.first("Amt") if element else None
    if element is None or written is None:
        return None
    sign = element.text_at("CdtDbtInd")
    amount = amount_of(written.text, line=written.line)
    if not sign and amount:
        notices.append(Notice(Warned.BALANCE_WITHOUT_SIGN))
    day = element.text_at("Dt/Dt", "Dt/DtTm")
    return Balance(
        -amount if sign == "DBIT" else amount,
        _currency_of(written),
        day_of(day, line=element.line) if day else None,
    )


def _currency_of(amount: Element) -> str:
    currency = amount.attributes.get("Ccy", "")
    if not CURRENCY.fullmatch(currency):
        raise FileRefused(_("The amount %(amount)s has no currency.") % {"amount": amount.text[:30]}, line=amount.line)
    return currency


def _days(
    element: Element, opening: Balance | None, closing: Balance | None, entries: list[Entry]
) -> tuple[date, date]:
    """Give the first and the last day of a statement: as it says, else those of its entries and closing balance."""
    first, last = (
        element.text_at(f"FrToDt/{name}DtTm", f"FrToDt/{name}Dt", f"RptgPrd/FrToDt/{name}Dt") for name in ("Fr", "To")
    )
    if first and last:
        return day_of(first, line=element.line), day_of(last, line=element.line)
    days = [entry.booking_date for entry in entries if entry.booking_date != date.max]
    days += [balance.day for balance in (closing,) if balance and balance.day]
    created = element.text_at("CreDtTm")
    if not days and created:
        days = [day_of(created, line=element.line)]
    if not days and opening and opening.day:
        days = [opening.day]
    if not days:
        raise FileRefused(_("Neither the statement nor its entries say a date."), line=element.line)
    return min(days), max(days)


def _dated(entries: list[Entry], day: date, currency: str) -> Iterator[Entry]:
    """Give the entries with the last day of the statement where they say none themselves."""
    for entry in entries:
        if entry.booking_date == date.max:
            value = day if entry.value_date == date.max else entry.value_date
            yield replace(entry, booking_date=value, value_date=value)
        else:
            yield entry


def _entry(element: Element, statement: Element, notices: list[Notice]) -> Entry:
    written = element.first("Amt")
    if written is None:
        raise FileRefused(_("An entry has no amount."), line=element.line)
    amount = _signed(written, element)
    status = element.text_at("Sts/Cd", "Sts/Prtry", "Sts")
    is_reversal = element.text_at("RvslInd") in {"true", "1"}
    own = _account(statement.first("Acct"))
    payments = [_payment(one, element, own=own) for one in element.all("NtryDtls/TxDtls")]
    if sum(payment.amount for payment in payments) != amount and len(payments) > 1:
        notices.append(Notice(Warned.DETAILS_DIFFER, element.text_at("AcctSvcrRef", "NtryRef")))
    alone = payments[0] if len(payments) == 1 else Payment(amount=amount)
    booking, value = (_day(element, name) for name in ("BookgDt", "ValDt"))
    return Entry(
        amount=amount,
        currency=_currency_of(written),
        booking_date=booking or value or date.max,
        value_date=value or booking or date.max,
        status=STATUSES.get(status, EntryStatus.BOOKED),
        is_reversal=is_reversal,
        bank_code=_code(element),
        end_to_end_reference=alone.end_to_end_reference,
        mandate_reference=alone.mandate_reference,
        servicer_reference=element.text_at("AcctSvcrRef") or alone.servicer_reference or element.text_at("NtryRef"),
        creditor_reference=alone.creditor_reference,
        text=alone.text or _spaced(element.text_at("AddtlNtryInf")),
        counterparty_name=alone.counterparty_name,
        counterparty_account=alone.counterparty_account,
        return_reason=alone.return_reason,
        details=tuple(payments) if len(payments) > 1 else (),
    )


def _signed(amount: Element, element: Element) -> Decimal:
    """Give an amount below zero where its element says debit.

    :raises FileRefused: it says neither debit nor credit.
    """
    sign = element.text_at("CdtDbtInd")
    if sign not in {"CRDT", "DBIT"}:
        raise FileRefused(_("An entry says neither debit nor credit (CdtDbtInd)."), line=element.line)
    value = amount_of(amount.text, line=amount.line)
    return -value if sign == "DBIT" else value


def _day(element: Element, name: str) -> date | None:
    text = element.text_at(f"{name}/Dt", f"{name}/DtTm")
    return day_of(text, line=element.line) if text else None


def _code(element: Element) -> str:
    """Give the bank transaction code: domain, family and subfamily, else the bank's own."""
    codes = (
        element.text_at("BkTxCd/Domn/Cd"),
        element.text_at("BkTxCd/Domn/Fmly/Cd"),
        element.text_at("BkTxCd/Domn/Fmly/SubFmlyCd"),
    )
    return "-".join(filter(None, codes)) or element.text_at("BkTxCd/Prtry/Cd")


def _payment(element: Element, entry: Element, *, own: str) -> Payment:
    name, account = _counterparty(element, entry, own=own)
    return Payment(
        amount=_amount_of_payment(element, entry),
        end_to_end_reference=_given(element.text_at("Refs/EndToEndId")),
        mandate_reference=_given(element.text_at("Refs/MndtId")),
        servicer_reference=_given(element.text_at("Refs/AcctSvcrRef", "Refs/TxId", "Refs/InstrId")),
        creditor_reference=element.text_at("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/CdtrRefInf/CdtrRef"),
        text=_remittance(element),
        counterparty_name=name,
        counterparty_account=account,
        return_reason=_return_reason(element),
    )


def _amount_of_payment(element: Element, entry: Element) -> Decimal:
    """Give the amount in the currency of the account: of the payment itself, else of the whole entry."""
    signed_by = element if element.first("CdtDbtInd") else entry
    of_entry = entry.first("Amt")
    assert of_entry is not None
    currency = of_entry.attributes.get("Ccy")
    for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"):
        written = element.first(path)
        if written is not None and written.attributes.get("Ccy") == currency:
            return _signed(written, signed_by)
    return _signed(of_entry, entry)


def _counterparty(element: Element, entry: Element, *, own: str) -> tuple[str, str]:
    """Give name and account of who is on the other side.

    Money comes in from the debtor and goes out to the creditor; a reversal names both as the payment it takes back did.
    The company's own account is never the other side.
    """
    is_in = entry.text_at("CdtDbtInd") == "CRDT"
    is_reversal = entry.text_at("RvslInd") in {"true", "1"}
    order = ("Dbtr", "Cdtr") if is_in != is_reversal else ("Cdtr", "Dbtr")
    sides = [_side(element, role) for role in order]
    others = [side for side in sides if side[1] != own or not side[1]]
    return next((side for side in others if any(side)), ("", ""))


def _side(element: Element, role: str) -> tuple[str, str]:
    base = f"RltdPties/{role}"
    name = element.text_at(f"{base}/Nm", f"{base}/Pty/Nm", f"RltdPties/Ultmt{role}/Nm", f"RltdPties/Ultmt{role}/Pty/Nm")
    return name, _account(element.first(f"RltdPties/{role}Acct"))


def _remittance(element: Element) -> str:
    """Give what the payer wrote, and the numbers of the documents that the payment names."""
    paths = ("RmtInf/Ustrd", "RmtInf/Strd/RfrdDocInf/Nb", "RmtInf/Strd/AddtlRmtInf")
    texts = [found.text for path in paths for found in element.all(path) if found.text]
    return _spaced(" ".join(texts) or element.text_at("AddtlTxInf"))


def _return_reason(element: Element) -> str:
    code = element.text_at("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")
    return " ".join(filter(None, [code, element.text_at("RtrInf/AddtlInf")])) if element.first("RtrInf") else ""


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _given(reference: str) -> str:
    return "" if reference.upper() in NOT_GIVEN else reference
