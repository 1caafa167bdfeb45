"""Who is reminded of what on which day: ahead, on the day, after it in steps, and up the line."""

from collections import defaultdict
from datetime import timedelta

from .days import DAY, working_day_after
from .facts import holds

# Who answers for a unit: inspectors and assessors are told by name only, administrators see nothing.
GROUPS = ("government_group", "school_group", "monitoring_group")
OFFICE = (*GROUPS, "general_group", "director", "chair")
ANSWERING = (*OFFICE, "county_director", "county_clerk", "school", "government", "liaison")
HEADS = ("director", "county_director", "school", "government")


def told(facts, lines, first, last):
    """Pairs of a day and a reminder: the line, the kind, the day it was meant for, the due date, the recipient."""
    telling = Telling(facts, first)
    if facts.pauses:
        raise LookupError("a duty is paused: the reference must learn to keep still then")
    for line in lines:
        for kind, nominal in _reminders(facts, line, last):
            day = max(nominal, first)
            if line.opened <= nominal and day <= last and day < line.gone:
                for person in telling.recipients(line, kind, day):
                    yield day, (line.name, kind, nominal, line.due, person)


def _reminders(facts, line, last):
    """The days on which somebody is to be told of a duty (OFFICE.reminders, overdue_step, escalation)."""
    steps_ahead = facts.rule("OFFICE.reminders", line.area, line.opened)
    for days in steps_ahead:
        yield "ahead", line.due - timedelta(days=days)
    if line.announced not in {line.due - timedelta(days=days) for days in steps_ahead}:
        yield "ahead", line.announced
    yield "due", line.due
    step = timedelta(days=facts.rule("OFFICE.overdue_step", line.area, line.opened))
    day = line.due + step
    while day <= last:
        yield "overdue", day
        day += step
    steps = facts.rule("OFFICE.escalation", line.area, line.opened)
    for kind, number in zip(("to_head", "to_superior", "to_office"), steps, strict=True):
        if line.due <= last:
            yield kind, working_day_after(line.due, number)


class Telling:
    """Finds whom to tell: those who stand nearest to the duty, and the city's office where nobody does."""

    def __init__(self, facts, first):
        self.facts, self.known = facts, {}
        self.names = {person.id: person.username for person in facts.people}
        self.of_unit = facts.by("posts", "organization_id")
        self.of_city = defaultdict(list)
        for post in facts.posts:
            if post.city and not post.county and post.role in {"director", "general_group"}:
                self.of_city[post.city].append(post)
        ends = {post.valid_to + DAY for post in facts.posts if post.valid_to}
        self.changes = sorted(day for day in ends | {post.valid_from for post in facts.posts} if day > first)

    def recipients(self, line, kind, day):
        """The user names of those who are told; kept until a post begins or ends."""
        stage = sum(change <= day for change in self.changes)
        what = (kind if kind.startswith("to_") else "own", line.holder, line.person, line.group, line.area, stage)
        if what not in self.known:
            ranked = self._own(line) if what[0] == "own" else self._upward(line, kind)
            self.known[what] = self._nearest(ranked, day)
        return self.known[what]

    def _nearest(self, ranked, day):
        now = [(place, post.user_id) for place, post in ranked if holds(post, day) and post.user_id in self.names]
        nearest = min((place for place, _user in now), default=None)
        return sorted({self.names[user] for place, user in now if place == nearest})

    def _own(self, line):
        """The person who owes it and nobody else; else the unit's people, in an office the group that has it."""
        if line.person in self.names:
            yield 0, Person(line.person)
        for post in self.of_unit[line.holder]:
            if post.role in ANSWERING:
                yield self._place(post, line.group), post
        yield from self._followers(line, "general_group")

    @staticmethod
    def _place(post, group):
        if post.role not in OFFICE or (group and post.group == group):
            return 1
        return {"general_group": 2, "director": 3, "chair": 5}.get(post.role, 4)

    def _upward(self, line, kind):
        """The unit's head; then the unit above; at last the director of the office that follows the duty."""
        unit = {"to_head": line.holder, "to_superior": self.facts.unit[line.holder].superior_id}.get(kind)
        for post in self.of_unit[unit] if unit else ():
            if post.role in ANSWERING:
                yield 1 if post.role in HEADS else 2, post
        yield from self._followers(line, "director")

    def _followers(self, line, first):
        city = next((code for code in self.facts.upward(line.area) if self.facts.area[code].level == "city"), None)
        for post in self.of_city[city] if city else ():
            yield 8 if post.role == first else 9, post


class Person:
    """Somebody who owes a duty by name, whatever post they hold."""

    valid_from = valid_to = None

    def __init__(self, user_id):
        self.user_id = user_id
