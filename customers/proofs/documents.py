"""Promises about orders, invoices, their tax rows and their numbers."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger.proofs.findings import rows_said
from customers.proofs import sql

orders_and_invoices_agree = rows_said(
    sql.ORDERS,
    {
        "missing": _("order %(number)s is invoiced, but has no invoice"),
        "stray": _("invoice %(number)s is of an order that this company has not"),
    },
    is_streamed=True,
)

documents_say_their_orders = rows_said(
    sql.ORIGINS, _("%(number)s and its lines disagree which orders it is of"), is_streamed=True
)

invoices_are_posted_whole = rows_said(
    sql.INVOICES,
    {
        "voucher": _("invoice %(number)s and its voucher disagree whether there is one"),
        "other": _("the voucher of invoice %(number)s is of another date or posting"),
        "transaction": _("the customer transaction of invoice %(number)s is missing or not its total"),
        "stray": _("the customer transaction of %(number)s is of an invoice that this company has not"),
        "unposted": _("transaction %(number)s is of a voucher that this company has not"),
    },
    is_streamed=True,
)

invoices_add_up = rows_said(
    sql.INVOICE_SUMS,
    {
        "lines": _("the lines of invoice %(number)s do not add up to its totals"),
        "totals": _("the tax rows of invoice %(number)s do not add up to its totals"),
        "order": _("invoice %(number)s names an order, and none of its lines is of one"),
        "stray": _("lines or tax rows point to the invoice with id %(number)s, which this company has not"),
    },
    is_streamed=True,
)

distributions_add_up = rows_said(sql.DISTRIBUTIONS, _("the distributions of invoice %(number)s are not its lines"))

prepayments_are_on_their_account = rows_said(
    sql.PREPAYMENTS,
    {
        "account": _("account %(number)s has %(booked)s of prepayments, %(left)s is left to deduct"),
        "beyond": _("of prepayment invoice %(number)s over %(booked)s, %(left)s is left to deduct"),
    },
)

tax_rows_add_up = rows_said(
    sql.TAX_ROWS, _("the tax rows of invoice %(number)s are not the sums of its entries"), is_streamed=True
)

interest_notes_are_posted_whole = rows_said(
    sql.INTEREST_NOTES,
    {
        "missing": _("interest note IN-%(note)s is posted, but has no voucher in the books"),
        "lines": _("the lines of interest note IN-%(note)s are not its interest, or charge days of a reversed one"),
        "other": _("what the books have of interest note IN-%(note)s is of another date, customer or amount"),
    },
)

collection_letters_are_posted_whole = rows_said(
    sql.COLLECTION_LETTERS,
    {
        "lines": _(
            "the lines of collection letter CL-%(letter)s are not what it asks for, or stand though it does not"
        ),
        "voucher": _("collection letter CL-%(letter)s and its voucher disagree whether there is one"),
        "other": _("what the books have of collection letter CL-%(letter)s is of another date, customer or amount"),
        "tax": _("the tax rows of collection letter CL-%(letter)s are not the tax of its fee"),
    },
)

sent_documents_are_documents = rows_said(
    sql.SENT_DOCUMENTS,
    {
        "digest": _("%(number)s was sent to %(recipient)s, and no digest of the file is kept"),
        "stray": _("%(number)s was sent to %(recipient)s, and is no document of this company and customer"),
    },
)

numbers_have_no_gap = rows_said(
    sql.INVOICE_NUMBERS,
    _(
        "series %(series)s: %(count)s invoices with %(different)s numbers from %(first)s to %(last)s, and the"
        " counter stands at %(counted)s"
    ),
)
