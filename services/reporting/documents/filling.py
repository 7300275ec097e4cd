"""Fills a .docx template, which an office lays out in Word: first its fields are checked, then they are filled."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from services.reporting.documents.paper import needed, offered
from shared.refusals import Refusal, Refused

TEMPLATES = Path(__file__).parent / "templates"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every part of a file: the same return is the same file, to the byte."""


class TemplateUnreadable(Refusal):
    """模板“{template}”无法使用:{reason}"""


class TemplateFieldMissing(Refusal):
    """模板“{template}”缺少必需的字段:{fields}"""


class TemplateFieldUnknown(Refusal):
    """模板“{template}”用到了没有的字段:{fields}"""


def fill(template: str, paper: Any, folder: Path | None = None) -> bytes:
    """Fill a template of the office's own folder, or the one that is shipped; raises Refused, naming the fields."""
    own = folder / template if folder else None
    path = own if own and own.exists() else TEMPLATES / template
    document = _opened(path)
    try:
        _check(path.name, set(_fields_used(document)), type(paper))
        document.render(dict(vars(paper)), _environment())
    except TemplateError as error:
        raise Refused([_unreadable(template, error)]) from error
    return _packed(document)


def _opened(path: Path) -> Any:
    document = DocxTemplate(path)
    try:
        document.init_docx()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:  # as python-docx meets other files
        raise Refused([TemplateUnreadable("form", template=path.name, reason="不是 .docx 文档")]) from error
    return document


def _unreadable(template: str, error: TemplateError) -> TemplateUnreadable:
    where = f"(第 {error.lineno} 段附近)" if isinstance(error, TemplateSyntaxError) else ""
    return TemplateUnreadable("form", template=template, reason=f"标记有误{where}:{error.message}")


def _environment() -> SandboxedEnvironment:
    """Templates come from outside the house: they may read fields and do nothing else."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _check(template: str, used: set[str], kind: type[Any]) -> None:
    lacking, unknown = sorted(set(needed(kind)) - used), sorted(used - set(offered(kind)))
    refusals = [
        rule("form", template=template, fields="、".join(names))
        for rule, names in ((TemplateFieldMissing, lacking), (TemplateFieldUnknown, unknown))
        if names
    ]
    if refusals:
        raise Refused(refusals)


def _fields_used(document: Any) -> Iterator[str]:
    for source in _sources(document):
        yield from _named(_environment().parse(document.patch_xml(source)), {})


def _sources(document: Any) -> Iterator[str]:
    """Give the body, the headers and the footers."""
    yield document.get_xml()
    for kind in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(kind):
            yield document.get_part_xml(part)


def _named(node: nodes.Node, loops: Mapping[str, str]) -> Iterator[str]:
    """Name the fields that are read: what a loop calls a row stands for the list that it goes through."""
    if isinstance(node, nodes.For):
        listed = _path(node.iter, loops)
        yield from _named(node.iter, loops)
        inside = {**loops, **{each.name: listed for each in _targets(node.target)}, "loop": ""}
        for each in node.body + node.else_:
            yield from _named(each, inside)
    elif path := _path(node, loops):
        yield path
    else:
        for each in node.iter_child_nodes():
            yield from _named(each, loops)


def _targets(node: nodes.Node) -> Iterable[nodes.Name]:
    return [node] if isinstance(node, nodes.Name) else node.find_all(nodes.Name)


def _path(node: nodes.Node, loops: Mapping[str, str]) -> str:
    """Write a field with the lists it lies in, nothing for what is no field."""
    if isinstance(node, nodes.Name):
        return loops.get(node.name, node.name)
    if isinstance(node, nodes.Getattr) and (above := _path(node.node, loops)):
        return f"{above}.{node.attr}"
    return ""


def _packed(document: Any) -> bytes:
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with ZipFile(written) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as fixed:
        for name in parts.namelist():
            part = ZipInfo(name, LONG_AGO)
            part.compress_type = ZIP_DEFLATED
            fixed.writestr(part, parts.read(name))
    return packed.getvalue()
