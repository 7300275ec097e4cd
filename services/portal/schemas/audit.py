"""What the audit log takes: kinds of deeds, and about each of them ids and codes alone."""

from __future__ import annotations

from marshmallow import fields, validate

from services.portal.schemas.words import SPEECH
from shared.facts import Code
from shared.forms import Form, code, place


class Deed(Code):
    """审计事项"""

    SIGNED_IN = "signed_in", "登录"
    SIGN_IN_REFUSED = "sign_in_refused", "登录未成功"
    SIGNED_OUT = "signed_out", "退出"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere", "退出全部设备"
    REFUSED = "refused", "越权被拒"
    EXPORTED = "exported", "导出"
    PRINTED = "printed", "打印"
    TOOK_DOCUMENT = "took_document", "下载文书"
    TOOK_FILE = "took_file", "下载附件"
    ADDED_FILE = "added_file", "上传附件"
    REMOVED_FILE = "removed_file", "撤下附件"
    IMPORTED = "imported", "导入"
    LOOKED = "looked", "查看个人信息"
    LISTED = "listed", "查看人员名单"
    INVITED = "invited", "发出邀请"
    TOOK_BACK_INVITATION = "took_back_invitation", "收回邀请"
    JOINED = "joined", "接受邀请"
    REGISTERED = "registered", "登记人员"
    LEFT = "left", "停用账号"
    HANDED_OVER = "handed_over", "移交账号"
    CHANGED_PASSWORD = "changed_password", "修改口令"
    SET_SECOND_FACTOR = "set_second_factor", "启用动态口令"
    RESET_SECOND_FACTOR = "reset_second_factor", "重置动态口令"
    LINKED = "linked", "关联统一身份认证"
    UNLINKED = "unlinked", "取消统一身份认证"
    ISSUED_TOKEN = "issued_token", "签发接口令牌"
    REVOKED_TOKEN = "revoked_token", "吊销接口令牌"


_WORD = validate.Regexp(r"[A-Za-z0-9_.:/@+-]{1,100}\Z", error="只能是编号、代码、日期或数字")


def _word() -> fields.Field[str]:
    return fields.String(validate=_WORD, error_messages=SPEECH)


class NoteDeed(Form):
    """审计记录: a deed in the portal's pages or its API; words of people cannot be written here."""

    kind = code(Deed, required=True, metadata={"label": "事项"})
    about = fields.String(
        validate=_WORD, load_default=None, allow_none=True, error_messages=SPEECH, metadata={"label": "对象编号"}
    )
    place = place(load_default=None, allow_none=True, metadata={"label": "涉及地点"})
    detail = fields.Dict(
        keys=_word(), values=_word(), load_default=dict, error_messages=SPEECH, metadata={"label": "细节"}
    )
