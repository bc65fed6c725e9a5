"""Invented people on both sides: a function each, a deputy each, and those who leave and follow."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.examples.reader.records import Event, ExamplePartnership
from app.examples.story.chance import number
from app.examples.story.days import day_after_words, until_month, working
from app.examples.story.records import StoryPerson

PROVIDER, PAYER = "provider", "payer"
DAYS_UNTIL_SUCCESSOR = 45

FIRST_NAMES = (
    "Adaeze", "Alma", "Amir", "Anneke", "Beatriz", "Bram", "Caleb", "Carmen", "Celeste", "Dario",
    "Delia", "Eamon", "Elena", "Emeka", "Esme", "Farah", "Felix", "Gwen", "Hana", "Hugo", "Imani",
    "Ines", "Isaac", "Jonas", "Joaquin", "Kalani", "Kiran", "Kwame", "Leila", "Linnea", "Lucia",
    "Malik", "Marisol", "Mateo", "Mei", "Mira", "Nadia", "Niels", "Nuria", "Olan", "Oren", "Paloma",
    "Petra", "Priya", "Quinn", "Rafael", "Rohan", "Rosa", "Ruth", "Samir", "Selma", "Sofia", "Tavita",
    "Thea", "Tomas", "Umi", "Vera", "Viktor", "Wendell", "Willa", "Ximena", "Yara", "Yusuf", "Zora",
)  # fmt: skip
LAST_NAMES = (
    "Abara", "Aldana", "Arroyo", "Bergqvist", "Brightwell", "Bonavita", "Calloway", "Castellon", "Cho",
    "Dabrowa", "Delacroix", "Dunmore", "Eastgate", "Eklund", "Fairley", "Fonoti", "Fairweather",
    "Garrick", "Greenhalgh", "Haldane", "Hidalgo", "Ibarra", "Iwasaki", "Jankovic", "Jessop", "Kealoha",
    "Kovalenko", "Lindqvist", "Lockhart", "Marchetti", "Nakagawa", "Norrington", "Nyberg", "Okafor",
    "Ostrander", "Pacheco", "Pellegrin", "Prewitt", "Quintero", "Rasmussen", "Renwick", "Rosales",
    "Salazar", "Stannard", "Szabo", "Takeda", "Thornbury", "Trevino", "Umarov", "Underhill",
    "Valdovinos", "Vance", "Wexley", "Winterbourne", "Xiong", "Yamada", "Yarrow", "Zamora", "Zielinski",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """A function on one side: its title, who stands in, and further functions it covers."""

    function: str
    title: str
    deputy: str
    also: tuple[str, ...] = ()
    lead: bool = False


# A small hospice: one person may hold several functions.
PROVIDER_POSTS = (
    Post("executive", "Executive director", "operations", also=("contracting",)),
    Post("operations", "Program manager", "clinical", lead=True),
    Post("clinical", "Clinical lead, nurse practitioner", "case_management"),
    Post("case_management", "Palliative social worker", "clinical"),
    Post("finance", "Finance manager, part-time", "executive"),
    Post("quality", "Quality and data coordinator", "operations", also=("informatics",)),
)
PAYER_POSTS = (
    Post("executive", "Vice president, care programs", "contracting"),
    Post("contracting", "Contract manager", "operations", lead=True),
    Post("clinical", "Medical director", "quality"),
    Post("operations", "Director of care management", "case_management"),
    Post("case_management", "Lead case manager", "operations"),
    Post("finance", "Network finance analyst", "contracting"),
    Post("informatics", "Data analyst", "quality"),
    Post("quality", "Quality program manager", "informatics"),
)
POSTS = {PROVIDER: PROVIDER_POSTS, PAYER: PAYER_POSTS}
POST_COUNT = len(PROVIDER_POSTS) + len(PAYER_POSTS)
# Words of an event that point to a function, the first that fits.
FUNCTION_WORDS = (
    ("medical director", "clinical"),
    ("nurse", "clinical"),
    ("physician", "clinical"),
    ("doctor", "clinical"),
    ("clinic", "clinical"),
    ("social worker", "case_management"),
    ("case manager", "case_management"),
    ("contract", "contracting"),
    ("finance", "finance"),
    ("analyst", "informatics"),
    ("program manager", "operations"),
    ("operations", "operations"),
    ("executive", "executive"),
    ("president", "executive"),
)


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody of a story, and who holds a function on a given day."""

    people: tuple[StoryPerson, ...]

    def holder(self, side: str, function: str, day: date) -> StoryPerson:
        """Who answers for a function on a day; while a post is empty its deputy, else a colleague."""
        post = next((post for post in POSTS[side] if function in (post.function, *post.also)), POSTS[side][1])
        present = self.of_side(side, day)
        for wanted in (function, post.deputy):
            for person in present:
                if wanted in (person.function, *person.also):
                    return person
        return present[0] if present else next(person for person in self.people if person.side == side)

    def deputy_of(self, person: StoryPerson, day: date) -> StoryPerson:
        """Who stands in for a person."""
        post = next(post for post in POSTS[person.side] if post.function == person.function)
        return self.holder(person.side, post.deputy, day)

    def lead(self, side: str, day: date) -> StoryPerson:
        """Who leads for a side on a day."""
        return self.holder(side, next(post.function for post in POSTS[side] if post.lead), day)

    def of_side(self, side: str, day: date) -> list[StoryPerson]:
        """Everybody of a side on a day."""
        return [person for person in self.people if person.side == side and _in_post(person, day)]


def _in_post(person: StoryPerson, day: date) -> bool:
    return (person.from_on is None or person.from_on <= day) and (
        person.left_on is None or day < person.left_on
    )


def cast_people(example: ExamplePartnership, as_of: date) -> Roster:
    """People for both sides; the same organization has the same people in each of its partnerships."""
    taken: set[str] = set()
    people = [
        _person(side, organization, place, post, taken)
        for side, organization in ((PROVIDER, example.provider), (PAYER, example.payer))
        for place, post in enumerate(POSTS[side])
    ]
    for event in example.events:
        if event.trigger in ("TE01", "TE02") and event.on <= as_of:
            people = _with_successor(people, event, example, taken, as_of)
    newest = {(person.side, person.function): person.ref for person in people}
    return Roster(tuple(replace(person, deputy=newest[(person.side, person.deputy)]) for person in people))


def _person(side: str, organization: str, place: int, post: Post, taken: set[str]) -> StoryPerson:
    name = _name(f"{organization}|{post.function}", taken)
    return StoryPerson(
        ref=f"{side}-{post.function}",
        side=side,
        organization=organization,
        name=name,
        title=post.title,
        function=post.function,
        also=post.also,
        email=_email(name, organization),
        phone=f"555-01{(10 if side == PAYER else 40) + place}",
        lead=post.lead,
        deputy=post.deputy,
        from_on=None,
        left_on=None,
    )


def _name(seed: str, taken: set[str]) -> str:
    """A name whose parts nobody else of the story has, so that people are not mixed up."""
    for attempt in range(len(FIRST_NAMES) * len(LAST_NAMES)):
        first = FIRST_NAMES[number(f"{seed}|first|{attempt}", len(FIRST_NAMES))]
        last = LAST_NAMES[number(f"{seed}|last|{attempt}", len(LAST_NAMES))]
        if not {first, last} & taken:
            taken.update((first, last))
            return f"{first} {last}"
    return f"Robin {LAST_NAMES[0]}"


def domain_of(organization: str) -> str:
    """A mail domain that can never exist: "Tallow Ridge Hospice" has tallowridge.example."""
    words = re.findall(r"[a-z0-9]+", organization.lower())
    return f"{''.join(words[:2])[:40] or 'office'}.example"


def _email(name: str, organization: str) -> str:
    first, _, last = name.lower().partition(" ")
    return f"{first}.{last}@{domain_of(organization)}"


def _with_successor(
    people: list[StoryPerson], event: Event, example: ExamplePartnership, taken: set[str], as_of: date
) -> list[StoryPerson]:
    side, function = _who_changes(event, example)
    leaver = next(
        (one for one in people
         if one.side == side and function in (one.function, *one.also) and one.left_on is None
         and (one.from_on is None or one.from_on < event.on)),
        None,
    )  # fmt: skip
    if leaver is None:
        return people
    told = f"{event.what} {event.answer}"
    start = day_after_words(told, "in post") or until_month(event.what, event.on)
    start = working(max(start or event.on + timedelta(days=DAYS_UNTIL_SUCCESSOR), event.on))
    result = [replace(one, left_on=event.on) if one is leaver else one for one in people]
    if start <= as_of:
        name = _name(f"{leaver.organization}|{leaver.function}|{event.what}", taken)
        turn = sum((one.side, one.function) == (side, leaver.function) for one in people) + 1
        result.append(
            replace(
                leaver,
                ref=f"{side}-{leaver.function}-{turn}",
                name=name,
                from_on=start,
                left_on=None,
                email=_email(name, leaver.organization),
                phone=f"555-01{70 + (len(people) - POST_COUNT) % 30}",
            )
        )
    return result


def _who_changes(event: Event, example: ExamplePartnership) -> tuple[str, str]:
    text = event.what.lower()
    payer_words = ("plan", "payer", *example.payer.lower().split()[:1])
    side = PAYER if any(re.search(rf"\b{re.escape(word)}\b", text) for word in payer_words) else PROVIDER
    usual = "executive" if event.trigger == "TE01" else "clinical"
    return side, next((function for word, function in FUNCTION_WORDS if word in text), usual)
