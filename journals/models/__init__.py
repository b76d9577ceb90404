"""The tables of journals."""

from journals.models.banks import BankAccount
from journals.models.cancellations import Cancellation
from journals.models.general import GeneralVoucher, GeneralVoucherLine, VoucherStatus

__all__ = ["BankAccount", "Cancellation", "GeneralVoucher", "GeneralVoucherLine", "VoucherStatus"]
