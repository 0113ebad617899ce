"""The closed lists of words that records may use, in the field's own names.

Sources: PLOVER codebook 2021 (event types, modes, sectors); ACLED codebook (the 25 sub-events).
"""

from typing import Literal

PloverType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip

SubEvent = Literal[
    "Government regains territory", "Non-state actor overtakes territory", "Armed clash",
    "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED", "Grenade", "Sexual violence", "Attack",
    "Abduction/forced disappearance", "Peaceful protest", "Protest with intervention",
    "Excessive force against protesters", "Violent demonstration", "Mob violence", "Agreement",
    "Arrests", "Change to group/activity", "Disrupted weapons use",
    "Headquarters or base established", "Looting/property destruction",
    "Non-violent transfer of territory", "Other",
]  # fmt: skip

MentionKind = Literal[
    "actor", "person", "place", "nationality", "weapon", "platform", "vehicle", "quantity",
    "money", "time", "document",
]  # fmt: skip

Status = Literal[
    "happened", "ongoing", "attempted", "planned", "ordered", "threatened", "possible",
    "feared", "denied", "hypothetical",
]  # fmt: skip

RelationType = Literal[
    "backs", "allied_with", "fights", "part_of", "leads", "same_as", "located_in", "met_with",
    "supports", "opposes",
]  # fmt: skip

ControlChange = Literal["captured", "lost", "contested", "held"]

CountOf = Literal[
    "killed", "wounded", "abducted", "arrested", "displaced", "missing", "taking_part",
    "released", "other",
]  # fmt: skip

ResponsibilityKind = Literal["claimed", "denied", "blamed"]

PlacePrecision = Literal["point", "town", "district", "province", "country", "unknown"]

TimePrecision = Literal["hour", "day", "week", "month", "year", "unknown"]

TimeType = Literal["DATE", "TIME", "DURATION", "SET"]

DateSource = Literal[
    "given", "metadata", "url", "feed", "dateline", "text", "unknown",
]  # fmt: skip

JudgementKind = Literal[
    "assign", "same", "different", "unsure", "merge", "split", "correct", "confirm", "dispute",
    "retract", "undo",
]  # fmt: skip

JudgementBy = Literal["machine", "person"]

Standing = Literal["new", "confirmed", "disputed"]

IncidentField = Literal[
    "title", "type", "mode", "sub_event", "status", "negated", "actors", "targets", "beneficiaries",
    "place", "origin", "destination", "when", "weapons", "independent_origins",
]  # fmt: skip
