// The theme's colours as numbers, for mixing on a canvas.

import { themeColours } from "#theme";

const names = ["--background", "--surface", "--sunken", "--line", "--line-strong", "--text", "--muted", "--accent", "--selected", "--warn-soft",
  "--heat-0", "--heat-1", "--heat-2", "--heat-3", ...Array.from({ length: 8 }, (_, i) => `--category-${i + 1}`)];

/** The colours now: { css(name), mix(name, other, share), heat(t, over, share) }. */
export function readPalette() {
  const colours = new Map(themeColours(names).map((text, i) => [names[i], text.match(/[\d.]+/g).slice(0, 3).map(Number)]));
  const kept = new Map();
  const keep = (key, make) => {
    if (!kept.has(key)) kept.set(key, css(make()));
    return kept.get(key);
  };
  return {
    css: name => keep(name, () => colours.get(name)),
    /** The colour with `share` of it over another. */
    mix: (name, under, share) => keep(`${name} ${under} ${share}`, () => blend(colours.get(under), colours.get(name), share)),
    /** The colour of an amount from 0 to 1, with `share` of it over another. */
    heat(amount, under, share) {
      const place = Math.round(Math.min(1, Math.max(0, amount)) * 60) / 20;
      const low = Math.min(2, Math.floor(place));
      return keep(`heat ${place} ${under} ${share}`, () => blend(colours.get(under), blend(colours.get(`--heat-${low}`), colours.get(`--heat-${low + 1}`), place - low), share));
    },
  };
}

const blend = (a, b, share) => a.map((value, i) => value + (b[i] - value) * share);
const css = colour => `rgb(${colour.map(Math.round).join(" ")})`;
