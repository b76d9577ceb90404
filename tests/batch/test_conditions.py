"""Whether a task may begin: how those it waits for have ended, and circles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arclose.batch.schedule.conditions import Ending, Join, On, Verdict, circle, verdict
from tests.text_tables import read_table

CASES = read_table("""
    join | conditions                      | verdict
    all  |                                 | met
    all  | success:open                    | open
    all  | success:success                 | met
    all  | success:failure                 | never
    all  | failure:success                 | never
    all  | failure:failure                 | met
    all  | either:success                  | met
    all  | either:failure                  | met
    all  | either:open                     | open
    all  | either:none                     | never
    all  | success:success failure:open    | open
    all  | success:success failure:success | never
    all  | success:open failure:success    | never
    all  | success:success failure:failure | met
    any  |                                 | met
    any  | success:open failure:failure    | met
    any  | success:open failure:success    | open
    any  | success:failure failure:success | never
    any  | either:none success:open        | open
    any  | either:none success:success     | met
    any  | either:none success:none        | never
""")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['join']} {case['conditions']}")
def test_a_task_may_begin_when_its_conditions_say_so(case):
    conditions = [pair.split(":") for pair in case["conditions"].split()]
    said = verdict(join=case["join"], conditions=[(on, Ending[ending.upper()]) for on, ending in conditions])
    assert said is Verdict[case["verdict"].upper()]


@given(st.lists(st.tuples(st.sampled_from(On.values), st.sampled_from(Ending)), min_size=1))
def test_what_is_decided_once_stays_decided_however_the_open_ones_end(conditions):
    for join in Join.values:
        before = verdict(join=join, conditions=conditions)
        if before is Verdict.OPEN:
            continue
        for end in (Ending.SUCCESS, Ending.FAILURE, Ending.NONE):
            closed = [(on, end if ending is Ending.OPEN else ending) for on, ending in conditions]
            assert verdict(join=join, conditions=closed) is before


@pytest.mark.parametrize(
    ("waits_for", "found"),
    [
        ({1: [], 2: [1], 3: [1, 2]}, []),
        ({1: [1]}, [1]),
        ({1: [2], 2: [1]}, [1, 2]),
        ({1: [], 2: [1, 4], 3: [2], 4: [3]}, [2, 4, 3]),
    ],
)
def test_it_names_the_tasks_that_wait_in_a_circle(waits_for, found):
    assert list(circle(waits_for)) == found


@given(st.dictionaries(st.integers(1, 6), st.lists(st.integers(1, 6))))
def test_a_circle_is_one_and_without_one_the_tasks_have_an_order(waits_for):
    found = circle(waits_for)
    for task, awaited in zip(found, [*found[1:], *found[:1]], strict=True):
        assert awaited in waits_for[task]
    if not found:
        done: set[int] = set()
        left = set(waits_for)
        while left:
            ready = {task for task in left if all(one in done or one not in waits_for for one in waits_for[task])}
            assert ready
            done, left = done | ready, left - ready
