// What the user looks at, as one small observable value. It is mirrored to the address (#pane=graph&node=12), so that a view can be
// linked and the browser's Back button works.

/** What each part is at the start; a part that is as at the start is left out of the address. */
const initial = Object.freeze({
  report: 0, // index of the report
  pane: "overview",
  node: null, // id of the selected value
  kernel: null, // index of the selected kernel
  stage: null, // index of a stage; null is the last one
  group: "module", // how the graph is grouped: module | kernel | none
  colour: "kind", // what colours of the graph mean
  leaves: "fold", // variables and constants: fold (in the label of their users) | show | hide
  query: "", // what is searched for in the graph
  collapsed: null, // keys of collapsed groups; null lets the page choose
});

/** Steps that Back undoes; other changes (typing, dragging a slider) replace the present address. */
const steps = new Set(["report", "pane", "node", "kernel"]);

const numbers = new Set(["report", "node", "kernel", "stage"]);

/** Browsers refuse too many changes of the address in a short time, as dragging a slider makes them. */
const writeAfter = 150;

export function createState(address = globalThis.location, history = globalThis.history) {
  const listeners = new Set();
  let current = parse(address.hash);
  let unwritten = null;

  const notify = before => { for (const listener of [...listeners]) listener(current, before); };

  const changeTo = next => {
    const before = current;
    if (Object.keys(initial).every(key => same(before[key], next[key]))) return false;
    current = Object.freeze(next);
    return before;
  };

  const write = state => {
    clearTimeout(unwritten);
    unwritten = null;
    history.replaceState(null, "", serialize(state));
  };

  const mirror = (before, isStep) => {
    if (!isStep) {
      clearTimeout(unwritten);
      unwritten = setTimeout(() => write(current), writeAfter);
      return;
    }
    if (unwritten !== null) write(before);
    history.pushState(null, "", serialize(current));
  };

  globalThis.addEventListener("popstate", () => {
    clearTimeout(unwritten);
    unwritten = null;
    const before = changeTo(parse(address.hash));
    if (before) notify(before);
  });

  return Object.freeze({
    get: () => current,
    /** Changes the parts given. Listeners are called with the state now and the state before, unless nothing changed. */
    set(partial) {
      for (const key of Object.keys(partial)) if (!(key in initial)) throw new Error(`state has no part "${key}"; its parts are ${Object.keys(initial).join(", ")}`);
      const before = changeTo({ ...current, ...partial });
      if (!before) return;
      mirror(before, Object.keys(partial).some(key => steps.has(key) && !same(before[key], current[key])));
      notify(before);
    },
    /** Calls the function after each change; the function that comes back stops that. */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
}

/** The address of a state: "#pane=graph&node=12". */
export function serialize(state) {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(state))
    if (!same(value, initial[key])) parameters.set(key, Array.isArray(value) ? JSON.stringify(value) : value ?? "");
  return "#" + parameters;
}

/** The state of an address; parts that cannot be read are as at the start. */
export function parse(hash) {
  const state = { ...initial };
  for (const [key, text] of new URLSearchParams(hash.replace(/^#/, ""))) {
    if (!(key in initial)) continue;
    if (key === "collapsed") state[key] = parseList(text);
    else if (!numbers.has(key)) state[key] = text;
    else if (/^\d+$/.test(text)) state[key] = Number(text);
  }
  return Object.freeze(state);
}

function parseList(text) {
  try {
    const list = JSON.parse(text);
    return Array.isArray(list) ? list.filter(item => typeof item === "string") : null;
  } catch {
    return null;
  }
}

function same(a, b) {
  return a === b || (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => item === b[i]));
}
