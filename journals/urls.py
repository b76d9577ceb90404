"""The pages of journals; who may open which stands in :mod:`arclose.access.routes`."""

from django.urls import path

from journals import views

app_name = "journals"

urlpatterns = [
    path("general-vouchers/", views.general_vouchers, name="general_vouchers"),
    path("general-vouchers/post/", views.post_vouchers, name="post_vouchers"),
    path("general-vouchers/job/", views.post_vouchers_as_job, name="post_vouchers_as_job"),
    path("general-vouchers/<int:pk>/", views.general_voucher, name="general_voucher"),
    path("general-vouchers/<int:pk>/cancel/", views.cancel_voucher, name="cancel_voucher"),
]
