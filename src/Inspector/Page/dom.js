// Elements by one function: h("button", { class: "quiet", onclick: run }, "Run").

const svgNamespace = "http://www.w3.org/2000/svg";

/** An HTML element. Properties are attributes, `class` (text or array), `style` and `dataset` (objects) and listeners (`onclick`). */
export function h(tag, properties, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** An SVG element, with the same properties. */
export function s(tag, properties, ...children) {
  return fill(document.createElementNS(svgNamespace, tag), properties, children);
}

/** Removes all children. */
export function clear(element) {
  element.replaceChildren();
  return element;
}

/** Listens; the function that comes back stops listening. */
export function on(element, type, listener, options) {
  element.addEventListener(type, listener, options);
  return () => element.removeEventListener(type, listener, options);
}

/** Calls the function at most once per frame, with the last arguments. */
export function perFrame(action) {
  let pending = null;
  return (...args) => {
    if (pending === null) requestAnimationFrame(() => {
      const last = pending;
      pending = null;
      action(...last);
    });
    pending = args;
  };
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) setProperty(element, name, value);
  append(element, children);
  return element;
}

function setProperty(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) element.addEventListener(name.slice(2).toLowerCase(), value);
  else if (name === "class") element.setAttribute("class", Array.isArray(value) ? value.filter(Boolean).join(" ") : value);
  else if (name === "dataset") Object.assign(element.dataset, value);
  else if (name === "style" && typeof value === "object") for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
  else if (name === "value" && "value" in element) element.value = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child instanceof Node) element.append(child);
    else if (child !== null && child !== undefined && child !== false && child !== "") element.append(String(child));
  }
}
