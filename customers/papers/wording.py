"""What the law wants to read on an invoice, payment terms and cash discounts in words; in the language that is active.

Directive 2006/112/EC, article 226: points 11 and 11a ask for the reference to an exemption and for the words
"Reverse charge", which in Dutch are "Btw verlegd".
"""

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arclose.web.amounts import format_money, format_plain
from customers.models import DiscountOffer, Invoice, PaymentTerms, SalesOrder
from customers.models.sales_tax import TaxKind
from customers.papers.writing import long_day


class _Wording(NamedTuple):
    """Why no tax is charged, and the articles of the directive that say so."""

    reason: object
    articles: object = ""


_WORDINGS = {
    TaxKind.EU_GOODS: _Wording(gettext_lazy("Exempt intra-Community supply of goods"), gettext_lazy("article 138")),
    TaxKind.EU_GOODS_PREPAID: _Wording(
        gettext_lazy("Prepayment for an exempt intra-Community supply of goods"), gettext_lazy("articles 67 and 138")
    ),
    TaxKind.EU_SERVICE: _Wording(
        gettext_lazy("Reverse charge: the customer accounts for the VAT"), gettext_lazy("articles 44 and 196")
    ),
    TaxKind.TRIANGULAR: _Wording(
        gettext_lazy("Reverse charge: triangular transaction, the customer accounts for the VAT"),
        gettext_lazy("articles 141 and 197"),
    ),
    TaxKind.EXPORT: _Wording(gettext_lazy("Exempt from VAT: export of goods"), gettext_lazy("article 146")),
    TaxKind.EXEMPT: _Wording(gettext_lazy("Exempt from VAT")),
    TaxKind.OUT_OF_SCOPE: _Wording(gettext_lazy("Outside the scope of VAT")),
}


def reason_without_tax(kind: str, *, by_directive: bool) -> str:
    """Say why a kind of supply bears no tax; nothing for a domestic one.

    :param by_directive: the seller's state was a member of the European Union, so its directive can be cited.
    """
    wording = _WORDINGS.get(TaxKind(kind))
    if wording is None:
        return ""
    if not (by_directive and wording.articles):
        return f"{wording.reason}."
    cited = {"reason": wording.reason, "articles": wording.articles}
    return _("%(reason)s, %(articles)s of Directive 2006/112/EC.") % cited


def tax_label(kind: str, percent: Decimal, base: str) -> str:
    """Name a tax with its rate, what it is charged on and, where it is not domestic, the kind of supply."""
    facts = {"percent": format_plain(percent), "base": base, "kind": TaxKind(kind).label}
    if kind == TaxKind.DOMESTIC:
        return _("VAT %(percent)s%% on %(base)s") % facts
    return _("VAT %(percent)s%% on %(base)s, %(kind)s") % facts


def rate_label(kind: str, percent: Decimal) -> str:
    """Name a rate and, where it is not domestic, the kind of supply."""
    rate = f"{format_plain(percent)}%"
    return rate if kind == TaxKind.DOMESTIC else f"{rate}, {TaxKind(kind).label}"


def references_of(order: SalesOrder) -> list[str]:
    """Name an order among those of a document: by its number, and by what the customer calls it."""
    own = _("Order %(number)s") % {"number": order.number}
    theirs = order.customer_reference
    return [own, _("Your reference %(reference)s") % {"reference": theirs}] if theirs else [own]


def terms_in_words(terms: PaymentTerms) -> str:
    """Say when an invoice under these terms is to be paid."""
    if terms.is_from_end_of_month:
        return _("%(days)s days from the end of the month") % {"days": terms.net_days}
    return _("%(days)s days") % {"days": terms.net_days} if terms.net_days else _("at once")


def discount_in_words(offer: DiscountOffer, invoice: Invoice) -> str:
    """Say what may be deducted of an invoice, if it is paid by when: the directive asks for it in article 226 (8)."""
    facts = {
        "percent": format_plain(offer.percent),
        "day": long_day(offer.last_date),
        "discount": format_money(offer.amount, invoice.currency),
        "amount": format_money(invoice.total_amount - offer.amount, invoice.currency),
    }
    return (
        _("Cash discount of %(percent)s%%: if you pay by %(day)s, deduct %(discount)s and pay %(amount)s instead.")
        % facts
    )
