"""Makes .pdf of .docx through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore

from shared.refusals import Refusal
from shared.settings import environment

LONGEST_S, PATIENCE_S = 40, 15
"""How long one conversion may take, and how long it waits for others to end."""

AT_ONCE = 2
"""Each takes a core for seconds, and 200 MB."""

STAND_INS = {
    "方正小标宋简体": "Noto Serif CJK SC",
    "仿宋_GB2312": "Noto Serif CJK SC",
    "楷体_GB2312": "Noto Serif CJK SC",
    "宋体": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
    "Times New Roman": "Noto Serif CJK SC",
}
"""Which free font stands in where a machine has not the official one."""

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
{aliases}</fontconfig>
"""
ALIAS = '<alias binding="same"><family>{missing}</family><accept><family>{standing_in}</family></accept></alias>\n'
PROGRAMS = ("soffice", "libreoffice")


class PdfNeedsLibreOffice(Refusal):
    """本机没有安装 LibreOffice,不能生成 PDF;请导出 .docx 后另存为 PDF,或请管理员安装 libreoffice-writer"""


class PdfNotMade(Refusal):
    """LibreOffice 没有生成 PDF({reason});请稍后再试,或导出 .docx 后另存为 PDF"""


_converting = BoundedSemaphore(AT_ONCE)


def office() -> str | None:
    """Find LibreOffice's program."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def pdf(document: bytes) -> bytes:
    """Make pages of a .docx; raises PdfNeedsLibreOffice or PdfNotMade."""
    return converted(document, ".docx", "pdf")


def converted(document: bytes, suffix: str, to: str) -> bytes:
    """Convert a document; raises PdfNeedsLibreOffice or PdfNotMade."""
    program = office()
    if program is None:
        raise PdfNeedsLibreOffice("form")
    with in_turn(), TemporaryDirectory(prefix="nuandong-") as folder:
        source, made = Path(folder, f"document{suffix}"), Path(folder, "made")
        source.write_bytes(document)
        _convert(program, source, to, made)
        found = made / f"document.{to}"
        if not found.exists():
            raise PdfNotMade("form", reason="没有结果文件")
        return found.read_bytes()


@contextmanager
def in_turn() -> Iterator[None]:
    """Take a turn at converting; raises PdfNotMade."""
    if not _converting.acquire(timeout=PATIENCE_S):
        raise PdfNotMade("form", reason="正在生成的文件太多")
    try:
        yield
    finally:
        _converting.release()


def _convert(program: str, source: Path, to: str, made: Path) -> None:
    """Convert in a profile of its own, so that no conversion waits for, or spoils, another."""
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    said = ["--headless", "--norestore", "--convert-to", to, "--outdir", str(made), str(source)]
    quiet, told = subprocess.DEVNULL, environment(FONTCONFIG_FILE=str(_fonts(source.parent)))
    with subprocess.Popen(
        [program, profile, *said], stdout=quiet, stderr=quiet, env=told, start_new_session=True
    ) as converting:
        try:
            ended = converting.wait(LONGEST_S)
        except subprocess.TimeoutExpired as error:
            os.killpg(converting.pid, signal.SIGKILL)  # the program is a script that starts others
            raise PdfNotMade("form", reason=f"超过 {LONGEST_S} 秒") from error
    if ended:
        raise PdfNotMade("form", reason=f"退出码 {ended}")


def _fonts(folder: Path) -> Path:
    """Tell fontconfig which fonts stand in for which."""
    aliases = (ALIAS.format(missing=missing, standing_in=standing_in) for missing, standing_in in STAND_INS.items())
    told = folder / "fonts.conf"
    told.write_text(FONTS.format(aliases="".join(aliases)), encoding="utf-8")
    return told
