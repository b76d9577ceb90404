"""What the ledger adds to the frame of every page: its pages, and accounts and vouchers to search for."""

from collections.abc import Iterator

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.ledger.models import LedgerAccount, Voucher
from arclose.web import pages, search
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.pages import Page


def register() -> None:
    """Put pages and search on their lists."""
    for page in (
        Page(
            "ledger:vouchers",
            label=_("Vouchers"),
            section=pages.LEDGER,
            position=10,
            icon="voucher",
            keywords=_("entries posting reversal"),
            highlights=("ledger:voucher", "ledger:reverse"),
        ),
        Page(
            "ledger:accounts",
            label=_("Accounts"),
            section=pages.LEDGER,
            position=20,
            icon="accounts",
            keywords=_("balances trial balance chart"),
            highlights=("ledger:account",),
        ),
        Page(
            "ledger:calendar",
            label=_("Ledger calendar"),
            section=pages.LEDGER,
            position=30,
            icon="calendar",
            keywords=_("periods status hold reopen close year"),
            highlights=("checklist:reopen", "checklist:permanently_close"),
        ),
    ):
        pages.register(page)
    search.register(search.Provider(label=_("Vouchers"), route="ledger:voucher", find=find_vouchers, position=60))
    search.register(search.Provider(label=_("Accounts"), route="ledger:account", find=find_accounts, position=65))


def find_vouchers(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    """Find vouchers of the request's company whose number begins with the text."""
    found = Voucher.objects.filter(company=request.company, number__startswith=text.strip().upper())  # type: ignore[attr-defined]
    for voucher in found.order_by("number")[: search.HITS_PER_PROVIDER]:
        detail = f"{format_day(voucher.posting_date)} · {voucher.text}"
        yield search.Hit(title=voucher.number, url=page_url(request, "ledger:voucher", pk=voucher.pk), detail=detail)


def find_accounts(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    """Find accounts of the request's company whose number begins with the text, or whose name has it."""
    named = Q(number__startswith=text.strip()) | Q(name__icontains=text.strip())
    found = LedgerAccount.objects.filter(named, company=request.company)  # type: ignore[attr-defined]
    for account in found.order_by("number")[: search.HITS_PER_PROVIDER]:
        url = page_url(request, "ledger:account", pk=account.pk)
        yield search.Hit(title=account.number, url=url, detail=account.name)
