"""All routes of the program. Each also has its row in :mod:`arclose.access.routes`."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from arclose.access.urls import company_urlpatterns as access_company_pages
from arclose.access.urls import urlpatterns as access_pages
from arclose.checklist import views as checklist
from arclose.web.urls import company_urlpatterns as web_company_pages
from arclose.web.urls import urlpatterns as web_pages

# Pages of a company in a period. Add an app's pages here: path("", include("customers.urls")).
company_pages: list[URLPattern | URLResolver] = [
    *web_company_pages,
    *access_company_pages,
    path("close/walk/", checklist.walk, name="walk"),
    path("", include("arclose.checklist.urls")),
    path("", include("arclose.ledger.urls")),
    path("", include("arclose.batch.urls")),
    path("", include("customers.urls")),
    path("", include("journals.urls")),
    path("", include("revaluation.urls")),
    path("", include("ecsales.urls")),
    path("", include("arclose.imports.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("language/", set_language, name="set_language"),
    *web_pages,
    *access_pages,
    path("<str:company>/<str:period>/", include(company_pages)),
]

handler400 = "arclose.web.errors.bad_request"
handler403 = "arclose.web.errors.forbidden"
handler404 = "arclose.web.errors.not_found"
handler500 = "arclose.web.errors.server_error"
