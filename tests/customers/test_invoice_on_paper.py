"""What stands on invoices and credit notes: all that article 226 of directive 2006/112/EC asks, in two languages."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arclose.ledger.models import Company
from customers.fulfilment import post_order_documents
from customers.models import Customer, Invoice, PaymentTerms, SalesOrder
from customers.models.order_documents import OrderDocumentType
from customers.papers.invoices import papers_of_invoices
from customers.papers.typesetting import pdf_of
from tests.builders import a_clerk, a_company, a_customer, a_returned_order, an_item, an_order
from tests.customers.pages import invoiced
from tests.customers.pdf_reading import assert_stands, invoice_text, pages_of, with_letterhead
from tests.journals.payments import discounted
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return with_letterhead(a_company(vat_number="NL123456789B01"))


def a_reader(company: Company, language: str, **values: object) -> Customer:
    """Give a customer with an address, who reads a language."""
    return a_customer(company, language=language, address="Oudegracht 153\n3511 AB Utrecht", **values)


def test_it_says_in_dutch_what_the_law_asks(company: Company) -> None:
    customer = a_reader(company, "nl", number="K-7", name="Bakkerij Zonneveld B.V.", vat_number="NL001234567B89")
    beans, cups = an_item(company, number="F-1", name="Koffiebonen"), an_item(company, number="T-2", name="Kopjes")
    order = an_order(customer, ("51", "13.4"), ("3", "1000", "5"), items=[beans, cups], on=date(2026, 10, 31))
    [invoice] = invoiced(order)

    assert_stands(
        invoice_text(invoice),
        "Factuur INV2026-000001",
        "Factuurdatum 31 oktober 2026",
        "Leverdatum 31 oktober 2026",
        "Vervaldatum 30 november 2026",
        "Betalingsvoorwaarden 30 dagen",
        "Keukengroothandel B.V. Keukenkade 18 3011 AB Rotterdam Nederland",
        "Bakkerij Zonneveld B.V. Oudegracht 153 3511 AB Utrecht",
        "Btw-nummer NL123456789B01",
        "Handelsregister 62819482",
        "Uw btw-nummer NL001234567B89",
        "Koffiebonen F-1 51 13,40 21% 683,40",
        "Kopjes T-2 3 1.000,00 5% 21% 2.850,00",
        "Totaal exclusief btw 3.533,40",
        "Btw 21% over 3.533,40 742,01",
        "Totaal EUR 4.275,41",
        "Wilt u EUR 4.275,41 uiterlijk op 30 november 2026 overmaken op NL91 ABNA 0417 1643 00",
        "Pagina 1 van 1",
    )


def test_it_says_the_same_in_english(company: Company) -> None:
    customer = discounted(company, language="en", name="Sunfield Bakery")
    [invoice] = invoiced(an_order(customer, ("3", "1000"), on=date(2026, 10, 31)))

    assert_stands(
        invoice_text(invoice),
        "Invoice INV2026-000001",
        "Invoice date 31 October 2026",
        "Date of supply 31 October 2026",
        "VAT number NL123456789B01",
        "VAT 21% on 3,000.00 630.00",
        "Total EUR 3,630.00",
        "Please pay EUR 3,630.00 by 30 November 2026 to NL91 ABNA 0417 1643 00, quoting INV2026-000001.",
        "Cash discount of 2%: if you pay by 10 November 2026, deduct EUR 72.60 and pay EUR 3,557.40 instead.",
        "Cash discount of 1%: if you pay by 20 November 2026, deduct EUR 36.30 and pay EUR 3,593.70 instead.",
        "Page 1 of 1",
    )
    [small] = invoiced(an_order(customer, ("1", "0.10"), on=date(2026, 10, 31)))
    assert "Cash discount" not in invoice_text(small)


def test_a_customer_without_a_language_reads_the_company_s(company: Company) -> None:
    [invoice] = invoiced(an_order(a_customer(company)))
    company.language = "en"
    company.save()
    text = invoice_text(Invoice.objects.select_related("company").get(pk=invoice.pk))

    assert company.language == "en"
    assert_stands(text, "Invoice INV2026-000001")


def test_it_shows_each_rate_by_itself(company: Company) -> None:
    low = an_item(company, name="Food")
    low.item_tax_group = low.item_tax_group.__class__.objects.get(company=company, code="RED")
    low.save()
    customer = a_reader(company, "en")
    [invoice] = invoiced(an_order(customer, ("1", "100"), ("1", "200"), items=[an_item(company), low]))

    assert_stands(invoice_text(invoice), "VAT 21% on 100.00 21.00", "VAT 9% on 200.00 18.00", "Total EUR 339.00")


def test_it_takes_the_discount_on_the_order_off_before_the_tax(company: Company) -> None:
    order = an_order(a_reader(company, "en"), ("1", "200"), total_discount_percent=Decimal(10))
    [invoice] = invoiced(order)

    assert_stands(
        invoice_text(invoice),
        "Subtotal 200.00",
        "Discount on the order \N{MINUS SIGN}20.00",
        "Total excluding VAT 180.00",
        "VAT 21% on 180.00 37.80",
    )


WORDINGS = """
group | type    | English                                                                    | Dutch
EU    | goods   | Exempt intra-Community supply of goods, article 138 of Directive 2006/112/EC. | Vrijgestelde intracommunautaire levering van goederen, artikel 138 van Richtlijn 2006/112/EG.
EU    | service | Reverse charge: the customer accounts for the VAT, articles 44 and 196     | Btw verlegd: de afnemer voldoet de btw, artikelen 44 en 196
TRI   | goods   | Reverse charge: triangular transaction, the customer accounts for the VAT, articles 141 and 197 | Btw verlegd: vereenvoudigde ABC-levering
EXP   | goods   | Exempt from VAT: export of goods, article 146 of Directive 2006/112/EC.    | Vrijgesteld van btw: uitvoer van goederen, artikel 146
OUT   | goods   | Outside the scope of VAT.                                                  | Buiten het toepassingsgebied van de btw.
"""  # noqa: E501


READER_IS_GERMAN = {
    "English": ("Your VAT number DE136695976", "Germany"),
    "Dutch": ("Uw btw-nummer DE136695976", "Duitsland"),
}


def test_it_says_why_there_is_no_tax(company: Company) -> None:
    cases = [(case, language) for case in read_table(WORDINGS) for language in ("English", "Dutch")]
    invoices = invoiced(*(untaxed(company, case, language) for case, language in cases))

    for invoice, (case, language) in zip(invoices, cases, strict=True):
        assert_stands(invoice_text(invoice), case[language], *READER_IS_GERMAN[language])


def untaxed(company: Company, case: dict[str, str], language: str) -> SalesOrder:
    item = an_item(company, item_type=case["type"])
    values = {"tax_group": case["group"], "country": "DE", "vat_number": "DE136695976"}
    return an_order(a_reader(company, "en" if language == "English" else "nl", **values), ("1", "10"), item=item)


def test_a_seller_outside_the_union_cites_no_directive() -> None:
    company = a_company(country="GB", currency="GBP", vat_number="GB123456782", standard_percent=Decimal(20))
    customer = a_customer(company, tax_group="EXP", country="US")
    [invoice] = invoiced(an_order(customer, ("1", "10")))

    text = invoice_text(invoice)
    assert_stands(text, "Exempt from VAT: export of goods.")
    assert "Directive" not in text


def test_the_tax_is_told_in_domestic_currency_too(company: Company) -> None:
    customer = a_reader(company, "en", currency_id="USD")
    [invoice] = invoiced(an_order(customer, ("1", "100"), on=date(2026, 9, 1)))
    row = invoice.tax_rows.get()

    assert_stands(
        invoice_text(invoice),
        "Amount USD",
        "Total USD 121.00",
        "VAT in EUR",
        f"21% EUR {row.accounting_currency_base_amount:.2f} EUR {row.accounting_currency_tax_amount:.2f}",
        "Exchange rate: USD 1 = EUR 0.",
        "of 1 September 2026.",
    )


def test_a_state_is_told_its_tax_in_its_own_currency(company: Company) -> None:
    company.vat_registrations.update(currency_id="SEK")
    [invoice] = invoiced(an_order(a_reader(company, "en"), ("1", "100"), on=date(2026, 9, 1)))
    row = invoice.tax_rows.get()

    base, tax = row.registration_currency_base_amount, row.registration_currency_tax_amount
    assert base > 1000
    text = invoice_text(invoice)
    assert_stands(text, "VAT in SEK", f"21% SEK {base:,.2f} SEK {tax:,.2f}")
    assert "Exchange rate" not in text


def test_a_credit_note_names_the_invoice_it_corrects(company: Company) -> None:
    customer = a_reader(company, "nl")
    [invoice] = invoiced(an_order(customer, ("2", "100"), on=date(2026, 9, 1)))
    order = a_returned_order(customer, ("-1", "100"), credited_invoice=invoice, reason="Beschadigd")
    [note] = invoiced(order)

    text = invoice_text(note)
    assert_stands(
        text,
        "Creditnota CN2026-000001",
        "Correctie op factuur INV2026-000001 van 1 september 2026",
        "Reden Beschadigd",
        "Totaal EUR \N{MINUS SIGN}121,00",
        "Dit bedrag is in uw voordeel",
    )
    assert "Vervaldatum" not in text


def test_it_goes_to_the_invoice_account_and_says_where_the_goods_went(company: Company) -> None:
    office = a_reader(company, "nl", name="Hoofdkantoor")
    shop = a_reader(company, "en", name="Winkel Zuid", invoice_account=office)
    [invoice] = invoiced(an_order(shop, delivery_address="Markt 1\n2000 Antwerpen", delivery_country="BE"))

    assert_stands(
        invoice_text(invoice),
        "Hoofdkantoor Oudegracht 153",
        "Afleveradres Winkel Zuid Markt 1 2000 Antwerpen België",
        "Factuur",
    )


def test_it_names_the_packing_slips_and_the_day_they_left(company: Company) -> None:
    order = an_order(a_reader(company, "en"), on=date(2026, 10, 31), delivery_date=date(2026, 10, 12))
    post_order_documents(
        company=company,
        document_type=OrderDocumentType.PACKING_SLIP,
        orders=[order.pk],
        posted_by=a_clerk(company),
        key="slip",
    )
    [invoice] = invoiced(order)

    assert_stands(
        invoice_text(invoice), "Packing slips SLP2026-000001", "Date of supply 12 October 2026", "31 October 2026"
    )


def test_a_document_worth_nothing_asks_for_nothing(company: Company) -> None:
    [invoice] = invoiced(an_order(a_reader(company, "en"), ("1", "0")))

    text = invoice_text(invoice)
    assert_stands(text, "Total EUR 0.00")
    assert "Please pay" not in text


def test_it_counts_from_the_end_of_the_month(company: Company) -> None:
    terms = PaymentTerms.objects.get(company=company, code="M30")
    [invoice] = invoiced(an_order(a_reader(company, "en", payment_terms=terms)))

    assert_stands(invoice_text(invoice), "30 days from the end of the month", "Due date 30 November 2026")


def test_two_hundred_lines_go_over_pages_with_their_heads_and_numbers(company: Company) -> None:
    item = an_item(company, name="Plate")
    order = an_order(a_reader(company, "en"), *[("1", str(price)) for price in range(1, 201)], item=item)
    [invoice] = invoiced(order)
    [paper] = papers_of_invoices(company=company, invoices=Invoice.objects.filter(pk=invoice.pk))

    pages = pages_of(pdf_of(paper))

    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Description Quantity" in page or number == len(pages)
    assert all("Invoice INV2026-000001, continued" in page for page in pages[1:])
    assert all(("Total EUR" in page) == ("Please pay" in page) for page in pages)
    assert sum(page.count("Plate") for page in pages) == 200
    assert "Total EUR 24,321.00" in pages[-1]


def test_a_set_costs_as_few_queries_as_one(company: Company) -> None:
    invoices = invoiced(*(an_order(a_reader(company, "nl")) for _each in range(6)))

    def queries(keys: list[int]) -> int:
        with CaptureQueriesContext(connection) as captured:
            found = papers_of_invoices(company=company, invoices=Invoice.objects.filter(pk__in=keys))
        assert len(found) == len(keys)
        return len(captured)

    assert queries([invoices[0].pk]) == queries([invoice.pk for invoice in invoices]) <= 12


def test_it_is_the_same_to_the_byte_whenever_it_is_printed(company: Company) -> None:
    [invoice] = invoiced(an_order(a_reader(company, "nl")))
    [paper] = papers_of_invoices(company=company, invoices=Invoice.objects.filter(pk=invoice.pk))

    assert pdf_of(paper) == pdf_of(paper)


@pytest.mark.django_db(transaction=True)
def test_it_keeps_the_name_and_address_it_was_issued_with() -> None:
    company = with_letterhead(a_company())
    customer = a_reader(company, "nl", name="Oude Naam B.V.")
    [invoice] = invoiced(an_order(customer))
    Customer.objects.filter(pk=customer.pk).update(name="Nieuwe Naam B.V.", address="Elders 1")
    company.name = "Nieuwe Groothandel B.V."
    company.save()

    text = invoice_text(Invoice.objects.get(pk=invoice.pk))

    assert_stands(text, "Oude Naam B.V. Oudegracht 153", "Keukengroothandel B.V.")
    assert "Nieuwe" not in text
