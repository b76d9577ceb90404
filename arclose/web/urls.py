"""Pages that belong to no app. Those of a company stand below ``/<company>/<period>/``."""

from django.urls import path

from arclose.web import views

urlpatterns = [
    path("theme/", views.theme, name="theme"),
    path("health/", views.health, name="health"),
]
company_urlpatterns = [
    path("search/", views.search, name="search"),
    path("jobs-at-work/", views.jobs_at_work, name="jobs_at_work"),
]
