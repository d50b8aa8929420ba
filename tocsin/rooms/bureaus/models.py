"""Bureaus, units, officers, posts, tokens, groups and proposals: rows, constraints and phrases."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.powers import ROLE_TITLES, ROLES, Power, Role
from tocsin.rooms.bureaus.reader import Reader


class Bureau(models.Model):
    """One organisation. ``card`` is its public card; a hosted one has its keys in this home."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=200)
    hosted = models.BooleanField(default=True)
    card = models.TextField(default="")
    bootstrap_closed = models.DateTimeField(null=True)
    created = models.DateTimeField()

    unrestricted = models.Manager["Bureau"]()

    class Meta:
        ordering = ("code",)

    @classmethod
    def visible_to(cls, _reader: Reader) -> models.QuerySet["Bureau"]:
        """Return every bureau: that a bureau exists is no secret among the members."""
        return cls.unrestricted.all()

    def summary(self) -> dict[str, Any]:
        return {"id": str(self.id), "code": self.code, "name": self.name, "hosted": self.hosted}


class OwnBureau(models.QuerySet[Any]):
    """Rows that belong to one bureau and are seen by its officers alone."""

    def of(self, reader: Reader) -> "OwnBureau":
        return self.filter(bureau_id=reader.bureau)


class Unit(models.Model):
    """A part of a bureau's organisation tree."""

    class Kind(models.TextChoices):
        NATIONAL_BUREAU = "national_bureau", _("National bureau")
        AGENCY = "agency", _("Agency")
        INTERNATIONAL_UNIT = "international_unit", _("International unit")
        HUB = "hub", _("Hub")
        POST = "post", _("Border post")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    ended = models.DateTimeField(null=True)

    unrestricted = OwnBureau.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("bureau", "parent", "name"), name="unit_name_once"),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Unit"]:
        """Return the units of the reader's bureau."""
        return cls.unrestricted.of(reader)

    @classmethod
    def tree(cls, units: "list[Unit]", below: UUID | None = None) -> list[tuple["Unit", Any]]:
        """Return the units as (unit, its own tree) from the top down."""
        here = [unit for unit in units if unit.parent_id == below]
        return [(unit, cls.tree(units, unit.id)) for unit in here]

    def get_absolute_url(self) -> str:
        return "/units/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "name": self.name,
            "kind": self.kind,
            "parent": str(self.parent_id) if self.parent_id else None,
        }


class OfficerQuerySet(models.QuerySet["Officer"]):
    """Accounts, read as phrases."""

    def of(self, reader: Reader) -> "OfficerQuerySet":
        return self.filter(bureau_id=reader.bureau)

    def named(self, text: str) -> "OfficerQuerySet":
        """Return those whose name or log-in holds the text; all for none."""
        return self.filter(Q(name__icontains=text) | Q(username__icontains=text)) if text else self

    def with_posts(self, reader: Reader, at: datetime) -> "OfficerQuerySet":
        """Give each her unit and, as ``in_office``, the posts in force in the reader's bureau."""
        posts = Post.visible_to(reader).in_force(at)
        held = models.Prefetch("posts", queryset=posts, to_attr="in_office")
        return self.select_related("unit").prefetch_related(held)


class Accounts(BaseUserManager.from_queryset(OfficerQuerySet)):  # type: ignore[misc]  # made at run time
    """The accounts; no reader narrows it."""


class Officer(AbstractBaseUser):
    """A person with an account. What she may do comes from her posts alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    added = models.DateTimeField()

    objects = Accounts()  # Django's log-in asks for this name
    unrestricted = objects

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name",)

    @classmethod
    def visible_to(cls, reader: Reader) -> OfficerQuerySet:
        """Return the officers of the reader's bureau."""
        found: OfficerQuerySet = cls.objects.of(reader)
        return found

    def get_absolute_url(self) -> str:
        return f"/officers/{self.id}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "username": self.username,
            "name": self.name,
            "active": self.is_active,
        }


class PostQuerySet(OwnBureau):
    def in_force(self, at: datetime) -> "PostQuerySet":
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)


class Post(models.Model):
    """An appointment: officer, bureau, role, from and until. A grant for a while has an end."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="posts")
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=[(r.value, ROLE_TITLES[r]) for r in Role])
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, default="")

    unrestricted = PostQuerySet.as_manager()

    class Meta:
        ordering = ("-since",)
        constraints = (
            models.CheckConstraint(
                name="observer_post_ends",
                condition=~Q(role="observer") | Q(until__isnull=False),
            ),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> PostQuerySet:
        """Return the posts in the reader's bureau."""
        return cls.unrestricted.filter(bureau_id=reader.bureau)

    @classmethod
    def held_by(cls, officer: UUID, at: datetime) -> PostQuerySet:
        """Return an officer's own posts in force, in whatever bureau."""
        return cls.unrestricted.in_force(at).filter(officer_id=officer).select_related("bureau")

    def holds_at(self, at: datetime) -> bool:
        """Say whether the post is in force at this moment."""
        return self.since <= at and (self.until is None or self.until > at)

    def powers(self) -> frozenset[Power]:
        return ROLES[Role(self.role)]

    def get_absolute_url(self) -> str:
        return f"/officers/{self.officer_id}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "officer": str(self.officer_id),
            "role": self.role,
            "until": self.until.isoformat() if self.until else None,
        }


class Token(models.Model):
    """A key to the API: only its digest is kept; its powers never exceed its officer's."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    powers = models.JSONField(default=list)
    created = models.DateTimeField()
    until = models.DateTimeField()
    used = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    unrestricted = OwnBureau.as_manager()

    class Meta:
        ordering = ("-created",)

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Token"]:
        """Return the reader's own tokens; an administrator sees the bureau's."""
        mine = cls.unrestricted.of(reader)
        if reader.holds(Power.TOKEN_MINT):
            return mine
        return mine.filter(officer_id=reader.officer)

    def get_absolute_url(self) -> str:
        return "/tokens/"

    def summary(self) -> dict[str, Any]:
        return {"id": str(self.id), "name": self.name, "until": self.until.isoformat()}


class Group(models.Model):
    """A working group: owned by one bureau, its membership versioned and signed by the owner."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=0)
    members = models.ManyToManyField(Bureau, related_name="+", db_table="bureaus_group_member")

    unrestricted = models.Manager["Group"]()

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("owner", "name"), name="group_name_once"),)

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Group"]:
        """Return the groups the reader's bureau owns or belongs to."""
        return cls.unrestricted.filter(
            Q(owner_id=reader.bureau) | Q(members__id=reader.bureau)
        ).distinct()

    def get_absolute_url(self) -> str:
        return f"/groups/{self.id}/"

    def summary(self) -> dict[str, Any]:
        members = sorted(self.members.values_list("code", flat=True))
        return {
            "id": str(self.id),
            "name": self.name,
            "version": self.version,
            "members": members,
        }


class GroupVersion(models.Model):
    """One signed statement of who is in; versions are never changed."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    statement = models.BinaryField()
    key = models.CharField(max_length=80)
    signature = models.BinaryField()

    unrestricted = models.Manager["GroupVersion"]()

    @property
    def text(self) -> str:
        """The statement as it was signed, for people to read."""
        return bytes(self.statement).decode()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("group", "number"), name="group_version_once"),
        )


class ProposalQuerySet(OwnBureau):
    """Proposals, read as phrases."""

    def open(self, at: datetime) -> "ProposalQuerySet":
        return self.filter(state="open", until__gt=at)

    def closed(self, at: datetime) -> "ProposalQuerySet":
        return self.exclude(state="open", until__gt=at)


class Proposal(models.Model):
    """A verb of two officers, said by one and waiting for the other."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    realm = models.CharField(max_length=8, default="live")
    verb = models.CharField(max_length=40)
    target = models.UUIDField(null=True)
    title = models.CharField(max_length=200, default="")
    arguments = models.JSONField(default=dict)
    proposer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    proposed = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    decider = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    decided = models.DateTimeField(null=True)
    grounds = models.CharField(max_length=300, default="")

    unrestricted = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed",)

    @classmethod
    def visible_to(cls, reader: Reader) -> ProposalQuerySet:
        """Return the bureau's proposals whose verb the reader may decide, and her own."""
        mine = Q(proposer_id=reader.officer)
        decidable = Q(verb__in=[power.value for power in reader.powers])
        here = cls.unrestricted.filter(bureau_id=reader.bureau, realm=reader.realm)
        return here.filter(mine | decidable)

    @classmethod
    def waiting_for(cls, reader: Reader, at: datetime) -> ProposalQuerySet:
        """Return those of others that the reader may decide now; each is visible to her."""
        here = cls.unrestricted.filter(bureau_id=reader.bureau, realm=reader.realm).open(at)
        powers = [power.value for power in reader.powers]
        return here.filter(verb__in=powers).exclude(proposer_id=reader.officer)

    def get_absolute_url(self) -> str:
        return f"/proposals/{self.id}/"

    def summary(self) -> dict[str, Any]:
        return {"id": str(self.id), "verb": self.verb, "state": self.state, "title": self.title}


def bureau_ids(codes: list[str]) -> dict[str, UUID]:
    """Return the ids of the bureaus with these codes; unknown codes are simply absent."""
    return dict(Bureau.unrestricted.filter(code__in=codes).values_list("code", "id"))


def group_versions(groups: Collection[UUID]) -> dict[UUID, int]:
    """Return the newest version known here of each of these groups; unknown ones are absent."""
    if not groups:
        return {}
    return dict(Group.unrestricted.filter(pk__in=groups).values_list("pk", "version"))
