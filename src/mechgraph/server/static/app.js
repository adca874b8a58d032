// The page: which view the address asks for, the search box, the theme, the keyboard.

import { combobox } from "./combobox.js";
import { $, h, say } from "./dom.js";
import * as evidence from "./evidence.js";
import { canUndo, change, go, href, listen, read, undo } from "./state.js";

const VIEWS = { home: "./home.js", entity: "./entity.js", mechanism: "./mechanism.js", paths: "./paths.js", ask: "./ask.js", network: "./network.js", brain: "./brain.js", sparql: "./sparql.js", whatif: "./whatif.js", interactions: "./interactions.js", compare: "./compare.js", browse: "./browse.js" };
const TABS = [["home", "Explore", {}], ["browse", "Browse", { view: "browse" }], ["paths", "Paths", { view: "paths" }], ["whatif", "What if", { view: "whatif" }], ["interactions", "Interactions", { view: "interactions" }], ["compare", "Compare", { view: "compare" }], ["ask", "Ask", { view: "ask" }], ["network", "Network", { view: "network" }], ["brain", "Brain", { view: "brain" }], ["sparql", "SPARQL", { view: "sparql" }]];
const LIVE = ["claim", "thing", "certainty", "species", "negated", "source", "open", "del", "inv", "block", "find"];
let running = null, update = null, shown = "", first = true;

function viewOf(state) {
  if (Object.hasOwn(VIEWS, state.view)) return state.view;
  return state.e ? (state.to ? "mechanism" : "entity") : "home";
}

/** What a view is made of: changes of anything else only refresh it. */
function made(state) {
  return JSON.stringify(Object.entries(state).filter(([k]) => !LIVE.includes(k) && !(["q", "rows"].includes(k) && state.view === "sparql")));
}

function tabs(state, name) {
  const here = { entity: "home", mechanism: "home" }[name] || name;
  $("views").replaceChildren(h("ul", {}, TABS.map(([key, label, to]) => {
    const target = key === "whatif" && state.e && state.to && state.to !== "*" ? { ...to, e: state.e, to: state.to } : ["network", "brain", "interactions"].includes(key) && state.e ? { ...to, e: state.e } : key === "paths" && state.e ? { ...to, a: state.e, ...(state.to && state.to !== "*" ? { b: state.to } : {}) } : to;
    return h("li", {}, h("a", { href: href(target), "aria-current": key === here ? "page" : null, onclick: (e) => { if (e.metaKey || e.ctrlKey) return; e.preventDefault(); go(target); } }, label));
  })));
  const current = $("views").querySelector("[aria-current]"), strip = $("views").firstChild;
  if (current) strip.scrollLeft = current.offsetLeft + current.offsetWidth - strip.clientWidth; // on a narrow screen the strip scrolls
}

function paint(state) {
  const wanted = state.theme || "";
  if (wanted) document.documentElement.dataset.theme = wanted;
  else delete document.documentElement.dataset.theme;
  const dark = wanted ? wanted === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  $("theme").setAttribute("aria-pressed", String(dark));
  $("theme").textContent = dark ? "Light" : "Dark";
  $("theme").dataset.next = dark ? "light" : "dark";
}

async function render(state) {
  paint(state);
  $("undo").disabled = !canUndo();
  const name = viewOf(state), key = made(state), main = $("main");
  tabs(state, name);
  if (key !== shown) {
    shown = key;
    running?.abort();
    const mine = (running = new AbortController());
    update = null;
    main.setAttribute("aria-busy", "true");
    const timer = setTimeout(() => {
      main.classList.add("waiting");
      if (!main.querySelector("h1")) main.replaceChildren(h("p", { class: "lead" }, "Loading …"));
    }, 150);
    try {
      const module = await import(VIEWS[name]);
      if (mine.signal.aborted) return;
      update = (await module.view(main, state, mine.signal)) || (() => module.view(main, read(), mine.signal));
      if (mine.signal.aborted) return;
      const now = read(); // what was typed while the page came is in the address, and nothing has shown it
      if (JSON.stringify(now) !== JSON.stringify(state)) update(now);
      if (!first) main.querySelector("h1")?.focus({ preventScroll: true });
      if (!first) scrollTo({ top: 0 });
      say(document.title);
    } catch (error) {
      if (mine.signal.aborted || error.name === "AbortError") return;
      problem(main, error, state);
    } finally {
      clearTimeout(timer);
      if (!mine.signal.aborted) { main.classList.remove("waiting"); main.removeAttribute("aria-busy"); }
    }
    first = false;
  } else update?.(state);
  document.body.classList.toggle("beside", Boolean(state.claim || state.thing));
  if (state.claim) await evidence.open(state.claim);
  else if (state.thing) await evidence.openThing(state.thing);
  else evidence.close();
}

function problem(main, error, state) {
  document.title = "mechgraph";
  main.replaceChildren(h("section", { class: "hero" }, h("h1", { tabIndex: -1 }, error.title || "That did not work"), h("p", { class: "lead sentence", role: "alert" }, error.message),
    (error.suggestions || []).length > 0 && h("ul", { class: "chips" }, error.suggestions.map((s) => h("li", {}, h("button", { type: "button", class: "chip", onclick: () => go({ e: s }) }, s)))),
    h("p", { class: "links" }, error.kind === "no-path" && state.e && state.to && h("a", { href: href({ view: "paths", a: state.e, b: state.to }) }, "Look for paths in any direction"),
      h("a", { href: "/" }, "Start again"))));
}

const search = combobox({ label: "Search", hideLabel: true, placeholder: "Search a drug, receptor, symptom …", keep: false, choose: (hit) => go({ e: hit.id }) });
search.element.append(h("kbd", { "aria-hidden": "true" }, "/"));
$("search").append(search.element);
$("undo").addEventListener("click", undo);
$("theme").addEventListener("click", (e) => change({ theme: e.target.dataset.next }));
document.querySelector("[data-home]").addEventListener("click", (e) => { e.preventDefault(); go({}); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { shown = ""; render(read()); });

addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
  if (event.key === "/" && !typing) { event.preventDefault(); search.input.focus(); }
  else if (event.key === "Escape" && (read().claim || read().thing) && !event.defaultPrevented) change(read().claim ? { claim: "" } : { thing: "" });
  else if (event.key === "z" && (event.ctrlKey || event.metaKey) && !typing) { event.preventDefault(); undo(); }
});

listen(render);
render(read());
