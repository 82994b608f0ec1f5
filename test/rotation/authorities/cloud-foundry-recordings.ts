import { existsSync, readFileSync } from 'node:fs';
import { isJsonObject, type JsonObject } from '../../../src/base/json.ts';

/** What a client and the real servers said to each other; secrets and tokens are replaced. */
export interface Recorded {
  readonly source: string;
  readonly request: {
    readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    /** A form as text, JSON as what it says. */
    readonly body: string | JsonObject | null;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: JsonObject | null;
  };
}

/** Put together from the source of the Cloud Controller, since nobody has recorded it. */
export interface Composed {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

const FOLDER = new URL('../../../../shared/data/recorded/cloud-foundry/', import.meta.url);

export const NEEDED = 'recorded answers of Cloud Foundry (needs the folder ../shared/data)';
export const areThere = existsSync(FOLDER);

export const FILES = [
  'login-password',
  'login-jwt-bearer-github-oidc',
  'find-org-and-space',
  'find-instance-by-name',
  'key-lifecycle-xsuaa',
  'instance-secret-four-keys-same-secret',
  'async-job-polling',
  'errors',
] as const;

export function recorded(file: (typeof FILES)[number]): readonly Recorded[] {
  return JSON.parse(readFileSync(new URL(`${file}.json`, FOLDER), 'utf8'));
}

export function composed(): Readonly<Record<string, Composed>> {
  const all: Record<string, unknown> = JSON.parse(
    readFileSync(new URL('cf-responses-from-source.json', FOLDER), 'utf8'),
  );
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, Composed & JsonObject] =>
      isJsonObject(entry[1]),
    ),
  );
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
