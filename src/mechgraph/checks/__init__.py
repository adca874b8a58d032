"""Rules of curation, and what they find on record files, on a store, or on an imported graph.

Each rule is one function with a docstring that states it; :data:`RULES` is the closed table. A finding names file,
line, record, rule and remedy. A check judges form, consistency and what was written down about sources; it does not
know whether a claim is true.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import msgspec

from ..model import Records
from ..records import files
from ..store.base import Store
from . import claims, entities, evidence, lines, mechanisms, quotes, reading
from .case import Case, Placed, Rule
from .finding import LEVELS, Finding, Level, by_rule, summary, worst
from .retractions import read_retracted

__all__ = [
    "LEVELS",
    "QUOTE_RULES",
    "READING_RULES",
    "RULES",
    "Finding",
    "Level",
    "Rule",
    "check_records",
    "check_store",
    "digest",
    "fix",
    "read_retracted",
    "run",
    "summary",
    "worst",
]

RULES: tuple[Rule, ...] = (
    Rule("doubly-typed", "error", entities.doubly_typed),
    Rule("shared-identity", "warning", entities.shared_identity),
    Rule("shared-name", "error", entities.shared_name),
    Rule("deprecated-in-use", "error", entities.deprecated_in_use),
    Rule("name-form", "error", entities.name_form),
    Rule("identifier-source", "warning", entities.identifier_source),
    Rule("unused-entity", "note", entities.unused_entity),
    Rule("category-mismatch", "error", claims.category_mismatch),
    Rule("qualifier-category", "error", claims.qualifier_category),
    Rule("claim-on-itself", "error", claims.claim_on_itself),
    Rule("duplicate-claim", "warning", claims.duplicate_claim),
    Rule("contradiction", "warning", claims.contradiction),
    Rule("action-against-effect", "warning", claims.action_against_effect),
    Rule("hedge-lost", "warning", claims.hedge_lost),
    Rule("derived-unmarked", "error", claims.derived_unmarked),
    Rule("long-quote", "error", evidence.long_quote),
    Rule("exempt-stranger", "warning", claims.exempt_stranger),
    Rule("one-sided-question", "warning", claims.one_sided_question),
    Rule("not-connected", "error", mechanisms.not_connected),
    Rule("net-sign", "error", mechanisms.net_sign_of_therapy),
    Rule("stray-claim", "note", mechanisms.stray_claim),
    Rule("denied-in-path", "warning", mechanisms.denied_in_path),
    Rule("shortcut", "warning", mechanisms.shortcut),
    Rule("redundant", "note", mechanisms.redundant),
    Rule("cycle", "warning", mechanisms.cyclic),
    Rule("step-apart", "error", lines.step_apart),
    Rule("chained-sides", "error", lines.chained_sides),
    Rule("begins-elsewhere", "warning", lines.begins_elsewhere),
    Rule("step-level", "note", lines.step_without_level),
    Rule("no-evidence", "error", evidence.no_evidence),
    Rule("source-form", "error", evidence.source_form),
    Rule("missing-source", "error", evidence.missing_source),
    Rule("unused-source", "note", evidence.unused_source),
    Rule("retracted-source", "error", evidence.retracted_source),
    Rule("pooled-source", "warning", evidence.pooled_source),
    Rule("source-does-not-name", "note", evidence.not_named),
)
"""Every rule that looks at records once they are read; the name, the usual level, and the function."""

QUOTE_RULES: tuple[Rule, ...] = (
    Rule("quote-names", "warning", quotes.quote_names),
    Rule("quote-direction", "warning", quotes.quote_direction),
    Rule("quote-denies", "warning", quotes.quote_denies),
    Rule("quote-hedge", "warning", quotes.quote_hedge),
    Rule("quote-title", "warning", quotes.quote_title),
    Rule("quote-reused", "warning", quotes.quote_reused),
)
"""Rules about quotes, which read by words alone and may be wrong: they look where they are asked to."""

READING_RULES: dict[str, str] = {
    "readable": "A record file is valid YAML, UTF-8, not nested too deeply, without aliases.",
    "unknown-field": "A record has only the fields of the model.",
    "identifier": "An identifier is a CURIE with a prefix of the prefix map.",
    "closed-vocabulary": "Categories, predicates and closed qualifiers come from their tables.",
    "dangling-reference": "Entities, sources and claims that a record names exist.",
    "duplicate-key": "An identifier or key is given once.",
    "comment-names-other": "A comment beside an identifier does not name another entity.",
    "canonical-bytes": "A file holds exactly the bytes that writing its records gives.",
}
"""Rules that hold while files are read, with what they say; all are errors except the last two."""


def run(case: Case, only: Iterable[str] = (), limit: int | None = None, *, quoted: bool = False) -> list[Finding]:
    """Every rule (or only those named) on a case, by place; at most ``limit`` findings of a rule, then a count.

    Args:
        quoted: Whether the rules about quotes look too.
    """
    wanted = set(only)
    out: set[Finding] = set()
    for rule in (*RULES, *(QUOTE_RULES if quoted else ())):
        if wanted and rule.name not in wanted:
            continue
        found = rule.run(case)
        shown = list(islice(found, limit))
        out.update(shown)
        if limit is not None and (more := sum(1 for _ in found)):
            last = shown[-1]
            message = f"and {more:,} more findings of this rule"
            out.add(msgspec.structs.replace(last, line=0, record="", message=message, remedy="", stands_for=more))
    return sorted(out)


def digest(findings: Iterable[Finding]) -> list[str]:
    """Findings as lines for a reader: one a finding, but a few lines for each rule that found many things."""
    about = {r.name: r.about for r in (*RULES, *QUOTE_RULES)} | READING_RULES
    return by_rule(findings, about)


def check_records(
    where: str | Path | Iterable[Path],
    known: Records | None = None,
    *,
    retracted: Iterable[str] = (),
    quotes: bool = False,
) -> list[Finding]:
    """Check record files: a folder, one file, or several; all findings of all files, sorted by place.

    Args:
        known: Records that the files may refer to, such as the embedded graph; not looked at themselves.
        retracted: Source ids, PubMed ids or DOIs of retracted publications.
        quotes: Whether the quotes of evidence are tested against their claims (:data:`QUOTE_RULES`).

    Raises:
        NotFoundError: there is no such file or folder.
    """
    loaded, findings = reading.read_all(where)
    findings += reading.problems(loaded, known)
    case = reading.case_of(loaded, known, retracted)
    findings += [
        f for f in run(case, quoted=quotes) if f.rule != "missing-source"
    ]  # a dangling reference says the same
    findings = reading.without_consequences(findings, case)
    findings += reading.comments(loaded, case.entity.values())
    findings += reading.canonical(loaded, case.entity.values())
    return sorted(set(findings))


def fix(where: str | Path, known: Records | None = None) -> list[Path]:
    """Write the record files in canonical form (order and layout only, comments but names are lost); those changed.

    Files that do not read, and those where a comment and its identifier name two entities, are left alone.
    """
    paths = files(where)
    loaded, findings = reading.read_all(paths)
    case = reading.case_of(loaded, known)
    broken = {f.file for f in (*findings, *reading.comments(loaded, case.entity.values()))}
    return reading.rewrite([f for f in loaded if str(f.path) not in broken], case.entity.values())


def check_store(
    store: Store,
    *,
    retracted: Iterable[str] = (),
    quotes: bool = False,
    only: Iterable[str] = (),
    limit: int = 5_000,
) -> list[Finding]:
    """Check a built, imported or embedded graph with every rule that needs no file.

    Args:
        retracted: Source ids, PubMed ids or DOIs of retracted publications.
        quotes: Whether the quotes of evidence are tested against their claims (:data:`QUOTE_RULES`).
        only: Names of rules; default all.
        limit: At most so many findings of one rule are listed, the rest counted: a graph without sources has millions.

    >>> from mechgraph.records import embedded
    >>> from mechgraph.store.memory import MemoryStore
    >>> worst(check_store(MemoryStore(embedded()), only=["missing-source"])) is None
    True
    """

    def placed(listing: Iterable[object]) -> list[Placed]:  # type: ignore[type-arg]
        return [Placed(record, store.name, 0) for record in listing]

    case = Case(
        entities=placed(store.entities()),
        sources=placed(store.sources()),
        associations=placed(store.associations()),
        mechanisms=placed(store.mechanisms()),
        questions=placed(store.questions()),
        retracted=frozenset(retracted),
        distinct=True,
    )
    return run(case, only, limit, quoted=quotes)
