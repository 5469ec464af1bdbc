"""What operators measure, for Prometheus. Labels are words of the program's own: never what people wrote, or who."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.health import Health

# seconds; Slack takes an acknowledgement for late after 3
_SOON: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
_WHOLE: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_CODE: Final = re.compile(r"[A-Za-z0-9_.]{1,50}")  # a method or a refusal of Slack's, a kind of error

disable_created_metrics()  # type: ignore[no-untyped-call]  # when each figure began is of use to nobody, and doubles what is sent


class Metrics:
    """The figures of one process, each under its name in ``GET /metrics``."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._requests = Counter(
            "usher_requests", "Requests that Slack sent, by how they were acknowledged.", ("kind", "status"),
            registry=registry,
        )  # fmt: skip
        self._acknowledging = Histogram(
            "usher_acknowledging_seconds", "From a request to its acknowledgement.", ("kind",),
            buckets=_SOON, registry=registry,
        )  # fmt: skip
        self._handling = Histogram(
            "usher_handling_seconds", "From a request until all that it led to is done.", ("kind",),
            buckets=_WHOLE, registry=registry,
        )  # fmt: skip
        self._answers = Counter(
            "usher_answers", "Answers, by the intent that they serve; abstained: not in the programme.",
            ("intent", "abstained"), registry=registry,
        )  # fmt: skip
        self._answering = Histogram(
            "usher_answering_seconds", "Finding an answer in the programme.", buckets=_SOON, registry=registry
        )
        self._calls = Counter(
            "usher_slack_calls", "Calls of Slack's Web API, each try, by what came of it.", ("method", "outcome"),
            registry=registry,
        )  # fmt: skip
        logged = Counter("usher_log_lines", "Log lines, from warnings on.", ("level",), registry=registry)
        self.lines: Final = _Lines(logged)  # to be among the handlers of logging

    def acknowledged(self, kind: str, status: int, seconds: float) -> None:
        """A request of this *kind* was acknowledged with *status*."""
        self._requests.labels(kind, str(status)).inc()
        self._acknowledging.labels(kind).observe(seconds)

    def handled(self, kind: str, seconds: float) -> None:
        """All that a request of this *kind* led to is done."""
        self._handling.labels(kind).observe(seconds)

    def answered(self, intent: str, seconds: float, *, abstained: bool) -> None:
        """The programme answered, or abstained."""
        self._answers.labels(intent, "yes" if abstained else "no").inc()
        self._answering.observe(seconds)

    def called(self, method: str, outcome: str) -> None:
        """Slack answered a call of *method*: "ok", the code of its refusal, or what kind of fault kept it from that."""
        self._calls.labels(*(word if _CODE.fullmatch(word) else "other" for word in (method, outcome))).inc()

    def watch(self, health: Callable[[], Health], clock: Callable[[], datetime]) -> None:
        """Tell how the corpus is, too; looked up whenever somebody asks."""
        self._registry.register(_Corpus(health, clock))

    def text(self) -> bytes:
        """All figures in Prometheus' text format. The corpus' file is looked into: not for the event loop."""
        return generate_latest(self._registry)


class _Lines(logging.Handler):
    def __init__(self, counter: Counter) -> None:
        super().__init__(logging.WARNING)
        self._counts = {name: counter.labels(name) for name in ("WARNING", "ERROR")}

    def emit(self, record: logging.LogRecord) -> None:
        self._counts["ERROR" if record.levelno >= logging.ERROR else "WARNING"].inc()


class _Corpus(Collector):
    def __init__(self, health: Callable[[], Health], clock: Callable[[], datetime]) -> None:
        self._health, self._clock = health, clock

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing: it would be looked up as soon as it is registered."""
        yield from ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        health = self._health()
        records = GaugeMetricFamily("usher_corpus_records", "What the programme holds.", labels=("kind",))
        for kind, count in health.counts:
            records.add_metric((kind,), count)
        yield records
        yield GaugeMetricFamily("usher_corpus_faults", "Sources whose last look went wrong.", value=len(health.faults))
        looks = [look for look in (health.checked, *(fault.since for fault in health.faults)) if look]
        if looks:
            yield GaugeMetricFamily(
                "usher_corpus_age_seconds",
                "Since the last good look at the source for which that is longest ago.",
                value=(self._clock() - min(looks)).total_seconds(),
            )
