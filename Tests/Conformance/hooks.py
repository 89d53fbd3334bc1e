"""How schemathesis logs in to a desk: as one of its staff, and anew once a session has ended."""

import os
import time
import uuid

import requests
import schemathesis

SERVER = os.environ["HELPDESK_SERVER"]
USER = os.environ["HELPDESK_USER"]
PASSWORD = os.environ["HELPDESK_PASSWORD"]

# These end the session they are called with, which is then not that of all other requests.
ENDING = {"logOut", "endOtherSessions"}


def log_in():
    form = {"username": USER, "password": PASSWORD}
    answer = requests.post(f"{SERVER}/v1/sessions", json=form, timeout=10)
    while answer.status_code == 429:
        time.sleep(int(answer.headers["Retry-After"]))
        answer = requests.post(f"{SERVER}/v1/sessions", json=form, timeout=10)
    answer.raise_for_status()
    return answer.json()["token"]


@schemathesis.auth(refresh_interval=None)
class Session:
    token = None
    looked_at = 0.0

    def get(self, case, context):
        if case.operation.definition.raw["operationId"] in ENDING:
            return log_in()
        if not self.is_open():
            Session.token = log_in()
        return Session.token

    def is_open(self):
        if Session.token is None:
            return False
        # Asked before each request, it would be half of what one person may ask in a minute.
        if time.monotonic() - Session.looked_at < 1:
            return True
        Session.looked_at = time.monotonic()
        fields = {"Authorization": f"Bearer {Session.token}"}
        answer = requests.get(f"{SERVER}/v1/session", headers=fields, timeout=10)
        return answer.status_code == 200

    def set(self, case, data, context):
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(context, case, kwargs):
    """Makes each request that is to be good one of its own: a key that was used is refused."""
    fields = case.headers or {}
    if fields.get("Idempotency-Key") and case.meta and case.meta.generation.mode.is_positive:
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
