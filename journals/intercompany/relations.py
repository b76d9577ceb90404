"""Which companies settle for each other, which of their customers are the same, and what a person may do in both."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from arclose.access.models import Membership
from arclose.access.routes import Role
from arclose.ledger.models import Company, Currency
from customers.models import Customer, CustomerTransaction
from customers.models.transactions import KEPT_BY_BILLS
from customers.sql import lock_open_transactions
from journals.models import CustomerParty, IntercompanyRelation

MAY_PAY = (Role.CLERK, Role.CONTROLLER)
MAY_TAKE_BACK = (Role.CONTROLLER,)


def partners(company: Company) -> "QuerySet[Company]":
    """Give the companies that settle with a company: each of the two names the other."""
    named = IntercompanyRelation.objects.filter(company=company, is_active=True)
    return Company.objects.filter(
        pk__in=named.values("partner"),
        intercompany_relations__partner=company,
        intercompany_relations__is_active=True,
    )


def with_role(user: User, roles: Collection[str] = MAY_PAY) -> "QuerySet[Membership, int]":
    """Give the ids of the companies in which a person holds one of the roles."""
    held = Membership.objects.filter(user=user, user__is_active=True, role__in=roles)
    return held.values_list("company", flat=True)


def partners_of(company: Company, user: User) -> "QuerySet[Company]":
    """Give the companies that settle with a company and in which a person may enter and post payments too."""
    return partners(company).filter(pk__in=with_role(user))


def same_customers(customer: Customer) -> "QuerySet[CustomerParty]":
    """Give the customers of other companies that are the same party as one."""
    own = CustomerParty.objects.filter(customer=customer).values("party")
    return CustomerParty.objects.filter(party__in=own).exclude(company=customer.company_id)


def customers_elsewhere(*, customer: Customer, user: User) -> "QuerySet[Customer]":
    """Give who is the same party in other companies, as far as a person may settle there."""
    companies = partners_of(customer.company, user)
    own = same_customers(customer).filter(company__in=companies).values("customer")
    return Customer.objects.filter(pk__in=own).select_related("company").order_by("company", "pk")


def transactions_elsewhere(*, customer: Customer, user: User) -> "QuerySet[CustomerTransaction]":
    """Give what the same party owes or is owed in other companies, as far as a person may settle it."""
    return CustomerTransaction.objects.filter(
        company__in=partners_of(customer.company, user), customer__in=same_customers(customer).values("customer")
    )


def open_elsewhere(*, customer: Customer, currency: Currency, user: User) -> "QuerySet[CustomerTransaction]":
    """Give what of :func:`transactions_elsewhere` a payment in a currency may settle, each with the mark that holds it.

    What is open in that currency, the earliest due first; after it what is owed in others, which takes an exchange.
    """
    rows = transactions_elsewhere(customer=customer, user=user).filter(open__isnull=False)
    rows = rows.exclude(transaction_type__in=KEPT_BY_BILLS).annotate(is_across=~Q(currency=currency))
    may_be_settled = rows.filter(Q(is_across=False) | Q(open__transaction_currency_amount__gt=0))
    told = may_be_settled.select_related("open", "company", "currency", "mark__marked_by")
    return told.order_by("is_across", "due_date", "pk")


def lock_in_all(transactions: Mapping[int, Collection[int]]) -> dict[int, Decimal]:
    """Lock open transactions of several companies, by the company's id and in order of it, and give what is open."""
    still_open: dict[int, Decimal] = {}
    for company, ids in sorted(transactions.items()):
        if ids:
            still_open |= lock_open_transactions(company_id=company, transactions=sorted(ids))
    return still_open


def document_elsewhere(*, company: Company, typed: str, user: User) -> tuple[CustomerTransaction, Customer] | None:
    """Give the open document of another company that a number names, and the customer here who is the same party.

    None where there is none that the person may settle, or several.
    """
    rows = CustomerTransaction.objects.filter(
        company__in=partners_of(company, user),
        document_number__in={typed, typed.upper()},
        open__isnull=False,
        customer__party__party__in=CustomerParty.objects.filter(company=company).values("party"),
    )
    found = list(rows.select_related("customer__party", "currency", "open")[:2]) if "\x00" not in typed else []
    if len(found) != 1:
        return None
    own = Customer.objects.filter(company=company, party__party=found[0].customer.party.party)
    return found[0], own.select_related("currency").order_by("pk")[0]
