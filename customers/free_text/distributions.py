"""How the amount of a line is distributed over ledger accounts: as typed, as a template says, and as it adds up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from arclose.ledger.models import Company, Currency, LedgerAccount
from arclose.ledger.money import round_amount, split
from arclose.web.amounts import format_money, format_plain
from arclose.web.typed import parse_amount
from customers.models import DistributionTemplate, FreeTextDistribution

ALL = Decimal(100)
FINEST = 4
BETWEEN_SHARES = ";"


@dataclass(frozen=True)
class Share:
    """The share of a ledger account in a line: by percentage, or else by amount."""

    account: LedgerAccount
    percent: Decimal | None = None
    amount: Decimal | None = None

    def __str__(self) -> str:
        part = f"{format_plain(self.percent)}%" if self.percent is not None else format_plain(self.amount or Decimal(0))
        return f"{self.account.number} {part}"


class DoesNotAddUp(Exception):
    """The shares of a line do not make up the line."""

    def __init__(self, why: str) -> None:
        """Carry the reason, in words."""
        super().__init__(why)


def amounts_of(shares: Sequence[Share], *, amount: Decimal, currency: Currency) -> list[Decimal]:
    """Give the amount of each share of a line's amount; percentages are rounded, and the largest takes the rest.

    :raises DoesNotAddUp: the percentages are not 100 together, the amounts not that of the line or finer than its
        currency, or both are mixed.
    """
    percents = [share.percent for share in shares if share.percent is not None]
    typed = [share.amount for share in shares if share.amount is not None]
    if percents and typed:
        raise DoesNotAddUp(_("Distribute the line by percentages or by amounts, not by both."))
    if percents:
        if sum(percents) != ALL:
            text = _("The shares add up to %(percent)s %%, not to 100 %%.")
            raise DoesNotAddUp(text % {"percent": format_plain(sum(percents, Decimal(0)))})
        return split(amount, percents, currency.decimals)
    if any(round_amount(share, currency.decimals) != share for share in typed):
        raise DoesNotAddUp(_("A share is finer than the currency."))
    if sum(typed) != amount:
        text = _("The shares add up to %(shares)s, the line to %(line)s.")
        names = {"shares": sum(typed, Decimal(0)), "line": amount}
        raise DoesNotAddUp(text % {name: format_money(value, currency.code) for name, value in names.items()})
    return typed


def shares_typed(text: str, *, company: Company) -> list[Share]:
    """Give the shares that a text says: the code of a template, or "8100 60%; 8000 40%", or amounts instead.

    :raises ValidationError: a part is not an account and a share, or there is no such account or template.
    """
    parts = [part.strip() for part in text.split(BETWEEN_SHARES) if part.strip()]
    if len(parts) == 1 and len(parts[0].split()) == 1:
        return _of_template(parts[0], company)
    known = {account.number: account for account in company.accounts.filter(number__in=[_number(p) for p in parts])}
    return [_share(part, known) for part in parts]


def _number(part: str) -> str:
    return part.split(maxsplit=1)[0]


def _share(part: str, known: dict[str, LedgerAccount]) -> Share:
    number, _space, typed = part.partition(" ")
    if not typed.strip():
        text = _("“%(part)s” is not an account and its share. Write it like 8100 60%%; 8000 40%%.")
        raise ValidationError(text, "no_share", {"part": part})
    account = known.get(number)
    if account is None:
        raise ValidationError(_("There is no “%(typed)s”."), "unknown", {"typed": number[:40]})
    if account.is_control_account:
        text = _("Account %(account)s is a control account: choose one that no subledger keeps.")
        raise ValidationError(text, "control_account", {"account": number})
    value = parse_amount(typed.replace("%", "").strip(), decimals=FINEST)
    if not typed.rstrip().endswith("%"):
        return Share(account, amount=value)
    if not 0 < value <= ALL:
        raise ValidationError(_("A share is more than 0 % and at most 100 %."), "no_percentage")
    return Share(account, percent=value)


def _of_template(code: str, company: Company) -> list[Share]:
    template = DistributionTemplate.objects.filter(company=company, code=code).first()
    if template is None:
        text = _("There is no distribution template “%(code)s”. Shares are written like 8100 60%%; 8000 40%%.")
        raise ValidationError(text, "unknown", {"code": code})
    lines = template.lines.select_related("account").order_by("pk")
    return [Share(line.account, percent=line.percent) for line in lines]


def shares_of(rows: Iterable[FreeTextDistribution]) -> list[Share]:
    """Give the distribution of a line as it was entered, to be entered again."""
    in_order = sorted(rows, key=lambda row: row.number)
    return [Share(row.account, row.percent, None if row.percent is not None else row.amount) for row in in_order]


def as_typed(rows: Iterable[FreeTextDistribution]) -> str:
    """Give the distribution of a line as it could be typed again; empty: the line has none."""
    return f"{BETWEEN_SHARES} ".join(str(share) for share in shares_of(rows))
