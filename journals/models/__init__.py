"""The tables of journals."""

from journals.models.cancellations import Cancellation
from journals.models.general import GeneralVoucher, GeneralVoucherLine, VoucherStatus

__all__ = ["Cancellation", "GeneralVoucher", "GeneralVoucherLine", "VoucherStatus"]
