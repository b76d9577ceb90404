"""The pages of journals; who may open which stands in :mod:`arclose.access.routes`."""

from django.urls import path

from journals import views
from journals.bank_screens import matching, returning
from journals.bank_screens import views as bank
from journals.screens import (
    general_journals,
    journal_posting,
    journals,
    payment_entry,
    payment_posting,
    payment_statuses,
    payments,
    voucher_entry,
    voucher_posting,
    voucher_reversing,
)

app_name = "journals"

urlpatterns = [
    path("general-vouchers/", views.general_vouchers, name="general_vouchers"),
    path("general-vouchers/preview/", voucher_posting.preview_vouchers, name="preview_vouchers"),
    path("general-vouchers/post/", voucher_posting.post_vouchers, name="post_vouchers"),
    path("general-vouchers/job/", voucher_posting.post_vouchers_as_job, name="post_vouchers_as_job"),
    path("general-vouchers/<int:pk>/", views.general_voucher, name="general_voucher"),
    path("general-vouchers/<int:pk>/cancel/", views.cancel_voucher, name="cancel_voucher"),
    path("general-vouchers/<int:pk>/reverse/", voucher_reversing.reverse, name="reverse_general_voucher"),
    path("general-vouchers/<int:pk>/change/", voucher_entry.change_voucher, name="change_voucher"),
    path("general-journals/", general_journals.general_journals, name="general_journals"),
    path("general-journals/new/", general_journals.new_general_journal, name="new_general_journal"),
    path("general-journals/<int:pk>/", general_journals.general_journal, name="general_journal"),
    path("general-journals/<int:pk>/enter/", voucher_entry.enter_voucher, name="enter_voucher"),
    path("general-journals/<int:pk>/copy/", general_journals.copy_journal, name="copy_journal"),
    path("payment-journals/", payments.payment_journals, name="payment_journals"),
    path("payment-journals/new/", payments.new_payment_journal, name="new_payment_journal"),
    path("payment-journals/<int:pk>/", payments.payment_journal, name="payment_journal"),
    path("journals/<int:pk>/approve/", journals.approve_journal, name="approve_journal"),
    path("payment-journals/<int:pk>/enter/", payment_entry.enter_payment, name="enter_payment"),
    path("journals/<int:pk>/post/", journal_posting.post_and_transfer, name="post_and_transfer"),
    path("payments/", payments.payments, name="payments"),
    path("payments/preview/", payment_posting.preview, name="preview_payments"),
    path("payments/post/", payment_posting.post, name="post_payments"),
    path("payments/job/", payment_posting.post_as_job, name="post_payments_as_job"),
    path("payments/status/", payment_statuses.change_status, name="change_payment_status"),
    path("payments/<int:pk>/", payments.payment, name="payment"),
    path("payments/<int:pk>/change/", payment_entry.change_payment, name="change_payment"),
    path("payments/<int:pk>/delete/", payments.delete_payment, name="delete_payment"),
    path("payments/<int:pk>/reverse/", payment_posting.reverse, name="reverse_payment"),
    path("bank-statements/", bank.bank_statements, name="bank_statements"),
    path("bank-statements/read/", bank.read_bank_files, name="read_bank_files"),
    path("bank-statements/<int:pk>/", bank.bank_statement, name="bank_statement"),
    path("bank-lines/", bank.bank_lines, name="bank_lines"),
    path("bank-lines/propose/", matching.propose_payments, name="propose_payments"),
    path("bank-lines/pay/", matching.make_bank_payments, name="make_bank_payments"),
    path("bank-lines/pay-all/", matching.make_all_bank_payments, name="make_all_bank_payments"),
    path("bank-lines/return/", returning.take_bank_returns, name="take_returns"),
    path("bank-returns/<int:pk>/undo/", returning.undo_bank_return, name="undo_return"),
    path("bank-lines/explain/", matching.explain_lines, name="explain_lines"),
    path("bank-lines/<int:pk>/again/", matching.match_again, name="match_again"),
    path("bank-lines/<int:pk>/", bank.bank_line, name="bank_line"),
]
