// Light or dark: what the system says until the user decides.

import { h } from "#dom";

const key = "neuraljit-theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

export const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";

/** The button that changes between light and dark. */
export function themeButton() {
  const button = h("button", { type: "button", class: "quiet icon", onclick: () => choose(isDark() ? "light" : "dark") });
  const show = () => {
    button.textContent = isDark() ? "☀" : "☾";
    button.setAttribute("aria-label", isDark() ? "Switch to light colours" : "Switch to dark colours");
    button.title = button.getAttribute("aria-label");
  };
  restore();
  onThemeChange(show);
  show();
  return button;
}

/** Calls the function when colours have changed; for what is drawn and not styled. */
export function onThemeChange(listener) {
  system.addEventListener("change", listener);
  new MutationObserver(listener).observe(root, { attributeFilter: ["data-theme"] });
}

/** The colours of CSS variables as they are now, for canvases: themeColours(["--accent"]) gives ["rgb(52, 87, 213)"]. */
export function themeColours(names) {
  // A variable's own value is the text light-dark(…): only a property that uses it has a colour.
  const probe = h("span", { hidden: true });
  document.body.append(probe);
  const colours = names.map(name => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return colours;
}

function choose(theme) {
  root.dataset.theme = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // Pages opened as files may have no storage; the choice holds until the page is closed.
  }
}

function restore() {
  try {
    const theme = localStorage.getItem(key);
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // As above.
  }
}
