"""The pages of batch jobs.

jobs.py                        the list, one job as it works, its documents, withhold, cancel, try again
planning.py, plan_forms.py     when a job to come starts, how often it comes again, how urgent it is
tasks.py, task_forms.py        a job made of tasks, and the tasks of a job to come
undoing.py                     what a task posted is undone, after a preview
workers.py, alerts.py          which workers are alive; how the jobs of a person ended
posting.py                     what every page that posts has in common, those of other apps too
registration.py                what batch adds to the frame of every page
filters.py, tables.py, forms.py, task_rows.py, recurrence.py, charts.py    what the pages above are made of
"""
