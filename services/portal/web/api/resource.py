"""How a resource is declared: what it takes and answers goes into the document, and questions are read strictly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, NoReturn

import orjson
from flask import Request, Response, request
from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError
from webargs.flaskparser import FlaskParser
from werkzeug import Response as Answer
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from services.portal.web.api.bearer import authenticate
from shared.forms import refusals_of
from shared.refusals import Refused

PROBLEM = "Problem"
PROBLEMS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
)
UNCHANGED = {"304": {"description": "与 If-None-Match 所写的版次相同"}}
READING = (400, 401, 403, 404, 422, 429, 502, 503, 504)
WRITING = tuple(each.value for each in PROBLEMS)

View = Callable[..., Answer]


class _Strict(FlaskParser):
    """Reads questions as doors read content: an unknown name is refused like a wrong value."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"query": "raise"}  # noqa: RUF012 - webargs declares it so

    def handle_error(self, error: ValidationError, req: Request, schema: Schema, **_more: Any) -> NoReturn:  # noqa: ARG002 - webargs passes it by this name
        """Raise Refused with one refusal for each wrong parameter."""
        messages: Any = error.messages
        labels = {name: str(field.metadata.get("label", name)) for name, field in schema.fields.items()}
        raise Refused(refusals_of(messages["query"], labels)) from error


class Resources(Blueprint):  # type: ignore[misc] # flask-smorest ships no types
    """Resources of one kind."""

    ARGUMENTS_PARSER = _Strict()

    def __init__(self, name: str, module: str, *, description: str) -> None:
        """Let nobody ask who carries no token that holds."""
        super().__init__(name, module, description=description)
        self.before_request(authenticate)

    def resource(
        self,
        method: str,
        path: str,
        *,
        name: str,
        summary: str,
        answers: Any,
        asks: type[Schema] | None = None,
        says: Any = None,
        headers: Sequence[dict[str, Any]] = (),
        unchanged: bool = False,
    ) -> Callable[[View], View]:
        """Declare a resource: what it is asked by query and headers, what is said in the body, what it answers."""
        responses = _responses(method, answers) | (UNCHANGED if unchanged else {})
        doc: dict[str, Any] = {"operationId": name, "summary": summary, "responses": responses}
        if headers:
            doc["parameters"] = list(headers)
        if says is not None:
            doc["requestBody"] = {"required": True, "content": {"application/json": {"schema": says}}}

        def declare(view: View) -> View:
            documented = self.doc(**doc)(view)
            if asks is not None:
                documented = self.arguments(asks, location="query")(documented)
            self.add_url_rule(path, name, documented, methods=[method])
            return view

        return declare


def _responses(method: str, answers: Any) -> dict[str, Any]:
    problems = READING if method == "GET" else WRITING
    told = {str(status): {"$ref": f"#/components/responses/{PROBLEM}{status}"} for status in problems}
    return {"200": {"description": "办成", "content": {"application/json": {"schema": answers}}}, **told}


def body() -> Any:
    """Read what was said, as strictly as the wire that carries it on; raises BadRequest, UnsupportedMediaType."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    try:
        said = orjson.loads(request.get_data())
        orjson.dumps(said)  # what is nested too deeply can be read, but not passed on
    except (orjson.JSONDecodeError, orjson.JSONEncodeError) as error:
        raise BadRequest from error
    return said


def answer(content: Any, **headers: str) -> Response:
    """Answer in JSON; nobody keeps it."""
    response = Response(orjson.dumps(content), mimetype="application/json")
    response.headers.extend({"Cache-Control": "no-store", **headers})
    return response
