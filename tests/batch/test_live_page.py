"""The page of a job in a real browser, while the job works."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from arclose.batch import runner
from tests.batch.documents import Document
from tests.browser.conftest import accessibility_faults, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("transactional_db")]
# The seconds of a minute, asked every two, at which a hidden page does ask.
ASKS_WHILE_HIDDEN = """() => {
    Object.defineProperty(document, 'hidden', {get: () => true});
    const allowed = [];
    for (let second = 0; second < 60; second += 2) {
        const part = document.getElementById("progress");
        const ask = new CustomEvent("htmx:beforeRequest", {cancelable: true, bubbles: true, detail: {
            elt: part, target: part, pathInfo: {requestPath: "/progress/?state=ready"}}});
        const before = Date.now;
        Date.now = () => 1e12 + second * 1000;
        if (document.dispatchEvent(ask)) allowed.push(second);
        Date.now = before;
    }
    return allowed;
}"""


def test_it_follows_the_job_by_itself_until_it_has_ended_and_dismisses(
    page: Page, live_server, make_documents, make_job, controller: User
):
    make_documents(250)
    Document.objects.filter(pk__in=[7, 200]).update(poison="refuse")
    job = make_job()
    sign_in(page, live_server, controller.username)
    page.goto(f"{live_server.url}/NLWS/2026-10/jobs/{job.pk}/")
    assert page.evaluate(ASKS_WHILE_HIDDEN) == [0, 4, 10, 22, 46], "ever more rarely"
    page.reload()
    progress = page.locator("#progress")
    expect(progress).to_contain_text("0 of 250")
    runner.take_one()
    expect(progress).to_contain_text("125 of 250")
    runner.look()
    expect(progress).to_contain_text("Ended with 2 set aside")
    expect(page.get_by_role("link", name="DOC-200")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Choose an account.")

    page.get_by_role("link", name="Dismiss").click()
    assert accessibility_faults(page) == []
    page.get_by_label("Reason").fill("Posted by hand in the old system")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("main")).to_contain_text("The documents are dismissed")
