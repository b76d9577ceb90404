"""Payments for the invoices of December 2010 in the real data, as a bank would tell of them; the seed makes them again.

Most name what they pay, exactly; some pay a part, several at once, a little more or less; some name nothing known; some
come back. Each knows what it is, so that a match can be judged.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

JANUARY = date(2011, 1, 3)
IBAN, NUMBER = "GB33BUKB20201555555555", "20201555555555"
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Owed:
    """An invoice of the real data: its number, who owes it, how much."""

    number: str
    customer: str
    amount: Decimal

    @property
    def name(self) -> str:
        return f"Customer {self.customer}"


@dataclass(frozen=True)
class Paid:
    """A line of a bank statement, and what it is: exact, part, several, over, under, unknown, returned."""

    sort: str
    day: date
    amount: Decimal
    name: str
    text: str
    reference: str
    documents: frozenset[str] = frozenset()

    @property
    def is_well_referenced(self) -> bool:
        return self.sort not in {"unknown", "returned"}


def december(path: Path, count: int) -> list[Owed]:
    """Give the first invoices of December 2010 that name their customer and are worth something."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["CustomerID"] and row["InvoiceNo"].isdecimal():
                sums[row["InvoiceNo"], row["CustomerID"]] += Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])
                if len(sums) > 2 * count:
                    break
    found = [Owed(number, customer, amount.quantize(CENT)) for (number, customer), amount in sums.items()]
    return [one for one in found if one.amount > 10][:count]


def payments_of(owed: Sequence[Owed], *, seed: int) -> list[Paid]:
    """Give the payments of invoices, each invoice in one of them, in order of day."""
    random = Random(seed)
    waiting: dict[str, list[Owed]] = defaultdict(list)
    for one in owed:
        waiting[one.customer].append(one)
    made: list[Paid] = []
    for customer in sorted(waiting):
        left = waiting[customer]
        while left:
            sort = random.choices(
                ["exact", "part", "several", "over", "under", "unknown", "returned"], [56, 8, 12, 6, 6, 6, 6]
            )[0]
            some = [left.pop(0) for _place in range(2 if sort == "several" and len(left) > 1 else 1)]
            made += _lines(sort, some, len(made), random)
    return sorted(made, key=lambda one: one.day)


def _lines(sort: str, some: Sequence[Owed], place: int, random: Random) -> Iterator[Paid]:
    day = JANUARY + timedelta(days=random.randrange(10))
    whole = sum((one.amount for one in some), Decimal(0))
    numbers = [one.number for one in some]
    text = random.choice(["invoice {}", "inv. {} thanks", "{}", "payment for {} december"]).format(" ".join(numbers))
    amount = {"part": (whole / 3).quantize(CENT), "over": whole + 2, "under": whole - CENT * 7}.get(sort, whole)
    name = random.choice([some[0].name, some[0].name.upper(), some[0].name.replace(" ", "  ")])
    reference = f"E2E{place:05d}"
    if sort == "unknown":
        yield Paid(sort, day, amount + Decimal("0.13"), "A stranger", "thank you", reference)
        return
    yield Paid("exact" if sort == "returned" else sort, day, amount, name, text, reference, frozenset(numbers))
    if sort == "returned":
        later = JANUARY + timedelta(days=14 + random.randrange(5))
        yield Paid(sort, later, -amount, name, "returned", reference, frozenset(numbers))


def as_camt(paid: Sequence[Paid], *, opening: Decimal) -> str:
    """Give payments as a camt.053 message of version 08."""
    closing = opening + sum(one.amount for one in paid)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
        "<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2011-01-31T06:00:00</CreDtTm></GrpHdr><Stmt><Id>S1</Id>"
        f"<Acct><Id><IBAN>{IBAN}</IBAN></Id><Ccy>GBP</Ccy></Acct>{_balance('OPBD', opening, paid[0].day)}"
        f"{_balance('CLBD', closing, paid[-1].day)}{''.join(_entry(one) for one in paid)}</Stmt></BkToCstmrStmt>"
        "</Document>"
    )


def _balance(code: str, amount: Decimal, day: date) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='GBP'>{amount}</Amt>"
        f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _entry(one: Paid) -> str:
    is_in = one.amount > 0
    family, side = ("RCDT</Cd><SubFmlyCd>ESCT", "Dbtr") if is_in else ("RCDT</Cd><SubFmlyCd>RRTN", "Cdtr")
    returned = "" if is_in else "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>"
    return (
        f"<Ntry><Amt Ccy='GBP'>{abs(one.amount)}</Amt><CdtDbtInd>{'CRDT' if is_in else 'DBIT'}</CdtDbtInd>"
        f"<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{one.day}</Dt></BookgDt><ValDt><Dt>{one.day}</Dt></ValDt>"
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls>"
        f"<Refs><EndToEndId>{one.reference}</EndToEndId></Refs>"
        f"<RltdPties><{side}><Pty><Nm>{escape(one.name)}</Nm></Pty></{side}></RltdPties>"
        f"<RmtInf><Ustrd>{escape(one.text)}</Ustrd></RmtInf>{returned}</TxDtls></NtryDtls></Ntry>"
    )


def as_mt940(paid: Sequence[Paid], *, opening: Decimal) -> str:
    """Give payments as an MT940 message."""
    closing = opening + sum(one.amount for one in paid)
    lines = "\n".join(
        f":61:{one.day:%y%m%d}{one.day:%m%d}{'C' if one.amount > 0 else 'RC'}{_comma(abs(one.amount))}NTRF"
        f"{one.reference}\n"
        f":86:/NAME/{one.name}/REMI/{one.text}/EREF/{one.reference}{'' if one.amount > 0 else '/RTRN/AC04'}"
        for one in paid
    )
    return (
        f":20:R2\n:25:{NUMBER}\n:28C:2/1\n:60F:C{paid[0].day:%y%m%d}GBP{_comma(opening)}\n{lines}\n"
        f":62F:C{paid[-1].day:%y%m%d}GBP{_comma(closing)}\n-\n"
    )


def _comma(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")
