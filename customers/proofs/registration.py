"""The probes of customers by name, in the order they run."""

from django.utils.translation import gettext_lazy as _

from arclose.ledger import probes
from arclose.ledger.proofs.database import PROVED_BY_THEIR_OWN_PROBE
from customers.proofs import concessions, documents, orders, subledger
from customers.proofs.deferred_revenue import deferred_revenue_follows_deliveries, deferred_revenue_is_of_its_line

# Keys that the probes of orders and invoices look at, on their way through the same tables.
_PROVED_ON_THE_WAY = {
    "sales_order_line_order", "order_document_line_document", "order_document_line_order", "invoice_line_order_line",
    "invoiced_delivery_slip_line", "invoice_order", "invoice_line_invoice", "tax_row_invoice",
    "customer_transaction_invoice", "customer_transaction_voucher", "invoice_series", "invoice_fiscal_year",
    "order_document_series", "order_document_fiscal_year",
}  # fmt: skip


def register_probes() -> None:
    """Put the promises of customers on the list of :mod:`arclose.ledger.probes`."""
    PROVED_BY_THEIR_OWN_PROBE.update(_PROVED_ON_THE_WAY)
    probes.register("subledger", _("Subledger and control accounts are equal."), subledger.control_accounts_agree)
    probes.register(
        "subledger balances",
        _("Kept balances of the subledger equal its transactions and settlements."),
        subledger.balances_equal_the_rows,
    )
    probes.register(
        "open amounts",
        _("What is kept as open is the amount less its settlements, never of the opposite sign."),
        subledger.open_amounts_equal_the_rows,
    )
    probes.register(
        "adjustment sets",
        _("Lines of posted adjustments are as they were sealed, and add up."),
        subledger.adjustment_sets_are_as_sealed,
    )
    probes.register(
        "adjustments taken back",
        _("What was taken back of adjustments had stood on that account."),
        subledger.adjustments_stood_before_they_were_taken_back,
    )
    probes.register(
        "open balances",
        _("Kept sums of what is open equal the transactions and settlements."),
        subledger.open_balances_equal_the_rows,
    )
    probes.register(
        "concessions",
        _("What was conceded has its entries and tax, and settles with what it was granted on."),
        concessions.concessions_are_posted_whole,
    )
    probes.register(
        "currency exchanges",
        _("What was moved into another currency stands in both, at the same amount in the books."),
        concessions.exchanges_are_posted_whole,
    )
    probes.register(
        "reorganizations",
        _("What was split or moved stands in its parts, at the same amount in the books."),
        concessions.reorganizations_are_posted_whole,
    )
    probes.register("orders", _("An order that is invoiced has an invoice."), documents.orders_and_invoices_agree)
    probes.register(
        "origins", _("A document is of the orders that its lines say."), documents.documents_say_their_orders
    )
    probes.register(
        "order lines",
        _("What is kept of order lines equals their documents and invoices."),
        orders.lines_equal_their_documents,
        is_long=True,
    )
    probes.register("order statuses", _("Orders are as far as their lines."), orders.statuses_follow_the_lines)
    probes.register(
        "orders waiting",
        _("What unfinished orders are kept to wait for is what their lines say."),
        orders.what_waits_follows_the_lines,
    )
    probes.register(
        "order document numbers",
        _("Numbers of confirmations, picking lists and packing slips have neither gap nor double."),
        orders.numbers_have_no_gap,
    )
    probes.register(
        "deliveries", _("A delivery is invoiced or corrected once, with its cost."), orders.deliveries_are_taken_once
    )
    probes.register(
        "deferred at delivery",
        _("What a packing slip deferred of revenue and sales tax is what its lines come to."),
        deferred_revenue_is_of_its_line,
    )
    probes.register(
        "deferred revenue",
        _("Deferred revenue is posted as its lines say, and taken back with their deliveries."),
        deferred_revenue_follows_deliveries,
    )
    probes.register(
        "charges",
        _("A fixed charge is invoiced once, with lines of its order."),
        orders.charges_are_invoiced_once,
    )
    probes.register(
        "reserved",
        _("What an order reserves is for invoices to come."),
        orders.orders_reserve_for_invoices_to_come,
    )
    probes.register(
        "order documents",
        _("A packing slip has a voucher where its cost is posted."),
        orders.documents_are_posted_whole,
    )
    probes.register("invoices", _("Every invoice is posted whole."), documents.invoices_are_posted_whole)
    probes.register(
        "invoice sums",
        _("Lines and tax rows add up to their invoice, and one that names an order has lines of it."),
        documents.invoices_add_up,
        is_long=True,
    )
    probes.register(
        "distributions", _("Distributions add up to the lines of their invoice."), documents.distributions_add_up
    )
    probes.register(
        "prepayments",
        _("The account for prepayments has what is left to deduct of them."),
        documents.prepayments_are_on_their_account,
    )
    probes.register("tax rows", _("Tax rows are the sums of their entries."), documents.tax_rows_add_up, is_long=True)
    probes.register(
        "interest notes", _("Every interest note is posted whole."), documents.interest_notes_are_posted_whole
    )
    probes.register(
        "collection letters",
        _("Every collection letter is posted whole, with the tax of its fee."),
        documents.collection_letters_are_posted_whole,
    )
    probes.register(
        "sent documents",
        _("What was sent by e-mail is a document of its customer, with the digest of its file."),
        documents.sent_documents_are_documents,
    )
    probes.register("invoice numbers", _("Invoice numbers have neither gap nor double."), documents.numbers_have_no_gap)
