"""Schools and places for tests: few, and named as invented."""

from sqlalchemy.orm import Session

from congress.schools.models import Division, Industry, School

UNIVERSITY, OTHER_UNIVERSITY, HIGH_SCHOOL = "HN-T-U1", "HN-T-U2", "HN-T-S1"
PREFECTURE, COUNTY, OTHER_PREFECTURE = "990100", "990101", "990200"


def make_reference(session: Session) -> None:
    """Two universities, a high school, a prefecture with a county, another prefecture, an industry."""
    for position, (code, name, kind) in enumerate(
        [
            (UNIVERSITY, "示例大学", "university"),
            (OTHER_UNIVERSITY, "示例理工大学", "university"),
            (HIGH_SCHOOL, "示例一中", "school"),
        ]
    ):
        session.add(School(code=code, name=name, kind=kind, position=position, names=[]))
    prefecture = Division(code=PREFECTURE, name="示例市", kind="prefecture", position=1)
    session.add_all([prefecture, Division(code=OTHER_PREFECTURE, name="示例乙市", kind="prefecture", position=3)])
    session.flush()
    session.add(Division(code=COUNTY, name="示例县", kind="county", parent_id=prefecture.id, position=2))
    session.add(Industry(code="T1", name_zh="示例产业", name_en="Example industry", position=1))
    session.flush()
