// The whole state of the page is its address; nothing else is remembered.

const NAMES = ["view", "e", "to", "a", "b", "k", "len", "sign", "via", "not", "q", "rows", "shelf", "open", "find", "del", "inv", "block", "other", "drugs", "claim", "thing", "certainty", "species", "negated", "source", "theme"];
const listeners = [];
let depth = 0;

export function read() {
  const given = new URLSearchParams(location.search);
  return Object.fromEntries(NAMES.filter((n) => given.get(n)).map((n) => [n, given.get(n)]));
}

export function href(state) {
  const query = new URLSearchParams();
  for (const name of NAMES) if (state[name]) query.set(name, state[name]);
  const text = query.toString();
  return text ? `/?${text}` : "/";
}

/** A new view; filters, claims and all else of the old one are dropped, the theme stays. */
export function go(state) {
  const theme = read().theme;
  const to = href(theme ? { ...state, theme } : state);
  if (to === location.pathname + location.search) return;
  depth += 1;
  history.pushState({ depth }, "", to);
  tell();
}

/** Change a part of the state; `quiet` replaces the address instead of adding a step to undo. */
export function change(part, quiet = false) {
  const next = { ...read(), ...part };
  const to = href(next);
  if (to === location.pathname + location.search) return;
  if (quiet) history.replaceState(history.state, "", to);
  else {
    depth += 1;
    history.pushState({ depth }, "", to);
  }
  tell();
}

export function undo() {
  if (canUndo()) history.back();
}

export const canUndo = () => (history.state?.depth ?? 0) > 0;

export function listen(listener) {
  listeners.push(listener);
}

function tell() {
  for (const listener of listeners) listener(read());
}

addEventListener("popstate", () => {
  depth = history.state?.depth ?? 0;
  tell();
});
