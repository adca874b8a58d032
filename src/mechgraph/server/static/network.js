// Around one entity: at most sixty things on screen, group by group, what matters first; curved arrows that stay apart.

import { get } from "./api.js";
import { filters, passes, table, weighed } from "./claims.js";
import { combobox } from "./combobox.js";
import { h, many, say } from "./dom.js";
import { to } from "./entity.js";
import { theme } from "./mechanism.js";
import { change, go, read } from "./state.js";

const MOST = 60, FIRST = 32, STEP = 8, WIDE = 150, HIGH = 66;
const SMALL = { first: 10, column: 112, row: 64, width: 100 }; // on a narrow screen: two columns, type of at least eleven pixels
const GLYPHS = {
  light: { drug: ["#FFF1CC", "#9A5B00"], receptor: ["#D9ECF8", "#00588C"], channel: ["#D6F0E6", "#00664B"], protein: ["#E9EEF3", "#44546A"], chemical: ["#F8E3EF", "#8E3A6A"],
    process: ["#FFFFFF", "#4A4A4A"], phenotype: ["#FBE0D3", "#A13D00"], region: ["#EDE6F6", "#5B3E91"], cell: ["#F3F1DC", "#6B6420"], ink: "#111111", up: "#005A9C", down: "#C2410C", none: "#5F6368", off: "#7A7A7A" },
  dark: { drug: ["#4A3608", "#F0B54A"], receptor: ["#0E3550", "#6CB6E8"], channel: ["#0C3D30", "#55C7A0"], protein: ["#2B3542", "#A3B4C8"], chemical: ["#45203A", "#DD92BD"],
    process: ["#20262F", "#C9CED6"], phenotype: ["#4A2413", "#F2976A"], region: ["#33264F", "#B39BE6"], cell: ["#38351A", "#CFC76A"], ink: "#F3F4F6", up: "#5FB0EE", down: "#FF8A55", none: "#A9B0B8", off: "#8E959E" },
};
const SHAPES = { drug: "round-rectangle", receptor: "rectangle", channel: "rectangle", chemical: "ellipse", phenotype: "hexagon", region: "cut-rectangle", cell: "round-rectangle" };

function glyphOf(categories, id) {
  return categories.get(id)?.glyph || "process";
}

function styles(colours, narrow) {
  const node = (kind) => ({ selector: `node[glyph="${kind}"]`, style: { "background-color": colours[kind][0], "border-color": colours[kind][1], shape: SHAPES[kind] || "round-rectangle" } });
  return [
    { selector: "node", style: { label: "data(name)", width: narrow ? SMALL.width : 132, height: 48, "border-width": 1.5, color: colours.ink, "font-family": "Arial, Helvetica, sans-serif", "font-size": narrow ? 12 : 13,
      "text-wrap": "wrap", "text-max-width": narrow ? SMALL.width - 6 : 124, "text-valign": "center", "text-halign": "center", "background-color": colours.process[0], "border-color": colours.process[1] } },
    ...Object.keys(SHAPES).concat("protein", "process").map(node),
    { selector: "node.centre", style: { "border-width": 3.5, "font-weight": "bold" } },
    { selector: "node.more", style: { shape: "round-rectangle", width: narrow ? SMALL.width : 132, height: 44, "border-style": "dashed", "font-size": 12 } },
    { selector: "edge", style: { "curve-style": "bezier", "control-point-step-size": 34, width: 1.8, "line-color": colours.none, "target-arrow-color": colours.none, "target-arrow-shape": "circle", "arrow-scale": 0.9, "target-arrow-fill": "hollow" } },
    { selector: "edge[sign=1]", style: { "line-color": colours.up, "target-arrow-color": colours.up, "target-arrow-shape": "triangle", "target-arrow-fill": "filled" } },
    { selector: "edge[sign=-1]", style: { "line-color": colours.down, "target-arrow-color": colours.down, "target-arrow-shape": "tee", "target-arrow-fill": "filled" } },
    { selector: "edge[?weak]", style: { "line-style": "dashed" } },
    { selector: "edge[?denied]", style: { "line-color": colours.off, "target-arrow-color": colours.off, "line-style": "dotted", label: "✕", color: colours.down, "font-size": 14 } },
    { selector: "edge[?link]", style: { "line-style": "dashed", "target-arrow-shape": "none", width: 1 } },
    { selector: "edge.filtered", style: { opacity: 0.12 } },
    { selector: ":selected", style: { "overlay-opacity": 0.12, "overlay-color": colours.up } },
  ];
}

const listed = (text) => (text || "").split(" ").filter(Boolean);
const kindOf = (edges) => (edges.some((e) => e.data("sign") === 1) ? 0 : edges.some((e) => e.data("sign") === -1) ? 1 : edges.some((e) => e.data("denied")) ? 2 : 3);

/** A name in at most three lines; the table has the whole of it. */
function short(name, narrow) {
  const lines = [""], room = narrow ? 14 : 18;
  for (const word of name.split(/\s+/).flatMap((w) => w.length > room ? (w.match(narrow ? /.{1,13}/g : /.{1,17}/g) || []).map((p, i, all) => (i < all.length - 1 ? `${p}-` : p)) : w)) {
    if (lines.at(-1) && lines.at(-1).length + word.length > room) lines.push("");
    lines[lines.length - 1] += lines.at(-1) ? ` ${word}` : word;
  }
  return lines.slice(0, 3).join("\n") + (lines.length > 3 ? " …" : "");
}

/** Two columns beside the centre, each thing after what brought it in: the page scrolls, and no name is too small. */
function columns(cy, centre) {
  const order = [], queue = [centre], seen = new Set(queue);
  while (queue.length) {
    const id = queue.shift();
    if (id !== centre) order.push(id);
    for (const n of cy.getElementById(id).neighborhood("node").toArray()) if (!seen.has(n.id())) { seen.add(n.id()); queue.push(n.id()); }
  }
  const rows = Math.ceil(order.length / 2);
  const spots = new Map([[centre, { x: 0, y: -SMALL.row }]]);
  order.forEach((id, i) => spots.set(id, { x: (i % 2 ? 1 : -1) * SMALL.column, y: Math.floor(i / 2) * SMALL.row }));
  return { spots, high: (rows + 1) * SMALL.row + 40 };
}

/** Where things stand: rings around the centre by sign, children in a fan behind their parent, no two on one spot. */
function spread(cy, centre) {
  const aspect = Math.min(2.2, Math.max(0.6, cy.width() / cy.height())); // as wide or as high as there is room
  const spots = new Map([[centre, { x: 0, y: 0 }]]);
  const free = (id) => cy.getElementById(id).neighborhood("node").filter((n) => !spots.has(n.id())).toArray();
  const ring = free(centre).map((n) => [n, kindOf(n.edgesWith(cy.getElementById(centre)).toArray())])
    .sort((a, b) => a[1] - b[1] || a[0].data("glyph").localeCompare(b[0].data("glyph")) || a[0].data("full").localeCompare(b[0].data("full")));
  const turns = ring.length > 30 ? [0.62, 1, 1.38] : ring.length > 12 ? [0.72, 1.15] : [0.8];
  ring.forEach(([n], i) => {
    const angle = (2 * Math.PI * i) / ring.length - Math.PI / 2, r = turns[i % turns.length];
    spots.set(n.id(), { x: 370 * Math.sqrt(aspect) * r * Math.cos(angle), y: 370 / Math.sqrt(aspect) * r * Math.sin(angle) });
  });
  const queue = ring.map(([n]) => n.id());
  while (queue.length) {
    const id = queue.shift(), from = spots.get(id), children = free(id);
    const out = Math.atan2(from.y, from.x);
    children.forEach((n, i) => {
      const angle = out + ((i + 0.5) / children.length - 0.5) * Math.min(2.6, 0.5 * children.length), far = 150 + 70 * (i % 2);
      spots.set(n.id(), { x: from.x + 1.35 * far * Math.cos(angle), y: from.y + far * Math.sin(angle) });
      queue.push(n.id());
    });
  }
  cy.nodes().forEach((n) => { if (!spots.has(n.id())) spots.set(n.id(), { x: 0, y: 400 }); });
  const list = [...spots];
  for (let round = 0; round < 200; round += 1) {
    let moved = false;
    for (let i = 0; i < list.length; i += 1) for (let j = i + 1; j < list.length; j += 1) {
      const a = list[i][1], b = list[j][1], dx = b.x - a.x || 0.01 * (j - i), dy = b.y - a.y || 0.01;
      const px = WIDE - Math.abs(dx), py = HIGH - Math.abs(dy);
      if (px <= 0 || py <= 0) continue;
      moved = true;
      const share = list[i][0] === centre ? 0 : list[j][0] === centre ? 1 : 0.5;
      if (px / WIDE < py / HIGH) { a.x -= Math.sign(dx) * px * share; b.x += Math.sign(dx) * px * (1 - share); }
      else { a.y -= Math.sign(dy) * py * share; b.y += Math.sign(dy) * py * (1 - share); }
    }
    if (!moved) break;
  }
  return spots;
}

export async function view(main, state, signal) {
  if (!state.e) {
    document.title = "Network · mechgraph";
    main.replaceChildren(h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "Network")), h("p", { class: "lead" }, "What is around a thing, and around that, one click at a time."),
      h("div", { class: "narrow" }, combobox({ label: "Start from", placeholder: "name of a drug, gene, disease, …", choose: (hit) => go({ view: "network", e: hit.id }) }).element));
    return null;
  }
  const [{ default: cytoscape }, stats, centre] = await Promise.all([import("./vendor/cytoscape.esm.min.js"), get("stats"), get(`entity/${encodeURIComponent(state.e)}`, {}, signal)]);
  document.title = `Network of ${centre.name} · mechgraph`;
  const categories = new Map(stats.categories.map((c) => [c.id, c]));
  const colours = GLYPHS[theme()];
  const box = h("div", { class: "network", role: "img", "aria-label": `The network around ${centre.name}; the table below lists every claim in it` });
  const list = h("div", {}), bar = h("div", {}), narrow = matchMedia("(max-width: 640px)").matches;
  const note = h("p", { class: "small", role: "status" });
  main.replaceChildren(h("div", { class: "title" }, h("h1", { tabIndex: -1 }, "Network of ", to({ e: centre.id }, centre.name))),
    h("p", { class: "small" }, "Click a thing for what is known of it, “+ more” for the next of that group, an arrow for its evidence. Blue with a triangle increases, orange with a bar decreases, dotted with a cross is denied."),
    bar, box, note, h("div", { class: "row" }, h("button", { type: "button", onclick: () => arrange() }, "Arrange"), h("button", { type: "button", onclick: () => cy.fit(undefined, 24) }, "Fit"), chooser()), list);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const cy = cytoscape({ container: box, style: styles(colours, narrow), minZoom: 0.2, maxZoom: 3, userPanningEnabled: !narrow, userZoomingEnabled: !narrow, autoungrabify: narrow });
  const claims = new Map(), rest = new Map(); // rest: thing → its groups, each with the claims that were read, and from where to read on
  let opened = [];

  function arrange() {
    if (narrow) {
      const { spots: two, high } = columns(cy, centre.id);
      box.style.height = `${high}px`;
      cy.resize();
      cy.layout({ name: "preset", positions: (n) => two.get(n.id()), fit: true, padding: 4 }).run();
      return;
    }
    const spots = spread(cy, centre.id);
    cy.layout({ name: "preset", positions: (n) => spots.get(n.id()), animate: !calm, animationDuration: 250, padding: 24, fit: true }).run();
  }

  /** Everything drawn, for the keyboard: choosing a thing opens its panel, from which its groups are brought in. */
  function chooser() {
    return h("label", { class: "filter" }, h("span", {}, "Thing"), h("select", { id: "expand", onchange: (e) => { if (e.target.value) change({ thing: e.target.value, claim: "" }); e.target.value = ""; } }));
  }

  function place(thing) {
    if (cy.getElementById(thing.id).length) return true;
    if (cy.nodes().not(".more").length >= MOST) return false;
    cy.add({ data: { id: thing.id, name: short(thing.name, narrow), full: thing.name, glyph: glyphOf(categories, thing.category) }, classes: thing.id === centre.id ? "centre" : "" });
    return true;
  }

  const other = (c, id) => (c.subject.id === id ? c.object : c.subject);

  async function groupsOf(id) {
    if (!rest.has(id)) {
      const data = await get("groups", { entity: id, each: STEP }, signal);
      const known = new Map(weighed(data.associations, data.sides).map((c) => [c.id, c]));
      rest.set(id, data.groups.map((g) => ({ ...g, left: g.claims.map((c) => known.get(c)), from: g.claims.length })));
    }
    return rest.get(id);
  }

  /** The next claim of a group whose other end can be drawn; read on where what was read is used up. */
  async function next(g, id, fits) {
    for (;;) {
      const i = g.left.findIndex((c) => claims.has(c.id) || fits(other(c, id)));
      if (i >= 0) return g.left.splice(i, 1)[0];
      if (g.left.length || g.from >= g.count) return null;
      const data = await get("groups", { entity: id, group: g.key, offset: g.from, each: STEP }, signal);
      const found = weighed(data.associations, data.sides);
      if (!found.length) return null;
      g.from += found.length;
      g.left.push(...found);
    }
  }

  /** Bring in what is around a thing: so many of one group, or of all its groups in turn, those that matter first. */
  async function expand(id, room, key = "") {
    const groups = await groupsOf(id);
    let added = 0;
    const fits = (thing) => cy.getElementById(thing.id).length > 0 || (added < room && cy.nodes().not(".more").length < MOST);
    let open = groups.filter((g) => !key || g.key === key);
    while (open.length) {
      const still = [];
      for (const g of open) {
        const c = await next(g, id, fits);
        if (!c) continue;
        still.push(g);
        if (claims.has(c.id)) continue;
        const end = other(c, id);
        if (!cy.getElementById(end.id).length) { place(end); added += 1; }
        claims.set(c.id, c);
        cy.add({ data: { id: c.id, source: c.cause, target: c.effect, sign: c.sign, denied: c.negated || !c.asserted ? 1 : 0, weak: c.certainty === "probable" || c.certainty === "hedged" ? 1 : 0 } });
      }
      open = still;
    }
    for (const g of groups) {
      const mark = `more:${id}~${g.key}`, left = g.left.filter((c) => !claims.has(c.id)).length + g.count - g.from;
      cy.getElementById(mark).remove();
      if (left > 0) {
        cy.add({ data: { id: mark, name: `+${left.toLocaleString("en")}\n${g.title}`, full: "", of: `${id}~${g.key}`, glyph: "process" }, classes: "more" });
        cy.add({ data: { id: `link:${mark}`, source: id, target: mark, link: 1, sign: 0 } });
      }
    }
    const n = cy.nodes().not(".more").length;
    note.textContent = n >= MOST ? `${n} things: no more fit on screen; follow one of them from here.` : `${many(n, "thing")}, ${many(claims.size, "claim")}.`;
    say(note.textContent);
  }

  /** What the address says was opened, in that order; from the start again where something was taken back. */
  async function replay(wanted) {
    if (opened.some((id, i) => wanted[i] !== id)) {
      cy.elements().remove();
      claims.clear();
      rest.clear();
      opened = [];
    }
    if (!cy.nodes().length) {
      place(centre);
      await expand(centre.id, narrow ? SMALL.first : FIRST);
    }
    for (const each of wanted.slice(opened.length)) {
      const [, id, key = ""] = /^(.*?)(?:~([\w-]*))?$/.exec(each);
      opened.push(each);
      if (cy.getElementById(id).length) await expand(id, STEP, key);
    }
    bar.replaceChildren(filters([...claims.values()]));
    tables(read());
    arrange();
  }

  const open = (id) => change({ open: [...listed(read().open), id].join(" ") });

  function refresh(next) {
    if (listed(next.open).join(" ") === opened.join(" ")) tables(next);
    else replay(listed(next.open)).catch((error) => { if (error.name !== "AbortError") say(error.message); });
  }

  function tables(next) {
    cy.edges().forEach((edge) => { if (claims.has(edge.id())) edge.toggleClass("filtered", !passes(claims.get(edge.id()), next)); });
    list.replaceChildren(table([...claims.values()], "Everything drawn", next));
    const select = document.getElementById("expand");
    select.replaceChildren(h("option", { value: "" }, "choose …"), ...cy.nodes().not(".more").map((n) => h("option", { value: n.id() }, n.data("full"))));
  }

  cy.on("tap", "node", (e) => { if (e.target.data("of")) open(e.target.data("of")); else change({ thing: e.target.id(), claim: "" }); });
  cy.on("dbltap", "node", (e) => { if (!e.target.hasClass("more")) go({ e: e.target.id() }); });
  cy.on("tap", "edge", (e) => { if (claims.has(e.target.id())) change({ claim: e.target.id() }); });
  await replay(listed(state.open));
  let wide = box.clientWidth;
  new ResizeObserver(() => { // the panel beside it came or went
    if (narrow || box.clientWidth === wide) return;
    wide = box.clientWidth;
    cy.resize();
    cy.fit(undefined, 24);
  }).observe(box);
  return refresh;
}
