/** Milliseconds since the epoch of an HTTP date (RFC 9110 5.6.7); undefined for anything else. */
export function httpDate(value: string | undefined): number | undefined {
  if (value === undefined || !/^[A-Z][a-z]{2,8},? [\w: -]{10,30}$/.test(value)) return undefined;
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}
