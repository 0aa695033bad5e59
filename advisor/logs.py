"""Structured logs on stderr: readable on a terminal, JSON otherwise; never question text."""

import logging
import sys

import structlog

from advisor.settings import Settings


def configure_logging(settings: Settings) -> None:
    """Sends structlog's and the standard library's records to stderr in one form."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    on_terminal = sys.stderr.isatty()
    # Plain tracebacks: the richer ones print local variables, and with them what people asked.
    renderer: list[structlog.typing.Processor] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if on_terminal
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level, force=True)
    # Other libraries' chatter below a warning helps nobody who runs the bot.
    for name in (
        "alembic",
        "chromadb",
        "httpx",
        "slack_bolt",
        "slack_sdk",
        "uvicorn",
        "openai",
        "onnx_ir",
        "onnxscript",
    ):
        logging.getLogger(name).setLevel(
            max(logging.WARNING, logging.getLevelName(settings.log_level))
        )
