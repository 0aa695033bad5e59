"""The cost sheet: volume, value per decision, cost per call and of errors, and where benefit and cost break even."""

import math
from dataclasses import dataclass

from advisor.triage.suitability import Read

# Ours: from a week of work a month on, the saving is taken to be worth its cost; below an hour, not.
WORTH_HOURS = 40.0
NOT_WORTH_HOURS = 1.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of cost and benefit; None is unknown.

    volume: decisions a month. value: what a right decision saves or earns. call: what a call of the
    model costs. error: what a wrong decision costs. error_rate: the share of wrong ones, 0 to 1.
    fixed: building and running, a month. hours: hours of work a month that it could save at most.
    """

    volume: float | None = None
    value: float | None = None
    call: float | None = None
    error: float | None = None
    error_rate: float | None = None
    fixed: float | None = None
    hours: float | None = None
    currency: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where benefit and cost are equal; None is what cannot be computed from the sheet.

    net: gain of one decision. monthly: gain a month. volume: decisions a month from which it pays.
    error_rate: share of errors up to which it pays, 0 to 1; 0 where it never does.
    """

    net: float | None = None
    monthly: float | None = None
    volume: int | None = None
    error_rate: float | None = None


def compute_break_even(sheet: Sheet) -> BreakEven:
    """Returns where benefit and cost are equal, as far as the sheet gives it.

    The gain of a decision is value - cost of its call - share of errors x cost of an error.
    """
    if sheet.value is None:
        return BreakEven()
    margin = sheet.value - (sheet.call or 0.0)
    net = margin - (sheet.error_rate or 0.0) * (sheet.error or 0.0)
    volume = None
    if sheet.fixed is not None and net > 0:
        volume = math.ceil(round(sheet.fixed / net, 6))
    return BreakEven(
        net=net,
        monthly=None if sheet.volume is None else sheet.volume * net - (sheet.fixed or 0.0),
        volume=volume,
        error_rate=_tolerable(sheet, margin),
    )


def tell_break_even(sheet: Sheet) -> str:
    """Returns the sheet's result in a sentence or two, and which figures lack; "" where none is known."""
    if sheet == Sheet():
        return ""
    result = compute_break_even(sheet)
    told = [*_tell_known(sheet), *_tell_result(sheet, result)]
    lacking = _lacking(sheet)
    if lacking:
        told.append(f"To compute more, add {lacking}")
    return ". ".join(told) + "."


def reply_from(sheet: Sheet) -> Read | None:
    """Returns whether it is worth its cost, where the sheet decides it; None where it does not."""
    result = compute_break_even(sheet)
    if result.net is not None and result.net <= 0:
        return Read("no", sheet.evidence)
    if sheet.error is not None and sheet.error_rate is None:
        # How often it errs decides, and nobody knows that yet.
        return None
    if result.monthly is not None and sheet.fixed is not None:
        return Read("yes" if result.monthly > 0 else "no", sheet.evidence)
    if sheet.hours is not None and sheet.hours >= WORTH_HOURS:
        return Read("yes", sheet.evidence)
    if sheet.hours is not None and sheet.hours < NOT_WORTH_HOURS:
        return Read("no", sheet.evidence)
    return None


def _tolerable(sheet: Sheet, margin: float) -> float | None:
    if not sheet.error:
        return None
    share_of_fixed = sheet.fixed / sheet.volume if sheet.fixed and sheet.volume else 0.0
    return min(1.0, max(0.0, (margin - share_of_fixed) / sheet.error))


def _tell_known(sheet: Sheet) -> list[str]:
    told = []
    if sheet.volume is not None:
        told.append(f"About {_number(sheet.volume)} decisions a month")
    if sheet.hours is not None:
        told.append(f"At most {_number(sheet.hours)} hours of work a month to save")
    return told


def _tell_result(sheet: Sheet, result: BreakEven) -> list[str]:
    told = []
    unit = f" {sheet.currency}" if sheet.currency else ""
    if result.net is not None:
        is_whole = sheet.error is not None and sheet.error_rate is not None
        errors = "after its call and errors" if is_whole else "before errors"
        told.append(f"Each decision gains {_money(result.net)}{unit} {errors}")
    if result.monthly is not None:
        before = "" if sheet.fixed is not None else " before building and running"
        told.append(f"That is {_money(result.monthly)}{unit} a month{before}")
    if result.volume is not None:
        told.append(f"It breaks even from {_number(result.volume)} decisions a month on")
    elif result.net is not None and result.net <= 0:
        told.append("At no volume does it break even")
    if result.error_rate is not None:
        told.append(
            f"It pays as long as fewer than {100 * result.error_rate:.1f} % of the decisions are wrong"
        )
    return told


def _lacking(sheet: Sheet) -> str:
    wanted = {
        "the volume a month": sheet.volume,
        "the value of a right decision": sheet.value,
        "the cost per call": sheet.call,
        "the cost of an error": sheet.error,
        "the monthly cost of building and running": sheet.fixed,
    }
    missing = [name for name, value in wanted.items() if value is None]
    return " and ".join([", ".join(missing[:-1]), missing[-1]] if len(missing) > 1 else missing)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"


def _money(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.2f}"
