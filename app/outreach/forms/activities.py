"""What is asked about a visit or a talk."""

from __future__ import annotations

from datetime import date

from app.partnerships.models import Partnership
from app.web.formdata import LONG, FormData, Submitted

from ..models import Activity, Site
from ..queries import method
from ..rules import Led, lacks_next_date
from ..service import ActivityFacts
from .plan import iso

MOST_PEOPLE, MOST_HOURS = 2000, 200
WITHOUT_NEXT = "Set the next date for this site, or say below why there is none."


def read_activity(
    submitted: Submitted, partnership: Partnership, today: date, known: Activity | None = None
) -> tuple[ActivityFacts | None, FormData]:
    """What was typed about a visit or talk."""
    form, book = FormData(submitted), method()
    on = form.day("on", "Enter the day.")
    if on is not None and on > today:
        form.fail("on", "Enter a day that has come; what lies ahead is the site's next date.")
    site = read_site_choice(form, partnership)
    kept = list(known.barriers or []) if known else []
    answers = {name: form.text(f"answer_{name}", limit=LONG) for name, _ in book.questions}
    facts = ActivityFacts(
        on=on or today,
        kind=form.choice("kind", [name for name, _ in book.activity_kinds], "Choose what it was."),
        site=site,
        topics=tuple(form.choices("topics", [one.id for one in book.topics])),
        audience_count=form.whole("audience_count", 0, MOST_PEOPLE),
        hours=form.number("hours", 2, MOST_HOURS),
        led_by=form.choice("led_by", list(Led), "Choose who led."),
        follow_up_on=form.day("follow_up_on"),
        no_follow_up_reason=form.text("no_follow_up_reason"),
        barriers=tuple(form.choices("barriers", [name for name, _ in book.barriers] + kept)),
        answers={name: said for name, said in answers.items() if said},
        note=form.text("note", limit=LONG),
    )
    lacking = lacks_next_date(facts.follow_up_on, facts.no_follow_up_reason)
    if site is not None and "follow_up_on" not in form.errors and lacking:
        form.fail("follow_up_on", WITHOUT_NEXT)
    return (facts if form.ok else None), form


def read_site_choice(form: FormData, partnership: Partnership) -> int | None:
    """A site of this partnership, as an id; none where none was chosen."""
    chosen = form.text("site")
    if not chosen:
        return None
    found = Site.get_or_none((Site.public_id == chosen) & (Site.partnership == partnership))
    if found is None:
        form.fail("site", "Choose a site from the list.")
        return None
    site_id: int = found.get_id()
    return site_id


def activity_form(today: date, site: Site | None = None, activity: Activity | None = None) -> FormData:
    """The form with what is known."""
    if activity is None:
        site_id = site.public_id if site else ""
        return FormData(initial={"on": today.isoformat(), "site": site_id, "led_by": Led.PROVIDER.value})
    known = {f"answer_{name}": said for name, said in (activity.answers or {}).items()}
    return FormData(
        initial={
            "on": iso(activity.on),
            "kind": activity.kind,
            "site": site.public_id if site else "",
            "topics": list(activity.topics or []),
            "audience_count": "" if activity.audience_count is None else activity.audience_count,
            "hours": "" if activity.hours is None else f"{activity.hours.normalize():f}",
            "led_by": activity.led_by,
            "follow_up_on": iso(activity.follow_up_on),
            "no_follow_up_reason": activity.no_follow_up_reason,
            "barriers": list(activity.barriers or []),
            "note": activity.note,
            **known,
        }
    )
