"""Signing in and out, and the ways into a company."""

from django.urls import path

from arclose.access import views

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("<str:company>/", views.company_home, name="company"),
]
