// The SPARQL page: an editor that is bundled, the named queries with their parameters, results to look at and to keep.

import { get, sparql } from "./api.js";
import { combobox } from "./combobox.js";
import { bare, completions, terms, unknown } from "./complete.js";
import { download, fill, h, link, many, say } from "./dom.js";
import { to } from "./entity.js";
import { change, read } from "./state.js";

const START = `SELECT ?effect ?label WHERE {
  DRUGBANK:DB00181 mgv:treats ?effect .
  ?effect rdfs:label ?label
} LIMIT 50`;
const ROWS = ["100", "500", "2000", "10000"], USUAL = "500";
const TABLE = "application/sparql-results+json";
const FORMATS = [["JSON", TABLE, "json", "table"], ["CSV", "text/csv", "csv", "table"], ["Turtle", "text/turtle", "ttl", "graph"], ["N-Triples", "application/n-triples", "nt", "graph"]];

async function editorClass() {
  if (!window.Yasqe) {
    const style = h("link", { rel: "stylesheet", href: "/static/vendor/yasqe.min.css" });
    document.head.prepend(style);
    await new Promise((done, fail) => document.head.append(h("script", { src: "/static/vendor/yasqe.min.js", onload: done, onerror: fail })));
    window.Yasqe.defaults.autocompleters = [];
  }
  return window.Yasqe;
}

/** Declare the prefixes of the graph that a query uses and does not declare. */
function declare(editor, prefixes) {
  const text = editor.getValue();
  const declared = new Set([...text.matchAll(/^\s*PREFIX\s+([\w.-]*):/gim)].map((m) => m[1]));
  const used = new Set([...bare(text).matchAll(/([A-Za-z][\w.-]*):/g)].map((m) => m[1]));
  const lines = [...used].filter((p) => prefixes[p] && !declared.has(p)).sort().map((p) => `PREFIX ${p}: <${prefixes[p]}>`);
  if (lines.length) editor.setValue(`${lines.join("\n")}\n${text}`);
}

/** "graph" or "table", by the first word that says so; what is not written yet is a table. */
const formOf = (query) => (/\b(select|ask|construct|describe)\b/i.exec(bare(query))?.[1].match(/^[cd]/i) ? "graph" : "table");

/** An address as people write it, and where its page is: here for what the graph knows, else where it leads. */
function term(t, prefixes, own) {
  if (!t) return "";
  if (t.type !== "uri") return t.value;
  const [prefix, iri] = Object.entries(prefixes).filter(([, i]) => t.value.startsWith(i)).sort((x, y) => y[1].length - x[1].length)[0] || [];
  const name = prefix ? `${prefix}:${t.value.slice(iri.length)}` : t.value;
  if (prefix && own.has(t.value)) return to({ e: name }, name, { title: own.get(t.value) });
  if (prefix === "mga") return to({ claim: name }, name);
  const page = { mgv: "vocab", mgs: "source", mgm: "mechanism" }[prefix];
  return page ? h("a", { href: `/${page}/${encodeURIComponent(t.value.slice(iri.length))}` }, name) : link(t.value, name);
}

/** The entities of the graph among the addresses of some rows, with their names. */
async function entities(rows, signal) {
  const iris = [...new Set(rows.flatMap((r) => Object.values(r)).filter((t) => t.type === "uri" && !/[<>"{}|\\^`\s]/.test(t.value)).map((t) => t.value))];
  const own = new Map();
  for (let i = 0; i < iris.length; i += 400) {
    const q = `SELECT ?x ?l { VALUES ?x { ${iris.slice(i, i + 400).map((x) => `<${x}>`).join(" ")} } ?x mgv:category ?c . OPTIONAL { ?x rdfs:label ?l } }`;
    const found = await (await sparql(q, TABLE, signal)).json();
    for (const b of found.results.bindings) own.set(b.x.value, b.l?.value || "");
  }
  return own;
}

function results(data, prefixes, own, most) {
  if (typeof data.boolean === "boolean") return h("p", { class: "lead" }, data.boolean ? "Yes" : "No");
  const columns = data.head.vars, rows = data.results.bindings, more = rows.length > most;
  return h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Result" }, h("table", { class: "result" },
    h("caption", {}, more ? `The first ${most.toLocaleString("en")} rows; there are more` : many(rows.length, "row")),
    h("thead", {}, h("tr", {}, columns.map((c) => h("th", { scope: "col" }, c)))),
    h("tbody", {}, rows.slice(0, most).map((r) => h("tr", {}, columns.map((c) => h("td", {}, term(r[c], prefixes, own))))))));
}

/** The fields of a named query; `use(values)` is called with what stands in them. */
function fields(query, known, use) {
  const values = {};
  const field = (p) => {
    const note = h("span", { class: "small" }, p.description);
    if (p.type === "entity") {
      const box = combobox({ label: p.name, placeholder: p.default === "*" ? "any" : "a name", value: p.default === "*" ? "" : p.default, choose: (hit) => { values[p.name] = hit.id; } });
      if (p.default !== "*") get(`entity/${encodeURIComponent(p.default)}`).then((e) => { if (box.input.value === p.default) box.input.value = e.name; }, () => {});
      box.input.addEventListener("change", () => { if (!box.input.value.trim()) values[p.name] = p.default === "*" ? "*" : p.default; });
      return h("div", { class: "parameter" }, box.element, note);
    }
    const list = p.type === "predicate" ? h("datalist", { id: `list-${p.name}` }, known.terms.filter((t) => t.claims).map((t) => h("option", { value: t.id.slice(4) }, t.label))) : "";
    const input = h("input", { type: "text", inputMode: p.type === "integer" ? "numeric" : "text", value: p.default === "*" ? "" : p.default, placeholder: p.default === "*" ? "any" : "", oninput: () => { values[p.name] = input.value.trim() || p.default; } });
    if (list) input.setAttribute("list", list.id);
    return h("div", { class: "parameter" }, h("label", { class: "combobox" }, h("span", { class: "small" }, p.name), input), list, note);
  };
  return h("fieldset", { class: "parameters" }, h("legend", {}, query.title), query.parameters.map(field),
    h("div", {}, h("button", { type: "button", onclick: () => use(values) }, "Fill in and run")));
}

export async function view(main, state, signal) {
  document.title = "SPARQL · mechgraph";
  const [Yasqe, { queries }, known] = await Promise.all([editorClass(), get("query", {}, signal), terms(signal)]);
  const { prefixes } = known;
  const place = h("div", { class: "editor" }), out = h("div", { class: "answer", "aria-live": "polite" });
  const form = h("div", {}), meant = h("div", { "aria-live": "polite" });
  const examples = h("select", { id: "examples", onchange: (e) => choose(queries.find((x) => x.name === e.target.value)) },
    h("option", { value: "" }, "choose …"), queries.map((q) => h("option", { value: q.name }, q.title)));
  const runButton = h("button", { type: "button", class: "main", onclick: () => run() }, "Run");
  const stopButton = h("button", { type: "button", hidden: true, onclick: () => stop("Stopped.") }, "Stop");
  const clock = h("span", { class: "small", role: "timer" });
  const rows = h("label", { class: "filter" }, h("span", {}, "Rows at most"), h("select", { onchange: (e) => change({ rows: e.target.value === USUAL ? "" : e.target.value }, true) },
    ROWS.map((n) => h("option", { value: n, selected: n === (state.rows || USUAL) }, Number(n).toLocaleString("en")))));
  const keep = FORMATS.map(([label, media, suffix]) => h("button", { type: "button", onclick: () => save(media, suffix) }, label));
  fill(main, h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "SPARQL")),
    h("p", { class: "small" }, "The prefixes of the graph are declared for you. Ctrl+Space completes, Ctrl+Enter runs. Esc, then Tab, leaves the editor."),
    h("label", { class: "filter" }, h("span", {}, "Examples"), examples), form, place,
    h("div", { class: "row" }, runButton, stopButton, rows, clock, h("span", { class: "small" }, "Download all"), keep), meant, out);
  const hint = (cm, done) => completions(cm, known, signal).then(done, () => done(null));
  hint.async = true;
  const complete = (cm) => cm.showHint({ hint, completeSingle: false });
  const editor = new Yasqe(place, {
    value: state.q || START, persistenceId: null, showQueryButton: false, resizeable: false, createShareableLink: null, autofocus: false, syntaxErrorCheck: false,
    lineWrapping: true, editorHeight: "16rem", requestConfig: { endpoint: `${location.origin}/sparql` },
    extraKeys: { "Ctrl-Enter": () => run(), "Cmd-Enter": () => run(), "Ctrl-Space": complete, Esc: () => runButton.focus() },
  });
  place.querySelector("textarea")?.setAttribute("aria-label", "SPARQL query");
  let waiting = 0, running = null, ticking = 0, marked = null, turn = 0;

  function fits() {
    const form = formOf(editor.getValue());
    FORMATS.forEach(([, , , kind], i) => { keep[i].disabled = kind !== form; keep[i].title = kind === form ? "" : kind === "graph" ? "Of a table there are no triples" : "Triples are no table"; });
  }
  editor.on("change", () => { marked?.clear(); fits(); });
  editor.on("inputRead", (cm, what) => {
    clearTimeout(waiting);
    if (cm.state.completionActive || !/[\w:?$"]$/.test(what.text.at(-1) || "")) return;
    waiting = setTimeout(() => { if (!cm.state.completionActive && cm.hasFocus()) complete(cm); }, 180);
  });
  declare(editor, prefixes);
  fits();
  setTimeout(() => editor.refresh(), 0);

  async function choose(q) {
    if (!q) return fill(form);
    fill(form, q.parameters.length > 0 && fields(q, known, (values) => filled(q, values)));
    await filled(q, {});
  }

  async function filled(q, values) {
    try {
      editor.setValue((await get(`query-text/${q.name}`, values, signal)).sparql);
      await run();
    } catch (error) { told(error); }
  }

  function told(error) {
    if (error.name === "AbortError") return;
    fill(out, h("p", { class: "problem", role: "alert" }, error.message));
    if (!error.line) return;
    const line = error.line - 1, from = Math.max(0, (error.column || 1) - 1), end = editor.getLine(line)?.length || 0;
    editor.setCursor({ line, ch: from });
    marked = editor.markText({ line, ch: Math.min(from, Math.max(0, end - 1)) }, { line, ch: end }, { className: "wrong" });
  }

  function stop(words = "") {
    running?.abort();
    running = null;
    clearInterval(ticking);
    [runButton.disabled, stopButton.hidden] = [false, true];
    if (words) { fill(out, h("p", { class: "small" }, words)); say(words); runButton.focus(); }
  }

  /** Do something that can be stopped, and show for how long it has run. */
  async function timed(act) {
    stop();
    const mine = (running = new AbortController()), start = performance.now(), number = (turn += 1);
    signal.addEventListener("abort", () => mine.abort(), { once: true });
    const passed = () => { const s = (performance.now() - start) / 1000; clock.textContent = s < 1 ? `${Math.round(s * 1000)} ms` : `${s.toFixed(1)} s`; };
    [runButton.disabled, stopButton.hidden] = [true, false];
    ticking = setInterval(passed, 100);
    try {
      await act(mine.signal);
    } catch (error) { if (number === turn) told(error); } finally {
      if (number === turn) { passed(); stop(); }
    }
  }

  async function run() {
    declare(editor, prefixes);
    const query = editor.getValue(), graph = formOf(query) === "graph", most = Number(read().rows || USUAL);
    change({ q: query }, true);
    fill(meant);
    fill(out, h("p", { class: "small" }, "Running …"));
    didYouMean(query);
    await timed(async (stopping) => {
      const response = await sparql(query, graph ? "text/turtle" : TABLE, stopping, graph ? most : most + 1);
      if (graph) fill(out, h("p", { class: "small" }, `At most ${many(most, "triple")}; the download has all.`), h("pre", { class: "turtle", tabIndex: 0 }, await response.text()));
      else {
        const data = await response.json();
        const own = data.results ? await entities(data.results.bindings.slice(0, most), stopping).catch(() => new Map()) : new Map();
        fill(out, results(data, prefixes, own, most));
      }
      say("the query is done");
    });
  }

  async function didYouMean(query) {
    const found = await unknown(query, known, signal).catch(() => []);
    if (query !== editor.getValue()) return;
    const put = (term, better) => { editor.setValue(editor.getValue().replaceAll(new RegExp(`(?<![\\w?$:.-])${term.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}(?![\\w-])`, "g"), () => better)); run(); };
    fill(meant, found.map(({ term: t, near }) => h("p", { class: "note" }, h("code", {}, t), " does not occur in this graph. ",
      near.length > 0 && ["Did you mean ", near.map((n, i) => [i ? ", " : "", h("button", { type: "button", class: "textual", onclick: () => put(t, n) }, n)]).flat(), "?"])));
  }

  async function save(media, suffix) {
    await timed(async (stopping) => { download(`result.${suffix}`, media, await (await sparql(editor.getValue(), media, stopping)).blob()); say(`result.${suffix} saved`); });
  }
  if (state.q) await run();
  return () => {};
}
