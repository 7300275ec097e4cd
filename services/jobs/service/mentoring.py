"""The doors of “1+10”: mentors, those linked with them, and what their guidance must keep to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.jobs.facts.mentoring import MOST_MENTEES, QUOTA
from services.jobs.model.associations import Association
from services.jobs.model.mentoring import Mentor, MentorLoad, MentorPair, mentees_by_day
from services.jobs.schemas.mentoring import EnrolMentor, PairMentee, ReleaseMentee, RetireMentor, StrikePair
from services.jobs.store import held, kept
from services.jobs.store.mentoring import loads_of, mentor_shown, mentors_among, mentors_in, pairs_among, pairs_of
from shared.acts import Derived
from shared.desk import Desk, envelope, must_be_date, must_cover
from shared.eventlog import reverse, tell, tell_many
from shared.identity import Role
from shared.refusals import Refusal
from shared.worker import read, write


class AlreadyPaired(Refusal):
    """该带头人已联系青年 {mentee}"""


class MentorOfOneself(Refusal):
    """带头人不能与自己结对"""


class TooManyMentees(Refusal):
    """一名带头人最多联系 {most} 名青年"""


class OverQuota(Refusal):
    """该带头人现联系 {mentees} 名青年,超过 {quota} 名,请注意指导质量"""


class MentorUnknown(Refusal):
    """在您的授权范围内没有编号为 {mentor} 的带头人"""


class NobodyGuided(Refusal):
    """须填写至少一名受指导的青年"""


class NotLinked(Refusal):
    """青年 {mentee} 在 {day} 未由该带头人联系"""


class MentoringDoors:
    """1+10: enrol, pair, release, retire."""

    @write(EnrolMentor, Role.RECORDER)
    def enrol_mentor(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Enrol somebody who leads and takes young people on."""
        must_be_date(desk, fields["enrolled_on"], "enrolled_on")
        where = envelope(desk, fields["place"], fields["organisation"], fields["enrolled_on"])
        if fields["association"]:
            must_cover(desk, kept(desk.session, Association, fields["association"]))
        mentor = Mentor(
            id=id, association=fields["association"], enrolled_on=fields["enrolled_on"], **Mentor.columns(where)
        )
        desk.session.add(mentor)
        return {"mentor": str(id)}

    @write(PairMentee, Role.RECORDER)
    def pair_mentee(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Link a young person with a mentor; more than ten are warned of, not refused."""
        mentor = _mentor(desk, fields["mentor"])
        must_be_date(desk, fields["paired_on"], "paired_on")
        mentor.must_mentor(fields["paired_on"], "paired_on")
        _must_be_a_new_link(desk, mentor, fields["mentee"])
        pair = MentorPair(id=id, **fields)
        desk.session.add(pair)
        tell(desk.session, *pair.paired(mentor), desk.now)
        return {"pair": str(id), **_loaded(desk, mentor)}

    @write(ReleaseMentee, Role.RECORDER)
    def release_mentee(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """End a link."""
        mentor, pair = _pair(desk, fields["pair"])
        must_be_date(desk, fields["released_on"], "released_on")
        pair.release(fields["released_on"])
        tell(desk.session, *pair.released(mentor), desk.now)
        return {"pair": str(pair.id), **_loaded(desk, mentor)}

    @write(StrikePair, Role.RECORDER)
    def strike_pair(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Strike a link that was recorded by mistake: all that was told of it is reversed."""
        mentor, pair = _pair(desk, fields["pair"])
        must_be_date(desk, pair.paired_on, "pair")
        for each in pair.strike(desk.now, fields["reason"].strip()):
            reverse(desk.session, each, desk.now)
        return {"pair": str(pair.id), **_loaded(desk, mentor)}

    @write(RetireMentor, Role.RECORDER)
    def retire_mentor(self, desk: Desk, id: UUID, fields: dict[str, Any]) -> dict[str, Any]:
        """Let a mentor go; everybody still linked is released, and named, so that somebody else takes them on."""
        mentor, on = _mentor(desk, fields["mentor"]), fields["retired_on"]
        must_be_date(desk, on, "retired_on")
        mentor.retire(on)
        left = [each for each in pairs_of(desk.session, mentor.id) if each.open]
        for each in left:
            each.release(on)
        tell_many(desk.session, [each.released(mentor) for each in left], desk.now)
        _loaded(desk, mentor)
        return {"mentor": str(mentor.id), "released": [str(each.mentee) for each in left]}

    @read(*Role)
    def mentor(self, desk: Desk, id: UUID) -> dict[str, Any]:
        """Show a mentor with those linked today, and how many are missing to the quota."""
        found = kept(desk.session, Mentor, id)
        must_cover(desk, found)
        return mentor_shown(desk.session, found, desk.today)

    @read(*Role)
    def mentors(
        self, desk: Desk, place: str | None = None, after: UUID | None = None, limit: int = 100
    ) -> list[dict[str, Any]]:
        """List the mentors within the caller's scope, with how many are missing to the quota, from after an id."""
        return mentors_in(desk.session, desk.today, place, after, limit)


def pairs_of_guidance(desk: Desk, said: Sequence[Mapping[str, Any]]) -> list[Derived]:
    """Refuse guidance by somebody who is no mentor here, or for somebody who was not linked on that day."""
    ids = {each["mentor"] for each in said}
    mentors, linked = mentors_among(desk.session, ids), pairs_among(desk.session, ids)
    return [_guidance(desk, each, mentors.get(each["mentor"]), linked) for each in said]


def _guidance(desk: Desk, said: Mapping[str, Any], mentor: Mentor | None, linked: Sequence[MentorPair]) -> Derived:
    day = said["occurred_on"]
    if mentor is None or not desk.identity.covers(mentor.place):
        return MentorUnknown("mentor", mentor=said["mentor"])
    if not said["mentees"]:
        return NobodyGuided("mentees")
    known = {each.mentee for each in linked if each.mentor == mentor.id and each.stands_on(day)}
    strangers = sorted(set(said["mentees"]) - known)
    return NotLinked("mentees", mentee=strangers[0], day=day) if strangers else {}


def _mentor(desk: Desk, id: UUID) -> Mentor:
    mentor = held(desk.session, Mentor, id)
    must_cover(desk, mentor)
    return mentor


def _pair(desk: Desk, id: UUID) -> tuple[Mentor, MentorPair]:
    mentor = _mentor(desk, kept(desk.session, MentorPair, id).mentor)
    return mentor, held(desk.session, MentorPair, id)


def _must_be_a_new_link(desk: Desk, mentor: Mentor, mentee: UUID) -> None:
    linked = [each for each in pairs_of(desk.session, mentor.id) if each.open]
    if mentee == mentor.id:
        raise MentorOfOneself("mentee")
    if mentee in {each.mentee for each in linked}:
        raise AlreadyPaired("mentee", mentee=mentee)
    if len(linked) >= MOST_MENTEES:
        raise TooManyMentees("mentor", most=MOST_MENTEES)


def _loaded(desk: Desk, mentor: Mentor) -> dict[str, Any]:
    """Tell anew each day on which the mentor's load is another now; answer today's load, warned of over the quota."""
    desk.session.flush()
    pairs, told = pairs_of(desk.session, mentor.id), loads_of(desk.session, mentor.id)
    for day, mentees in mentees_by_day(pairs, told).items():
        load = told.get(day)
        if load and load.mentees != mentees:
            reverse(desk.session, load.fact_id, desk.now)
            load.mentees, load.revision = mentees, load.revision + 1
        elif load is None:
            load = MentorLoad(mentor=mentor.id, day=day, mentees=mentees, revision=1)
            desk.session.add(load)
        else:
            continue
        tell(desk.session, load.loaded(mentor), load.fact_id, desk.now)
    return _answer(sum(each.stands_on(desk.today) for each in pairs))


def _answer(mentees: int) -> dict[str, Any]:
    warned = [OverQuota("mentor", mentees=mentees, quota=QUOTA).as_data()] if mentees > QUOTA else []
    return {"mentees": mentees, "missing": max(0, QUOTA - mentees), "warnings": warned}
