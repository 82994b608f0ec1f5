import { isJsonObject, type JsonObject } from '../credential.ts';

/**
 * A list of names and values as one object: variables of a Kubernetes container or a Postman
 * environment (`{name, value}`, `{key, value}`), or of Docker Compose (`NAME=value`).
 */
export function objectOfPairs(list: readonly unknown[]): JsonObject | undefined {
  const pairs = list.map(pairOf);
  const known = pairs.filter((pair) => pair !== undefined);
  return known.length > 1 && known.length === list.length ? Object.fromEntries(known) : undefined;
}

function pairOf(item: unknown): [string, unknown] | undefined {
  if (typeof item === 'string') {
    const [, name, value] = /^([A-Za-z_][\w.-]*)=(.*)$/s.exec(item) ?? [];
    return name === undefined ? undefined : [name, value];
  }
  if (!isJsonObject(item)) return undefined;
  const name = item['name'] ?? item['key'] ?? item['label'];
  const value = item['value'] ?? item['url'];
  return typeof name === 'string' && typeof value === 'string' ? [name, value] : undefined;
}
