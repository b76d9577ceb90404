"""Addresses of the ledger's pages, below company and period."""

from django.urls import path

from arclose.ledger import views

app_name = "ledger"
urlpatterns = [
    path("vouchers/", views.vouchers, name="vouchers"),
    path("vouchers/export/", views.export_vouchers, name="export_vouchers"),
    path("vouchers/<int:pk>/", views.voucher, name="voucher"),
    path("vouchers/<int:pk>/reverse/", views.reverse, name="reverse"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/<int:pk>/", views.account, name="account"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/next-year/", views.open_year, name="open_year"),
]
