"""Jobs, their tasks, the documents these are to post, the chunks workers take, and what happened to them.

JobSchedule --> Job, one per run
Job --> JobTask, numbered --> TaskCondition, what it waits for
                          --> JobItem, one per document, numbered by date
                          --> JobChunk, a range of those numbers, or the one act
    --> JobEvent, its history
    --> Alert, who is told how it ended
Worker, who does it
"""

from arclose.batch.models.alerts import Alert, MailState
from arclose.batch.models.items import JobChunk, JobItem
from arclose.batch.models.jobs import Job, JobEvent
from arclose.batch.models.schedules import JobGroup, JobSchedule
from arclose.batch.models.states import (
    FINISHED_STATES,
    FINISHED_TASK_STATES,
    OPEN_CHUNK_STATES,
    STATES_THAT_WORK,
    STATES_TO_COME,
    STATES_TO_PLAN,
    TASK_STATES_AT_WORK,
    UNSETTLED_ITEM_STATES,
    AlertOn,
    ChunkState,
    History,
    ItemState,
    JobState,
    Priority,
    TaskState,
)
from arclose.batch.models.tasks import MOST_RETRIES, JobTask, TaskCondition
from arclose.batch.models.workers import Worker, WorkerSort

__all__ = [
    "FINISHED_STATES",
    "FINISHED_TASK_STATES",
    "MOST_RETRIES",
    "OPEN_CHUNK_STATES",
    "STATES_THAT_WORK",
    "STATES_TO_COME",
    "STATES_TO_PLAN",
    "TASK_STATES_AT_WORK",
    "UNSETTLED_ITEM_STATES",
    "Alert",
    "AlertOn",
    "ChunkState",
    "History",
    "ItemState",
    "Job",
    "JobChunk",
    "JobEvent",
    "JobGroup",
    "JobItem",
    "JobSchedule",
    "JobState",
    "JobTask",
    "MailState",
    "Priority",
    "TaskCondition",
    "TaskState",
    "Worker",
    "WorkerSort",
]
