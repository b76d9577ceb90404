"""Promises about orders and what became of them before their invoices."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.proofs.findings import rows_said
from customers.proofs import order_sql

lines_equal_their_documents = rows_said(
    order_sql.STEPS,
    {
        "confirmed": _("order %(number)s, line %(line)s: %(kept)s is kept as confirmed, documents say %(documented)s"),
        "picked": _("order %(number)s, line %(line)s: %(kept)s is kept as picked, documents say %(documented)s"),
        "delivered": _("order %(number)s, line %(line)s: %(kept)s is kept as delivered, documents say %(documented)s"),
        "given up": _("order %(number)s, line %(line)s: %(kept)s is kept as given up, its history says %(documented)s"),
        "invoiced": _("order %(number)s, line %(line)s: %(kept)s is kept as invoiced, documents say %(documented)s"),
        "order": _("order %(number)s, line %(line)s: its documents are of another order"),
        "stray": _("documents point to the order line with id %(line)s, which this company has not"),
    },
    is_streamed=True,
)

statuses_follow_the_lines = rows_said(
    order_sql.STATUSES,
    {
        "canceled": _("order %(number)s is canceled, but something of it is delivered or invoiced"),
        "status": _("order %(number)s is %(status)s, its lines say %(expected)s"),
        "document_status": _(
            "order %(number)s has come as far as %(document_status)s, its lines say %(expected_document)s"
        ),
        "stray": _("lines point to the order with id %(number)s, which this company has not"),
    },
)

what_waits_follows_the_lines = rows_said(
    order_sql.WAITS,
    {
        "unconfirmed_amount": _("order %(number)s keeps %(kept)s as not confirmed, its lines say %(said)s"),
        "unpicked_amount": _("order %(number)s keeps %(kept)s as confirmed and not picked, its lines say %(said)s"),
        "undelivered_amount": _("order %(number)s keeps %(kept)s as picked and not delivered, its lines say %(said)s"),
        "uninvoiced_amount": _("order %(number)s keeps %(kept)s as delivered and not invoiced, its lines say %(said)s"),
        "invoice_remainder_amount": _("order %(number)s keeps %(kept)s as not invoiced, its lines say %(said)s"),
        "days": _("order %(number)s keeps other days of deliveries not invoiced than its packing slips have"),
    },
)

numbers_have_no_gap = rows_said(
    order_sql.NUMBERS,
    _(
        "series %(series)s: %(count)s order documents with %(different)s numbers from %(first)s to %(last)s, and the"
        " counter stands at %(counted)s"
    ),
)

deliveries_are_taken_once = rows_said(
    order_sql.DELIVERIES,
    {
        "quantity": _("of packing slip %(number)s, line %(line)s, %(taken)s of %(quantity)s is invoiced or corrected"),
        "cost": _("of the cost of packing slip %(number)s, line %(line)s, %(taken_cost)s of %(cost)s is taken"),
        "stray": _("invoices take deliveries of the line with id %(line)s, which no packing slip of this company has"),
    },
)

documents_are_posted_whole = rows_said(
    order_sql.VOUCHERS,
    {
        "sums": _("the lines of %(number)s do not add up to it"),
        "voucher": _("packing slip %(number)s and its voucher disagree whether there is one"),
        "other": _("the voucher of packing slip %(number)s is of another date or posting"),
        "cost": _("the voucher of packing slip %(number)s is not of its cost"),
        "stray": _("lines point to the order document with id %(number)s, which this company has not"),
    },
    is_streamed=True,
)

charges_are_invoiced_once = rows_said(
    order_sql.CHARGES,
    {
        "twice": _("charge %(code)s of order %(number)s is fixed, and invoiced more than once"),
        "stranger": _("invoice %(invoice)s charges %(code)s of order %(number)s, of which it has no line"),
    },
)

orders_reserve_for_invoices_to_come = rows_said(
    order_sql.RESERVED, _("%(document)s is reserved for order %(number)s, whose invoices to come cannot settle it")
)
