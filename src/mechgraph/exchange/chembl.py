"""ChEMBL's mechanisms of drugs: which molecule acts how on which target, with the references that ChEMBL gives.

The file is one JSON object with the lists ``mechanisms``, ``molecules`` and ``targets`` as ChEMBL's web services send
them (https://chembl.gitbook.io/chembl-interface-documentation/web-services/chembl-data-web-services). A page of
``mechanism.json`` alone is read too, then without names and proteins. A target of one protein is that protein; a
complex or family is ChEMBL's own target, with its proteins as parts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from ..curie import Curie
from ..errors import FormatError
from ..model import Source
from .files import document
from .gathered import Gathering
from .reading import Reading, normalised
from .references import reference

__all__ = ["read"]

SOURCE = Source(
    id="chembl",
    kind="database",
    title="ChEMBL",
    url="https://www.ebi.ac.uk/chembl/",
    licence="CC BY-SA 3.0",
    verified="secondary",
)
_ONE_PROTEIN, _NO_ACTION = "SINGLE PROTEIN", "no action given"


def read(path: str | Path) -> Reading:
    """Read mechanisms.

    Raises:
        FormatError: not JSON of that form, or nothing in it that can be read.
    """
    try:
        data: dict[str, Any] = msgspec.json.decode(document(Path(path)), type=dict[str, Any])
        molecules = {m["molecule_chembl_id"]: m for m in data.get("molecules") or []}
        targets = {t["target_chembl_id"]: t for t in data.get("targets") or []}
        mechanisms: list[dict[str, Any]] = list(data["mechanisms"])
    except (msgspec.DecodeError, KeyError, TypeError) as error:
        raise FormatError(f"{path}: not ChEMBL's form: {error}", remedy="give pages of its web services") from None
    found = Gathering(path, "chembl", SOURCE, "actions")
    for at, m in enumerate(mechanisms):
        given = str(m.get("parent_molecule_chembl_id") or m.get("molecule_chembl_id") or "")
        molecule, target = normalised(f"CHEMBL.COMPOUND:{given}"), str(m.get("target_chembl_id") or "")
        if molecule is None or not target:
            found.report.dropped.add("a mechanism without a molecule or a target", f"mechanism {m.get('mec_id', at)}")
            continue
        told = molecules.get(given) or molecules.get(str(m.get("molecule_chembl_id"))) or {}
        found.entity(molecule, str(told.get("pref_name") or "").lower(), "drug")
        cited = [reference(str(r.get("ref_url") or r.get("ref_id") or "")) for r in m.get("mechanism_refs") or []]
        found.claim(
            molecule,
            [str(m.get("action_type") or _NO_ACTION).lower()],
            _target(found, target, targets.get(target, {})),
            [s for s in cited if s.id],
            f"mechanism {m.get('mec_id', at)}",
            summary=str(m.get("mechanism_of_action") or ""),
        )
    return found.done()


def _target(found: Gathering, identifier: str, told: dict[str, Any]) -> Curie:
    name, kind = str(told.get("pref_name") or ""), str(told.get("target_type") or "")
    parts = [
        p for c in told.get("target_components") or [] if (p := normalised(f"UniProtKB:{c.get('accession') or ''}"))
    ]
    if kind == _ONE_PROTEIN and len(parts) == 1:
        return found.gene(parts[0], name)
    target = found.entity(Curie(f"CHEMBL.TARGET:{identifier}"), name, found.category(kind))
    for part in parts:
        found.claim(found.gene(part), [f"part of {kind}", "part"], target, (), f"target {identifier}")
    return target
