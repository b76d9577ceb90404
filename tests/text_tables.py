"""Accounting cases as text tables: what stands in the books, compared from the outside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from arclose.ledger.models import LedgerEntry
from arclose.ledger.models.vouchers import Voucher


def read_table(text: str) -> list[dict[str, str]]:
    """Give a table written as ``a | b`` lines, the first being its heads, as one dictionary per row."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    heads, *rows = lines
    return [dict(zip(heads, row, strict=True)) for row in rows]


def assert_came(cases: Sequence[Mapping[str, str]], came: Iterable[Mapping[str, str]]) -> None:
    """Compare what came of each row of a table with the columns of it; what differs is named with its row."""
    differences = [
        f"{' | '.join(case.values())}\n    {column}: {value!r}, not {case[column]!r}"
        for case, found in zip(cases, came, strict=True)
        for column, value in found.items()
        if value != case[column]
    ]
    assert not differences, "\n".join(differences)


def assert_refused(error: type[Exception], cases: Iterable[tuple[Any, ...]], act: Callable[..., object]) -> None:
    """Ask for each row of a list: it is refused with words that its last cell is a part of. The others are named."""
    others = []
    for *asked, says in cases:
        try:
            act(*asked)
        except error as refusal:
            if says not in str(refusal):
                others.append(f"{asked}: {refusal}, not {says!r}")
        else:
            others.append(f"{asked}: not refused")
    assert not others, "\n".join(others)


def entry_rows(entries: Iterable[LedgerEntry]) -> list[tuple[str, str, str, str]]:
    """Give each entry as (posting type, account number, debit, credit), in accounting currency, sorted."""
    rows = []
    for entry in entries:
        amount = entry.accounting_currency_amount
        debit, credit = (f"{amount:.2f}", "") if amount > 0 else ("", f"{-amount:.2f}")
        rows.append((entry.posting_type, entry.account.number, debit, credit))
    return sorted(rows)


def assert_entries(vouchers: Sequence[Voucher] | Any, text: str) -> None:
    """Compare the entries of vouchers with a table of posting type, account, debit, credit."""
    expected = sorted(
        (row["posting type"].replace(" ", "_"), row["account"], row["debit"], row["credit"]) for row in read_table(text)
    )
    entries = LedgerEntry.objects.filter(voucher__in=vouchers).select_related("account")
    assert entry_rows(entries) == expected
