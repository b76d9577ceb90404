"""The pages of EC sales lists: from what is to be collected to the closed list, as people of each role see them."""

import pytest

from arclose.access.routes import Role
from ecsales.models import Declaration, ListParameters, SalesList
from tests.builders import a_clerk, a_company, a_controller, a_user, an_order
from tests.customers.pages import QUERIES_AT_MOST, Visitor, page_key, text_of, value_of
from tests.customers.pdf_reading import pages_of
from tests.customers.posting import findings, posted
from tests.ecsales.lists import BELGIAN, GERMAN, an_eu_customer, declares

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    made = a_company(name="Groothandel")
    declares(made)
    return made


def test_it_leads_from_what_is_to_be_collected_to_the_closed_list(company, django_assert_max_num_queries):
    german = an_eu_customer(company, name="Muster GmbH")
    [invoice] = posted(an_order(german, ("1", "100.40")))
    visitor = Visitor(a_controller(company), company)

    to_begin = visitor.get("ec-sales-lists/")
    for told in ("2026-10 NL123456789B01", "Another list", "NL123456789B01 2026-Q4"):
        assert told in text_of(to_begin)
    fields = {name: value_of(to_begin, name) for name in ("registration", "first_day", "months")}
    shown = visitor.post("ec-sales-lists/begin/", **fields)
    made = SalesList.objects.get(company=company)
    page = f"ec-sales-lists/{made.pk}/"
    assert f"{GERMAN} Muster GmbH goods 1 100.40" in text_of(shown)
    assert "List, tax ledger and receivables agree" in text_of(shown)
    with django_assert_max_num_queries(QUERIES_AT_MOST):
        visitor.get(page)

    reported = {"key": value_of(shown, "key"), "seen": value_of(shown, "seen")}
    answer = visitor.post(f"{page}report/", **reported)
    assert "Hand its file to the authority" in text_of(answer)
    visitor.post(f"{page}report/", **reported)
    [declared] = Declaration.objects.filter(sales_list=made)
    file = visitor.get(f"ec-declarations/{declared.pk}/1/file/")
    assert file.content == bytes(declared.files.get().content)
    paper = visitor.get(f"ec-declarations/{declared.pk}/paper/")
    assert paper["Content-Type"] == "application/pdf"
    [printed] = pages_of(paper.content)
    assert "ICL-lijst (opgaaf ICP) 2026-10" in printed  # in the company's language
    assert f"{GERMAN[:2]} {GERMAN[2:]} Muster GmbH goederen 100,40" in printed
    visitor.typed_the_password_just_now()
    assert "is closed" in text_of(visitor.post(f"{page}close/", receipt="2026-1"))
    assert SalesList.objects.get(company=company).status == "closed"
    assert invoice.number in text_of(visitor.get(f"{page}documents/?number={GERMAN}&kind=goods"))
    posted(an_order(an_eu_customer(company, BELGIAN), ("1", "5")))
    with django_assert_max_num_queries(QUERIES_AT_MOST):
        lists = text_of(visitor.get("ec-sales-lists/"))
    assert f"{made} : The books say otherwise than what was reported" in lists
    shown = visitor.get(page)
    answer = visitor.post(f"{page}report/", key=page_key(1), seen=value_of(shown, "seen"))
    assert "Closed 2026-1" in text_of(answer)
    assert "Correction reported" in text_of(answer)
    assert text_of(visitor.get(f"invoices/{invoice.pk}/")).count("Reported on EC sales list 2026-10") == 1
    assert findings(company) == {}


def test_it_says_what_cannot_be_listed_and_keeps_what_was_not_shown_from_being_reported(company):
    posted(an_order(an_eu_customer(company, "DE000000000", name="Muster GmbH"), ("1", "50")))
    posted(an_order(an_eu_customer(company, BELGIAN), ("1", "20")))
    visitor = Visitor(a_controller(company), company)
    begun = {"registration": company.vat_registrations.get().pk, "first_day": "2026-10-01", "months": "1"}
    shown = visitor.post("ec-sales-lists/begin/", **begun)
    page = f"ec-sales-lists/{SalesList.objects.get(company=company).pk}/"
    assert "cannot be right: its prefix, shape or check digits" in text_of(shown)

    asked = {"key": page_key(1), "seen": value_of(shown, "seen")}
    refused = visitor.post(f"{page}report/", **asked)
    assert refused.status_code == 422
    assert "Give the number that the list takes instead" in refused.content.decode()
    posted(an_order(an_eu_customer(company, BELGIAN), ("1", "5")))
    changed = visitor.post(f"{page}report/", **asked, leaves_blocking="on")
    assert changed.status_code == 409
    assert "has changed since you looked" in changed.content.decode()
    answer = visitor.post(f"{page}report/", key=page_key(2), seen=value_of(changed, "seen"), leaves_blocking="on")
    assert "is reported. Hand its file" in text_of(answer)
    empty = visitor.post("ec-sales-lists/begin/", **{**begun, "first_day": "2026-09-01"})
    page = f"ec-sales-lists/{SalesList.objects.get(company=company, start_date='2026-09-01').pk}/"
    answer = visitor.post(f"{page}report/", key=page_key(3), seen=value_of(empty, "seen"))
    assert "there is no file to hand over" in text_of(answer)


def test_a_clerk_collects_and_does_not_report(company):
    posted(an_order(an_eu_customer(company), ("1", "50")))
    visitor = Visitor(a_clerk(company), company)
    begun = {"registration": company.vat_registrations.get().pk, "first_day": "2026-10-01", "months": "1"}
    shown = visitor.post("ec-sales-lists/begin/", **begun)
    assert "Report the list" not in text_of(shown)
    assert "A controller reports the list" in text_of(shown)
    made = SalesList.objects.get(company=company)
    assert visitor.post(f"ec-sales-lists/{made.pk}/report/").status_code == 403
    assert (
        visitor.post("ec-sales-lists/begin/", registration="1", first_day="2026-10-02", months="1").status_code == 404
    )
    visitor.post(f"ec-sales-lists/{made.pk}/delete/")
    assert not SalesList.objects.filter(company=company).exists()


def test_setup_asks_what_the_file_of_the_state_wants_field_by_field(client, company):
    client.force_login(a_user(company, Role.ADMINISTRATOR))
    kept = ListParameters.objects.get(company=company)
    page = f"/admin/ecsales/listparameters/{kept.pk}/change/"
    typed = {
        "frequency": "month", "contact_first_name": "Jan",
        "contact_last_name": "Jansen", "telephone": "0201234567", "reports_cash_discounts": "on",
        "asked_software_vendor_number": "SWO1", "asked_fiscal_unity_number": "999999990B90",
    }  # fmt: skip

    asked = client.get(page).content.decode()
    assert "Such as SWO00000." in asked
    assert 'value="nl-icp"' in asked
    assert "is not one of the available choices" in client.post(page, {**typed, "file_formats": ["x"]}).content.decode()
    refused = client.post(page, typed)
    assert "Write it like SWO00000." in refused.content.decode()
    assert 'value="SWO1"' in refused.content.decode()
    typed |= {"asked_software_vendor_number": "SWO12345", "file_formats": ["nl-icp"]}
    assert client.post(page, typed).status_code == 302
    kept.refresh_from_db()
    assert kept.file_formats == "nl-icp"
    without = client.post("/admin/ecsales/listparameters/add/", {"company": company.pk, "frequency": "month"})
    assert "This field is required." in without.content.decode()
    assert kept.details == {"software_vendor_number": "SWO12345", "fiscal_unity_number": "999999990B90"}
