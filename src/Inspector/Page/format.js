// Numbers as short text with a unit: three significant digits, a no-break space before the unit, "–" for what is not known.

const space = "\u00a0";
const unknown = "–";
const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** 1536 → "1.50 KiB". */
export const bytes = n => scaled(n, 1024, ["B", "KiB", "MiB", "GiB", "TiB"]);

/** 8192 → "8.19 kFLOP". */
export const flops = n => scaled(n, 1000, ["FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP"]);

/** A time given in microseconds: 0.25 → "250 ns", 1500 → "1.50 ms". */
export function microseconds(x) {
  if (isNumber(x) && x !== 0 && Math.abs(x) < 0.9995) return scaled(x * 1000, 1000, ["ns", "µs"]);
  return scaled(x, 1000, ["µs", "ms", "s"]);
}

/** An amount per second in the unit's base: rate(2.2e11, "FLOP/s") → "220 GFLOP/s". */
export const rate = (x, unit) => scaled(x, 1000, ["", "k", "M", "G", "T"].map(prefix => prefix + unit));

/** A share: 0.123 → "12.3 %". */
export const percent = x => isNumber(x) ? decimals(x * 100) + space + "%" : unknown;

/** How many: exact below a million, then "1.23 M". */
export function count(n) {
  if (!isNumber(n)) return unknown;
  return Math.abs(n) < 1e6 ? grouped.format(n) : scaled(n / 1e6, 1000, ["M", "G", "T"]);
}

function scaled(x, base, units) {
  if (!isNumber(x)) return unknown;
  let unit = 0;
  // 999.6 would be written as 1000: what counts is the number as it is written.
  while (unit < units.length - 1 && Math.abs(Number(decimals(x))) >= base) {
    x /= base;
    unit++;
  }
  const text = unit === 0 && Number.isInteger(x) ? grouped.format(x) : decimals(x);
  return text + space + units[unit];
}

function decimals(x) {
  if (x === 0) return "0";
  const size = Math.abs(x);
  return x.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

const isNumber = x => typeof x === "number" && Number.isFinite(x);
