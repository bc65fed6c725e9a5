"""Evenkeel: where a small hospice runs its partnerships with health plans."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.core.clock import Clock
    from app.settings import Settings

# Each of these slices has a `routes` module with a blueprint `bp`.
PAGES = (
    "accounts",
    "organization",
    "people",
    "partnerships",
    "actions",
    "milestones",
    "meetings",
    "relationship",
    "outreach",
    "assessments",
    "reviews",
    "endings",
    "dates",
    "metrics",
    "measuring",
    "costs",
    "balance",
    "triggers",
    "stages",
    "drafts",
    "lineage",
    "wording",
    "design",
    "information",
    "papers",
    "reminders",
    "calendars",
    "home",
    "examples",
)


def create_app(settings: Settings, clock: Clock) -> Flask:
    """Wire the program: settings and clock in, a Flask application out. The database is open already."""
    from flask import Flask
    from flask_wtf.csrf import CSRFProtect
    from jinja2 import StrictUndefined

    from app.accounts import security
    from app.settings import ROOT
    from app.web import access, assets, database, errors, filters, headers, once
    from app.web.addresses import LateRule
    from app.web.responses import htmx, open_page, waiting_toasts

    app = Flask("app", static_folder=None, template_folder=str(ROOT / "templates"))
    app.url_rule_class = LateRule
    move_in(app, settings, clock)
    _trust_proxies(app, settings.trusted_proxies)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(waiting_toasts=waiting_toasts, open_page=open_page)
    database.install(app)
    security.install(app, settings)
    _know_the_house(app)
    access.install(app)
    CSRFProtect(app)
    once.install(app)
    htmx.init_app(app)
    assets.install(app)
    filters.install(app)
    headers.install(app, https=settings.https)
    errors.install(app)
    for slice_name in PAGES:
        app.register_blueprint(import_module(f"app.{slice_name}.routes").bp)
    return app


def move_in(app: Flask, settings: Settings, clock: Clock) -> None:
    """Give the program its house: secret, clock, the place of its files. Tests move into one in turn."""
    from app.core.files import keep_files_in
    from app.documents.look import use_look
    from app.organization.queries import house_look
    from app.web.request import Runtime

    _configure(app, settings)
    app.extensions["evenkeel"] = Runtime(settings, clock)
    keep_files_in(settings.instance / "files" if settings.files == "disk" else None)
    use_look(house_look)
    introduce()


def introduce() -> None:
    """Say who answers what lower rooms ask: they import nothing that stands above or beside them."""
    from app.balance import queries as balance
    from app.drafts.queries import amendment_of_review
    from app.endings.queries import notice_since
    from app.reviews import queries as reviews
    from app.triggers.queries import own_numbers

    balance.is_review_of.answered_by(reviews.is_review_of)
    balance.own_numbers.answered_by(own_numbers)
    reviews.amendment_of.answered_by(amendment_of_review)
    reviews.notice_since.answered_by(notice_since)


def _configure(app: Flask, settings: Settings) -> None:
    """Limits and cookies."""
    app.config.update(
        SECRET_KEY=settings.secret,
        MAX_CONTENT_LENGTH=25 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        SESSION_COOKIE_NAME="__Host-evenkeel" if settings.https else "evenkeel",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        TEMPLATES_AUTO_RELOAD=False,
    )


def _trust_proxies(app: Flask, hops: int) -> None:
    """So many proxies may speak for others."""
    if hops:
        from werkzeug.middleware.proxy_fix import ProxyFix

        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _know_the_house(app: Flask) -> None:
    """Our own name and zone stand ready in every request that shows a page."""
    from flask import g, request

    from app.organization.queries import house_facts

    @app.before_request
    def _house() -> None:
        if request.endpoint not in ("static", "home.healthz"):
            g.house = house_facts()

    @app.context_processor
    def _shared() -> dict[str, object]:
        return {
            "actor": getattr(g, "actor", None),
            "house": getattr(g, "house", None),
            "theme": getattr(g, "theme", ""),
        }
