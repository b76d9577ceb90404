"""The cells of a list are those that django_tables2 gives, on the page and in exports."""

from django.template.base import render_value_in_context
from django.template.context import Context
from django.utils.html import format_html
from django_tables2.rows import BoundRow

from arclose.web.cells import exported_rows
from tests import builders
from tests.books import a_company_with_books
from tests.customers.posting import posted

LISTS = ("orders", "documents", "transactions", "customers", "recurring", "free-text", "jobs", "ageing", "vouchers")


def cell_of(row, name):
    column = row.table.columns[name]
    classes = column.attrs["td"]["class"]
    begin = format_html('<td class="{}">', classes) if classes else "<td>"
    return begin + render_value_in_context(row.get_cell(name), Context()) + "</td>"


def test_it_writes_and_exports_what_django_tables2_gives(client, db):
    company = a_company_with_books()
    posted(builders.an_order(builders.a_customer(company)))
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
