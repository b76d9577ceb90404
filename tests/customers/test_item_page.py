"""Items: the list and the page of one, for everybody who works in the company."""

from decimal import Decimal

import pytest

from arclose.access.routes import Role
from arclose.ledger.models import Company
from customers.models import Site
from tests.builders import a_clerk, a_company, a_customer, a_user, an_item, an_order
from tests.customers.pages import Visitor, invoiced, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company: Company) -> Visitor:
    return Visitor(a_clerk(company), company)


def test_it_says_what_it_is_how_it_is_taxed_and_what_it_is_on(company: Company, clerk: Visitor) -> None:
    item, other = (an_item(company, number=number, unit_price=Decimal("12.345")) for number in ("A-1", "B-1"))
    customer = a_customer(company)
    waiting = an_order(customer, ("5", "10"), ("2", "10"), items=[item, other])
    waiting.lines.filter(item=item).update(
        site=Site.objects.create(company=company, code="WEST", name="Warehouse"),
        delivered_quantity=2,
        picked_quantity=3,
    )
    [invoice] = invoiced(an_order(customer, ("1", "10"), item=item))
    invoiced(an_order(customer, ("1", "10"), item=other, number="SO-OTHER"))

    page = clerk.get(f"items/{item.pk}/")
    text = text_of(page)

    assert all(words in text for words in ("EUR 12.345", "DOM", "21", "WEST Warehouse 3 1", "Goods"))
    for path in (f"orders/{waiting.pk}/", f"invoices/{invoice.pk}/", f"customers/{customer.pk}/"):
        assert f'href="{clerk.root}{path}"' in page.content.decode()
    assert "SO-OTHER" not in text
    assert "Edit in Setup" not in text
    for documents, number in (("orders", waiting.number), ("invoices", invoice.number)):
        listed = text_of(clerk.get(f"{documents}/?item={item.pk}"))
        assert (number in listed, "SO-OTHER" in listed) == (True, False)


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.AUDITOR])
def test_everybody_finds_items_and_nobody_those_of_another_company(company: Company, role: str) -> None:
    an_item(company, number="A-1", name="Lamp", is_blocked=True)
    foreign = an_item(a_company(), number="X-1", name="Lamp")
    reader = Visitor(a_user(company, role), company)

    listed = text_of(reader.get("items/?text=lamp"))

    assert ("A-1" in listed, "Blocked" in listed, "X-1" in listed) == (True, True, False)
    assert "A-1" in reader.get("items/?export=csv").getvalue().decode()
    for path in (f"items/{foreign.pk}/", f"orders/?item={foreign.pk}", f"invoices/?item={foreign.pk}"):
        assert reader.get(path).status_code == 404
