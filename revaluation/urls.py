"""Pages of revaluation."""

from django.urls import path

from revaluation.screens import left_out, looking, rates, runs

app_name = "revaluation"
urlpatterns = [
    path("revaluations/", runs.runs, name="runs"),
    path("revaluations/new/", runs.new_run, name="new_run"),
    path("revaluations/exposure/", looking.exposure, name="exposure"),
    path("revaluations/rates/", rates.rates, name="rates"),
    path("revaluations/rates/import/", rates.import_rates, name="import_rates"),
    path("revaluations/rates/enter/", rates.enter_rate, name="enter_rate"),
    path("revaluations/vouchers/<int:pk>/", runs.voucher, name="voucher"),
    path("revaluations/transactions/<int:pk>/", looking.transaction, name="transaction"),
    path("revaluations/<int:pk>/", runs.run, name="run"),
    path("revaluations/<int:pk>/left-out/", left_out.left_out, name="left_out"),
    path("revaluations/<int:pk>/compare/", looking.compare, name="compare"),
    path("revaluations/<int:pk>/post/", runs.post, name="post"),
    path("revaluations/<int:pk>/job/", runs.post_as_job, name="post_as_job"),
    path("revaluations/<int:pk>/anew/", runs.compute_anew, name="compute_anew"),
    path("revaluations/<int:pk>/delete/", runs.delete, name="delete"),
    path("revaluations/<int:pk>/undo/", runs.undo, name="undo"),
]
