// Figures and times for people. A figure that is not known is a dash.

const DASH = "–";
const known = (value) => typeof value === "number" && Number.isFinite(value);
const fixed = (digits) => new Intl.NumberFormat("en", { maximumFractionDigits: digits });
const FORMATS = [fixed(0), fixed(1), fixed(2)];

/** 1,234 */
export const count = (value) => (known(value) ? FORMATS[0].format(value) : DASH);

/** Three digits that say something: 0.42, 8.1, 640, 95.7k, 1.2M. */
export function short(value) {
  if (!known(value)) return DASH;
  const size = Math.abs(value);
  if (size >= 1e6) return FORMATS[1].format(value / 1e6) + "M";
  if (size >= 1e4) return FORMATS[1].format(value / 1e3) + "k";
  return FORMATS[size >= 100 || Number.isInteger(value) ? 0 : size >= 1 ? 1 : 2].format(value);
}

/** 12.3/s */
export const rate = (value) => (known(value) ? short(value) + "/s" : DASH);

/** Over which time all rates are that a page shows; `nest` is what the router said of itself last. */
export const ratesAre = (nest) => `Rates and latencies are of ${duration(nest?.rates?.windowMs ?? 5_000)}${nest?.rates?.until ? `, until ${clock(nest.rates.until)}` : ""}`;

/** 0.42 ms, 12 ms, 1.3 s, 4 min, 3 h, 2 d */
export function duration(ms) {
  if (!known(ms)) return DASH;
  if (ms < 1_000) return short(ms) + " ms";
  if (ms < 60_000) return FORMATS[1].format(ms / 1_000) + " s";
  if (ms < 3_600_000) return FORMATS[0].format(Math.floor(ms / 60_000)) + " min";
  if (ms < 86_400_000) return FORMATS[0].format(Math.floor(ms / 3_600_000)) + " h";
  return FORMATS[0].format(Math.floor(ms / 86_400_000)) + " d";
}

/** 3.2 MiB */
export function bytes(value) {
  if (!known(value)) return DASH;
  const units = ["B", "KiB", "MiB", "GiB"];
  let unit = 0;
  let left = value;
  while (left >= 1024 && unit < units.length - 1) {
    left /= 1024;
    unit++;
  }
  return FORMATS[unit && left < 100 ? 1 : 0].format(left) + " " + units[unit];
}

const dayOf = (date) => date.toLocaleDateString("en-CA");

/**
 * The time of day of an RFC 3339 text or a number of milliseconds, as its reader's clock shows it; with its date where that is
 * not today's.
 */
export function clock(at) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return String(at ?? DASH);
  return dayOf(date) === dayOf(new Date()) ? date.toLocaleTimeString("en-GB") : moment(at);
}

/** Date and time. */
export function moment(at) {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at ?? DASH) : dayOf(date) + " " + date.toLocaleTimeString("en-GB");
}

/** How long ago, in one unit. */
export function age(at) {
  const ms = Date.now() - new Date(at).getTime();
  return Number.isNaN(ms) ? DASH : duration(Math.max(0, Math.floor(ms / 1000) * 1000));
}

/** 1 cell, 2 cells */
export const plural = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
