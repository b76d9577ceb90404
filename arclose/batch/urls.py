"""Addresses of the job pages, below company and period."""

from django.urls import path

from arclose.batch.screens import alerts, chosen, jobs, planning, tasks, undoing, workers

app_name = "batch"
urlpatterns = [
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/steer/", chosen.steer_jobs, name="steer_jobs"),
    path("jobs/workers/", workers.workers, name="workers"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/progress/", jobs.job_progress, name="job_progress"),
    path("jobs/<int:pk>/documents/", jobs.documents, name="documents"),
    path("jobs/alerts/", alerts.alerts, name="alerts"),
    path("jobs/alerts/read/", alerts.read_alerts, name="read_alerts"),
    path("jobs/new/", tasks.new_job, name="new_job"),
    path("jobs/<int:pk>/tasks/new/", tasks.add_task, name="add_task"),
    path("jobs/<int:pk>/tasks/<int:number>/", tasks.change_task, name="change_task"),
    path("jobs/<int:pk>/tasks/<int:number>/remove/", tasks.remove_task, name="remove_task"),
    path("jobs/<int:pk>/plan/", planning.plan, name="plan"),
    path("jobs/<int:pk>/end-recurrence/", planning.end_recurrence, name="end_recurrence"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="cancel"),
    path("jobs/<int:pk>/abort/", jobs.abort, name="abort"),
    path("jobs/<int:pk>/withhold/", jobs.withhold, name="withhold"),
    path("jobs/<int:pk>/release/", jobs.release, name="release"),
    path("jobs/<int:pk>/retry/", jobs.retry, name="retry"),
    path("jobs/<int:pk>/copy/", jobs.copy, name="copy_job"),
    path("jobs/<int:pk>/dismiss/", jobs.dismiss, name="dismiss"),
    path("jobs/<int:pk>/tasks/<int:number>/undo/", undoing.undo, name="undo"),
]
