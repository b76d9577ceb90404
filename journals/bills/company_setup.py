"""What a new company starts with, so that it can draw its first bill: accounts, profiles, series, names, methods."""

from arclose.ledger.models import Company, LedgerAccount, NumberSeries
from arclose.ledger.models.accounts import AccountType
from arclose.ledger.models.number_series import SeriesPurpose
from journals.models import (
    BillParameters,
    BillProfile,
    BillStage,
    Instrument,
    JournalName,
    JournalType,
    MethodOfPayment,
)

# number, name, type, whether only the subledger posts to it
ACCOUNTS = (
    ("1110", "Bills of exchange", AccountType.ASSET, True),
    ("1112", "Bills remitted for collection", AccountType.ASSET, True),
    ("1114", "Bills remitted for discount", AccountType.ASSET, True),
    ("1116", "Protested bills", AccountType.ASSET, True),
    ("1250", "Deferred discount interest", AccountType.ASSET, False),
    ("2150", "Liabilities for discounted bills", AccountType.LIABILITY, True),
    ("4600", "Bank charges", AccountType.EXPENSE, False),
    ("4610", "Discount interest", AccountType.EXPENSE, False),
    ("8940", "Costs charged to customers", AccountType.REVENUE, False),
    ("8945", "Interest on redrawn bills", AccountType.REVENUE, False),
)
SUMMARY_ACCOUNTS = {
    BillStage.BILL: "1110",
    BillStage.COLLECTION: "1112",
    BillStage.DISCOUNT: "1114",
    BillStage.PROTEST: "1116",
}
PARAMETERS = {
    "charges_account": "4600",
    "discount_interest_account": "4610",
    "deferred_interest_account": "1250",
    "costs_account": "8940",
    "interest_account": "8945",
}
NUMBER_SERIES = {SeriesPurpose.BILL: "BE", SeriesPurpose.REMITTANCE: "BR"}
# code, name, type
JOURNAL_NAMES = (
    ("BEDRAW", "Draw bills of exchange", JournalType.DRAW),
    ("BEREMIT", "Remit bills of exchange", JournalType.REMITTANCE),
    ("BESETTLE", "Settle bills of exchange", JournalType.SETTLE),
    ("BEPROTEST", "Protest bills of exchange", JournalType.PROTEST),
    ("BEREDRAW", "Redraw bills of exchange", JournalType.REDRAW),
)
METHODS = (("BILL", "Bill of exchange", Instrument.BILL), ("NOTE", "Promissory note", Instrument.NOTE))


def create_what_bills_need(company: Company) -> None:
    """Give a new company all that its bills of exchange need but terms of its banks."""
    made = LedgerAccount.objects.bulk_create(
        LedgerAccount(company=company, number=number, name=name, account_type=account_type, is_control_account=control)
        for number, name, account_type, control in ACCOUNTS
    )
    accounts = {account.number: account for account in made}
    BillProfile.objects.bulk_create(
        BillProfile(
            company=company,
            stage=stage,
            summary_account=accounts[number],
            liability_account=accounts["2150"] if stage == BillStage.DISCOUNT else None,
        )
        for stage, number in SUMMARY_ACCOUNTS.items()
    )
    BillParameters.objects.create(company=company, **{name: accounts[number] for name, number in PARAMETERS.items()})
    NumberSeries.objects.bulk_create(
        NumberSeries(company=company, purpose=purpose, prefix=prefix) for purpose, prefix in NUMBER_SERIES.items()
    )
    JournalName.objects.bulk_create(
        JournalName(company=company, code=code, name=name, journal_type=journal_type)
        for code, name, journal_type in JOURNAL_NAMES
    )
    MethodOfPayment.objects.bulk_create(
        MethodOfPayment(company=company, code=code, name=name, instrument=instrument)
        for code, name, instrument in METHODS
    )
