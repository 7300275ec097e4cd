"""CSV sheets as people have them."""

from pathlib import Path

import pytest

from deploy.sheets import SheetUnreadable, rows_of
from services.outreach.facts import LectureHeld, VisitRecorded
from tests.builders import LEAGUE, TOWNSHIP

HEADER = "地点,牵头组织,日期,走访对象,家庭编号,走访人数,备注"
ROW = f"{TOWNSHIP},{LEAGUE},2021-12-05,青年农民工,00000000-0000-4000-8000-000000000009,3,家里有老人"


def sheet(folder: Path, *lines: str, encoding: str = "utf-8", name: str = "走访.csv") -> Path:
    path = folder / name
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_labels_become_fields_and_codes_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    [row] = rows_of(sheet(tmp_path, HEADER, ROW, encoding=encoding), VisitRecorded)

    assert row["place"] == TOWNSHIP
    assert row["target"] == "young_worker"
    assert row["persons"] == "3"
    assert row["note"] == "家里有老人"


def test_the_same_sheet_gives_the_same_ids_and_equal_rows_ids_of_their_own(tmp_path: Path) -> None:
    first = rows_of(sheet(tmp_path, HEADER, ROW, ROW), VisitRecorded)
    again = rows_of(sheet(tmp_path, HEADER, ROW, ROW), VisitRecorded)

    assert [row["id"] for row in first] == [row["id"] for row in again]
    assert first[0]["id"] != first[1]["id"]


def test_mending_one_row_leaves_the_ids_of_the_others(tmp_path: Path) -> None:
    before = rows_of(sheet(tmp_path, HEADER, ROW.replace(",3,", ",x,"), ROW), VisitRecorded)
    after = rows_of(sheet(tmp_path, HEADER, ROW.replace(",3,", ",4,"), ROW), VisitRecorded)

    assert before[0]["id"] != after[0]["id"]
    assert before[1]["id"] == after[1]["id"]


def test_an_id_of_ones_own_is_kept(tmp_path: Path) -> None:
    [row] = rows_of(sheet(tmp_path, f"id,{HEADER}", f"00000000-0000-4000-8000-000000000001,{ROW}"), VisitRecorded)

    assert row["id"] == "00000000-0000-4000-8000-000000000001"


def test_lists_are_split_at_the_usual_marks(tmp_path: Path) -> None:
    [row] = rows_of(sheet(tmp_path, "宣讲主题", "就业政策、乡村振兴;七一讲话"), LectureHeld)

    assert row["topics"] == ["employment", "rural_revival", "july_first"]


def test_empty_lines_and_cells_say_nothing(tmp_path: Path) -> None:
    [row] = rows_of(sheet(tmp_path, HEADER, "", ROW.rsplit(",", 1)[0] + ",", ""), VisitRecorded)

    assert "note" not in row


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "是空的"),
        (b"\x00\x01\x02", "二进制"),
        (b"\xff\xff\xff\x80", "编码"),
        ("颜色\n红".encode(), "不是“走访”的填报项"),
        (f"{HEADER}\n{ROW},多一格".encode(), "第 2 行有 8 格"),
        (f'{HEADER}\n"{ROW}'.encode(), "不是合格的 CSV"),
    ],
    ids=["empty", "binary", "no encoding", "unknown header", "too many cells", "open quote"],
)
def test_a_file_that_is_no_sheet_is_refused_in_one_sentence(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)

    with pytest.raises(SheetUnreadable, match=why):
        rows_of(path, VisitRecorded)
