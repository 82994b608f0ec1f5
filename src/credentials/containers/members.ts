import { isJsonObject } from '../credential.ts';
import { type Container, SHORTEST_TEXT } from './container.ts';
import { namesOf } from './envelope.ts';

/** Whatever else holds documents or texts under names: each is looked into. */
export const members: Container = {
  name: 'members',
  open(document) {
    const parts = Object.entries(document).flatMap(([name, value]) => {
      const text = typeof value === 'string' && value.length >= SHORTEST_TEXT;
      if (!text && (typeof value !== 'object' || value === null)) return [];
      const names = isJsonObject(value) ? (namesOf(value).names ?? []) : [];
      return [{ value, names: [name, ...names] }];
    });
    return parts.length === 0 ? undefined : parts;
  },
};
