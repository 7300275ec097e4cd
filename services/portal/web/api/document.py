"""The API's document in OpenAPI 3.1, which follows from the resources and from the schemas that the doors use."""

from __future__ import annotations

from enum import Enum
from http import HTTPStatus
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask
from flask_smorest import Api
from flask_wtf import CSRFProtect
from marshmallow import Schema, fields, validate

from services.portal.web.api import acts, figures, frame, pages, published, returns, things
from services.portal.web.api.bearer import Programs
from services.portal.web.api.resource import PROBLEM, PROBLEMS
from services.portal.web.api.shapes import Problem
from shared.rpc import RpcClient
from shared.rpc.client import nobody

END = r"\Z"
PREFIX = "/api/v1"
TITLE = "暖冬开放接口"
ABOUT = (
    "与网页同一套规则:同样的填报项、同样的角色与授权范围、同样的拒绝理由。"
    "写操作的编号由调用方自选,放在地址里;用原编号重发不会重复。"
)
RESOURCES = (acts, things, figures, published, returns, frame)


class Documented(Api):  # type: ignore[misc] # flask-smorest ships no types
    """flask-smorest's Api, whose failures are told by the portal's own table."""

    ERROR_SCHEMA = Problem
    DEFAULT_ERROR_RESPONSE_NAME = None  # what may be answered is listed, status by status

    def _register_pagination_header(self) -> None:
        pass  # pages name the next one in what they answer

    def _register_error_handlers(self) -> None:
        pass  # services.portal.web.errors tells programs of failures too


def install(app: Flask, csrf: CSRFProtect, rpc: RpcClient) -> None:
    """Open the resources, the document and the page that shows it; programs carry tokens and no cookies."""
    app.extensions["programs"] = Programs(rpc.under(nobody))
    app.config.update(
        API_TITLE=TITLE, API_VERSION="v1", OPENAPI_VERSION="3.1.0", OPENAPI_URL_PREFIX=PREFIX, JSON_SORT_KEYS=False
    )
    plugin = MarshmallowPlugin(schema_name_resolver=_name)
    api = Documented(app, spec_kwargs=_about(plugin))
    _describe_fields(api.ma_plugin.converter)
    _common_parts(api)
    for each in RESOURCES:
        csrf.exempt(each.blueprint)
        api.register_blueprint(each.blueprint, url_prefix=PREFIX)
    app.extensions["api_document"] = api.spec.to_dict()
    app.register_blueprint(pages.blueprint, url_prefix=PREFIX)


def _describe_fields(converter: Any) -> None:
    converter.attribute_functions.remove(converter.field2pattern)  # _pattern writes them so that everybody can read
    for described in (_label, _codes, _pattern):
        converter.add_attribute_function(described)


def _about(plugin: MarshmallowPlugin) -> dict[str, Any]:
    return {
        "marshmallow_plugin": plugin,
        "info": {"description": ABOUT},
        "security": [{"token": []}],
    }


def _common_parts(api: Api) -> None:
    parts = api.spec.components
    parts.security_scheme(
        "token", {"type": "http", "scheme": "bearer", "description": "“人员与审计 · 接口令牌”页签发的令牌"}
    )
    for status in PROBLEMS:
        content = {"application/problem+json": {"schema": Problem}}
        parts.response(f"{PROBLEM}{status.value}", {"description": _WORDS[status], "content": content})


_WORDS = {
    HTTPStatus.BAD_REQUEST: "请求无法读取",
    HTTPStatus.UNAUTHORIZED: "没有令牌,或令牌无效、已过期、已吊销",
    HTTPStatus.FORBIDDEN: "没有所需的角色,或不在授权范围内",
    HTTPStatus.NOT_FOUND: "找不到",
    HTTPStatus.CONFLICT: "版次已旧,或编号已用于别的内容",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "内容过大",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "须为 application/json",
    HTTPStatus.UNPROCESSABLE_ENTITY: "没有办成:逐项说明哪一项违反了哪条规则",
    HTTPStatus.TOO_MANY_REQUESTS: "请求过于频繁",
    HTTPStatus.BAD_GATEWAY: "服务出错",
    HTTPStatus.SERVICE_UNAVAILABLE: "暂时连接不上,稍后用原编号重试",
    HTTPStatus.GATEWAY_TIMEOUT: "等待超时,用原编号重试",
}


def _name(schema: type[Schema] | Schema) -> str:
    """Name a schema in the document: forms of different services may have the same name."""
    kind = schema if isinstance(schema, type) else type(schema)
    parts = kind.__module__.split(".")
    return f"{parts[1]}.{kind.__name__}" if parts[0] == "services" and parts[1] != "portal" else kind.__name__


def _label(_converter: OpenAPIConverter, field: fields.Field[Any], **_more: Any) -> dict[str, Any]:
    """Say what people call a field."""
    label = field.metadata.get("label")
    return {"title": str(label)} if label else {}


def _codes(_converter: OpenAPIConverter, field: fields.Field[Any], **_more: Any) -> dict[str, Any]:
    """Say what each code of a closed list means."""
    if not isinstance(field, fields.Enum):
        return {}
    return {"description": ";".join(f"{each.value} {_words(each)}" for each in field.enum)}


def _words(code: Enum) -> str:
    return str(getattr(code, "label", code.name))


def _pattern(_converter: OpenAPIConverter, field: fields.Field[Any], **_more: Any) -> dict[str, Any]:
    r"""Write a pattern as other languages read it: they know no \Z, and look for it anywhere in a text."""
    rules = [str(rule.regex.pattern) for rule in field.validators if isinstance(rule, validate.Regexp)]
    patterns = [{"pattern": f"^(?:{rule.removesuffix(END)})$"} for rule in rules]
    return patterns[0] if len(patterns) == 1 else {"allOf": patterns} if patterns else {}
