import { isJsonObject, type JsonObject } from '../../../src/base/json.ts';
import { RECORDED, type Recorded } from '../../fixtures/answers/cloud-foundry.ts';

export type { Recorded } from '../../fixtures/answers/cloud-foundry.ts';

export const FILES = Object.keys(RECORDED) as readonly (keyof typeof RECORDED)[];

/** What a client and the servers said to each other on one occasion. */
export function recorded(file: (typeof FILES)[number]): readonly Recorded[] {
  return RECORDED[file];
}

/** The part of a URL that a server sees. */
export function pathOf({ request: { url } }: Recorded): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

/** The resources of a list, or the only one that an answer shows. */
export function resourcesOf({ response: { body } }: Recorded): readonly JsonObject[] {
  const resources = body?.['resources'];
  return Array.isArray(resources) ? resources : body === null ? [] : [body];
}

/** A value deep in a document, by the names of members with dots between. */
export function at(document: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce((value, name) => (isJsonObject(value) ? value[name] : undefined), document);
}
