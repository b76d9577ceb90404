"""The pages of customers; who may open which stands in :mod:`arclose.access.routes`."""

from django.urls import path

from customers.screens import (
    accounts,
    aged,
    credit_holds,
    einvoices,
    invoices,
    order_documents,
    order_entry,
    order_posting,
    orders,
    papers,
    sales,
    settling,
    transactions,
)

app_name = "customers"

urlpatterns = [
    path("orders/", orders.orders, name="orders"),
    path("orders/new/", order_entry.new_order, name="new_order"),
    path("orders/preview/", order_posting.post_orders, name="post_orders"),
    path("orders/post/", order_posting.post_orders_now, name="post_orders_now"),
    path("orders/job/", order_posting.post_orders_as_job, name="post_orders_as_job"),
    path("orders/posted/", order_posting.posted_orders, name="posted_orders"),
    path("orders/<int:pk>/", orders.order, name="order"),
    path("orders/<int:pk>/change/", order_entry.change_order, name="change_order"),
    path("orders/<int:pk>/cancel/", order_entry.cancel_order, name="cancel_order"),
    path("orders/<int:pk>/close/", order_entry.close_the_rest, name="give_up_rest"),
    path("orders/<int:pk>/update/", order_posting.update_order, name="update_order"),
    path("orders/<int:pk>/deliver-now/", order_documents.deliver_now, name="deliver_now"),
    path("orders/<int:pk>/hold-credit/", credit_holds.hold_credit, name="put_on_hold"),
    path("credit-holds/", credit_holds.held_orders, name="credit_holds"),
    path("credit-holds/decide/", credit_holds.decide_credit, name="decide_credit"),
    path("documents/", order_documents.order_documents, name="order_documents"),
    path("documents/<int:pk>/", order_documents.order_document, name="order_document"),
    path("documents/<int:pk>/correct/", order_documents.correct, name="correct_packing_slip"),
    path("invoices/", invoices.invoices, name="invoices"),
    path("invoices/<int:pk>/", invoices.invoice, name="invoice"),
    path("invoices/<int:pk>/credit/", invoices.credit_invoice, name="credit_invoice"),
    path("invoices/<int:pk>/pdf", papers.invoice_pdf, name="invoice_pdf"),
    path("invoices/<int:pk>/ubl", einvoices.invoice_ubl, name="invoice_ubl"),
    path("documents/<int:pk>/pdf", papers.order_document_pdf, name="order_document_pdf"),
    path("customers/<int:pk>/statement.pdf", papers.statement_pdf, name="statement_pdf"),
    path("customers/", accounts.customers, name="customers"),
    path("customers/<int:pk>/", accounts.customer, name="customer"),
    path("transactions/", transactions.transactions, name="transactions"),
    path("transactions/mark/", settling.mark, name="mark"),
    path("transactions/settle/", settling.settle_marked, name="settle"),
    path("settlements/<int:pk>/", settling.settlement, name="settlement"),
    path("settlements/<int:pk>/reverse/", settling.reverse_settlement, name="reverse_settlement"),
    path("ageing/", aged.ageing, name="ageing"),
    path("sales/", sales.sales, name="sales"),
]
