"""Tokens of what a language model reads: the 14 questions of the source text, 50 drugs, and the list of tools.

``python benchmarks/mcp_tokens.py`` (the extra ``mcp`` is not needed). Tokens are counted by o200k_base and cl100k_base
as the package ``bpe-openai`` brings them, offline; without it bytes / 2.7, the least bytes a token that were measured.
"""

from __future__ import annotations

import hashlib
import json
import statistics
from collections.abc import Callable
from typing import Any

import mechgraph
from mechgraph.mcp.tools import TOOLS, called, told

QUESTIONS = (
    "What is the mechanism of action of baclofen?",
    "Is baclofen a CNS depressant?",
    "Do muscle relaxers cause CNS depression?",
    "How does baclofen affect the brain?",
    "How does baclofen help cerebral palsy?",
    "Does baclofen affect serotonin?",
    "Does baclofen reduce anxiety?",
    "What do muscle relaxers do to your brain?",
    "Does baclofen increase GABA in the brain?",
    "Is baclofen a dopamine agonist?",
    "What is baclofen used to treat?",
    "What are the possible complications of baclofen toxicity?",
    "How is baclofen absorbed in the body?",
    "Does baclofen interact with acrivastine and acyclovir?",
)
LIMITS = {"ask": 1_500, "explain": 4_000}


def counters() -> dict[str, Callable[[str], int]]:
    """Name of a tokenizer → the tokens of a text."""
    try:
        import bpe_openai
    except ImportError:
        return {"estimate (bytes / 2.7)": lambda text: round(len(text.encode()) / 2.7)}
    made = {name: bpe_openai.get_encoding(name) for name in ("o200k_base", "cl100k_base")}
    return {name: (lambda text, e=encoding: len(e.encode(text))) for name, encoding in made.items()}


def _joined(kg: mechgraph.Graph, drug: str, effect: str) -> bool:
    try:
        kg.paths(drug, effect, 1)
    except mechgraph.MechgraphError:
        return False
    return True


def main() -> None:
    """Print a table: what, how many, tokens in the middle and at most, the goal, and how many miss it."""
    kg = mechgraph.load()
    curated = {str(m.drug): str(m.effect) for m in kg.store.mechanisms()}
    drugs = sorted(curated, key=lambda d: (-len(kg.claims_about(d)), d))[:50]  # those with most to say
    pairs = [(d, curated[d]) for d in drugs]
    calls: list[tuple[str, str, list[dict[str, Any]]]] = [
        ("ask, the 14 questions", "ask", [{"question": q} for q in QUESTIONS]),
        ("explain, 50 drugs", "explain", [{"thing": d} for d in drugs]),
        ("explain, 50 drugs with an effect", "explain", [{"thing": d, "effect": e} for d, e in pairs]),
        ("ask, what 50 drugs treat", "ask", [{"question": f"What does {kg.entity(d).name} treat?"} for d in drugs]),
        ("interactions, 50 drugs", "interactions", [{"drug": d} for d in drugs]),
        ("paths, where there are any", "paths", [{"start": d, "end": e} for d, e in pairs if _joined(kg, d, e)]),
        ("compare", "compare", [{"drugs": ["baclofen", "diazepam", "tizanidine"]}]),
        ("query", "query", [{}, {"name": "uses", "parameters": {"drug": "baclofen"}}]),
    ]
    listed = json.dumps([[t.name, t.about, t.input_schema] for t in TOOLS.values()])
    with_outputs = json.dumps([[t.name, t.about, t.input_schema, t.output_schema] for t in TOOLS.values()])
    answers: dict[str, str] = {}
    for name, count in counters().items():
        print(f"{name}: tools with their arguments {count(listed):,}, with results {count(with_outputs):,}")
        for what, tool, given in calls:
            texts = [told(called(kg, tool, each)) for each in given]
            answers[what] = "\n".join(texts)
            sizes = [count(t) for t in texts]
            goal = LIMITS.get(tool, 3_000)
            over = sum(n > goal for n in sizes)
            ratio = min(len(t.encode()) / n for t, n in zip(texts, sizes, strict=True))
            print(
                f"  {what:34} n={len(sizes):3}  median {statistics.median(sizes):7,.0f}  most {max(sizes):6,}"
                f"  goal {goal:,}  over {over}  least bytes a token {ratio:.2f}"
            )
    print("answers", hashlib.sha256("\n".join(answers.values()).encode()).hexdigest()[:16])


if __name__ == "__main__":
    main()
