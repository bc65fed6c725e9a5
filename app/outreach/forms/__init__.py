"""What people type about referral and outreach."""

from __future__ import annotations

from .activities import activity_form, read_activity
from .plan import read_strategy, strategy_form
from .sites import new_site_form, read_contact, read_count, read_site, site_form
from .stock import (
    champion_form,
    material_form,
    read_champion,
    read_held,
    read_material,
    read_sent,
    read_training,
    training_form,
)

__all__ = [
    "activity_form",
    "champion_form",
    "material_form",
    "new_site_form",
    "read_activity",
    "read_champion",
    "read_contact",
    "read_count",
    "read_held",
    "read_material",
    "read_sent",
    "read_site",
    "read_strategy",
    "read_training",
    "site_form",
    "strategy_form",
    "training_form",
]
