"""Every power in the system as one enum, and the one table that says which role holds which.

A power carries the name of its verb, ``noun.action``; the same word is the journal's verb, the
page, the API route and the command.
"""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Power(StrEnum):
    """What an officer may be allowed to do; alphabetical."""

    ARRANGEMENT_CLOSE = "arrangement.close"
    ARRANGEMENT_OPEN = "arrangement.open"
    ATTACHMENT_ADD = "attachment.add"
    ATTACHMENT_REMOVE = "attachment.remove"
    AUDIT_SEE = "audit.see"
    AUTHENTICATOR_RESET = "authenticator.reset"
    BASIS_ADD = "basis.add"
    BASIS_END = "basis.end"
    BUREAU_CLOSE_BOOTSTRAP = "bureau.close_bootstrap"
    BUREAU_DECLARE_RESTORED = "bureau.declare_restored"
    BUREAU_REVOKE_KEY = "bureau.revoke_key"
    BUREAU_ROTATE_KEY = "bureau.rotate_key"
    CHECK_DISPOSE = "check.dispose"
    CHECK_RUN = "check.run"
    CLEARANCE_END = "clearance.end"
    CLEARANCE_GRANT = "clearance.grant"
    CONDITION_CHANGE = "condition.change"
    COPY_KEEP = "copy.keep"
    COPY_RELEASE = "copy.release"
    DIGEST_CLOSE = "digest.close"
    DIGEST_COMMENT = "digest.comment"
    DIGEST_OPEN = "digest.open"
    EXTRACT_END = "extract.end"
    EXTRACT_PUBLISH = "extract.publish"
    FINDING_CONFIRM = "finding.confirm"
    FINDING_DISMISS = "finding.dismiss"
    FRAMEWORK_AGREE = "framework.agree"
    FRAMEWORK_CHANGE = "framework.change"
    FRAMEWORK_DECLINE = "framework.decline"
    FRAMEWORK_PROPOSE = "framework.propose"
    GROUP_ADD_MEMBER = "group.add_member"
    GROUP_CREATE = "group.create"
    GROUP_REMOVE_MEMBER = "group.remove_member"
    HEALTH_SEE = "health.see"
    IMPORT_CANCEL = "import.cancel"
    IMPORT_START = "import.start"
    JOURNAL_ERASE = "journal.erase"
    JOURNAL_EXPORT = "journal.export"
    LINK_ADD = "link.add"
    LIST_FOLLOW = "list.follow"
    MANIFEST_CANCEL = "manifest.cancel"
    MANIFEST_UPLOAD = "manifest.upload"
    MATCH_ASK = "match.ask"
    MATCH_SEE = "match.see"
    MISSION_ACCEPT = "mission.accept"
    MISSION_CLOSE = "mission.close"
    MISSION_DECLINE = "mission.decline"
    MISSION_DEPLOY = "mission.deploy"
    MISSION_OFFER = "mission.offer"
    MISSION_OPEN = "mission.open"
    MISSION_REFUSE = "mission.refuse"
    MISSION_SEE = "mission.see"
    MISSION_STAND_DOWN = "mission.stand_down"
    NOTICE_ADD_ADDENDUM = "notice.add_addendum"
    NOTICE_AMEND = "notice.amend"
    NOTICE_ANSWER = "notice.answer"
    NOTICE_APPROVE = "notice.approve"
    NOTICE_ASK = "notice.ask"
    NOTICE_BLOCK = "notice.block"
    NOTICE_CANCEL = "notice.cancel"
    NOTICE_CHANGE_STATUS = "notice.change_status"
    NOTICE_DELETE = "notice.delete"
    NOTICE_DISCARD = "notice.discard"
    NOTICE_DRAFT = "notice.draft"
    NOTICE_EDIT = "notice.edit"
    NOTICE_REFUSE = "notice.refuse"
    NOTICE_RELEASE = "notice.release"
    NOTICE_RENEW = "notice.renew"
    NOTICE_RESUME = "notice.resume"
    NOTICE_REVIEW = "notice.review"
    NOTICE_REWORK = "notice.rework"
    NOTICE_SEND_UNVERIFIED = "notice.send_unverified"
    NOTICE_SUBMIT = "notice.submit"
    NOTICE_SUSPEND = "notice.suspend"
    NOTICE_UNBLOCK = "notice.unblock"
    NOTICE_VERIFY = "notice.verify"
    NOTICE_WITHDRAW = "notice.withdraw"
    OFFICER_ADD = "officer.add"
    OFFICER_END = "officer.end"
    PEER_ACCEPT = "peer.accept"
    PEER_ADD = "peer.add"
    PEER_ALLOW_RELAY = "peer.allow_relay"
    PEER_END = "peer.end"
    PEER_FORBID_RELAY = "peer.forbid_relay"
    PEER_PAUSE = "peer.pause"
    PEER_RESUME = "peer.resume"
    PEER_ROUTE = "peer.route"
    PEER_SEE = "peer.see"
    PETITION_ADMIT = "petition.admit"
    PETITION_BLOCK = "petition.block"
    PETITION_DISMISS = "petition.dismiss"
    PETITION_DROP = "petition.drop"
    PETITION_GRANT = "petition.grant"
    PETITION_IMPLEMENT = "petition.implement"
    PETITION_NAME = "petition.name"
    PETITION_NOTE = "petition.note"
    PETITION_OPEN = "petition.open"
    PETITION_REFUSE = "petition.refuse"
    PETITION_SEE = "petition.see"
    PETITION_UNBLOCK = "petition.unblock"
    PETITION_WITHDRAW = "petition.withdraw"
    POLICY_ALLOW_UNVERIFIED = "policy.allow_unverified"
    POLICY_FORBID_UNVERIFIED = "policy.forbid_unverified"
    PROFILE_AMEND = "profile.amend"
    PROFILE_ATTACH = "profile.attach"
    PROFILE_DRAFT = "profile.draft"
    PROFILE_EDIT = "profile.edit"
    PROFILE_RELEASE = "profile.release"
    PROFILE_SUBMIT = "profile.submit"
    PROPOSAL_APPROVE = "proposal.approve"
    PROPOSAL_REFUSE = "proposal.refuse"
    PROPOSAL_WITHDRAW = "proposal.withdraw"
    QUARANTINE_DISCARD = "quarantine.discard"
    QUARANTINE_RETRY = "quarantine.retry"
    RECORD_AMEND = "record.amend"
    RECORD_DELETE = "record.delete"
    RECORD_DISCARD = "record.discard"
    RECORD_DRAFT = "record.draft"
    RECORD_EDIT = "record.edit"
    RECORD_EXPORT = "record.export"
    RECORD_NARROW = "record.narrow"
    RECORD_RESUME = "record.resume"
    RECORD_SEE = "record.see"
    RECORD_SUBMIT = "record.submit"
    RECORD_SUSPEND = "record.suspend"
    RECORD_WIDEN = "record.widen"
    RECORD_WITHDRAW = "record.withdraw"
    REQUEST_ANSWER = "request.answer"
    REQUEST_ASK = "request.ask"
    REQUEST_ASSIGN = "request.assign"
    REQUEST_ATTACH = "request.attach"
    REQUEST_CLOSE = "request.close"
    REQUEST_OPEN = "request.open"
    REQUEST_PASS_ON = "request.pass_on"  # noqa: S105  the name of a power
    REQUEST_SEE = "request.see"
    ROLE_END = "role.end"
    ROLE_GRANT = "role.grant"
    SEARCH_DELETE = "search.delete"
    SEARCH_SAVE = "search.save"
    SESSION_END = "session.end"
    STATION_COPY = "station.copy"
    STATION_END = "station.end"
    STATION_REGISTER = "station.register"
    STATION_REPORT = "station.report"
    STATION_SEE = "station.see"
    TOKEN_CREATE = "token.create"  # noqa: S105  the name of a power
    TOKEN_END = "token.end"  # noqa: S105  the name of a power
    TOKEN_MINT = "token.mint"  # noqa: S105  the name of a power
    UNIT_ADD = "unit.add"
    UNIT_END = "unit.end"


class Role(StrEnum):
    """What an officer is appointed to; a post joins officer, bureau and role."""

    ADMINISTRATOR = "administrator"
    ANALYST = "analyst"
    BORDER_OFFICER = "border_officer"
    BUREAU_OFFICER = "bureau_officer"
    OBSERVER = "observer"
    OVERSIGHT = "oversight"
    REVIEWER = "reviewer"


ROLE_TITLES = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.ANALYST: _("Analyst"),
    Role.BORDER_OFFICER: _("Border officer"),
    Role.BUREAU_OFFICER: _("Bureau officer"),
    Role.OBSERVER: _("Observer"),
    Role.OVERSIGHT: _("Oversight"),
    Role.REVIEWER: _("Compliance reviewer"),
}

_P = Power
_OWN = {_P.TOKEN_CREATE, _P.TOKEN_END, _P.SESSION_END}
_PAIR = {_P.PROPOSAL_APPROVE, _P.PROPOSAL_REFUSE, _P.PROPOSAL_WITHDRAW}
_READ = {_P.RECORD_SEE, _P.RECORD_EXPORT, _P.SEARCH_SAVE, _P.SEARCH_DELETE, _P.PEER_SEE}
_DESK = {
    _P.CHECK_RUN,
    _P.CHECK_DISPOSE,
    _P.MANIFEST_UPLOAD,
    _P.MANIFEST_CANCEL,
    _P.CLEARANCE_GRANT,
}
_GROUP = {  # of whoever speaks for the bureau in a working group, two at a time
    _P.FRAMEWORK_PROPOSE,
    _P.FRAMEWORK_CHANGE,
    _P.FRAMEWORK_AGREE,
    _P.FRAMEWORK_DECLINE,
    _P.PROFILE_RELEASE,
    _P.PROFILE_AMEND,
    _P.DIGEST_OPEN,
    _P.DIGEST_COMMENT,
    _P.DIGEST_CLOSE,
}
_WRITE = _GROUP | {
    _P.PROFILE_DRAFT,
    _P.PROFILE_EDIT,
    _P.PROFILE_ATTACH,
    _P.PROFILE_SUBMIT,
    _P.RECORD_DRAFT,
    _P.RECORD_EDIT,
    _P.RECORD_DISCARD,
    _P.RECORD_SUBMIT,
    _P.RECORD_AMEND,
    _P.RECORD_NARROW,
    _P.RECORD_SUSPEND,
    _P.RECORD_RESUME,
    _P.RECORD_WIDEN,
    _P.RECORD_WITHDRAW,
    _P.ATTACHMENT_ADD,
    _P.ATTACHMENT_REMOVE,
    _P.LINK_ADD,
    _P.BASIS_ADD,
    _P.BASIS_END,
    _P.IMPORT_START,
    _P.IMPORT_CANCEL,
    _P.CLEARANCE_END,
}
_ALERT = {  # of whoever may end or change an alert in force; each needs another's hand as well
    _P.NOTICE_RELEASE,
    _P.NOTICE_SEND_UNVERIFIED,
    _P.NOTICE_AMEND,
    _P.NOTICE_ADD_ADDENDUM,
    _P.NOTICE_CHANGE_STATUS,
    _P.NOTICE_SUSPEND,
    _P.NOTICE_RESUME,
    _P.NOTICE_RENEW,
    _P.NOTICE_WITHDRAW,
    _P.LIST_FOLLOW,
    _P.EXTRACT_PUBLISH,
    _P.EXTRACT_END,
}
_DRAFT = _ALERT | {
    _P.NOTICE_DRAFT,
    _P.NOTICE_EDIT,
    _P.NOTICE_DISCARD,
    _P.NOTICE_SUBMIT,
    _P.NOTICE_REWORK,
    _P.NOTICE_ANSWER,
}
_REVIEW = _ALERT | {
    _P.NOTICE_REVIEW,
    _P.NOTICE_ASK,
    _P.NOTICE_APPROVE,
    _P.NOTICE_REFUSE,
    _P.NOTICE_VERIFY,
}
_COMPLIANCE = {  # of reviewers and oversight together: either may be the second hand
    _P.NOTICE_CANCEL,
    _P.NOTICE_UNBLOCK,
    _P.NOTICE_DELETE,
    _P.CONDITION_CHANGE,
    _P.POLICY_ALLOW_UNVERIFIED,
    _P.POLICY_FORBID_UNVERIFIED,
}
_REQUEST = {power for power in _P if power.value.startswith(("request.", "mission."))} | {
    _P.MATCH_ASK,
    _P.MATCH_SEE,
    _P.FINDING_CONFIRM,
    _P.FINDING_DISMISS,
    _P.ARRANGEMENT_OPEN,
    _P.ARRANGEMENT_CLOSE,
}
_STATION = {power for power in _P if power.value.startswith("station.")}
_PETITION = {power for power in _P if power.value.startswith("petition.")}

ROLES: dict[Role, frozenset[Power]] = {
    Role.ADMINISTRATOR: frozenset(
        _OWN
        | _PAIR
        | {
            _P.OFFICER_ADD,
            _P.OFFICER_END,
            _P.ROLE_GRANT,
            _P.ROLE_END,
            _P.TOKEN_MINT,
            _P.AUTHENTICATOR_RESET,
            _P.UNIT_ADD,
            _P.UNIT_END,
            _P.GROUP_CREATE,
            _P.GROUP_ADD_MEMBER,
            _P.GROUP_REMOVE_MEMBER,
            _P.BUREAU_CLOSE_BOOTSTRAP,
            _P.BUREAU_DECLARE_RESTORED,
            _P.BUREAU_REVOKE_KEY,
            _P.BUREAU_ROTATE_KEY,
            _P.HEALTH_SEE,
            _P.JOURNAL_EXPORT,
            _P.PEER_ACCEPT,
            _P.PEER_ADD,
            _P.PEER_END,
            _P.PEER_ALLOW_RELAY,
            _P.PEER_FORBID_RELAY,
            _P.PEER_PAUSE,
            _P.PEER_ROUTE,
            _P.PEER_RESUME,
            _P.PEER_SEE,
            _P.QUARANTINE_DISCARD,
            _P.QUARANTINE_RETRY,
        }
    ),
    Role.ANALYST: frozenset(
        _OWN | _PAIR | _READ | _WRITE | _DRAFT | _REQUEST | {_P.CHECK_RUN, _P.CHECK_DISPOSE}
    ),
    Role.BORDER_OFFICER: frozenset(
        _OWN | _DESK | {_P.RECORD_SEE, _P.STATION_SEE, _P.STATION_COPY, _P.STATION_REPORT}
    ),
    Role.BUREAU_OFFICER: frozenset(
        _OWN | _PAIR | _READ | _WRITE | _DRAFT | _DESK | _REQUEST | _STATION
    ),
    Role.OBSERVER: frozenset({_P.RECORD_SEE}),
    Role.OVERSIGHT: frozenset(
        _OWN
        | _PAIR
        | _COMPLIANCE
        | _PETITION
        | {
            _P.AUDIT_SEE,
            _P.JOURNAL_EXPORT,
            _P.JOURNAL_ERASE,
            _P.RECORD_DELETE,
            _P.NOTICE_BLOCK,
            _P.PEER_SEE,
            _P.PEER_PAUSE,
            _P.MATCH_SEE,
            _P.ARRANGEMENT_OPEN,
            _P.ARRANGEMENT_CLOSE,
        }
    ),
    Role.REVIEWER: frozenset(
        _OWN
        | _PAIR
        | _READ
        | _REVIEW
        | _COMPLIANCE
        | _GROUP
        | _REQUEST
        | {_P.STATION_SEE, _P.STATION_REGISTER, _P.STATION_END}
        | {
            _P.RECORD_NARROW,
            _P.RECORD_SUSPEND,
            _P.RECORD_AMEND,
            _P.RECORD_WIDEN,
            _P.RECORD_WITHDRAW,
            _P.RECORD_DELETE,
            _P.JOURNAL_ERASE,
            _P.COPY_KEEP,
            _P.COPY_RELEASE,
        }
    ),
}


def powers_of(roles: "list[Role] | set[Role]") -> frozenset[Power]:
    """Return the union of what the roles hold; no role, no power."""
    return frozenset().union(*(ROLES[role] for role in roles))
