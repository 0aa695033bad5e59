"""Plots as SVG text that takes its colours from the page's style sheet, light or dark."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

WIDTH, HEIGHT = 560, 320
LEFT, RIGHT, TOP, BOTTOM = 52, 20, 16, 44
BAR_HEIGHT, BAR_GAP, BAR_LEFT, BAR_RIGHT = 20, 14, 170, 92
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Bar:
    """A share with its interval; `told` is written at its end, `mark` is what it should reach."""

    label: str
    value: float
    low: float
    high: float
    told: str
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the reliability curve: what was estimated and what came true, of so many."""

    x: float
    y: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class _Axis:
    """Maps values from `low` to `high` onto pixels from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        part = (value - self.low) / (self.high - self.low)
        return round(self.start + part * (self.end - self.start), 1)


def line_chart(lines: Mapping[str, Sequence[float]], *, steps: Sequence[str], title: str) -> str:
    """Returns lines of shares over the same steps; the first line is drawn as the main one."""
    values = [value for line in lines.values() for value in line]
    low = math.floor(min(values, default=0.0) * 10 - 1e-9) / 10
    x = _Axis(0, len(steps) - 1, LEFT + 24, WIDTH - RIGHT - 96)
    y = _Axis(max(0.0, min(low, 0.9)), 1.0, HEIGHT - BOTTOM, TOP)
    ticks = [tick / 10 for tick in range(round(y.low * 10), 11)]
    parts = [_grid(y, ticks)]
    for place, step in enumerate(steps):
        parts.append(_text(x.at(place), HEIGHT - BOTTOM + 22, step, anchor="middle"))
    heights = _spread([y.at(line[-1]) for line in lines.values()])
    for number, (name, line) in enumerate(lines.items(), 1):
        points = [(x.at(place), y.at(value)) for place, value in enumerate(line)]
        path = " ".join(f"{px},{py}" for px, py in points)
        parts.append(f'<polyline class="line s{number}" points="{path}"/>')
        for (px, py), value, step in zip(points, line, steps, strict=True):
            told = f"{name}, {step}: {value:.1%}"
            parts.append(
                f'<circle class="dot s{number}" cx="{px}" cy="{py}" r="4.5">{_hint(told)}</circle>'
            )
        label = f"{name} {line[-1]:.0%}"
        parts.append(_text(points[-1][0] + 12, heights[number - 1] + 4, label, kind=f"t{number}"))
    return _svg(parts, title=title)


def reliability_chart(dots: Sequence[Dot], *, title: str) -> str:
    """Returns what came true over what was estimated; the diagonal is perfect calibration."""
    x = _Axis(0, 1, LEFT, WIDTH - RIGHT)
    y = _Axis(0, 1, HEIGHT - BOTTOM, TOP)
    parts = [_grid(y, TICKS)]
    parts += [
        _text(x.at(tick), HEIGHT - BOTTOM + 20, f"{tick:g}", anchor="middle") for tick in TICKS
    ]
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(_text(middle, HEIGHT - 6, "estimated probability", anchor="middle", kind="quiet"))
    parts.append(
        f'<line class="ideal" x1="{x.at(0)}" y1="{y.at(0)}" x2="{x.at(1)}" y2="{y.at(1)}"/>'
    )
    path = " ".join(f"{x.at(dot.x)},{y.at(dot.y)}" for dot in dots)
    parts.append(f'<polyline class="line s1" points="{path}"/>')
    most = max((dot.n for dot in dots), default=1)
    for dot in dots:
        px = x.at(dot.x)
        radius = round(3.5 + 6 * math.sqrt(dot.n / most), 1)
        told = (
            f"estimated {dot.x:.0%}, right {dot.y:.0%} ({dot.low:.0%} to {dot.high:.0%}), n={dot.n}"
        )
        parts.append(_whisker(px, y.at(dot.low), px, y.at(dot.high)))
        parts.append(
            f'<circle class="dot s1" cx="{px}" cy="{y.at(dot.y)}" r="{radius}">{_hint(told)}</circle>'
        )
    return _svg(parts, title=title)


def bar_chart(bars: Sequence[Bar], *, title: str, highest: float = 1.0) -> str:
    """Returns lying bars with their intervals, in the order given."""
    x = _Axis(0, highest or 1.0, BAR_LEFT, WIDTH - BAR_RIGHT)
    parts: list[str] = []
    for place, bar in enumerate(bars):
        top = 8 + place * (BAR_HEIGHT + BAR_GAP)
        middle = top + BAR_HEIGHT / 2
        width = round(max(x.at(bar.value) - BAR_LEFT, 1), 1)
        told = f"{bar.label}: {bar.told}"
        parts.append(
            f'<rect class="track" x="{BAR_LEFT}" y="{top}" width="{x.end - BAR_LEFT}" '
            f'height="{BAR_HEIGHT}" rx="3"/>'
        )
        parts.append(
            f'<rect class="bar" x="{BAR_LEFT}" y="{top}" width="{width}" height="{BAR_HEIGHT}" '
            f'rx="3">{_hint(told)}</rect>'
        )
        if bar.high > bar.low:
            parts.append(_whisker(x.at(bar.low), middle, x.at(bar.high), middle))
        if bar.mark is not None:
            at = x.at(bar.mark)
            parts.append(
                f'<line class="goal" x1="{at}" y1="{top - 4}" x2="{at}" y2="{top + BAR_HEIGHT + 4}"/>'
            )
        parts.append(_text(BAR_LEFT - 12, middle + 4.5, bar.label, anchor="end"))
        parts.append(_text(x.end + 10, middle + 4.5, bar.told, kind="strong"))
    return _svg(parts, title=title, height=16 + len(bars) * (BAR_HEIGHT + BAR_GAP) - BAR_GAP)


def histogram(values: Sequence[float], *, marks: Mapping[str, float], unit: str, title: str) -> str:
    """Returns how the values spread; the slowest hundredth is drawn into the last column."""
    ordered = sorted(values)
    last = ordered[int((len(ordered) - 1) * 0.99)] if ordered else 1.0
    step = _round_step(last / 20)
    columns = max(1, math.ceil(last / step))
    counts = [0] * columns
    for value in ordered:
        counts[min(int(value / step), columns - 1)] += 1
    x = _Axis(0, columns * step, LEFT, WIDTH - RIGHT)
    y = _Axis(0, max(max(counts), 1), HEIGHT - BOTTOM, TOP + 24)
    parts = [f'<line class="grid" x1="{LEFT}" y1="{y.start}" x2="{x.end}" y2="{y.start}"/>']
    for place, count in enumerate(counts):
        told = f"{place * step:g} to {(place + 1) * step:g} {unit}: {count}"
        left = x.at(place * step) + 1
        width = round(x.at((place + 1) * step) - left - 1, 1)
        parts.append(
            f'<rect class="bar" x="{left}" y="{y.at(count)}" width="{width}" '
            f'height="{round(y.start - y.at(count), 1)}">{_hint(told)}</rect>'
        )
    for place in range(0, columns + 1, max(1, round(columns / 6))):
        told = f"{place * step:g}"
        parts.append(_text(x.at(place * step), HEIGHT - BOTTOM + 20, told, anchor="middle"))
    middle = (LEFT + x.end) / 2
    parts.append(_text(middle, HEIGHT - 6, unit, anchor="middle", kind="quiet"))
    parts += [_mark(x, name, value, unit=unit) for name, value in marks.items()]
    return _svg(parts, title=title)


def _mark(x: _Axis, name: str, value: float, *, unit: str) -> str:
    at = min(x.at(value), x.end)
    near_end = at > x.end - 110
    told = f"{name} {value:.0f} {unit}"
    line = f'<line class="goal" x1="{at}" y1="{TOP + 18}" x2="{at}" y2="{HEIGHT - BOTTOM}"/>'
    anchor = "end" if near_end else "start"
    return line + _text(at, TOP + 10, told, anchor=anchor, kind="strong")


def _grid(y: _Axis, ticks: Sequence[float]) -> str:
    lines = [
        f'<line class="grid" x1="{LEFT}" y1="{y.at(tick)}" x2="{WIDTH - RIGHT}" y2="{y.at(tick)}"/>'
        + _text(LEFT - 10, y.at(tick) + 4, f"{tick:.0%}", anchor="end")
        for tick in ticks
    ]
    return "".join(lines)


def _spread(heights: Sequence[float], *, gap: float = 17.0) -> list[float]:
    """The heights of labels, moved apart where they would overlap."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    spread = list(heights)
    for above, below in pairwise(order):
        spread[below] = max(spread[below], spread[above] + gap)
    return spread


def _round_step(least: float) -> float:
    """The next of 1, 2, 5, 10, 20 ... at or above the least; for thin columns of round width."""
    power = 10.0 ** math.floor(math.log10(max(least, 1e-6)))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least * (1 - 1e-9))


def _whisker(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="whisker" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", kind: str = "") -> str:
    return f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def _hint(text: str) -> str:
    return f"<title>{escape(text)}</title>"


def _svg(parts: Sequence[str], *, title: str, height: float = HEIGHT) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title, quote=True)}">'
        f"{''.join(parts)}</svg>"
    )
