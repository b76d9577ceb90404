"""Addresses of the close, below company and period."""

from django.urls import path

from arclose.checklist import views

app_name = "checklist"
urlpatterns = [
    path("close/", views.close, name="close"),
    path("close/hold/", views.hold, name="hold"),
    path("close/reopen/", views.reopen, name="reopen"),
    path("close/permanently/", views.permanently_close, name="permanently_close"),
    path("close/prove/", views.prove, name="prove"),
    path("close/task/<str:task>/", views.task, name="task"),
    path("close/task/<str:task>/sign/", views.sign, name="sign"),
    path("close/task/<str:task>/assign/", views.assign, name="assign"),
]
