import { isJsonObject, type JsonObject } from '../credential.ts';
import { type Container, type Part, SHORTEST_TEXT } from './container.ts';
import { namesOf } from './envelope.ts';

/** Whatever else holds documents or texts under names: each is looked into. */
export const members: Container = {
  name: 'members',
  open(document) {
    const parts = partsOf(document, (text) => text.length >= SHORTEST_TEXT);
    return parts.length === 0 ? undefined : parts;
  },
};

/** The members that are documents, as such or as JSON. */
export function documentsIn(document: JsonObject): readonly Part[] {
  return partsOf(document, (text) => /^\s*[{[]/.test(text));
}

function partsOf(document: JsonObject, counts: (text: string) => boolean): readonly Part[] {
  return Object.entries(document).flatMap(([name, value]) => {
    const isPart = typeof value === 'string' ? counts(value) : typeof value === 'object' && value;
    if (!isPart) return [];
    const names = isJsonObject(value) ? (namesOf(value).names ?? []) : [];
    return [{ value, names: [name, ...names] }];
  });
}
