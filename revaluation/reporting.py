"""What a run makes of the reporting currency, where the company has one: per control account and currency.

Every entry is translated into it at the rate of its own day, so what an account says there moves away from what is open
on it. A run brings it back, by entries in reporting currency alone beside those in accounting currency:

    debit or credit   customer balance            what is open at the rate, less what the account says with the run
    credit or debit   unrealized gain, or loss    the opposite

The unit is an account with a currency, that of the books included, not a transaction: what one is worth in reporting
currency is kept nowhere, and what settlements leave there of any comes to zero with the rest. So only a run of all
customers values it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from arclose.ledger.models import ExchangeRateType
from arclose.ledger.models.vouchers import PostingType
from arclose.ledger.money import ZERO, convert
from arclose.ledger.rates import Rate, RateMissing, rates_between
from arclose.web.said import Said, said
from revaluation import sql
from revaluation.accounts import unrealized_accounts
from revaluation.models import LeftOutReason, Method, ReportingValue, Run, RunEntry, RunVoucher
from revaluation.queries import reporting_left_to_undo
from revaluation.refusals import TooLargeInReporting
from revaluation.sql import Stands

LARGEST, HELD_BELOW = Decimal(10) ** 17, Decimal(10) ** 18
Place = tuple[int, str]
Rates = Mapping[str, Rate | RateMissing]
# By account and currency: what is to be said there, or why it stays as it is.
NewAmounts = dict[Place, Decimal | Said]


def keep_values(run: Run) -> None:
    """Write down what a run makes of the reporting currency, with the vouchers that it needs beside its others."""
    values = values_of(run)
    for value in values:
        if value.change:
            value.voucher, _is_new = RunVoucher.objects.get_or_create(
                company=run.company,
                run=run,
                posting_date=run.considered_date,
                currency_id=value.currency_id,
                control_account_id=value.control_account_id,
            )
    ReportingValue.objects.bulk_create(values)


def changed_values(run: Run) -> list[str]:
    """Give the currencies in which a run would make something else of the reporting currency now."""
    kept, now = (
        {(row.control_account_id, row.currency_id): _said(row) for row in rows}
        for rows in (run.reporting_values.all(), values_of(run))
    )
    return sorted({place[1] for place in kept.keys() | now.keys() if kept.get(place) != now.get(place)})


def _said(row: ReportingValue) -> tuple[Decimal, ...]:
    """Give what has to be the same: an undoing takes back what a run added, whatever the account says by now."""
    return (row.change,) if row.run.undoes_id else (row.open_amount, row.stood_amount, row.new_amount)


def values_of(run: Run) -> list[ReportingValue]:
    """Compute what a run makes of the reporting currency, a row per control account and currency; write nothing."""
    company = run.company
    if company.reporting_currency_id in (None, company.accounting_currency_id) or run.customers or run.customer_groups:
        return []
    daily = _rates(run, run.considered_date, [company.accounting_currency_id])[company.accounting_currency_id]
    before = _before(run)
    if isinstance(daily, RateMissing):  # the ledger refuses by name to post anything on that day
        return [] if run.undoes else list(_valued(run, before, dict.fromkeys(before, said(daily.reason))))
    stands = _with_own_entries(run, before, daily)
    if run.undoes:
        return list(_undone(run, run.undoes, stands))
    return list(_valued(run, stands, _new_amounts(run, before, stands)))


def _before(run: Run) -> dict[Place, Stands]:
    """Give what each account says without the run, in its currencies."""
    found = sql.reporting_stands(
        company_id=run.company_id, until=run.considered_date, control_account=_chosen_account(run)
    )
    meant = [one for one in found if not run.currencies or one.currency in run.currencies]
    return {(one.control_account, one.currency): one for one in meant}


def _with_own_entries(run: Run, before: dict[Place, Stands], daily: Rate) -> dict[Place, Stands]:
    """Give what each account says with the run's own entries, translated as the ledger does.

    :raises TooLargeInReporting: these come to more than the books can hold.
    """
    stands = dict(before)
    for account, currency, amount in _own_entries(run):
        own = stands.get((account, currency), Stands(account, currency, ZERO, ZERO))
        translated = own.reporting_amount + _in_reporting(run, amount, daily)
        if abs(translated) >= HELD_BELOW:
            raise TooLargeInReporting(currency)
        stands[account, currency] = own._replace(reporting_amount=translated)
    return stands


def _rates(run: Run, on: date, currencies: Iterable[str], rate_type: ExchangeRateType | None = None) -> Rates:
    """Give the rates into the reporting currency on a day, by the company's rate type or another."""
    company = run.company
    found = rates_between(
        company=company,
        asked=[(currency, on) for currency in currencies],
        to_currency=str(company.reporting_currency_id),
        rate_type=rate_type,
    )
    return {currency: rate for (currency, _day), rate in found.items()}


def _chosen_account(run: Run) -> int | None:
    return run.posting_profile.summary_account_id if run.posting_profile else None


def _own_entries(run: Run) -> "QuerySet[RunEntry, tuple[int, str, Decimal]]":
    entries = RunEntry.objects.filter(
        run=run, posting_type=PostingType.CUSTOMER_BALANCE, voucher__posting_date=run.considered_date
    )
    return entries.values_list("account", "voucher__currency", "accounting_currency_amount")


def _in_reporting(run: Run, amount: Decimal, rate: Rate) -> Decimal:
    reporting = run.company.reporting_currency
    assert reporting is not None, "only asked where the company has one"
    return convert(amount, units_from=rate.units_from, units_to=rate.units_to, decimals=reporting.decimals)


def _new_amounts(run: Run, before: dict[Place, Stands], stands: dict[Place, Stands]) -> NewAmounts:
    """Give what each account is to say by the method of a run, or why it stays as it is."""
    if run.method == Method.STANDARD:
        return _worth(run, stands)
    original = _original(run, before, stands)
    if run.method != Method.MINIMUM:
        return {**original}
    worth = _worth(run, stands)
    return {
        place: new if isinstance(new := worth[place], Said) else min(amount, new) for place, amount in original.items()
    }


def _valued(run: Run, stands: dict[Place, Stands], new_amounts: NewAmounts) -> Iterator[ReportingValue]:
    """Give what is made of each account; one that stays as it is is named too, with the reason."""
    accounts = unrealized_accounts(company=run.company, currencies=sorted({currency for _account, currency in stands}))
    for place, one in stands.items():
        found = new_amounts[place]
        new_amount, problem = (one.reporting_amount, found) if isinstance(found, Said) else (found, "")
        if one.open_amount or one.reporting_amount or new_amount:
            yield _value(run, one, new_amount, *accounts[one.currency], problem=problem)


def _worth(run: Run, stands: dict[Place, Stands]) -> NewAmounts:
    """Give what is open at the rates of the run, or that there is none, or more than the books can hold."""
    rates = _rates(run, run.rate_date, {currency for _account, currency in stands}, run.exchange_rate_type)
    return {place: _worth_at(run, one, rates[one.currency]) for place, one in stands.items()}


def _worth_at(run: Run, stands: Stands, rate: Rate | RateMissing) -> Decimal | Said:
    if isinstance(rate, RateMissing):
        return said(rate.reason)
    amount = _in_reporting(run, stands.open_amount, rate)
    return amount if abs(amount) < LARGEST else said(lambda: LeftOutReason.TOO_LARGE.label)


def _original(run: Run, before: dict[Place, Stands], stands: dict[Place, Stands]) -> dict[Place, Decimal]:
    """Give what the accounts would say if nothing had ever been adjusted."""
    adjusted = sql.reporting_adjusted(
        company_id=run.company_id, until=run.considered_date, control_account=_chosen_account(run)
    )
    return {
        place: (before[place].reporting_amount if place in before else ZERO) - adjusted.get(place, ZERO)
        for place in stands
    }


def _value(
    run: Run, stands: Stands, new_amount: Decimal, gain_account: int, loss_account: int, *, problem: str
) -> ReportingValue:
    is_gain = new_amount > stands.reporting_amount
    return ReportingValue(
        company=run.company,
        run=run,
        currency_id=stands.currency,
        control_account_id=stands.control_account,
        offset_account_id=gain_account if is_gain else loss_account,
        is_gain=is_gain,
        open_amount=stands.open_amount,
        stood_amount=stands.reporting_amount,
        new_amount=new_amount,
        problem=problem,
    )


def _undone(run: Run, undone: Run, stands: dict[Place, Stands]) -> Iterator[ReportingValue]:
    for value in reporting_left_to_undo(undone):
        account, currency = value.control_account_id, value.currency_id
        stood = stands.get((account, currency), Stands(account, currency, ZERO, ZERO))
        yield ReportingValue(
            company=run.company,
            run=run,
            currency_id=currency,
            control_account_id=account,
            offset_account_id=value.offset_account_id,
            is_gain=value.is_gain,
            open_amount=stood.open_amount,
            stood_amount=stood.reporting_amount,
            new_amount=stood.reporting_amount - value.change,
        )
