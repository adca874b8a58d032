// Elements without HTML strings: what comes from the graph is text, never markup.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name in element && name !== "list" && name !== "form" && !name.startsWith("aria")) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  fill(element, children);
  return element;
}

/** "1 claim", "2,000 claims". */
export function many(n, word) {
  return `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;
}

/** Put these in the place of what is there; what is empty or false is left out. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(3).filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
}

export const $ = (id) => document.getElementById(id);

export function say(text) {
  $("status").textContent = text;
}

/** A web address that is safe to follow, or "". */
export function web(address) {
  return /^https?:\/\//i.test(address || "") ? address : "";
}

export function link(address, text) {
  const safe = web(address);
  return safe ? h("a", { href: safe, target: "_blank", rel: "noopener noreferrer" }, text) : h("span", {}, text);
}

/** An SVG text as an element that can do nothing but be seen. */
export function figure(text) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  const svg = parsed.documentElement;
  if (svg.nodeName !== "svg") throw new Error("not a figure");
  for (const bad of svg.querySelectorAll("script, foreignObject, iframe, animate, set, use[href^='http']")) bad.remove();
  for (const node of [svg, ...svg.querySelectorAll("*")]) {
    for (const { name, value } of [...node.attributes]) {
      if (/^on/i.test(name) || (/href$/i.test(name) && !value.startsWith("#") && !web(value))) node.removeAttribute(name);
    }
  }
  return document.importNode(svg, true);
}

export function download(name, type, data) {
  const address = URL.createObjectURL(data instanceof Blob ? data : new Blob([data], { type }));
  const anchor = h("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
