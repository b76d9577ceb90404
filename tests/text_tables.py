"""Accounting cases as text tables: what stands in the books, compared from the outside."""

from collections.abc import Iterable, Sequence
from typing import Any

from arclose.ledger.models import LedgerEntry
from arclose.ledger.models.vouchers import Voucher


def read_table(text: str) -> list[dict[str, str]]:
    """Give a table written as ``a | b`` lines, the first being its heads, as one dictionary per row."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    heads, *rows = lines
    return [dict(zip(heads, row, strict=True)) for row in rows]


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
