"""What a run writes to its server is tried as often as it should be, and with the same settings."""

from prefect.settings import get_current_settings

from flows.orchestration.delivery import with_retries


def test_inside_the_context_requests_are_tried_so_often_and_nothing_else_differs() -> None:
    before = get_current_settings()
    usual = {"max_retries": before.client.max_retries}
    with with_retries(3):
        inside = get_current_settings()
    assert inside.client.max_retries == 3 != before.client.max_retries
    assert inside.client.model_copy(update=usual) == before.client
    assert inside.model_copy(update={"client": before.client}) == before
    assert get_current_settings() == before
