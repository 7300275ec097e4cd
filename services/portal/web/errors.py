"""What a browser or a program is told when something goes wrong: one table for pages and API."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import NamedTuple

import orjson
from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests

from services.portal.web import audit
from shared.refusals import Refusal, Refused
from shared.rpc import BrokerAway, DeadlinePassed, RemoteFailure, UnknownService

API = "/api/"
KEPT = frozenset({"Allow", "Retry-After"})
"""What a failure's own headers tell that its page tells as well."""


class Failure(NamedTuple):
    """A failure as people and programs are told of it; `refusals` says which field broke which rule."""

    status: HTTPStatus
    title: str
    detail: str
    refusals: tuple[Refusal, ...] = ()


AWAY = {
    BrokerAway: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "系统暂时连接不上",
        "消息总线没有应答;请稍后重试,不会重复",
    ),
    UnknownService: (HTTPStatus.SERVICE_UNAVAILABLE, "服务没有启动", "办理此事的服务尚未启动,请稍后重试"),
    DeadlinePassed: (HTTPStatus.GATEWAY_TIMEOUT, "等待超时", "办理此事的服务没有及时应答;用原来的编号重试,不会重复"),
    RemoteFailure: (HTTPStatus.BAD_GATEWAY, "服务出错", "办理此事的服务出错,没有做完任何一步;请稍后重试"),
}
"""What became of a question that nobody answered."""

REFUSED = {
    "NotFound": (HTTPStatus.NOT_FOUND, "找不到"),
    "UnknownKind": (HTTPStatus.NOT_FOUND, "找不到"),
    "OutOfScope": (HTTPStatus.FORBIDDEN, "不在授权范围内"),
    "RoleMissing": (HTTPStatus.FORBIDDEN, "没有所需的角色"),
    "StepIsAnothers": (HTTPStatus.FORBIDDEN, "这一步由别的单位办理"),
    "StaleRevision": (HTTPStatus.CONFLICT, "内容已被他人修改"),
    "IdAlreadyUsed": (HTTPStatus.CONFLICT, "编号已被使用"),
    "SessionEnded": (HTTPStatus.UNAUTHORIZED, "请登录"),
    "IdentityMissing": (HTTPStatus.UNAUTHORIZED, "请登录"),
    "IdentityExpired": (HTTPStatus.UNAUTHORIZED, "请登录"),
    "ApiTokenEnded": (HTTPStatus.UNAUTHORIZED, "令牌无效"),
    "FrameStale": (HTTPStatus.SERVICE_UNAVAILABLE, "资料正在更新"),
    "ServiceAway": (HTTPStatus.SERVICE_UNAVAILABLE, "服务暂时不可用"),
}
"""Refusals that a status of their own names; every other is 422."""

WORDS = {
    HTTPStatus.BAD_REQUEST: ("请求不完整", "请返回上一页重试"),
    HTTPStatus.NOT_FOUND: ("找不到网页", "地址可能有误,或内容已移走"),
    HTTPStatus.METHOD_NOT_ALLOWED: ("此处不能这样操作", "请从页面上的按钮进入"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("内容过大", "一次最多上传 10 MB"),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: ("格式不受支持", "请按说明的格式发送"),
}


def failure_of(error: Exception) -> Failure:
    """Tell what went wrong; raises the error itself where it is none that anybody expected."""
    if isinstance(error, Refused):
        return _refused(error.refusals)
    if isinstance(error, HTTPException):
        return _of_http(error)
    if type(error) in AWAY:
        return Failure(*AWAY[type(error)])
    raise error


def _of_http(error: HTTPException) -> Failure:
    if isinstance(error, CSRFError):
        return Failure(HTTPStatus.BAD_REQUEST, "页面已过期", "请刷新页面后重新提交;已填写的内容还在浏览器中")
    status = HTTPStatus(error.code or 500)
    if isinstance(error, TooManyRequests):
        return Failure(status, "操作过于频繁", f"请在 {error.retry_after} 秒后重试;没有办成任何一步")
    return Failure(status, *WORDS.get(status, ("出错了", "请稍后重试")))


def _refused(refusals: Iterable[Refusal]) -> Failure:
    told = tuple(refusals)
    status, title = REFUSED.get(told[0].rule, (HTTPStatus.UNPROCESSABLE_ENTITY, "没有办成"))
    return Failure(status, title, ";".join(each.message for each in told), told)


SECRET = frozenset({"password", "old", "new", "again", "code"})
"""A form with one of these fields is not written into a page."""


def install(app: Flask) -> None:
    """Answer failures with a page, and under /api/ with problem+json."""
    for kind in (Refused, HTTPException, *AWAY):
        app.register_error_handler(kind, _told)
    app.after_request(_on_record)


def _on_record(response: Response) -> Response:
    """Note whatever is answered with 403, also by a page that shows its form again."""
    if response.status_code == HTTPStatus.FORBIDDEN:
        said = g.get("refused")
        audit.refused(request.endpoint, said.refusals if isinstance(said, Refused) else ())
    return response


def _told(error: Exception) -> Response:
    failure = failure_of(error)
    of_api = request.path.startswith(API)
    g.refused = error
    response = _problem(failure) if of_api else _page(failure, _sent() if type(error) in AWAY else [])
    if failure.status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "5"
    if isinstance(error, HTTPException):
        response.headers.extend((name, value) for name, value in error.get_headers() if name in KEPT)
    return response


def _sent() -> list[tuple[str, str]]:
    """Give what a form said, so that it can be sent once more under the same ids."""
    return (
        []
        if request.form.keys() & SECRET
        else [each for each in request.form.items(multi=True) if each[0] != "csrf_token"]
    )


def _page(failure: Failure, sent: Iterable[tuple[str, str]]) -> Response:
    template = "failure_part.html" if request.headers.get("HX-Request") else "failure.html"
    return make_response(render_template(template, failure=failure, sent=sent), failure.status)


def _problem(failure: Failure) -> Response:
    """Tell a program, as RFC 9457 has it; `refusals` names each field and the rule it broke."""
    told = {
        "type": f"urn:nuandong:{failure.refusals[0].rule}" if failure.refusals else "about:blank",
        "title": failure.title,
        "status": failure.status.value,
        "detail": failure.detail,
        "refusals": [each.as_data() for each in failure.refusals],
    }
    response = Response(orjson.dumps(told), failure.status, mimetype="application/problem+json")
    if failure.status is HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
