r"""Background work: jobs, the documents they are to post, and the workers that do it.

Owns the rows that say what is to be done and how far it is, and the one runner that both the Celery
workers and the poller use. Knows no business: an app that wants its documents posted in the
background registers a job kind (:mod:`arclose.batch.kinds`) when it starts.

    submit --> Job --> JobTask --> JobItem, one per document, numbered by date
                              \--> JobChunk, a range of those numbers: what a worker takes in one go

    worker or poller --> advancing.py (which task begins, which has ended?)
                     --> claiming.py  (whose chunk is it?)
                     --> runner.py    (one transaction: post, write down, commit)
                     --> recording.py (done, set aside with a reason)
                     --> finishing.py (the job has ended)
                     --> following.py (what follows from what it posted)

What people do: jobs.py submits, planning.py and composing.py change a job to come, steering.py withholds, releases,
cancels and tries again, undoing.py takes back what a task posted. What happens by itself: starting.py and recurring.py
start jobs at their hour, alerting.py tells people how theirs ended, heartbeats.py says which workers are alive,
cleaning.py clears the history. The pages are in screens/.

PostgreSQL holds the only truth. A Celery message just says "look"; lost, late or delivered five
times, it changes nothing but the moment.
"""
