"""What a Prefect server does by itself about our runs: end zombies, and tell somebody.

Each alarm has a heading in `docs/run-book.md`. All look only at flow runs with the tag `zakhira`,
which `prefect.yaml` gives to our deployments.
"""

from datetime import timedelta
from typing import cast
from uuid import UUID

from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import CallWebhook, ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

_OUR_TAG = {"prefect.resource.role": "tag", "prefect.resource.id": "prefect.tag.zakhira"}
_INGEST = {"prefect.resource.role": "flow", "prefect.resource.name": "ingest"}
_RUNS = {"prefect.resource.id": "prefect.flow-run.*"}
_BLOCK = "zakhira-alerts"
# What Slack and Mattermost take; `docs/run-book.md` says what to change for others.
_OF_A_RUN = """{{"text": {{{{ [
    "zakhira: {what}", flow.name, flow_run.name, flow_run.state.message, "run-book: {anchor}"
] | select | join(" - ") | tojson }}}}}}"""
_OF_NO_RUN = '{{"text": "zakhira: {what} - run-book: {anchor}"}}'

# Only for runs with the tag of our deployments: other flows may have slower heartbeats.
ZOMBIES = AutomationCore(
    name="zakhira: a run without heartbeat has crashed",
    description="Process and worker are gone, so no one reports it. Heartbeats come every 30 s.",
    trigger=EventTrigger(
        posture=Posture.Proactive,
        match=_RUNS,
        match_related=_OUR_TAG,
        for_each={"prefect.resource.id"},
        after={"prefect.flow-run.heartbeat"},
        expect={"prefect.flow-run.*"},
        within=timedelta(seconds=90),
    ),
    actions=[
        ChangeFlowRunState(
            state=StateType.CRASHED, message="no heartbeat for 90 s: its process is gone"
        )
    ],
)


def alarms(webhook: UUID, stale_after: timedelta) -> list[AutomationCore]:
    """Return the automations that call a webhook block.

    The last one does so when no `ingest` completed for so long, whatever the reason.
    """
    hours = stale_after / timedelta(hours=1)
    return [
        _on_state(webhook, "a run failed", "a-run-failed", "Failed", "TimedOut"),
        _on_state(webhook, "a run crashed", "a-run-crashed", "Crashed"),
        _on_state(webhook, "a run is late", "a-run-is-late", "Late"),
        AutomationCore(
            name="zakhira: the warehouse is stale",
            description=f"No run of ingest has completed for {hours:g} hours.",
            trigger=EventTrigger(
                posture=Posture.Proactive,
                match=_RUNS,
                match_related=[_OUR_TAG, _INGEST],
                expect={"prefect.flow-run.Completed"},
                within=stale_after,
            ),
            actions=[
                _call(
                    webhook,
                    _OF_NO_RUN.format(
                        what=f"no ingest has completed for {hours:g} hours",
                        anchor="the-warehouse-is-stale",
                    ),
                )
            ],
        ),
    ]


def _on_state(webhook: UUID, what: str, anchor: str, *states: str) -> AutomationCore:
    """Return the automation that tells of each run of ours that comes into one of some states."""
    return AutomationCore(
        name=f"zakhira: {what}",
        description=f"docs/run-book.md#{anchor}",
        trigger=EventTrigger(
            posture=Posture.Reactive,
            match=_RUNS,
            match_related=_OUR_TAG,
            expect={f"prefect.flow-run.{state}" for state in states},
        ),
        actions=[_call(webhook, _OF_A_RUN.format(what=what, anchor=anchor))],
    )


def _call(webhook: UUID, payload: str) -> CallWebhook:
    return CallWebhook(block_document_id=webhook, payload=payload)


def ensure_webhook(url: str) -> UUID:
    """Make the block with the address to call, or give it this one; return its id."""
    return cast("UUID", Webhook(url=url).save(_BLOCK, overwrite=True))


def ensure_automation(client: SyncPrefectClient, wanted: AutomationCore) -> str:
    """Make an automation, or update an older one; one that was switched off stays off.

    Returns `made`, `found` or `brought up to date`.
    """
    found = client.read_automations_by_name(wanted.name)
    if not found:
        client.create_automation(wanted)
        return "made"
    if (found[0].trigger, found[0].actions) == (wanted.trigger, wanted.actions):
        return "found"
    client.update_automation(found[0].id, wanted.model_copy(update={"enabled": found[0].enabled}))
    return "brought up to date"
