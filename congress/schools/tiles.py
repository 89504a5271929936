"""Hunan's fourteen prefectures as a map of tiles: squares that lie as the places do, and no border at all.

A drawn border would need an approved map 审图号; squares need none, and each place is as large as the others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WIDTH, HEIGHT = 4, 4


@dataclass(frozen=True)
class Spot:
    """Where a place's tile lies, counted from the upper left, and what it is called there."""

    column: int
    row: int
    zh: str
    en: str


SPOTS: Mapping[str, Spot] = {
    "433100": Spot(0, 0, "湘西州", "Xiangxi"),
    "430800": Spot(1, 0, "张家界", "Zhangjiajie"),
    "430700": Spot(2, 0, "常德", "Changde"),
    "430600": Spot(3, 0, "岳阳", "Yueyang"),
    "431200": Spot(0, 1, "怀化", "Huaihua"),
    "431300": Spot(1, 1, "娄底", "Loudi"),
    "430900": Spot(2, 1, "益阳", "Yiyang"),
    "430100": Spot(3, 1, "长沙", "Changsha"),
    "430500": Spot(1, 2, "邵阳", "Shaoyang"),
    "430300": Spot(2, 2, "湘潭", "Xiangtan"),
    "430200": Spot(3, 2, "株洲", "Zhuzhou"),
    "431100": Spot(1, 3, "永州", "Yongzhou"),
    "430400": Spot(2, 3, "衡阳", "Hengyang"),
    "431000": Spot(3, 3, "郴州", "Chenzhou"),
}


def laid_out(places: Iterable[tuple[str, str, str]]) -> dict[str, Spot]:
    """A spot for each place (code, zh, en); what is none of the fourteen stands below them, row by row."""
    spots, beyond = {}, 0
    for code, zh, en in places:
        if code in SPOTS:
            spots[code] = SPOTS[code]
        else:
            spots[code] = Spot(beyond % WIDTH, HEIGHT + beyond // WIDTH, zh, en)
            beyond += 1
    return spots
