"""Addresses of the job pages, below company and period."""

from django.urls import path

from arclose.batch import alert_pages, planning_pages, task_pages, undo_pages, views, worker_pages

app_name = "batch"
urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/workers/", worker_pages.workers, name="workers"),
    path("jobs/<int:pk>/", views.job, name="job"),
    path("jobs/<int:pk>/progress/", views.job_progress, name="job_progress"),
    path("jobs/<int:pk>/documents/", views.documents, name="documents"),
    path("jobs/alerts/", alert_pages.alerts, name="alerts"),
    path("jobs/alerts/read/", alert_pages.read_alerts, name="read_alerts"),
    path("jobs/new/", task_pages.new_job, name="new_job"),
    path("jobs/<int:pk>/tasks/new/", task_pages.add_task, name="add_task"),
    path("jobs/<int:pk>/tasks/<int:number>/", task_pages.change_task, name="change_task"),
    path("jobs/<int:pk>/tasks/<int:number>/remove/", task_pages.remove_task, name="remove_task"),
    path("jobs/<int:pk>/plan/", planning_pages.plan, name="plan"),
    path("jobs/<int:pk>/end-recurrence/", planning_pages.end_recurrence, name="end_recurrence"),
    path("jobs/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("jobs/<int:pk>/withhold/", views.withhold, name="withhold"),
    path("jobs/<int:pk>/release/", views.release, name="release"),
    path("jobs/<int:pk>/retry/", views.retry, name="retry"),
    path("jobs/<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("jobs/<int:pk>/tasks/<int:number>/undo/", undo_pages.undo, name="undo"),
]
