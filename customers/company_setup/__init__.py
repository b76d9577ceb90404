"""A new company that can start at once: calendar, chart of accounts, series, terms, groups and sales tax.

Everything made here is master data that an administrator may change afterwards; nothing in the program
relies on a code of this package.
"""

from customers.company_setup.creating import (
    CompanyExists,
    VatNumberMistyped,
    VatRateUnknown,
    create_company,
    warning_of_vat_number,
)

__all__ = ["CompanyExists", "VatNumberMistyped", "VatRateUnknown", "create_company", "warning_of_vat_number"]
