"""People across the years: who is the same, how they are found and sorted, what they agreed to."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from congress.alumni.actions import (
    Learned,
    PersonFacts,
    claim_education,
    give_consents,
    judge_education,
    know_person,
    replace_education,
)
from congress.alumni.models import Consent
from congress.alumni.queries import person_by_id, standing_consents
from congress.alumni.rules import sameness_keys, sound_of, stroke_key
from congress.alumni.states import ClaimState, Purpose
from congress.schools.models import School
from tests.factories.schools import HIGH_SCHOOL, OTHER_UNIVERSITY, UNIVERSITY, make_reference

NOW = datetime(2036, 11, 1, tzinfo=UTC)


def facts(name: str = "示例·甲", **more: str) -> PersonFacts:
    return PersonFacts(name=name, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (facts(email="a@example.test"), facts(email="a@example.test"), True),
        (facts(email="a@example.test"), facts("示例甲", email="A@example.test"), True),
        (facts(email="a@example.test"), facts("示 例•甲", email="a@example.test"), True),
        (facts(email="a@example.test"), facts(email="b@example.test"), False),
        (facts(email="a@example.test"), facts("示例乙", email="a@example.test"), False),
        (facts(email="a@example.test", phone="+8613900000001"), facts(phone="+8613900000001"), True),
        (facts(organisation="示例单位"), facts(organisation="示例单位"), True),
        (facts(organisation="示例单位"), facts(organisation="别的单位"), False),
        (facts(organisation="示例单位"), facts(organisation="示例单位", email="a@example.test"), False),
        (facts(), facts(), False),
    ],
)
def test_a_name_with_an_address_or_else_with_a_unit_makes_one_person(
    session: Session, one: PersonFacts, other: PersonFacts, same: bool
) -> None:
    first = know_person(session, one, now=NOW).person
    assert (know_person(session, other, now=NOW).person.id == first.id) is same


def test_a_person_is_known_by_every_address_that_was_ever_told(session: Session) -> None:
    first = know_person(session, facts(email="a@example.test"), now=NOW).person
    know_person(session, facts(email="a@example.test", phone="+8613900000001"), now=NOW)
    assert know_person(session, facts(phone="+8613900000001"), now=NOW).person.id == first.id


@given(st.text(min_size=1, max_size=20), st.emails())
def test_a_key_gives_neither_name_nor_address_away(name: str, email: str) -> None:
    [key] = sameness_keys(name, email=email, phone=None, organisation="示例单位")
    assert len(key) == 64
    assert email not in key


def test_a_purpose_is_agreed_to_once_and_can_be_taken_back_and_given_again(session: Session) -> None:
    person = know_person(session, facts(email="a@example.test"), now=NOW).person

    def standing() -> set[str]:
        session.flush()
        return {consent.purpose for consent in standing_consents(session, person.id)}

    give_consents(session, person.id, {Purpose.ATTEND: True, Purpose.PHOTO: False}, now=NOW)
    assert standing() == {"attend"}
    give_consents(session, person.id, {Purpose.ATTEND: True, Purpose.PHOTO: True}, now=NOW)
    give_consents(session, person.id, {Purpose.PHOTO: False}, now=NOW)
    assert standing() == {"attend"}
    give_consents(session, person.id, {Purpose.PHOTO: True}, now=NOW)
    assert standing() == {"attend", "photo"}
    # what was taken back is still on record
    assert len(session.scalars(select(Consent).where(Consent.purpose == "photo")).all()) == 2


def test_a_school_that_confirmed_stays_so_while_it_is_claimed(session: Session) -> None:
    make_reference(session)
    schools = {school.code: school for school in session.scalars(select(School))}
    person = know_person(session, facts(email="a@example.test"), now=NOW).person
    first = [Learned(schools[UNIVERSITY], 2001), Learned(schools[HIGH_SCHOOL], 1997)]
    claim_education(session, person, first, now=NOW)
    session.flush()
    for education in person.educations:
        judge_education(session, education, ClaimState.CONFIRMED, reason="", by=1, now=NOW)
    claim_education(session, person, [Learned(schools[UNIVERSITY])], now=NOW)
    changed = [Learned(schools[UNIVERSITY]), Learned(schools[HIGH_SCHOOL], 1998), Learned(schools[OTHER_UNIVERSITY])]
    replace_education(session, person, changed, now=NOW)
    session.flush()
    session.expire_all()
    found = person_by_id(session, person.id)
    assert found is not None
    assert [(one.school.code, one.graduated, one.state, one.confirmed_at) for one in found.educations] == [
        (UNIVERSITY, 2001, "confirmed", NOW), (HIGH_SCHOOL, 1998, "claimed", None),
        (OTHER_UNIVERSITY, None, "claimed", None),
    ]  # fmt: skip


def test_a_name_is_found_by_its_syllables_and_its_initials() -> None:
    assert sound_of("示例甲") == "shilijia slj"
    assert "sample" in sound_of("Sample Alumna")
    # a surname sounds otherwise than its character in a word
    assert [sound_of(name) for name in ("曾虚构", "尉迟虚构")] == ["zengxugou zxg", "yuchixugou ycxg"]
    assert len(sound_of("示" * 300)) <= 400


def test_lists_go_by_strokes_and_other_scripts_follow() -> None:
    names = ["Sample", "龙虚构", "丁虚构", "示例", "一虚构", "Alumna", "王虚构"]
    assert sorted(names, key=stroke_key) == ["一虚构", "丁虚构", "王虚构", "示例", "龙虚构", "Alumna", "Sample"]


@given(st.text(max_size=300))
def test_every_name_has_a_key_that_fits_its_column(name: str) -> None:
    assert len(stroke_key(name)) <= 70
