"""What the pages of journals add to every page: navigation and search."""

from collections.abc import Iterator

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from arclose.ledger import documents, probes
from arclose.web import pages, search
from arclose.web.days import format_day
from arclose.web.links import page_url
from arclose.web.pages import Page
from journals.kinds.general import GENERAL_VOUCHER
from journals.models import GeneralVoucher
from journals.proofs import vouchers_are_posted_whole


def register() -> None:
    """Put page, search, kind of document and probe on their lists."""
    documents.register(documents.DocumentKind(GENERAL_VOUCHER, _("General voucher"), route="journals:general_voucher"))
    pages.register(
        Page(
            "journals:general_vouchers",
            label=_("General vouchers"),
            section=pages.JOURNALS,
            position=10,
            icon="voucher",
            keywords=_("general journal"),
            names=(_("Journals"),),
            highlights=("journals:general_voucher", "journals:cancel_voucher"),
        )
    )
    search.register(search.Provider(_("General vouchers"), "journals:general_voucher", _found, position=40))
    probes.register("general vouchers", _("Every general voucher is posted whole."), vouchers_are_posted_whole)


def _found(request: HttpRequest, text: str) -> Iterator[search.Hit]:
    rows = GeneralVoucher.objects.filter(company=request.company)  # type: ignore[attr-defined]
    named = Q(number__startswith=text) | Q(number__startswith=text.upper()) | Q(text__icontains=text)
    for voucher in rows.filter(named).order_by("number")[: search.HITS_PER_PROVIDER]:
        yield search.Hit(
            title=voucher.number,
            url=page_url(request, "journals:general_voucher", pk=voucher.pk),
            detail=f"{voucher.text} · {format_day(voucher.voucher_date)} · {voucher.get_status_display()}",
        )
