"""The page of imports: check, see every problem, import; what was uploaded is kept in between."""

import gzip
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.functions import Now
from lxml import html

from arclose.imports import measuring, uploads
from arclose.imports.models import ImportRun, Upload
from customers.models import Customer, SalesOrder
from tests.builders import a_company, a_customer, a_user, an_item
from tests.customers.pages import Visitor, text_of, value_of

pytestmark = pytest.mark.django_db

GOOD = b"number,customer,invoice_date,item,quantity,unit_price\nS1,C1,2026-10-05,A,2,10\nS2,C1,2026-11-05,A,1,1\n"
BAD = b"number,customer,invoice_date,item,quantity,unit_price\nS1,C1,2026-10-05,A,two,10\n"
HOSTILE = b"number,customer,invoice_date,item,quantity,unit_price\n=cmd(),<script>alert(1)</script>,2026-10-05,A,2,10\n"


@pytest.fixture(autouse=True)
def _uploads(tmp_path, settings, company):
    settings.MEDIA_ROOT = tmp_path
    a_customer(company, number="C1")
    an_item(company, number="A")


@pytest.fixture
def visitor(clerk, company) -> Visitor:
    return Visitor(clerk, company)


def check(visitor: Visitor, content: bytes = GOOD, name: str = "orders.csv", **values: str):
    data = {"act": "check", "kind": "sales-orders", "since": "2026-10-01", "until": "2026-10-31", **values}
    return visitor.post("import/", file=SimpleUploadedFile(name, content), **data)


def test_a_file_is_checked_then_imported(visitor, company):
    page = text_of(check(visitor))
    assert "orders.csv can be imported" in page
    assert "sales orders 1" in page
    assert not SalesOrder.objects.exists()
    upload = Upload.objects.get()
    page = text_of(visitor.post("import/", act="import", upload=str(upload.pk)))
    assert "orders.csv is imported" in page
    assert "Next: Sales orders · Period close" in page
    assert [order.number for order in SalesOrder.objects.filter(company=company)] == ["S1"]
    assert not Upload.objects.exists()
    assert not Path(upload.file.path).exists()


def test_problems_stand_with_line_and_column_and_the_upload_stays(visitor):
    page = text_of(check(visitor, BAD))
    assert "1 problem in orders.csv: nothing can be imported" in page
    assert "2 quantity “two”" in page
    upload = Upload.objects.get()
    assert Path(upload.file.path).exists()
    page = text_of(visitor.post("import/", act="check", upload=str(upload.pk), kind="sales-orders", since="", until=""))
    assert "1 problem in orders.csv" in page
    assert Upload.objects.count() == 1


def test_all_problems_are_given_as_a_file_where_there_are_more_than_are_shown(visitor):
    """As they were found: the books have changed since."""
    check(visitor, b"\n".join([GOOD.splitlines()[0], *[b"S1,C1,2026-10-05,A,two,10"] * 250]))
    upload = Upload.objects.get()
    pk, folder = upload.pk, Path(upload.file.path).parent
    page = visitor.get(f"import/?upload={pk}")
    assert "The first 200 are shown. All of them as a file (CSV)" in text_of(page)
    [address] = html.fromstring(page.content).xpath("//a[contains(@href, 'problems=')]/@href")
    Customer.objects.filter(number="C1").update(number="C9")
    lines = b"".join(visitor.client.get(address).streaming_content).decode().splitlines()
    assert lines[0].endswith("Line,Column,What is wrong")
    assert [line.split(",")[:2] for line in lines[1:]] == [[str(number), "quantity"] for number in range(2, 252)]
    [listed] = folder.glob("*.problems.csv")
    listed.unlink()
    assert "check the file again" in text_of(visitor.client.get(address, follow=True))
    check(visitor, upload=str(pk))
    assert len(list(folder.iterdir())) == 2
    visitor.post("import/", act="forget", upload=str(pk))
    assert list(folder.iterdir()) == []


def test_the_same_file_again_says_so(visitor):
    for _time in range(2):
        check(visitor)
        visitor.post("import/", act="import", upload=str(Upload.objects.get().pk))
    assert (ImportRun.objects.count(), SalesOrder.objects.count()) == (1, 1)
    page = text_of(check(visitor))
    assert "was imported before" in page
    assert f"What came of import {ImportRun.objects.get().pk}" in page


def test_a_mapping_file_says_where_fields_come_from(visitor, company):
    content = GOOD.replace(b"number,customer", b"InvoiceNo,Who")
    refused = text_of(check(visitor, content))
    assert "No column for number. The columns are: InvoiceNo, Who" in refused
    assert "Name it in the mapping, below a line [fields]: number = &quot;COLUMN&quot;." in refused
    mapping = SimpleUploadedFile("map.toml", b'[fields]\nnumber = "InvoiceNo"\ncustomer = "Who"\n')
    page = visitor.post(
        "import/", act="check", kind="sales-orders", upload=str(Upload.objects.get().pk), mapping_file=mapping, until=""
    )
    assert "can be imported" in text_of(page)
    assert "InvoiceNo" in text_of(page)


def test_a_mapping_that_cannot_be_read_keeps_what_was_typed(visitor):
    page = text_of(check(visitor, mapping="[fields"))
    assert "not TOML" in page
    assert "[fields" in page


def test_hostile_text_is_inert(visitor):
    response = check(visitor, HOSTILE, name="<img src=x>.csv")
    assert b"<script>alert" not in response.content
    assert b"<img src=x>" not in response.content


def test_a_file_is_asked_for(visitor):
    assert "Choose a file" in text_of(visitor.post("import/", act="check", kind="sales-orders"))


def test_a_file_that_is_too_large_is_dropped_while_it_arrives(visitor, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    assert "larger than any" in text_of(check(visitor))
    assert not Upload.objects.exists()


def test_a_packed_file_that_unfolds_is_refused(visitor, monkeypatch):
    monkeypatch.setattr(measuring, "MOST_BYTES", 1024**2)
    content = gzip.compress(b"0,0\n" * (1024**2 // 4 + 1))
    assert "more than the 1 MB" in text_of(check(visitor, content))


def test_each_role_is_offered_its_kinds_only(company):
    clerk_page = text_of(Visitor(a_user(company, "clerk"), company).get("import/"))
    administrator = Visitor(a_user(company, "administrator"), company)
    assert ("Sales orders" in clerk_page, "Credit limit" in clerk_page) == (True, False)
    page = text_of(check(administrator))
    assert "Select a valid choice" in page
    assert Visitor(a_user(company, "auditor"), company).get("import/").status_code == 403


def test_an_upload_is_seen_by_who_uploaded_it_only(visitor, company, clerk):
    check(visitor)
    pk = Upload.objects.get().pk
    other = a_company()
    for stranger in (Visitor(a_user(company, "clerk"), company), Visitor(a_user(other, "clerk"), other)):
        assert stranger.get(f"import/?upload={pk}").status_code == 404
        assert stranger.post("import/", act="import", upload=str(pk)).status_code == 404
    assert visitor.get("import/?upload=x").status_code == 404


def test_an_upload_can_be_left(visitor):
    check(visitor)
    upload = Upload.objects.get()
    visitor.post("import/", act="forget", upload=str(upload.pk))
    assert not Upload.objects.exists()
    assert not Path(upload.file.path).exists()


def test_a_file_is_kept_when_another_field_is_wrong(visitor, company):
    page = check(visitor, since="soon")
    assert "is not a date" in text_of(page)
    upload = Upload.objects.get()
    assert value_of(page, "upload") == str(upload.pk)
    page = visitor.post("import/", act="check", kind="sales-orders", upload=str(upload.pk), until="2026-10-31")
    assert "orders.csv can be imported" in text_of(page)


def test_a_file_is_kept_when_kind_and_mapping_are_wrong(visitor):
    page = check(visitor, kind="customers", mapping='sheet = "\\u0000"')
    assert "Select a valid choice" in text_of(page)
    assert "holds a NUL character" in text_of(page)
    assert Upload.objects.get().file_name == "orders.csv"
    mapping = SimpleUploadedFile("map.toml", b"kind = 'open-transactions'")
    upload = str(Upload.objects.get().pk)
    page = text_of(visitor.post("import/", act="check", kind="sales-orders", upload=upload, mapping_file=mapping))
    assert "The mapping is for “Open transactions”. Choose that here, or another mapping." in page
    assert "kind = &#x27;open-transactions&#x27;" in page, "what the file says stays, to be corrected"


@pytest.mark.parametrize("act", ["check", "import"])
def test_an_upload_whose_file_is_gone_is_asked_for_again(visitor, act):
    check(visitor)
    upload = Upload.objects.get()
    Path(upload.file.path).unlink()
    page = visitor.post("import/", act=act, upload=str(upload.pk), kind="sales-orders", since="", until="")
    assert "orders.csv is no longer kept here" in text_of(page)
    assert "Upload it again" in text_of(page)
    assert "can be imported" not in text_of(page)
    page = check(visitor, upload=str(upload.pk))
    assert "orders.csv can be imported" in text_of(page)
    assert Upload.objects.count() == 1


def test_an_upload_older_than_a_week_can_still_be_checked_by_who_comes_back(visitor):
    check(visitor)
    check(visitor, name="other.csv")
    Upload.objects.update(uploaded_at=Now() - timedelta(days=8))
    upload = Upload.objects.get(file_name="orders.csv")
    page = visitor.post("import/", act="check", upload=str(upload.pk), kind="sales-orders", until="2026-10-31")
    assert "orders.csv can be imported" in text_of(page)
    assert [left.file_name for left in Upload.objects.all()] == ["orders.csv"]


def test_figures_are_shown_in_the_language_and_numbers_of_the_reader(visitor, company):
    content = GOOD.replace(b",2,10\n", b",2000,10.50\n").replace(b"2026-11-05", b"2026-10-05")
    check(visitor, content)
    assert "sales orders: net EUR 21,001.00" in text_of(visitor.get(f"import/?upload={Upload.objects.get().pk}"))
    visitor.client.cookies["django_language"] = "nl"
    page = text_of(visitor.get(f"import/?upload={Upload.objects.get().pk}"))
    assert "verkooporders: netto EUR 21.001,00" in page
    visitor.client.cookies["django_language"] = "en"
    visitor.post("import/", act="import", upload=str(Upload.objects.get().pk))
    visitor.client.cookies["django_language"] = "nl"
    assert "orders aangemaakt: 2; regels aangemaakt: 2" in text_of(visitor.get("import/"))


def test_days_outside_open_periods_are_left_out_by_the_fields_of_the_page(visitor):
    page = text_of(check(visitor, GOOD.replace(b"2026-10-05", b"2031-10-05"), since="", until=""))
    assert "leave these days out (from, until)" in page
