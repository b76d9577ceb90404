"""The tables of the general ledger."""

from arclose.ledger.models.accounts import AutomaticAccount, LedgerAccount
from arclose.ledger.models.calendars import FiscalPeriod, FiscalYear, PeriodManifest, PeriodStatusChange
from arclose.ledger.models.companies import Company, VatRegistration
from arclose.ledger.models.currencies import Currency, ExchangeRate, ExchangeRateType, UnionMembership
from arclose.ledger.models.number_series import NumberSeries, NumberSeriesCounter
from arclose.ledger.models.vouchers import AccountBalance, ChainHead, LedgerEntry, Posting, PostingSeal, Voucher

__all__ = [
    "AccountBalance",
    "AutomaticAccount",
    "ChainHead",
    "Company",
    "Currency",
    "ExchangeRate",
    "ExchangeRateType",
    "FiscalPeriod",
    "FiscalYear",
    "LedgerAccount",
    "LedgerEntry",
    "NumberSeries",
    "NumberSeriesCounter",
    "PeriodManifest",
    "PeriodStatusChange",
    "Posting",
    "PostingSeal",
    "UnionMembership",
    "VatRegistration",
    "Voucher",
]
