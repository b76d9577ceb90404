"""The pages of EC sales lists; who may open which stands in :mod:`arclose.access.routes`."""

from django.urls import path

from ecsales.screens import checking, documents, lists, manual_lines, sales_list

app_name = "ecsales"

urlpatterns = [
    path("ec-sales-lists/", lists.sales_lists, name="sales_lists"),
    path("ec-sales-lists/begin/", lists.begin, name="begin_list"),
    path("ec-sales-lists/<int:pk>/", sales_list.sales_list, name="sales_list"),
    path("ec-sales-lists/<int:pk>/lines/", documents.list_lines, name="list_lines"),
    path("ec-sales-lists/<int:pk>/documents/", documents.list_documents, name="list_documents"),
    path("ec-sales-lists/<int:pk>/numbers/", manual_lines.list_numbers, name="list_numbers"),
    path("ec-list-numbers/<int:pk>/remove/", manual_lines.remove_number, name="remove_number"),
    path("ec-sales-lists/<int:pk>/add-line/", manual_lines.add_manual_line, name="add_line"),
    path("ec-manual-lines/<int:pk>/remove/", manual_lines.remove_line, name="remove_line"),
    path("ec-sales-lists/<int:pk>/check-numbers/", checking.check_numbers, name="check_numbers"),
    path("ec-sales-lists/<int:pk>/report/", sales_list.report_list, name="report_list"),
    path("ec-sales-lists/<int:pk>/take-back/", sales_list.take_back_list, name="take_back_list"),
    path("ec-sales-lists/<int:pk>/close/", sales_list.close_list, name="close_list"),
    path("ec-sales-lists/<int:pk>/reopen/", sales_list.reopen_list, name="reopen_list"),
    path("ec-sales-lists/<int:pk>/delete/", lists.delete, name="delete_list"),
    path("ec-declarations/<int:pk>/paper/", sales_list.declared_paper, name="declared_paper"),
    path("ec-declarations/<int:pk>/<int:number>/file/", sales_list.declared_file, name="declared_file"),
]
