"""A credit note corrects the supply that was invoiced: its tax, VAT number and account, whatever they are today."""

from datetime import date
from decimal import Decimal

import pytest

from arclose.ledger.models import Company, UnionMembership
from customers.crediting import credit_invoice
from customers.models import Customer, Invoice, ItemTaxGroup, TaxGroup, TaxRate, TaxRow, TaxRule
from tests.builders import a_company, a_customer, a_returned_order, an_item, an_order
from tests.customers.posting import findings, post, posted

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 15), date(2026, 10, 15)


@pytest.fixture
def company() -> Company:
    return a_company()


def credited(invoice: Invoice, on: date = OCTOBER) -> Invoice:
    """Take a whole invoice back."""
    [note] = posted(credit_invoice(invoice=invoice, invoice_date=on, reason="Damaged"))
    return note


def raised(company: Company, percent: str = "25", on: date = date(2026, 10, 1)) -> None:
    """Raise the standard rate from a day on."""
    rate = TaxRate.objects.filter(tax_code__company=company, tax_code__code="STD").first()
    TaxRate.objects.create(company=company, tax_code=rate.tax_code, valid_from=on, percent=percent)


def facts(document: Invoice) -> list[tuple[object, ...]]:
    names = ("tax_code__code", "tax_kind", "tax_percent", "vat_number", "delivery_country")
    return list(TaxRow.objects.filter(invoice=document).order_by("number").values_list(*names))


def test_it_credits_at_the_rate_that_was_invoiced(company: Company) -> None:
    [invoice] = posted(an_order(a_customer(company), ("1", "100"), on=SEPTEMBER))
    raised(company)

    note = credited(invoice)

    assert note.total_amount == -invoice.total_amount == -121
    assert facts(note) == facts(invoice)
    assert findings(company) == {}


def test_another_item_takes_the_rate_of_the_same_tax_code(company: Company) -> None:
    customer = a_customer(company)
    [invoice] = posted(an_order(customer, ("1", "100"), on=SEPTEMBER))
    raised(company)

    [note] = posted(a_returned_order(customer, ("-1", "10"), on=OCTOBER, credited_invoice=invoice))

    assert note.total_amount == Decimal("-12.10")


def test_another_item_of_the_same_type_takes_the_tax_of_the_invoice(company: Company) -> None:
    customer = a_customer(company, tax_group="OUT")
    [invoice] = posted(an_order(customer, ("1", "100"), on=SEPTEMBER))
    customer.tax_group = TaxGroup.objects.get(company=company, code="DOM")

    [note] = posted(a_returned_order(customer, ("-1", "10"), on=OCTOBER, credited_invoice=invoice))

    assert facts(note) == facts(invoice)


def test_what_was_not_invoiced_is_taxed_as_today(company: Company) -> None:
    customer = a_customer(company)
    [invoice] = posted(an_order(customer, ("1", "100"), on=SEPTEMBER))
    service = an_item(
        company, item_type="service", item_tax_group=ItemTaxGroup.objects.get(company=company, code="RED")
    )

    [note] = posted(a_returned_order(customer, ("-1", "10"), item=service, on=OCTOBER, credited_invoice=invoice))

    assert note.total_amount == Decimal("-10.90")


def test_a_rule_that_is_gone_does_not_stand_in_the_way(company: Company) -> None:
    [invoice] = posted(an_order(a_customer(company), ("1", "100"), on=SEPTEMBER))
    TaxRule.objects.filter(company=company).delete()

    assert facts(credited(invoice)) == facts(invoice)


def test_it_credits_a_supply_to_a_country_that_has_left_the_union(company: Company) -> None:
    customer = a_customer(company, country="DE", tax_group="EU", vat_number="DE123456789")
    [invoice] = posted(an_order(customer, on=SEPTEMBER))
    UnionMembership.objects.filter(country="DE").update(valid_to=date(2026, 9, 30))

    note = credited(invoice)

    assert facts(note) == facts(invoice)
    assert [one.code for one in post(an_order(customer, on=OCTOBER)).left_out] == ["not_a_member_state"]


@pytest.mark.parametrize("later", ["", "DE999999999"])
def test_it_credits_under_the_vat_number_that_was_invoiced(company: Company, later: str) -> None:
    customer = a_customer(company, country="DE", tax_group="EU", vat_number="DE123456789")
    [invoice] = posted(an_order(customer, on=SEPTEMBER))
    Customer.objects.filter(pk=customer.pk).update(vat_number=later)

    note = credited(invoice)

    assert (note.vat_number, facts(note)) == ("DE123456789", facts(invoice))


def test_it_credits_the_account_that_was_invoiced(company: Company) -> None:
    customer, head_office = a_customer(company), a_customer(company)
    [invoice] = posted(an_order(customer, on=SEPTEMBER))
    Customer.objects.filter(pk=customer.pk).update(invoice_account=head_office)

    note = credited(invoice)

    assert note.invoice_account == customer
    assert note.customer_transaction.customer == customer
    assert not hasattr(note.customer_transaction, "open")
    assert findings(company) == {}


def test_it_undoes_a_credit_note_at_its_tax(company: Company) -> None:
    customer = a_customer(company)
    item = an_item(company)
    [note] = posted(a_returned_order(customer, ("-1", "100"), item=item, on=SEPTEMBER))
    raised(company)

    [undone] = posted(an_order(customer, ("1", "100"), item=item, on=OCTOBER, credited_invoice=note))

    assert undone.total_amount == -note.total_amount == 121
