"""Against which accounts unrealized gains and losses are posted: a currency's own, else the company's."""

from collections.abc import Sequence

from arclose.ledger.automatic_accounts import automatic_account
from arclose.ledger.models import Company
from arclose.ledger.models.accounts import AutomaticPurpose
from customers.models import CurrencyAccounts
from customers.used_accounts import refuse_unusable


def unrealized_accounts(*, company: Company, currencies: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Give the accounts for (gains, losses) of each currency.

    :raises AutomaticAccountMissing: the company names none, and a currency has none of its own.
    :raises AccountUnusable: one is blocked, or a control account.
    """
    rows = CurrencyAccounts.objects.filter(company=company, currency__in=currencies)
    own = {row.currency_id: (row.unrealized_gain_account_id, row.unrealized_loss_account_id) for row in rows}
    usual: dict[AutomaticPurpose, int] = {}

    def account(named: int | None, purpose: AutomaticPurpose) -> int:
        if named is None and purpose not in usual:
            usual[purpose] = automatic_account(company=company, purpose=purpose)
        return named or usual[purpose]

    found = {}
    for currency in currencies:
        gain, loss = own.get(currency, (None, None))
        found[currency] = (
            account(gain, AutomaticPurpose.UNREALIZED_GAIN),
            account(loss, AutomaticPurpose.UNREALIZED_LOSS),
        )
    refuse_unusable(company=company, accounts={pk for pair in found.values() for pk in pair})
    return found
