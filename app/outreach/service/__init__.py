"""Referral and outreach, written."""

from __future__ import annotations

from .activities import ActivityFacts, log_activity, update_activity
from .plan import (
    StrategyFacts,
    choose_strategy,
    create_strategy,
    mark_done,
    revisit_plan,
    take_back_done,
    take_back_revisit,
    update_strategy,
)
from .removing import remove_entry, restore_entry
from .sites import ContactFacts, SiteFacts, add_contact, create_site, set_count, update_site
from .stock import (
    ChampionFacts,
    HeldFacts,
    MaterialFacts,
    TrainingFacts,
    create_champion,
    create_material,
    create_training,
    hold_training,
    send_material,
    take_back_held,
    update_champion,
    update_material,
    update_training,
)

__all__ = [
    "ActivityFacts",
    "ChampionFacts",
    "ContactFacts",
    "HeldFacts",
    "MaterialFacts",
    "SiteFacts",
    "StrategyFacts",
    "TrainingFacts",
    "add_contact",
    "choose_strategy",
    "create_champion",
    "create_material",
    "create_site",
    "create_strategy",
    "create_training",
    "hold_training",
    "log_activity",
    "mark_done",
    "remove_entry",
    "restore_entry",
    "revisit_plan",
    "send_material",
    "set_count",
    "take_back_done",
    "take_back_held",
    "take_back_revisit",
    "update_activity",
    "update_champion",
    "update_material",
    "update_site",
    "update_strategy",
    "update_training",
]
