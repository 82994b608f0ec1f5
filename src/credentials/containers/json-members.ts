import { parsedJson } from '../forms/json.ts';
import type { Container } from './container.ts';

/**
 * Members that are JSON in a text: bindings in Kubernetes, `VCAP_SERVICES` in default-env.json,
 * keys in .env files.
 */
export const jsonMembers: Container = {
  name: 'JSON in members',
  open(document) {
    let found = false;
    const members = Object.entries(document).map(([name, value]): [string, unknown] => {
      const isText = typeof value === 'string' && /^\s*[{[]/.test(value);
      const inner = isText ? parsedJson(value) : undefined;
      found ||= inner !== undefined;
      return [name, inner ?? value];
    });
    return found ? [{ value: Object.fromEntries(members) }] : undefined;
  },
};
