"""The blueprint that the modules of this package register on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("calendars", __name__)
