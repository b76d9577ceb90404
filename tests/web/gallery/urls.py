"""The program's routes, with the gallery's pages among those of a company."""

from django.urls import include, path

from arclose import urls as program
from arclose.urls import handler400, handler403, handler404, handler500  # noqa: F401
from tests.web.gallery import views

_pages = (
    [
        path("gallery/", views.orders, name="orders"),
        path("gallery/uncounted/", views.uncounted, name="uncounted"),
        path("gallery/chosen/", views.chosen, name="chosen"),
        path("gallery/parts/", views.parts, name="parts"),
        path("gallery/answer/", views.parts, name="answer"),
        path("gallery/stale/", views.stale, name="stale"),
        path("gallery/gone/", views.gone, name="gone"),
        path("gallery/unlisted/", views.gone, name="unlisted"),
        path("gallery/<int:pk>/", views.order, name="order"),
    ],
    "gallery",
)
urlpatterns = [path("<str:company>/<str:period>/", include(_pages)), *program.urlpatterns]

TABLE = """
route | method | who
gallery:orders    | GET  | all
gallery:uncounted | GET  | all
gallery:chosen    | POST | clerk controller
gallery:parts     | GET  | all
gallery:parts     | POST | clerk
gallery:answer    | POST | clerk
gallery:stale     | POST | controller fresh
gallery:gone      | GET  | all
gallery:order     | GET  | all
"""
