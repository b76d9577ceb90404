"""The cells of a list are those that django_tables2 gives, on the page and in exports."""

from django.template.base import render_value_in_context
from django.template.context import Context
from django.utils.html import format_html
from django_tables2.rows import BoundRow

from arclose.batch.jobs import Draft, submit_tasks
from arclose.web.cells import exported_rows
from customers.credit.holds import hold_order
from customers.fulfilment import post_order_documents
from customers.models import SalesOrder
from customers.models.order_documents import OrderDocumentType
from customers.updates import CONFIRM, INVOICE
from tests import builders
from tests.customers.posting import posted

LISTS = ("orders", "documents", "transactions", "customers", "recurring", "free-text", "jobs", "ageing", "vouchers")


def cell_of(row, name):
    column = row.table.columns[name]
    classes = column.attrs["td"]["class"]
    begin = format_html('<td class="{}">', classes) if classes else "<td>"
    return begin + render_value_in_context(row.get_cell(name), Context()) + "</td>"


def a_company_with_something_in_every_list():
    company = builders.a_company()
    customer, clerk = builders.a_customer(company), builders.a_clerk(company)
    waiting, delivered, held = (builders.an_order(customer, ("2", "12.50")) for _order in range(3))
    [invoice] = posted(builders.an_order(customer))
    posted(builders.a_returned_order(customer, ("-1", "40"), credited_invoice=invoice))
    post_order_documents(
        company=company, document_type=OrderDocumentType.PACKING_SLIP, posted_by=clerk, orders=[delivered.pk], key="d"
    )
    hold_order(order=held, reason="owes too much", held_by=clerk)
    builders.a_free_text_invoice(customer)
    builders.a_recurring_invoice(customer)
    documents = SalesOrder.objects.filter(pk=waiting.pk).values_list("pk", "invoice_date", "number")
    tasks = [Draft(kind=kind.name, documents=documents) for kind in (CONFIRM, INVOICE)]
    submit_tasks(company=company, description="October", submitted_by=clerk, tasks=tasks, key="j")
    return company


def test_it_writes_and_exports_what_django_tables2_gives(client, db):
    company = a_company_with_something_in_every_list()
    client.force_login(builders.a_controller(company))
    for name in LISTS:
        listing = client.get(f"/{company.code}/2026-10/{name}/?period=all").context["listing"]
        names = [column.name for column in listing.table.columns]
        rows = list(listing.table.paginated_rows)
        assert rows, f"there is something in the list of {name}"
        expected = [[cell_of(row, each) for each in names] for row in rows]
        assert [str(cells) for cells in listing.written_rows] == ["".join(cells) for cells in expected], name
        records = [row.record for row in rows]
        values = [[BoundRow(record, listing.table).get_cell_value(each) for each in names] for record in records]
        assert list(exported_rows(listing.table, list(listing.table.columns), records)) == values, name
