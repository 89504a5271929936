"""The real lists, and the invented schools that invented credit may stand under."""

from pathlib import Path

from sqlalchemy.orm import Session

from congress.foundation.tables import ImportReport, read_table
from congress.schools.imports import import_divisions, import_industries, import_schools
from congress.schools.models import Division, School

FOLDER = Path(__file__).parent / "reference"
INVENTED = (
    ("HN-DEMO-U1", "示例大学（虚构）", "Example University (invented)", "university"),
    ("HN-DEMO-U2", "示例理工大学（虚构）", "Example Institute of Technology (invented)", "university"),
    ("HN-DEMO-U3", "示例农业大学（虚构）", "Example Agricultural University (invented)", "university"),
    ("HN-DEMO-U4", "示例医学院（虚构）", "Example Medical College (invented)", "university"),
    ("HN-DEMO-S1", "示例一中（虚构）", "Example No. 1 High School (invented)", "school"),
    ("HN-DEMO-S2", "示例二中（虚构）", "Example No. 2 High School (invented)", "school"),
    ("HN-DEMO-S3", "示例实验中学（虚构）", "Example Experimental School (invented)", "school"),
)
# code, name, English name; places that do not exist, so that no real one carries an invented figure
PREFECTURES = (
    ("HN-DEMO-P1", "示例市（虚构）", "Example City (invented)"),
    ("HN-DEMO-P2", "示例州（虚构）", "Example Prefecture (invented)"),
)
COUNTIES = (
    ("HN-DEMO-C1", "示例甲县（虚构）", "Example County A (invented)", "HN-DEMO-P1"),
    ("HN-DEMO-C2", "示例乙县（虚构）", "Example County B (invented)", "HN-DEMO-P1"),
    ("HN-DEMO-C3", "示例丙区（虚构）", "Example District C (invented)", "HN-DEMO-P2"),
    ("HN-DEMO-C4", "示例丁市（虚构）", "Example Town D (invented)", "HN-DEMO-P2"),
    ("HN-DEMO-C5", "示例园区（虚构）", "Example Park (invented)", "HN-DEMO-P1"),
)
AFTER_THE_REAL = 10_000


def load_reference(session: Session) -> None:
    """Schools, divisions and industries of the province, then the invented schools."""
    for name, load in (
        ("divisions.csv", import_divisions),
        ("schools.csv", import_schools),
        ("industries.csv", import_industries),
    ):
        report = ImportReport()
        load(session, read_table(FOLDER / name, report), report)
    for offset, (code, name, name_en, kind) in enumerate(INVENTED):
        session.add(
            School(
                code=code, name=name, name_en=name_en, kind=kind, position=AFTER_THE_REAL + offset, is_demo=True,
                names=[],
            )
        )  # fmt: skip
    prefectures = {}
    for offset, (code, name, name_en) in enumerate(PREFECTURES):
        prefectures[code] = Division(
            code=code, name=name, name_en=name_en, kind="prefecture", position=AFTER_THE_REAL + offset, is_demo=True
        )
        session.add(prefectures[code])
    session.flush()
    for offset, (code, name, name_en, parent) in enumerate(COUNTIES, start=100):
        session.add(
            Division(
                code=code, name=name, name_en=name_en, kind="county", parent_id=prefectures[parent].id,
                position=AFTER_THE_REAL + offset, is_demo=True,
            )
        )  # fmt: skip
    session.flush()
