"""A password that is checked fast: the real cost is paid only where it is the point."""

from __future__ import annotations

from argon2 import PasswordHasher

PASSWORD = "seven wet owls sing"
OTHER = "owls prefer long grass"
FAST = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASHED = FAST.hash(PASSWORD)
