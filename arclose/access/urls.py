"""Signing in and out, the ways into a company, and the views that people save of its lists."""

from django.urls import path

from arclose.access import saved_view_pages, views

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("<str:company>/", views.company_home, name="company"),
]
company_urlpatterns = [
    path("", views.period_home, name="period"),
    path("views/", saved_view_pages.save_view, name="save_view"),
    path("views/<int:pk>/", saved_view_pages.change_view, name="change_view"),
    path("views/<int:pk>/delete/", saved_view_pages.delete_view, name="delete_view"),
    path("views/<int:pk>/default/", saved_view_pages.default_view, name="default_view"),
]
