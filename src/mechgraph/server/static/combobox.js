// A search box with a list: the ARIA combobox pattern (list autocomplete with manual selection).

import { get } from "./api.js";
import { h, say } from "./dom.js";

const MOST = 8;
let count = 0;

export function badge(category, label) {
  return h("span", { class: "badge", "data-category": category }, label || (category || "").replaceAll("_", " "));
}

/** `choose(hit)` is called with an entity. Only the answer to what is typed now is ever shown. */
export function combobox({ label, placeholder = "", value = "", choose, category = null, hideLabel = false, keep = true }) {
  const id = `box${(count += 1)}`;
  const list = h("ul", { id: `${id}-list`, role: "listbox", class: "hits", "aria-label": `${label}: found`, hidden: true });
  const input = h("input", {
    id, type: "text", placeholder, value, autocomplete: "off", spellcheck: false, role: "combobox",
    "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list", "aria-haspopup": "listbox",
  });
  let hits = [], active = -1, asked = null, timer = 0;

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function mark(i) {
    active = i;
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", n === i ? "true" : "false"));
    if (i < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[i].id);
    list.children[i].scrollIntoView({ block: "nearest" });
  }

  function take(i) {
    const hit = hits[i];
    if (!hit) return;
    input.value = keep ? hit.name : "";
    asked?.abort();
    close();
    choose(hit);
  }

  function show() {
    list.replaceChildren(...hits.map((hit, i) => h(
      "li", { id: `${id}-${i}`, role: "option", "aria-selected": "false", onmousedown: (e) => { e.preventDefault(); take(i); } },
      h("span", { class: "name" }, hit.name), badge(hit.category, hit.category_label),
      h("span", { class: "id" }, hit.matched && hit.matched !== hit.name ? `${hit.matched} · ${hit.id}` : hit.id),
    )));
    if (!hits.length) list.append(h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing has a name like this"));
    if (hits.length === MOST) list.append(h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, `The best ${MOST}; type more to narrow them down`));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(hits.length ? 0 : -1);
    say(hits.length ? `${hits.length} found` : "nothing found");
  }

  async function ask(open = true) {
    asked?.abort();
    const typed = input.value.trim();
    hits = [];
    if (!typed) return close();
    const mine = (asked = new AbortController());
    try {
      const found = await get("search", { q: typed, limit: MOST, category }, mine.signal);
      if (mine.signal.aborted || input.value.trim() !== typed) return;
      hits = found.hits;
      if (open && document.activeElement === input) show();
    } catch (error) {
      if (error.name !== "AbortError") { close(); say(error.message); }
    }
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 90); });
  input.addEventListener("blur", () => setTimeout(close, 120));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return ask();
      if (hits.length) mark((active + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % hits.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      clearTimeout(timer);
      if (list.hidden || !hits.length) await ask(false);
      take(Math.max(active, 0));
    } else if (event.key === "Escape") {
      if (!list.hidden) { event.stopPropagation(); close(); } else input.value = "";
    } else if (event.key === "Home" || event.key === "End") {
      if (!list.hidden && hits.length && event.ctrlKey) mark(event.key === "Home" ? 0 : hits.length - 1);
    }
  });
  const caption = h("label", { htmlFor: id, class: hideLabel ? "visually-hidden" : "" }, label);
  return { element: h("div", { class: "combobox" }, caption, input, list), input };
}
