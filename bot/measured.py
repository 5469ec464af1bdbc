"""The edges at which the bot is measured: what Slack sends, what the programme answers, what Slack is asked."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Any, Final

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.listener.async_listener_completion_handler import AsyncListenerCompletionHandler
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

from bot.desk import Desk
from bot.health import Health
from bot.logs import doing, id_of, request_id
from bot.metrics import Metrics
from bot.models import Answer, Ask
from bot.slack.service import Programme

# the type of an interaction -> what it is called here
_KINDS: Final = {
    "block_actions": "action",
    "block_suggestion": "options",
    "message_action": "shortcut",
    "view_closed": "view",
    "view_submission": "view",
}
_BEGAN: Final = "usher_began"  # in a request's context: when it came

_log: Final = logging.getLogger(__name__)


def kind_of(body: Mapping[str, Any]) -> str:
    """What sort of request *body* is, in one of few words."""
    if "command" in body:
        return "command"
    if "event" in body:
        return "event"
    kind = body.get("type")
    return _KINDS.get(kind, "other") if isinstance(kind, str) else "other"


class MeasuredApp(AsyncApp):
    """A Bolt app that counts and times what it is sent, over HTTP or Socket Mode, into *metrics*."""

    def __init__(self, *, metrics: Metrics, **how: Any) -> None:
        super().__init__(**how)
        self._metrics = metrics
        self.listener_runner.listener_completion_handler = _Completed(metrics)

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """The response to *req*; every log line until all that follows from it is done has its id."""
        began, kind = time.perf_counter(), kind_of(req.body)
        held = request_id.set(id_of(req.body))
        try:
            req.context[_BEGAN] = began
            response = await super().async_dispatch(req)
            seconds = time.perf_counter() - began
            self._metrics.acknowledged(kind, response.status, seconds)
            _log.debug("acknowledged", extra=doing(kind=kind, status=response.status, ms=_ms(seconds)))
            return response
        finally:
            request_id.reset(held)


class _Completed(AsyncListenerCompletionHandler):
    """Bolt calls it in a listener's own task when that is done, however it ended."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002
        seconds = time.perf_counter() - request.context.get(_BEGAN, time.perf_counter())
        kind = kind_of(request.body)
        self._metrics.handled(kind, seconds)
        _log.info("handled", extra=doing(kind=kind, ms=_ms(seconds)))


class MeasuredProgramme:
    """*programme*, its answers counted and timed into *metrics*."""

    def __init__(self, programme: Programme, metrics: Metrics) -> None:
        self._programme, self._metrics = programme, metrics

    @property
    def desk(self) -> Desk:
        """The corpus that is answered from now."""
        return self._programme.desk

    @property
    def health(self) -> Health:
        """How the corpus is."""
        return self._programme.health

    def __call__(self, ask: Ask) -> Answer:
        """The answer to *ask*."""
        began = time.perf_counter()
        answer = self._programme(ask)
        seconds = time.perf_counter() - began
        self._metrics.answered(answer.kind, seconds, abstained=answer.abstained)
        _log.debug("answered", extra=doing(intent=answer.kind, abstained=answer.abstained, ms=_ms(seconds)))
        return answer


class Observer(AsyncRetryHandler):
    """Counts what came of each call of Slack's Web API, and has none tried again.

    slack_sdk shows every answer and every fault to the handlers of retries, the first of which this is to be. Bolt
    makes clients of its own for each request; these handlers are what they take over from ours.
    """

    def __init__(self, metrics: Metrics, base_url: str) -> None:
        super().__init__(max_retry_count=0)
        self._metrics, self._base = metrics, base_url

    async def can_retry_async(  # noqa: D102 - the base class says it
        self,
        *,
        state: RetryState,  # noqa: ARG002
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if request.url.startswith(self._base):
            self._metrics.called(request.url.removeprefix(self._base), _outcome(response, error))
        return False


def _outcome(response: HttpResponse | None, error: Exception | None) -> str:
    if response is None:
        return type(error).__name__
    body = response.body if isinstance(response.body, dict) else {}
    if response.status_code == 200 and body.get("ok"):
        return "ok"
    return str(body.get("error") or f"http_{response.status_code}")


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
