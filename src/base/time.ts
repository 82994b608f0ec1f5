/** The parts of the outside world that decide when things happen; tests bring their own. */
export interface Timing {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after so many milliseconds. */
  sleep(milliseconds: number): Promise<void>;
  /** A number from 0 up to 1, like Math.random. */
  random(): number;
}

/** Milliseconds. */
const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export type DurationUnit = keyof typeof UNITS;

/** Milliseconds of a whole number with a unit, such as 60s or 30d; undefined for anything else. */
export function durationOf(text: string, units: readonly DurationUnit[]): number | undefined {
  const [, count, name] = /^(\d{1,7})([a-z]{1,2})$/.exec(text) ?? [];
  const unit = units.find((one) => one === name);
  return unit === undefined ? undefined : Number(count) * UNITS[unit];
}

/** Milliseconds since the epoch of an HTTP date; undefined for anything else. */
export function httpDate(value: string | undefined): number | undefined {
  if (value === undefined || !HTTP_DATES.some((form) => form.test(value))) return undefined;
  const time = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
  return Number.isNaN(time) ? undefined : time;
}

/** The three forms of RFC 9110 5.6.7; the last one names no time zone, and is in GMT, too. */
const HTTP_DATES = [
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];

/** ISO 8601 in UTC, without fractions of a second. */
export function isoSeconds(date: Date | undefined): string | undefined {
  return date?.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
