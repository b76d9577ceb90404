"""What the company of the invoices grants and realizes goes to the books of the one that was paid, where that bears it.

Both companies have said so by the relation of the one that is paid. Each cent is moved as it was posted, account by
account, in the accounting currency of the company of the invoices; sales tax stays.
"""

from collections.abc import Collection, Mapping
from datetime import date

from arclose.ledger.automatic_accounts import automatic_account
from arclose.ledger.models import Company, Posting
from arclose.ledger.models.accounts import AutomaticPurpose
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.rates import Rate, RateMissing
from customers.used_accounts import refuse_unusable
from journals.intercompany.sql import results_of_parts
from journals.models import IntercompanyRelation, IntercompanyResult

_PURPOSES = {
    PostingType.CASH_DISCOUNT: AutomaticPurpose.CASH_DISCOUNT,
    PostingType.REALIZED_GAIN: AutomaticPurpose.REALIZED_GAIN,
    PostingType.REALIZED_LOSS: AutomaticPurpose.REALIZED_LOSS,
}


def bears_results(*, paid: Company, company: Company) -> bool:
    """Tell whether a company that is paid bears what another one grants and realizes on what it was paid for it."""
    return IntercompanyRelation.objects.filter(company=paid, partner=company, bears_results=True).exists()


def pass_results_on(
    *,
    posting: Posting,
    paid: Company,
    marked: Mapping[int, int],
    rates: Mapping[tuple[str, date], Rate | RateMissing],
) -> list[IntercompanyResult]:
    """Write what the parts of a posting pass on, whose settlements are written; give it.

    ``marked`` are the transactions they marked, each with its part; ``rates`` those of the paid company, of the
    accounting currency of the posting's, for each day on which something may have been settled.

    :raises AutomaticAccountMissing: the paid company names no account for it.
    :raises AccountUnusable: that account is blocked, or a control account.
    """
    company = posting.company
    here = IntercompanyRelation.objects.get(company=company, partner=paid)
    there = IntercompanyRelation.objects.get(company=paid, partner=company)
    found = results_of_parts(posting_id=posting.pk, marked=marked)
    accounts = _accounts(paid, {PostingType(one.posting_type) for one in found})
    results = []
    for one in found:
        rate = rates[company.accounting_currency_id, one.result_date]
        assert isinstance(rate, Rate), "a payment without one was left out"
        is_cost = one.amount > 0
        results.append(
            IntercompanyResult(
                company=company,
                paying_company=paid,
                part_id=one.part_id,
                posting=posting,
                posting_type=one.posting_type,
                result_date=one.result_date,
                currency_id=company.accounting_currency_id,
                amount=one.amount,
                transaction_units=rate.units_from,
                accounting_units=rate.units_to,
                account_id=one.account_id,
                due_account_id=here.due_from_account_id if is_cost else here.due_to_account_id,
                paying_account_id=accounts[PostingType(one.posting_type)],
                paying_due_account_id=there.due_to_account_id if is_cost else there.due_from_account_id,
            )
        )
    return IntercompanyResult.objects.bulk_create(results)


def _accounts(paid: Company, types: Collection[PostingType]) -> dict[PostingType, int]:
    found = {one: automatic_account(company=paid, purpose=_PURPOSES[one]) for one in types}
    refuse_unusable(company=paid, accounts=found.values())
    return found
