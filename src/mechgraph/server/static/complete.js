// Completion and "did you mean" for SPARQL: prefixes, predicates, categories and entities, from the graph that is served.

import { get, sparql } from "./api.js";

const KEYWORDS = ["SELECT", "DISTINCT", "WHERE", "OPTIONAL", "FILTER", "UNION", "MINUS", "VALUES", "BIND", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "OFFSET", "CONSTRUCT", "DESCRIBE", "ASK", "PREFIX", "COUNT", "EXISTS", "NOT EXISTS"];
const STANDARD = new Set(["rdf", "rdfs", "xsd", "owl", "skos", "dcterms", "prov", "biolink"]); // not of this graph: what is missing there is no slip
const MOST = 12;

/** The text without its comments, strings and full addresses, as long as before. */
export function bare(text) {
  return text.replace(/<[^<>\s]*>|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g, (m) => " ".repeat(m.length));
}

const prefixesOf = (text) => new Map([...text.matchAll(/PREFIX\s+([\w.-]*):\s*<([^>]*)>/gi)].map((m) => [m[1], m[2]]));

/** What the vocabulary has: its terms with their labels, those that claims use first. */
export async function terms(signal) {
  const [stats, used] = await Promise.all([get("stats", {}, signal), get("query/predicates", {}, signal).catch(() => ({ rows: [] }))]);
  const claims = new Map(used.rows.map((r) => [String(r.predicate).replace("mgv:", ""), Number(r.claims) || 0]));
  const predicates = stats.predicates.map((p) => ({ id: `mgv:${p.id}`, label: p.label, claims: claims.get(p.id) || 0 }));
  let others = [];
  try {
    const q = `SELECT DISTINCT ?t ?l { VALUES ?k { rdf:Property owl:DatatypeProperty owl:ObjectProperty owl:AnnotationProperty } ?t a ?k . OPTIONAL { ?t rdfs:label ?l } FILTER(STRSTARTS(STR(?t), "${stats.prefixes.mgv}")) }`;
    const found = await (await sparql(q, "application/sparql-results+json", signal)).json();
    others = found.results.bindings.map((b) => ({ id: `mgv:${b.t.value.slice(stats.prefixes.mgv.length)}`, label: b.l?.value || "", claims: 0 }));
  } catch { /* a graph without its vocabulary: the predicates are those of mechgraph */ }
  const known = new Set(predicates.map((p) => p.id));
  predicates.sort((a, b) => b.claims - a.claims || a.id.localeCompare(b.id));
  return { prefixes: stats.prefixes, categories: stats.categories, terms: [...predicates, ...others.filter((t) => !known.has(t.id))] };
}

const escaped = (id) => id.replace(/^([^:]*:)(.*)$/, (_, p, local) => p + local.replace(/[~!$&'()*+,;=/?#@%]/g, "\\$&"));

async function entities(typed, prefix, signal) {
  const { hits } = await get("search", { q: typed, limit: MOST }, signal);
  return hits.filter((e) => !prefix || e.id.startsWith(`${prefix}:`)).map((e) => ({ text: escaped(e.id), displayText: `${e.name} · ${e.category_label} · ${e.id}` }));
}

/** What could stand where the cursor is; `known` is what `terms` gave. */
export async function completions(editor, known, signal) {
  const at = editor.getCursor(), line = editor.getLine(at.line).slice(0, at.ch), text = editor.getValue();
  const ends = (typed, list) => ({ list, from: { line: at.line, ch: at.ch - typed.length }, to: at });
  const category = /mgv:category\s+"?([\w ]*)$/.exec(line);
  if (category) {
    const quoted = /"[\w ]*$/.exec(line), typed = category[1];
    return ends(quoted ? quoted[0] : typed, known.categories.filter((c) => c.id.startsWith(typed) || c.label.startsWith(typed)).map((c) => ({ text: `"${c.id}"`, displayText: `${c.label} · "${c.id}"` })));
  }
  if (/<[^>\s]*$/.test(line) || bare(`${line}\n`).length !== line.length + 1 || /^\s*#/.test(line) || (line.match(/"/g) || []).length % 2) return ends("", []);
  const typed = /(?:[?$]\w*|[A-Za-z][\w.-]*:(?:[\w.-]|\\.)*|[A-Za-z][\w-]*)$/.exec(line)?.[0] || "";
  if (/^[?$]/.test(typed)) {
    const names = new Set([...bare(text).matchAll(/[?$]\w+/g)].map((m) => m[0]).filter((v) => v !== typed && v.startsWith(typed)));
    return ends(typed, [...names].sort());
  }
  const [, prefix, local] = /^([\w.-]*):(.*)$/.exec(typed) || [];
  const shown = (t) => ({ text: t.id, displayText: t.label ? `${t.id} · ${t.label}${t.claims ? ` · ${t.claims.toLocaleString("en")} claims` : ""}` : t.id });
  if (prefix === "mgv") {
    const from = known.terms.filter((t) => t.id.startsWith(typed)), within = known.terms.filter((t) => !t.id.startsWith(typed) && t.id.slice(4).includes(local));
    return ends(typed, [...from, ...within].slice(0, 40).map(shown));
  }
  if (prefix !== undefined) return ends(typed, local.length > 1 ? await entities(typed, prefix, signal) : []);
  if (typed.length < 2) return ends(typed, []);
  const small = typed.toLowerCase();
  const words = KEYWORDS.filter((k) => k.startsWith(typed.toUpperCase()) && k !== typed.toUpperCase());
  const spaces = Object.keys(known.prefixes).filter((p) => p.toLowerCase().startsWith(small)).slice(0, 5).map((p) => ({ text: `${p}:`, displayText: `${p}: · prefix` }));
  const verbs = known.terms.filter((t) => t.id.slice(4).startsWith(small) || t.label.toLowerCase().startsWith(small)).slice(0, MOST).map(shown);
  return ends(typed, [...verbs, ...spaces, ...words, ...(typed.length > 2 && typed !== typed.toUpperCase() ? await entities(typed, "", signal) : [])]);
}

/** How many letters one has to change, add, leave out or swap to come from one word to another. */
function apart(a, b) {
  let before = [], row = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}

function nearest(word, words, most) {
  const room = Math.max(2, Math.floor(word.length / 4));
  return words.map((w) => [w, apart(word.toLowerCase(), w.toLowerCase())]).filter(([, d]) => d <= room).sort((x, y) => x[1] - y[1]).slice(0, most).map(([w]) => w);
}

/** Terms of a query that the graph does not have, each with what may have been meant. */
export async function unknown(text, known, signal) {
  const own = prefixesOf(text), open = bare(text);
  const found = new Map();
  for (const [term, prefix, local] of open.matchAll(/(?<![\w?$:.-])([A-Za-z][\w.-]*):((?:[\w-]|\\.|\.(?=[\w-]))+)/g)) {
    if (/prefix\s+$/i.test(open.slice(0, open.indexOf(term)))) continue;
    const space = own.get(prefix) ?? known.prefixes[prefix];
    if (!space) found.set(term, { term, near: nearest(prefix, [...Object.keys(known.prefixes), ...own.keys()], 2).map((p) => `${p}:${local}`) });
    else if (!STANDARD.has(prefix) && space === known.prefixes[prefix]) found.set(term, null);
  }
  const asked = [...found].filter(([, v]) => v === null).map(([t]) => t).slice(0, 40);
  const missing = [...found.values()].filter(Boolean);
  const used = [...new Set(asked.map((t) => t.split(":")[0]))].map((p) => `PREFIX ${p}: <${known.prefixes[p]}>`).join("\n");
  if (asked.length) {
    const parts = asked.map((t, i) => `{ BIND(${i} AS ?n) FILTER NOT EXISTS { { ${t} ?p1 ?o1 } UNION { ?s2 ${t} ?o2 } UNION { ?s3 ?p3 ${t} } } }`);
    const result = await (await sparql(`${used}\nSELECT ?n { ${parts.join(" UNION ")} }`, "application/sparql-results+json", signal)).json();
    for (const { n } of result.results.bindings) {
      const term = asked[Number(n.value)], [prefix, local] = [term.split(":")[0], term.slice(term.indexOf(":") + 1)];
      if (prefix === "mgv") missing.push({ term, near: nearest(local, known.terms.map((t) => t.id.slice(4)), 3).map((t) => `mgv:${t}`) });
      else missing.push({ term, near: nearest(local, (await get("search", { q: term, limit: 8 }, signal).catch(() => ({ hits: [] }))).hits.filter((e) => e.id.startsWith(`${prefix}:`)).map((e) => e.id.slice(prefix.length + 1)), 3).map((l) => escaped(`${prefix}:${l}`)) });
    }
  }
  return missing;
}
