"""Valid rows by default: a test names only what matters to it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.contrib.auth.models import User

from arclose.access.models import Membership, Role
from arclose.ledger.models import Company
from arclose.ledger.money import round_amount
from customers.company_setup import create_company
from customers.models import (
    CollectionLetter,
    CollectionLetterCode,
    CollectionSequence,
    Customer,
    CustomerGroup,
    FreeTextInvoice,
    FreeTextLine,
    InterestCode,
    InterestNote,
    Item,
    ItemGroup,
    ItemTaxGroup,
    PaymentTerms,
    PostingProfile,
    RecurringInvoice,
    RecurringTemplate,
    RecurringTemplateLine,
    SalesOrder,
    SalesOrderLine,
    TaxGroup,
)
from journals.banking.statements import take_in
from journals.models import BankAccount, BankStatement

_SERIAL = count(1)
_READY = "READY"
_DUTCH: dict[str, Any] = {"country": "NL", "currency": "EUR", "first_year": 2026, "vat_number": "NL123456789B01"}


def a_user(company: Company | None = None, *roles: str, name: str = "") -> User:
    """Give a person with these roles in a company."""
    user = User.objects.create_user(name or f"user{next(_SERIAL)}", password="correct horse battery")
    Membership.objects.bulk_create(Membership(user=user, company=company, role=role) for role in roles)
    return user


def a_clerk(company: Company) -> User:
    """Give a clerk of a company."""
    return a_user(company, Role.CLERK)


def a_controller(company: Company) -> User:
    """Give a controller of a company."""
    return a_user(company, Role.CONTROLLER)


def a_company(**values: Any) -> Company:
    """Give a Dutch company with the books of 2026 open."""
    named = {"code": f"C{next(_SERIAL)}", "name": "Test company"}
    wanted = {**named, **_DUTCH, **values}
    if wanted.items() >= _DUTCH.items() and wanted.keys() == named.keys() | _DUTCH.keys():
        ready = Company.objects.filter(code=_READY)
        if ready.update(code=wanted["code"], name=wanted["name"]):
            return Company.objects.select_related("accounting_currency", "exchange_rate_type").get(code=wanted["code"])
    return create_company(**wanted)


def make_a_company_ready() -> None:
    """Leave a company to the first `a_company` of each test, which has its own name and is as good as new: a third of
    the price of a small test was to create one.
    """
    create_company(code=_READY, name="Ready", **_DUTCH)


def _of(company: Company, model: Any, code: str) -> Any:
    """Give a company's row of this code; the company keeps it, for every builder asks for the same few."""
    kept = vars(company).setdefault("_rows_of_builders", {})
    if (model, code) not in kept:
        kept[model, code] = model.objects.get(company=company, code=code)
    return kept[model, code]


def a_customer(company: Company, **values: Any) -> Customer:
    """Give a domestic customer in the company's currency, due in 30 days, without a credit limit."""
    number = values.pop("number", f"CU{next(_SERIAL)}")
    tax_group = values.pop("tax_group", "DOM")
    defaults = {
        "name": f"Customer {number}",
        "group": _of(company, CustomerGroup, "TRADE"),
        "country": company.country,
        "currency_id": company.accounting_currency_id,
        "payment_terms": _of(company, PaymentTerms, "N30"),
        "posting_profile": _of(company, PostingProfile, "GEN"),
        "tax_group": _of(company, TaxGroup, tax_group),
    }
    return Customer.objects.create(company=company, number=number, **{**defaults, **values})


def an_item(company: Company, **values: Any) -> Item:
    """Give an article of the company's group of goods."""
    number = values.pop("number", f"IT{next(_SERIAL)}")
    group, tax_group = ("SERVICES", "SERV") if values.get("item_type") == "service" else ("GOODS", "STD")
    defaults = {
        "name": f"Item {number}",
        "group": _of(company, ItemGroup, group),
        "item_tax_group": _of(company, ItemTaxGroup, tax_group),
    }
    return Item.objects.create(company=company, number=number, **{**defaults, **values})


def an_order(
    customer: Customer,
    *lines: tuple[str, str] | tuple[str, str, str],
    on: date = date(2026, 10, 15),
    item: Item | None = None,
    items: Sequence[Item] = (),
    **values: Any,
) -> SalesOrder:
    """Give an open order; each line is (quantity, price) or (quantity, price, line discount in percent)."""
    company = customer.company
    defaults = {
        "number": f"SO{next(_SERIAL)}",
        "order_date": on,
        "invoice_date": on,
        "currency": customer.currency,
        "payment_terms": customer.payment_terms,
        "tax_group": customer.tax_group,
        "delivery_country": customer.country,
    }
    order = SalesOrder(company=company, customer=customer, **{**defaults, **values})
    chosen = list(items) or [item or an_item(company)] * max(len(lines), 1)
    made = []
    for number, (line, sold) in enumerate(zip(lines or [("1", "100")], chosen, strict=True), start=1):
        quantity, price, discount = (*map(Decimal, line), Decimal(0))[:3]
        net_amount = round_amount(quantity * price * (1 - discount / 100), order.currency.decimals)
        made.append(
            SalesOrderLine(
                company=company,
                order=order,
                line_number=number,
                item=sold,
                quantity=quantity,
                unit_price=price,
                line_discount_percent=discount,
                net_amount=net_amount,
            )
        )
    order.net_amount = sum(line.net_amount for line in made)
    order.save()
    SalesOrderLine.objects.bulk_create(made)
    return order


def an_interest_note(customer: Customer, interest: str = "10", *, on: date = date(2026, 10, 15)) -> InterestNote:
    """Give an interest note without lines that is not posted."""
    company = customer.company
    values = {"name": "Statutory", "interest_account": company.accounts.get(number="8100")}
    code, _is_new = InterestCode.objects.get_or_create(company=company, code="STAT", defaults=values)
    return InterestNote.objects.create(
        company=company,
        customer=customer,
        interest_code=code,
        currency=customer.currency,
        note_date=on,
        until_date=on,
        interest_amount=Decimal(interest),
        created_by=a_clerk(company),
    )


def a_collection_sequence(company: Company, *, days: Sequence[int] = (7, 7, 7), **values: Any) -> CollectionSequence:
    """Give the usual sequence of collection letters, with a code for each of the days."""
    usual = {"code": "USUAL", "name": "Usual", "is_usual": True, "fee_account": company.accounts.get(number="8100")}
    made = CollectionSequence.objects.create(company=company, **{**usual, **values})
    CollectionLetterCode.objects.bulk_create(
        CollectionLetterCode(company=company, sequence=made, number=number, name=f"Letter {number}", days=day)
        for number, day in enumerate(days, 1)
    )
    return made


def a_collection_letter(customer: Customer, overdue: str = "10", *, on: date = date(2026, 10, 15)) -> CollectionLetter:
    """Give a collection letter without lines that is not posted."""
    company = customer.company
    code = CollectionLetterCode.objects.filter(company=company).first() or a_collection_sequence(company).codes.get(
        number=1
    )
    return CollectionLetter.objects.create(
        company=company,
        customer=customer,
        letter_code=code,
        code_number=code.number,
        currency=customer.currency,
        note_date=on,
        until_date=on,
        overdue_amount=Decimal(overdue),
        created_by=a_clerk(company),
    )


def a_free_text_invoice(customer: Customer, amount: str = "100", **values: Any) -> FreeTextInvoice:
    """Give a free text invoice of one line on the account of services."""
    company = customer.company
    defaults = {
        "key": f"free{next(_SERIAL)}",
        "invoice_account": customer.invoice_account or customer,
        "invoice_date": date(2026, 10, 15),
        "currency": customer.currency,
        "payment_terms": customer.payment_terms,
        "tax_group": customer.tax_group,
        "delivery_country": customer.country,
        "net_amount": Decimal(amount),
    }
    document = FreeTextInvoice.objects.create(company=company, customer=customer, **{**defaults, **values})
    FreeTextLine.objects.create(
        company=company,
        document=document,
        line_number=1,
        description="Service",
        account=company.accounts.get(number="8100"),
        item_tax_group=_of(company, ItemTaxGroup, "SERV"),
        quantity=1,
        unit_price=Decimal(amount),
        amount=Decimal(amount),
    )
    return document


def a_recurring_invoice(customer: Customer, amount: str = "100", **values: Any) -> RecurringInvoice:
    """Give a monthly recurring invoice of one line on the account of services."""
    company = customer.company
    template = RecurringTemplate.objects.create(company=company, code=f"RT{next(_SERIAL)}", name="Service")
    RecurringTemplateLine.objects.create(
        company=company,
        template=template,
        line_number=1,
        description="Service",
        account=company.accounts.get(number="8100"),
        item_tax_group=_of(company, ItemTaxGroup, "SERV"),
        unit_price=Decimal(amount),
    )
    values = {"start_date": date(2026, 10, 31), "key": f"recurring{next(_SERIAL)}", **values}
    return RecurringInvoice.objects.create(company=company, template=template, customer=customer, **values)


def a_returned_order(customer: Customer, *lines: Any, **values: Any) -> SalesOrder:
    """Give an open returned order: it becomes a credit note."""
    return an_order(customer, *lines, order_type="returned", **values)


def a_bank_statement(
    company: Company, *lines: str | tuple[str, str, str], closing: str = "", on: date = date(2026, 10, 5)
) -> BankStatement:
    """Give a statement of the company's bank account, read from an MT940 file; it opens with 100 and adds up.

    Each line is an amount, or (amount, payer, text).
    """
    BankAccount.objects.filter(company=company, code="BANK").update(account_number="123456789")
    told = [line if isinstance(line, tuple) else (line, "A payer", "") for line in lines or ["121.00"]]
    written = "\n".join(
        f":61:{on:%y%m%d}{'D' if Decimal(amount) < 0 else 'C'}{amount.lstrip('-')}NTRF\n"
        f":86:/NAME/{payer}/REMI/{text or f'Payment {place}'}"
        for place, (amount, payer, text) in enumerate(told, start=1)
    )
    number, day, currency = next(_SERIAL), f"{on:%y%m%d}", company.accounting_currency_id
    end = closing or str(100 + sum(Decimal(amount) for amount, _payer, _text in told))
    message = (
        f":20:R{number}\n:25:123456789\n:28C:{number}/1\n:60F:C{day}{currency}100,\n{written}\n"
        f":62F:{'D' if Decimal(end) < 0 else 'C'}{day}{currency}{end.lstrip('-')}\n-\n"
    )
    with NamedTemporaryFile("w") as file:
        file.write(message)
        file.flush()
        taken = take_in(company=company, path=Path(file.name), file_name="bank.sta", user=a_clerk(company))
    return taken.statements[0]
