// The SPARQL tab: an editor that is bundled, the named queries as examples, results to look at and to keep.

import { get, sparql } from "./api.js";
import { download, h, link, many, say } from "./dom.js";
import { change, href } from "./state.js";

const START = `SELECT ?effect ?label WHERE {
  DRUGBANK:DB00181 mgv:treats ?effect .
  ?effect rdfs:label ?label
} LIMIT 50`;
const SHOWN = 500;

async function editorClass() {
  if (!window.Yasqe) {
    const style = h("link", { rel: "stylesheet", href: "/static/vendor/yasqe.min.css" });
    document.head.prepend(style);
    await new Promise((done, fail) => document.head.append(h("script", { src: "/static/vendor/yasqe.min.js", onload: done, onerror: fail })));
    window.Yasqe.defaults.autocompleters = ["variables"];
  }
  return window.Yasqe;
}

/** Declare the prefixes of the graph that a query uses and does not declare. */
function declare(editor, prefixes) {
  const text = editor.getValue(), bare = text.replace(/<[^>]*>|"(?:\\.|[^"\\])*"|#[^\n]*/g, " ");
  const declared = new Set([...text.matchAll(/^\s*PREFIX\s+([\w.-]*):/gim)].map((m) => m[1]));
  const used = new Set([...bare.matchAll(/([A-Za-z][\w.-]*):/g)].map((m) => m[1]));
  const lines = [...used].filter((p) => prefixes[p] && !declared.has(p)).sort().map((p) => `PREFIX ${p}: <${prefixes[p]}>`);
  if (lines.length) editor.setValue(`${lines.join("\n")}\n${text}`);
}

const isGraph = (query) => /^\s*((prefix|base)\s[^\n]*\s*|#[^\n]*\n\s*)*(construct|describe)\b/i.test(query);

/** A term as people write it: a name of the graph by its prefix, with a link to its page here where it is our own. */
function term(t, prefixes) {
  if (!t) return "";
  if (t.type !== "uri") return t.value;
  const [prefix, iri] = Object.entries(prefixes).filter(([, i]) => t.value.startsWith(i)).sort((x, y) => y[1].length - x[1].length)[0] || [];
  const name = prefix ? `${prefix}:${t.value.slice(iri.length)}` : t.value;
  const own = { MG: "e", mga: "claim" }[prefix];
  return own ? h("a", { href: href({ [own]: name }) }, name) : link(t.value, name);
}

function results(data, prefixes) {
  if (typeof data.boolean === "boolean") return h("p", { class: "lead" }, data.boolean ? "Yes" : "No");
  const columns = data.head.vars, rows = data.results.bindings;
  return h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Result" }, h("table", { class: "result" },
    h("caption", {}, rows.length > SHOWN ? `The first ${SHOWN} of ${rows.length} rows` : many(rows.length, "row")),
    h("thead", {}, h("tr", {}, columns.map((c) => h("th", { scope: "col" }, c)))),
    h("tbody", {}, rows.slice(0, SHOWN).map((r) => h("tr", {}, columns.map((c) => h("td", {}, term(r[c], prefixes))))))));
}

export async function view(main, state, signal) {
  document.title = "SPARQL · mechgraph";
  const [Yasqe, { queries }, { prefixes }] = await Promise.all([editorClass(), get("query", {}, signal), get("stats", {}, signal)]);
  const place = h("div", { class: "editor" });
  const out = h("div", { class: "answer", "aria-live": "polite" });
  const examples = h("select", { id: "examples", onchange: (e) => { const q = queries.find((x) => x.name === e.target.value); if (q) { editor.setValue(q.sparql); run(); } } },
    h("option", { value: "" }, "choose …"), queries.map((q) => h("option", { value: q.name }, q.title)));
  const runButton = h("button", { type: "button", class: "main", onclick: () => run() }, "Run");
  const keep = [["JSON", "application/sparql-results+json", "json"], ["CSV", "text/csv", "csv"], ["Turtle", "text/turtle", "ttl"]].map(([label, media, suffix]) =>
    h("button", { type: "button", onclick: () => save(media, suffix) }, label));
  main.replaceChildren(h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "SPARQL")),
    h("p", { class: "small" }, "The prefixes of the graph are declared for you. Ctrl+Enter runs. Esc, then Tab, leaves the editor."),
    h("label", { class: "filter" }, h("span", {}, "Examples"), examples), place,
    h("div", { class: "row" }, runButton, h("span", { class: "small" }, "Download"), keep), out);
  const editor = new Yasqe(place, {
    value: state.q || START, persistenceId: null, showQueryButton: false, resizeable: false, createShareableLink: null, autofocus: false,
    lineWrapping: true, editorHeight: "16rem", requestConfig: { endpoint: `${location.origin}/sparql` },
    extraKeys: { "Ctrl-Enter": () => run(), "Cmd-Enter": () => run(), Esc: () => runButton.focus() },
  });
  const area = place.querySelector("textarea");
  area?.setAttribute("aria-label", "SPARQL query");
  declare(editor, prefixes);
  setTimeout(() => editor.refresh(), 0);

  async function run() {
    declare(editor, prefixes);
    const query = editor.getValue();
    change({ q: query }, true);
    runButton.disabled = true;
    out.replaceChildren(h("p", { class: "small" }, "Running …"));
    const start = performance.now();
    try {
      const graph = isGraph(query);
      const response = await sparql(query, graph ? "text/turtle" : "application/sparql-results+json", signal);
      if (graph) out.replaceChildren(h("pre", { class: "turtle", tabIndex: 0 }, await response.text()));
      else out.replaceChildren(results(await response.json(), prefixes));
      out.append(h("p", { class: "small" }, `${Math.round(performance.now() - start)} ms`));
      say("the query is done");
    } catch (error) {
      if (error.name === "AbortError") return;
      out.replaceChildren(h("p", { class: "problem", role: "alert" }, error.message));
      if (error.line) { editor.setCursor({ line: error.line - 1, ch: Math.max(0, (error.column || 1) - 1) }); }
    } finally { runButton.disabled = false; }
  }

  async function save(media, suffix) {
    try {
      download(`result.${suffix}`, media, await (await sparql(editor.getValue(), media)).blob());
    } catch (error) { out.replaceChildren(h("p", { class: "problem", role: "alert" }, error.message)); }
  }
  if (state.q) await run();
  return () => {};
}
