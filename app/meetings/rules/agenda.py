"""The order of an agenda. Pure."""

from __future__ import annotations


def moved(order: tuple[int, ...], topic: int, *, up: bool) -> tuple[int, ...]:
    """The order of topic numbers after one moved a place up or down; at the end it stays."""
    place = order.index(topic)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return order
    numbers = list(order)
    numbers[place], numbers[other] = numbers[other], numbers[place]
    return tuple(numbers)
