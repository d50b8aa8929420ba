"""Release classes: equal (owner, state, realm, label) interned once, so rules run on few rows."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models

from tocsin.core.labels import Handling, Label, Use, read_label
from tocsin.core.statements.canonical import encode
from tocsin.rooms.bureaus.models import Bureau, Group
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.release import plans
from tocsin.rooms.release.once import once
from tocsin.rooms.release.rules import ALLOW, DENY, NOBODY, Rule


def _any(rules: Sequence[Rule], reader: Reader, use: Use, at: datetime) -> models.Q:
    """Return the classes about which any of these rules speaks."""
    asked = [rule.q(reader, use, at) for rule in rules]
    speaking = [q for q in asked if q is not NOBODY]
    return models.Q(NOBODY, *speaking, _connector=models.Q.OR)


class ReleaseClasses(models.QuerySet["ReleaseClass"]):
    def allowed(self, reader: Reader, use: Use, at: datetime) -> "ReleaseClasses":
        """Narrow to what the rules let this reader do: some allow, and no deny."""
        none = self.model.unrestricted.filter(_any(DENY, reader, use, at))
        return self.filter(_any(ALLOW, reader, use, at)).exclude(pk__in=none.values("pk"))


class ReleaseClass(models.Model):
    """One label in one state of one owner. Never changed; records move from class to class."""

    owner = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10)
    realm = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    label = models.JSONField()
    everyone = models.BooleanField()
    tlp = models.CharField(max_length=16)
    h1 = models.BooleanField()
    h2 = models.BooleanField()
    h3 = models.BooleanField()
    forward = models.BooleanField()
    until = models.DateTimeField(null=True)
    bound = models.BooleanField(help_text="released for stated purposes only")
    bureaus = models.ManyToManyField(Bureau, related_name="+", db_table="release_class_bureau")
    groups = models.ManyToManyField(Group, related_name="+", db_table="release_class_group")
    excluded = models.ManyToManyField(Bureau, related_name="+", db_table="release_class_excluded")

    unrestricted = ReleaseClasses.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "state", "realm", "digest"), name="release_class_once"
            ),
        )

    def read(self) -> Label:
        """Return the label as a value."""
        return read_label(self.label)


class ClassPurpose(models.Model):
    """One purpose a class is released for."""

    release_class = models.ForeignKey(
        ReleaseClass, on_delete=models.CASCADE, related_name="purposes"
    )
    purpose = models.CharField(max_length=24)

    unrestricted = models.Manager["ClassPurpose"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("release_class", "purpose"), name="release_class_purpose_once"
            ),
        )


# No class has this id. It keeps an empty answer from being known without asking the database, which
# would show, in the number of queries, whether a class exists that the reader almost sees.
NO_CLASS = 0


def allowed(reader: Reader, use: Use, at: datetime, **narrowed: Any) -> frozenset[int]:
    """Return the ids of the classes with which this reader may do this now. No reader, no rows.

    ``narrowed`` asks for less: a state, an owner.
    """

    def asked() -> frozenset[int]:
        return plans.ask(_classes, reader, use, at, tuple(narrowed.items())) | {NO_CLASS}

    return once((reader, use, *narrowed.items()), asked)


def _classes(
    reader: Reader, use: Use, at: datetime, narrowed: dict[str, Any]
) -> models.QuerySet[ReleaseClass, int]:
    found = ReleaseClass.unrestricted.allowed(reader, use, at).filter(**narrowed)
    return found.values_list("pk", flat=True)


def intern(owner: Any, state: str, realm: str, label: Label) -> ReleaseClass:
    """Return the class of this owner, state, realm and label, made if it is the first.

    Groups and bureaus this node does not know stay in the label but match nobody.
    """
    plain = label.plain()
    digest = hashlib.sha256(encode(plain)).hexdigest()
    found, made = ReleaseClass.unrestricted.get_or_create(
        owner_id=owner,
        state=state,
        realm=realm,
        digest=digest,
        defaults={
            "label": plain,
            "everyone": label.everyone,
            "tlp": label.tlp.value,
            "h1": Handling.H1 in label.handling,
            "h2": Handling.H2 in label.handling,
            "h3": Handling.H3 in label.handling,
            "forward": label.forward,
            "until": label.until,
            "bound": bool(label.purposes),
        },
    )
    if made:
        found.bureaus.set(Bureau.unrestricted.filter(pk__in=label.bureaus))
        found.groups.set(Group.unrestricted.filter(pk__in=label.groups))
        found.excluded.set(Bureau.unrestricted.filter(pk__in=label.exclude))
        ClassPurpose.unrestricted.bulk_create(
            ClassPurpose(release_class=found, purpose=purpose) for purpose in label.purposes
        )
    return found
