"""Invoices as UBL: what the customer's program reads, the standard's rules, and what is not offered."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from arclose.ledger.models import Company
from customers.einvoices.contents import Allowance, ElectronicInvoice, Line, VatBreakdown
from customers.einvoices.parties import ElectronicAddress, Party, electronic_address, postal_address
from customers.einvoices.reading import electronic_invoices
from customers.einvoices.rules import RULES, breaches
from customers.einvoices.ubl import xml_of
from customers.free_text.crediting import credit_free_text
from customers.free_text.posting import post_free_text_invoices
from customers.models import Customer, Invoice
from tests.builders import a_clerk, a_company, a_customer, a_free_text_invoice, a_returned_order, an_item, an_order
from tests.customers.pages import Visitor, invoiced, text_of
from tests.customers.pdf_reading import with_letterhead
from tests.journals.payments import discounted

NAMESPACES = {
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
}
ADDRESS = "Oudegracht 153\n3511 AB Utrecht"


@pytest.fixture
def company(db: None) -> Company:
    return with_letterhead(a_company(vat_number="NL123456789B01"))


def a_buyer(company: Company, **values: Any) -> Customer:
    return a_customer(company, **{"address": ADDRESS, "vat_number": "NL001234567B89", **values})


def electronic(invoice: Invoice) -> ElectronicInvoice:
    [document] = electronic_invoices(company=invoice.company, invoices=Invoice.objects.filter(pk=invoice.pk))
    return document


def read(document: ElectronicInvoice) -> Xml.Element:
    return Xml.fromstring(xml_of(document))


def texts(root: Xml.Element, path: str) -> list[str]:
    return [element.text or "" for element in root.findall(path, NAMESPACES)]


def test_it_says_what_the_invoice_says(company: Company) -> None:
    terms = discounted(company).payment_terms
    order = an_order(
        a_buyer(company, payment_terms=terms), ("51", "13.4"), ("3", "1000", "5"), total_discount_percent=Decimal(10)
    )
    [invoice] = invoiced(order)
    document = electronic(invoice)
    root = read(document)

    assert breaches(document) == []
    assert texts(root, "cbc:ID") == [invoice.number]
    assert texts(root, "cac:OrderReference/cbc:SalesOrderID") == [order.number]
    assert texts(root, "cac:InvoiceLine/cbc:LineExtensionAmount") == ["683.4", "2850"]
    assert texts(root, "cac:InvoiceLine/cac:AllowanceCharge/cbc:Amount") == ["150"]
    assert texts(root, "cac:AllowanceCharge/cbc:Amount") == ["353.34"]
    assert texts(root, "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount") == ["3180.06"]
    assert texts(root, "cac:TaxTotal/cbc:TaxAmount") == ["667.81"]
    assert texts(root, "cac:LegalMonetaryTotal/cbc:PayableAmount") == ["3847.87"]
    [said] = texts(root, "cac:PaymentTerms/cbc:Note")
    assert said.splitlines()[0] == "30 dagen"
    assert said.splitlines()[1].startswith("Betalingskorting van 2%: betaalt u uiterlijk op ")
    assert texts(root, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID") == ["NL91ABNA0417164300"]
    assert texts(root, ".//cac:Party/cbc:EndpointID") == ["NL123456789B01", "NL001234567B89"]
    assert texts(root, ".//cac:PostalAddress/cbc:CityName") == ["Rotterdam", "Utrecht"]


@pytest.mark.parametrize(
    ("typed", "said"), [("20.01", ("2", "10", [])), ("15", ("2", "10", ["5"])), ("25", ("1", "25", []))]
)
def test_a_free_text_invoice_is_offered_with_the_amount_that_was_typed(
    company: Company, typed: str, said: tuple[str, str, list[str]]
) -> None:
    document = a_free_text_invoice(a_buyer(company), typed)
    document.lines.update(quantity=2, unit_price=10, description="Agreed amount")
    clerk, day = a_clerk(company), date(2026, 10, 20)
    post_free_text_invoices(company=company, documents=[document.pk], posted_by=clerk, key="post", today=day)
    invoice = Invoice.objects.get()
    note = credit_free_text(invoice=invoice, day=day, reason="wrong", posted_by=clerk, key="credit")
    for one, kind, invoiced_quantity in ((invoice, "Invoice", "Invoiced"), (note, "CreditNote", "Credited")):
        root, line = read(electronic(one)), f"cac:{kind}Line"
        assert breaches(electronic(one)) == []
        assert texts(root, f"{line}/cbc:LineExtensionAmount") == [typed]
        [quantity], [price] = (texts(root, f"{line}/{path}") for path in _priced_by(invoiced_quantity))
        assert (quantity, price, texts(root, f"{line}/cac:AllowanceCharge/cbc:Amount")) == said


def _priced_by(quantity: str) -> tuple[str, str]:
    return f"cbc:{quantity}Quantity", "cac:Price/cbc:PriceAmount"


def test_a_credit_note_has_amounts_above_zero_and_names_its_invoice(company: Company) -> None:
    customer, item = a_buyer(company), an_item(company)
    [invoice] = invoiced(an_order(customer, ("10", "100"), item=item))
    order = a_returned_order(customer, ("-2", "100"), item=item, credited_invoice=invoice, reason="Damaged")
    [credit_note] = invoiced(order)
    document = electronic(credit_note)
    root = read(document)

    assert breaches(document) == []
    assert root.tag.endswith("}CreditNote")
    assert texts(root, "cac:CreditNoteLine/cbc:CreditedQuantity") == ["2"]
    assert texts(root, "cac:LegalMonetaryTotal/cbc:PayableAmount") == ["242"]
    assert texts(root, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID") == [invoice.number]
    assert texts(root, "cbc:Note") == ["Damaged"]


def test_an_intra_community_supply_says_why_it_bears_no_tax_and_when_it_went_where(company: Company) -> None:
    customer = a_buyer(company, country="DE", tax_group="EU", vat_number="DE136695976", address="Allee 1\n50667 Köln")
    [invoice] = invoiced(an_order(customer, ("3", "1000"), delivery_date=date(2026, 10, 12)))
    document = electronic(invoice)
    root = read(document)

    assert breaches(document) == []
    assert texts(root, ".//cac:TaxCategory/cbc:ID") == ["K"]
    assert texts(root, ".//cbc:TaxExemptionReasonCode") == ["VATEX-EU-IC"]
    assert texts(root, "cac:Delivery/cbc:ActualDeliveryDate") == ["2026-10-12"]
    assert texts(root, "cac:Delivery//cbc:IdentificationCode") == ["DE"]


def test_tax_stands_in_the_currency_of_the_state_too(company: Company) -> None:
    customer = a_buyer(company, currency_id="USD")
    [invoice] = invoiced(an_order(customer, ("3", "1000"), on=date(2026, 10, 12)))
    row = invoice.tax_rows.get()
    root = read(electronic(invoice))

    assert texts(root, "cbc:TaxCurrencyCode") == ["EUR"]
    declared = root.findall("cac:TaxTotal/cbc:TaxAmount", NAMESPACES)[1]
    assert Decimal(declared.text or "") == row.registration_currency_tax_amount
    assert declared.get("currencyID") == "EUR"


def test_texts_that_are_no_xml_become_harmless(company: Company) -> None:
    item = an_item(company, name="<b>Cup & \x01saucer</b>")
    [invoice] = invoiced(an_order(a_buyer(company), item=item))
    assert texts(read(electronic(invoice)), "cac:InvoiceLine/cac:Item/cbc:Name") == ["<b>Cup &  saucer</b>"]


def test_a_set_costs_as_many_queries_as_one(company: Company, django_assert_max_num_queries: Any) -> None:
    invoiced(*[an_order(a_buyer(company), ("1", "10")) for _place in range(6)])
    with django_assert_max_num_queries(12):
        assert len(electronic_invoices(company=company, invoices=Invoice.objects.all())) == 6


@pytest.mark.parametrize(
    ("written", "city", "zone", "lines"),
    [
        ("Keukenkade 18\n3011 AB Rotterdam", "Rotterdam", "3011 AB", ("Keukenkade 18",)),
        ("Rue de la Paix 3\nB-1000 Brussel", "Brussel", "1000", ("Rue de la Paix 3",)),
        ("Storgatan 2\n111 22 Stockholm\nSverige", "Stockholm", "111 22", ("Storgatan 2", "Sverige")),
        ("10 Downing Street\nLondon SW1A 2AA", "London", "SW1A 2AA", ("10 Downing Street",)),
        ("400 Broad St\nSeattle WA 98109", "Seattle", "WA 98109", ("400 Broad St",)),
        ("ul. Prosta 51\n00-838 Warszawa", "Warszawa", "00-838", ("ul. Prosta 51",)),
        ("somewhere", "", "", ("somewhere",)),
        ("", "", "", ()),
    ],
)
def test_an_address_in_lines_has_a_city_and_a_zone(written: str, city: str, zone: str, lines: tuple[str, ...]) -> None:
    found = postal_address(written, "NL")
    assert (found.city, found.postal_zone, found.lines) == (city, zone, lines)


@pytest.mark.parametrize(
    ("written", "vat_number", "email", "expected"),
    [
        ("0106:12345678", "NL001234567B89", "a@example.com", ElectronicAddress("0106", "12345678")),
        ("", "NL001234567B89", "a@example.com", ElectronicAddress("9944", "NL001234567B89")),
        ("", "SE556036079301", "", ElectronicAddress("0007", "5560360793")),
        ("", "", "a@example.com", ElectronicAddress("EM", "a@example.com")),
        ("", "", "", None),
    ],
)
def test_an_electronic_address_is_told_or_follows(
    written: str, vat_number: str, email: str, expected: ElectronicAddress | None
) -> None:
    assert electronic_address(written=written, vat_number=vat_number, email=email) == expected


def a_party(name: str) -> Party:
    address = postal_address(ADDRESS, "NL")
    return Party(name, address, "NL001234567B89", "62819482", "0106", ElectronicAddress("9944", "NL001"), "")


VALID = ElectronicInvoice(
    is_prepayment=False,
    is_credit_note=False, number="INV1", issue_date=date(2026, 10, 31), due_date=date(2026, 11, 30),
    payment_terms="30 days", currency="EUR", currency_decimals=2, note="", order_number="SO1", customer_reference="",
    preceding=None, seller=a_party("Seller"), buyer=a_party("Buyer"), delivered_to=postal_address(ADDRESS, "NL"),
    delivery_date=date(2026, 10, 31), iban="NL91ABNA0417164300", bic="",
    lines=(Line(1, "Cup", "C1", Decimal(2), Decimal(60), Decimal(10), Decimal(110), "S", Decimal(21)),),
    allowances=(Allowance(Decimal(10), "S", Decimal(21)),),
    breakdown=(VatBreakdown("S", Decimal(21), Decimal(100), Decimal(21), ""),),
    net_amount=Decimal(100), tax_amount=Decimal(21), total_amount=Decimal(121),
)  # fmt: skip
LINE, PART = VALID.lines[0], VALID.breakdown[0]
NOWHERE = postal_address("somewhere", "NL")


def taxed_as(category: str, percent: Decimal = Decimal(0), **values: Any) -> ElectronicInvoice:
    part = replace(PART, category=category, percent=percent, tax_amount=100 * percent / 100)
    return replace(
        VALID,
        lines=(replace(LINE, category=category, percent=percent),),
        allowances=(replace(VALID.allowances[0], category=category, percent=percent),),
        breakdown=(part,),
        tax_amount=part.tax_amount,
        total_amount=100 + part.tax_amount,
        **values,
    )


BROKEN = {
    "BR-16": replace(VALID, lines=()),
    "BR-27": replace(VALID, lines=(replace(LINE, quantity=Decimal(-2), unit_price=Decimal(-60)),)),
    "BR-CO-13": replace(VALID, allowances=()),
    "BR-CO-14": replace(VALID, tax_amount=Decimal(22)),
    "BR-CO-15": replace(VALID, total_amount=Decimal(120)),
    "BR-CO-17": replace(VALID, breakdown=(replace(PART, tax_amount=Decimal("21.02")),)),
    "BR-S-08": replace(VALID, breakdown=(replace(PART, taxable_amount=Decimal(99)),)),
    "PEPPOL-EN16931-R120": replace(VALID, lines=(replace(LINE, quantity=Decimal(3)),)),
    "BR-DEC-12": replace(VALID, accounting_currency="KWD", accounting_tax_amount=Decimal("7.125")),
    "BR-S-02": replace(VALID, seller=replace(VALID.seller, vat_number="")),
    "BR-IC-02": taxed_as("K", buyer=replace(VALID.buyer, vat_number="")),
    "BR-IC-11": taxed_as("K", delivery_date=None),
    "BR-O-11": replace(VALID, breakdown=(PART, replace(PART, category="O"))),
    "PEPPOL-EN16931-R020": replace(VALID, seller=replace(VALID.seller, electronic_address=None)),
    "PEPPOL-EN16931-R010": replace(VALID, buyer=replace(VALID.buyer, electronic_address=None)),
    "NL-R-001": replace(VALID, is_credit_note=True),
    "NL-R-002": replace(VALID, seller=replace(VALID.seller, address=NOWHERE)),
    "NL-R-003": replace(VALID, seller=replace(VALID.seller, register_number="")),
    "NL-R-004": replace(VALID, buyer=replace(VALID.buyer, address=NOWHERE)),
    "NL-R-007": replace(VALID, iban=""),
}


def test_a_document_that_keeps_every_rule_is_offered() -> None:
    assert breaches(VALID) == []
    assert breaches(taxed_as("AE")) == []


def test_what_the_peppol_network_cannot_carry_claims_the_standard_alone() -> None:
    names = ("cbc:CustomizationID", "cbc:ProfileID")
    by_email = replace(VALID, buyer=replace(VALID.buyer, electronic_address=ElectronicAddress("EM", "a@example.com")))
    assert [texts(read(VALID), name) for name in names] == [
        ["urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"],
        ["urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"],
    ]
    assert [texts(read(by_email), name) for name in names] == [["urn:cen.eu:en16931:2017"], []]


def test_every_rule_has_a_document_that_breaks_it() -> None:
    assert list(BROKEN) == [rule.name for rule in RULES]


@pytest.mark.parametrize("rule", BROKEN)
def test_it_names_the_rule_that_is_broken(rule: str) -> None:
    assert rule in [broken.name for broken in breaches(BROKEN[rule])]


def test_the_page_gives_the_file_or_says_what_to_do(company: Company) -> None:
    visitor = Visitor(a_clerk(company), company)
    good, bad = invoiced(an_order(a_buyer(company)), an_order(a_customer(company, address="somewhere")))

    response = visitor.get(f"invoices/{good.pk}/ubl")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{good.number}.xml"'
    assert response.content == xml_of(electronic(good))

    refused = visitor.get(f"invoices/{bad.pk}/ubl")
    assert refused.status_code == 409
    refused.status_code = 200
    assert "NL-R-004 The address of a Dutch customer has street, post code and city." in text_of(refused)
    assert "PEPPOL-EN16931-R010" in text_of(refused)


def test_an_invoice_of_another_company_is_not_there(company: Company) -> None:
    [invoice] = invoiced(an_order(a_buyer(company)))
    other = a_company()
    assert Visitor(a_clerk(other), other).get(f"invoices/{invoice.pk}/ubl").status_code == 404
