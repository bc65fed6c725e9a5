"""The addresses of this slice are registered on one blueprint."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("actions", __name__)
