"""The tables of journals."""

from journals.models.general import GeneralVoucher, GeneralVoucherLine, VoucherStatus

__all__ = ["GeneralVoucher", "GeneralVoucherLine", "VoucherStatus"]
