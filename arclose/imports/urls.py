"""The page of imports; who may open it stands in :mod:`arclose.access.routes`."""

from django.urls import path

from arclose.imports import views

app_name = "imports"

urlpatterns = [path("import/", views.page, name="page")]
