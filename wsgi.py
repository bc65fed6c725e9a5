"""For a WSGI server of one's own: `application`. The scheduler runs apart: `python -m app worker`."""

from app import create_app
from app.cli import open_house
from app.core.clock import SystemClock
from app.settings import load_settings

_settings = load_settings()
open_house(_settings)
application = create_app(_settings, SystemClock())
