"""What our own settings can be. Pure."""

from __future__ import annotations

from enum import StrEnum


class DayKind(StrEnum):
    """How one of our days differs from the public holidays."""

    ADDED = "added"
    WORKED = "worked"


ZONES = {
    "America/Los_Angeles": "Pacific Time (Los Angeles)",
    "America/Denver": "Mountain Time (Denver)",
    "America/Phoenix": "Mountain Time, no summer time (Phoenix)",
    "America/Chicago": "Central Time (Chicago)",
    "America/New_York": "Eastern Time (New York)",
    "America/Anchorage": "Alaska Time (Anchorage)",
    "Pacific/Honolulu": "Hawaii Time (Honolulu)",
    "America/Puerto_Rico": "Atlantic Time (Puerto Rico)",
}
_STATES = (
    "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,"
    "DE Delaware,DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,"
    "IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,"
    "MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,"
    "NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,"
    "OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,PR Puerto Rico,RI Rhode Island,"
    "SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,"
    "WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming"
)
HOLIDAYS = {
    "US": "United States, federal only",
    **{f"US-{entry[:2]}": f"{entry[3:]}, United States" for entry in _STATES.split(",")},
    "none": "None",
}
USUAL_APPROVAL, LONGEST_APPROVAL = 15, 120  # workdays
SHORTEST_KEPT, USUAL_KEPT, LONGEST_KEPT = 1, 12, 120  # months, of the text of mails


def zone_choices(present: str) -> tuple[tuple[str, str], ...]:
    """The zones to choose from; one set by hand stays among them."""
    known = tuple(ZONES.items())
    return known if present in ZONES or not present else (*known, (present, present.replace("_", " ")))
