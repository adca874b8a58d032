// The JSON API, and the one shape of its errors.

export class Problem extends Error {
  constructor(body) {
    super(body.remedy ? body.detail.replace(` (${body.remedy})`, "") : body.detail); // remedies speak of the command line
    Object.assign(this, body);
    this.kind = (body.type || "").split(":").pop();
  }
}

async function fail(response) {
  let body;
  try {
    body = await response.json();
  } catch {
    body = { detail: `the server answered ${response.status}`, status: response.status };
  }
  throw new Problem(body);
}

export function address(path, params = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === null || value === undefined || value === "") continue;
    for (const v of Array.isArray(value) ? value : [value]) query.append(name, v);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

const kept = new Map();

/** JSON from the API; answers are remembered, the graph does not change while it is served. */
export async function get(path, params = {}, signal = undefined) {
  const url = address(`/api/${path}`, params);
  if (kept.has(url)) return kept.get(url);
  const response = await fetch(url, { signal, headers: { accept: "application/json" } });
  if (!response.ok) await fail(response);
  const data = await response.json();
  if (kept.size > 300) kept.clear();
  kept.set(url, data);
  return data;
}

export async function text(path, params = {}, signal = undefined) {
  const response = await fetch(address(`/api/${path}`, params), { signal });
  if (!response.ok) await fail(response);
  return response.text();
}

export async function blob(path, params = {}) {
  const response = await fetch(address(`/api/${path}`, params));
  if (!response.ok) await fail(response);
  return response.blob();
}

/** `first`: so many rows or triples are all that is wanted. */
export async function sparql(query, accept, signal = undefined, first = undefined) {
  const response = await fetch(address("/sparql", { first }), {
    method: "POST",
    signal,
    headers: { accept, "content-type": "application/sparql-query" },
    body: query,
  });
  if (!response.ok) await fail(response);
  return response;
}
