"""Customer transactions: the list, settling what is ticked, taking a settlement back."""

import re
from datetime import date

import pytest

from arclose.access.routes import Role
from arclose.ledger.models import Company, ExchangeRate
from customers.models import CustomerTransaction, OpenTransaction, Settlement
from tests.builders import a_clerk, a_company, a_customer, a_returned_order, a_user, an_order
from tests.customers.pages import QUERIES_AT_MOST, Visitor, invoiced, page_key, text_of, value_of
from tests.text_tables import read_table

pytestmark = pytest.mark.django_db
KEY = page_key(1)


@pytest.fixture
def company() -> Company:
    return a_company()


@pytest.fixture
def clerk(company) -> Visitor:
    return Visitor(a_clerk(company), company)


@pytest.fixture
def customer(company):
    return a_customer(company, tax_group="OUT")


def a_debit(customer, amount="100", **values):
    [invoice] = invoiced(an_order(customer, ("1", amount), **values))
    return CustomerTransaction.objects.get(invoice=invoice)


def a_credit(customer, amount="40", **values):
    [note] = invoiced(a_returned_order(customer, ("-1", amount), **values))
    return CustomerTransaction.objects.get(invoice=note)


def settled(clerk, debit, credit, amount="40", day="31/10/2026", key=KEY):
    return clerk.post(
        "transactions/settle/", debit=debit.pk, credit=credit.pk, amount_0=amount, settlement_date=day, key=key
    )


def test_it_lists_what_is_open_on_a_day(clerk, customer, company, django_assert_max_num_queries):
    debit, credit = a_debit(customer), a_credit(customer)
    settled(clerk, debit, credit, day="20/10/2026")
    a_debit(a_customer(a_company()), "77")

    with django_assert_max_num_queries(QUERIES_AT_MOST):
        today = text_of(clerk.get("transactions/?on=31/10/2026"))
    before = text_of(clerk.get("transactions/?on=19/10/2026"))
    everything = text_of(clerk.get("transactions/?on=31/10/2026&state=all"))

    assert "Total EUR 1 row 100.00 60.00" in today
    assert "77.00" not in today
    assert "Total EUR 2 rows 60.00 60.00" in before
    assert "CN2026-000001" in before
    assert "Total EUR 2 rows 60.00 60.00" in everything


def test_it_exports_transactions(clerk, customer):
    a_debit(customer)

    csv = b"".join(clerk.get("transactions/?export=csv").streaming_content).decode()

    assert "\r\nINV2026-000001,2026-10-15,2026-11-14," in csv
    assert csv.endswith("100.00,100.00,EUR,100.00,V2026-000001\r\n")


def test_it_narrows_to_what_has_been_due_for_so_long(clerk, customer):
    a_debit(customer)

    assert "INV2026-000001" in text_of(clerk.get("transactions/?due=not_due"))
    assert "INV2026-000001" not in text_of(clerk.get("transactions/?due=days_over_90"))


def test_it_proposes_the_amounts_of_what_is_ticked_and_settles_them(clerk, customer):
    debit, credit = a_debit(customer), a_credit(customer)

    proposal = clerk.post("transactions/mark/", selected=[debit.pk, credit.pk])
    answer = settled(clerk, debit, credit, amount=value_of(proposal, "amount_0"), key=value_of(proposal, "key"))

    assert "Settled on 31 Oct 2026" in text_of(answer)
    assert OpenTransaction.objects.get().transaction_currency_amount == 60


def test_it_says_what_to_tick(clerk, customer, company):
    debit, other = a_debit(customer), a_credit(a_customer(company))

    for which, ticked in {"nothing": [], "one side": [debit.pk], "two customers": [debit.pk, other.pk]}.items():
        answer = clerk.post("transactions/mark/?sort=document_number", selected=ticked)
        assert "Tick" in text_of(answer), which
        boxes = re.findall(r'name="selected" value="(\d+)" aria-label="[^"]*" checked', answer.content.decode())
        assert sorted(map(int, boxes)) == ticked, "what was ticked stays so"


REFUSED = """
    amount | day        | message
    41     | 31/10/2026 | only 40
    -1     | 31/10/2026 | above zero
           | 31/10/2026 | Type the amount of at least one pair.
    1.001  | 31/10/2026 | finer than its currency
    10     | 1/10/2026  | not before the later of the two dates
    10     | 1/1/2027   | lies in no open period
    10     | someday    | is not a date
"""


def test_a_refusal_is_named_and_what_was_typed_is_kept(clerk, customer):
    debit, credit = a_debit(customer), a_credit(customer)

    for case in read_table(REFUSED):
        response = settled(clerk, debit, credit, amount=case["amount"], day=case["day"])
        assert case["message"] in text_of(response), case
        assert value_of(response, "settlement_date") == case["day"]
        assert not Settlement.objects.exists(), case


def test_it_says_what_another_clerk_has_settled_meanwhile(clerk, customer):
    debit, credit = a_debit(customer), a_credit(customer)
    settled(clerk, debit, credit, amount="40", key="first")

    response = settled(clerk, debit, credit, amount="7", key="second")

    assert f"{credit.document_number} is not open any more." in text_of(response)
    assert value_of(response, "amount_0") == "7"
    assert Settlement.objects.count() == 1


def test_what_the_company_lacks_is_said_beside_the_form(clerk, company):
    Company.objects.filter(pk=company.pk).update(reporting_currency="JPY")
    abroad = a_customer(company, tax_group="EXP", country="US", currency_id="USD")
    debit, credit = a_debit(abroad, on=date(2026, 9, 10)), a_credit(abroad, "100", on=date(2026, 10, 12))
    ExchangeRate.objects.filter(rate_type=company.exchange_rate_type, rate_date__gt=date(2026, 10, 12)).delete()

    response = settled(clerk, debit, credit, amount="33.33", day="31/10/2026")

    assert "The last exchange rate of" in text_of(response)
    assert value_of(response, "amount_0") == "33.33"
    assert not Settlement.objects.exists()


def test_a_form_sent_twice_settles_once(clerk, customer):
    debit, credit = a_debit(customer), a_credit(customer)

    for _attempt in range(2):
        settled(clerk, debit, credit, amount="10")

    assert Settlement.objects.count() == 1


def test_a_settlement_is_taken_back_with_date_and_reason(clerk, customer):
    debit, credit = a_debit(customer), a_credit(customer)
    settled(clerk, debit, credit)
    settlement = Settlement.objects.get()
    data = {"day": "31/10/2026", "reason": "Wrong invoice", "key": page_key(9)}

    asked = clerk.post(f"settlements/{settlement.pk}/reverse/", **data)
    clerk.typed_the_password_just_now()
    answer = text_of(clerk.post(f"settlements/{settlement.pk}/reverse/", **data))
    again = text_of(clerk.post(f"settlements/{settlement.pk}/reverse/", **{**data, "key": page_key(10)}))

    assert asked.status_code == 403
    assert b"Wrong invoice" in asked.content
    assert "Both sides are open again." in answer
    assert "Taken back on 31 Oct 2026" in answer
    assert "Settle again" in answer
    assert "was taken back before" in again
    assert OpenTransaction.objects.count() == 2
    assert Settlement.objects.count() == 2


def test_ids_of_another_company_answer_404(clerk, company, customer):
    mine, other_customer = a_debit(customer), a_customer(a_company(), tax_group="OUT")
    debit, credit = a_debit(other_customer), a_credit(other_customer)
    theirs = Visitor(a_clerk(other_customer.company), other_customer.company)
    assert settled(theirs, debit, credit).status_code == 200
    settlement = Settlement.objects.get()

    assert clerk.post("transactions/mark/", selected=[mine.pk, credit.pk]).status_code == 404
    assert clerk.post("transactions/reorganize/", selected=credit.pk).status_code == 404
    assert settled(clerk, mine, credit).status_code == 404
    assert clerk.get(f"settlements/{settlement.pk}/").status_code == 404
    assert clerk.get(f"settlements/{settlement.pk}/reverse/").status_code == 404


def test_an_auditor_settles_nothing(company, customer):
    debit, credit = a_debit(customer), a_credit(customer)
    auditor = Visitor(a_user(company, Role.AUDITOR), company)

    assert "Settle" not in text_of(auditor.get("transactions/")).replace("settlements", "").replace("settled", "")
    assert settled(auditor, debit, credit).status_code == 403
