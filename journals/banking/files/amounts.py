"""Amounts and days as banks write them, or the reason why one cannot be read."""

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from arclose.imports.problems import FileRefused
from arclose.ledger.fields import AMOUNT_DECIMALS

_AMOUNT = re.compile(r"[+-]?(\d{1,18})?([.,]\d{0,12})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


def amount_of(text: str, *, line: int) -> Decimal:
    """Give an amount, exactly: with a point or a comma, at most 18 digits before and 4 that count behind it.

    :raises FileRefused: it is no such number.
    """
    written = text.replace(" ", "")
    if not _AMOUNT.fullmatch(written) or not any(map(str.isdigit, written)):
        raise FileRefused(_("“%(text)s” is no amount.") % {"text": text[:40]}, line=line)
    amount = Decimal(written.replace(",", "."))
    kept = round(amount, AMOUNT_DECIMALS)
    if kept != amount:
        raise FileRefused(
            _("%(text)s has more decimals than can be kept (%(most)d).") % {"text": text[:40], "most": AMOUNT_DECIMALS},
            line=line,
        )
    return kept


def day_of(text: str, *, line: int) -> date:
    """Give the day of an ISO date or instant, as it is written: a bank's day is that of the bank.

    :raises FileRefused: there is no such day.
    """
    found = _DAY.match(text)
    try:
        return date.fromisoformat(found.group()) if found else date.fromisoformat(text)
    except ValueError as error:
        raise FileRefused(_("“%(text)s” is no date.") % {"text": text[:40]}, line=line) from error
