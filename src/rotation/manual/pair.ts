import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../../base/failure.ts';
import { isJsonObject, type JsonObject, parsedJson } from '../../base/json.ts';
import type { Fields } from '../../credentials/fields.ts';
import { providerOf } from '../../credentials/providers.ts';
import { readCredential } from '../../credentials/read.ts';
import type { ParsedCredential } from '../../credentials/shapes.ts';
import { clientOf } from '../stored-value.ts';
import type { StoredCredential } from '../types.ts';
import type { ManualJob } from './types.ts';

/** A client and its proof, as the main destination holds them. */
export interface Pair extends StoredCredential {
  readonly value: JsonObject;
  readonly clientId: string;
  readonly fields: Fields;
  /** Undefined: a person has pasted it, and no run has stored it anywhere yet. */
  readonly adopted: Adopted | undefined;
  /** Whose `rotation` was pasted with it, which tells what was stored before. */
  readonly before: string | undefined;
}

/** What every destination holds. */
export type AdoptedPair = Pair & { readonly adopted: Adopted };

/** The member `rotation` of what a run has stored. */
export interface Adopted {
  readonly createdAt: Date;
  readonly previous: Previous | undefined;
}

/** The client that was stored before, which lives until a person disables it. */
export interface Previous {
  /** Its client id. */
  readonly name: string;
  /** In wrong hands: it is not kept for the grace period. */
  readonly leaked: boolean;
}

/**
 * Reads what the main destination holds, in any form in which an issuer hands it out. What no run
 * has stored is brought into the form in which it will be: the members of the issuer's JSON, or of
 * the labelled text.
 *
 * @throws Failure as readCredential does; E_INPUT_MISSING where it lacks the client id or a URL.
 */
export async function readPair(
  { tokenUrl, secrets: ledger }: Pick<ManualJob, 'tokenUrl' | 'secrets'>,
  text: string,
): Promise<Pair> {
  const json = parsedJson(text);
  const { rotation, ...document } = isJsonObject(json) ? json : {};
  const parsed = await readCredential(rotation === undefined ? text : JSON.stringify(document));
  const { fields, secrets } = parsed;
  const { clientId } = fields;
  ledger.mask(secrets.filter((secret) => secret !== clientId));
  if (clientId === undefined) {
    throw new Failure(
      'E_INPUT_MISSING',
      'The stored text has no client id, so nobody can tell which client it is. Nothing was changed.',
      'Store client id and client secret together, as JSON or as lines such as "Client ID: ..." and "Client Secret: ...".',
    );
  }
  const { name } = isJsonObject(rotation) ? rotation : {};
  const adopted = adoptedOf(rotation, clientId);
  if (adopted !== undefined) {
    return { text, value: { ...document, rotation }, clientId, fields, adopted, before: undefined };
  }
  const value = completed(await documentOf(parsed), fields, tokenUrl);
  return {
    ...{ text, value, clientId, adopted },
    fields: await clientOf(value),
    before: typeof name === 'string' && name !== '' ? name : undefined,
  };
}

/** One line of JSON: the pair, and beside it `rotation`, which is all that runs remember. */
export function textOf({ value, clientId }: Pair, { createdAt, previous }: Adopted): string {
  const rotation = {
    name: clientId,
    created: createdAt.toISOString(),
    ...(previous && {
      previous: { name: previous.name, ...(previous.leaked && { leaked: true }) },
    }),
  };
  return JSON.stringify({ ...value, rotation });
}

/** A `rotation` that names another client was left in a text that a person has changed. */
function adoptedOf(rotation: unknown, clientId: string): Adopted | undefined {
  if (!isJsonObject(rotation) || rotation['name'] !== clientId) return undefined;
  const { created, previous } = rotation;
  const createdAt = new Date(typeof created === 'string' ? created : Number.NaN);
  if (Number.isNaN(createdAt.getTime())) return undefined;
  const { name, leaked } = isJsonObject(previous) ? previous : {};
  return {
    createdAt,
    previous: typeof name === 'string' ? { name, leaked: leaked === true } : undefined,
  };
}

/** The document around the client, with the label that tells its provider where that stood outside. */
async function documentOf({ document, fields }: ParsedCredential): Promise<JsonObject> {
  const labelled = { ...document, label: fields.serviceLabel };
  const isWhole = async (value: JsonObject) => isDeepStrictEqual(await clientOf(value), fields);
  const needsLabel = !(await isWhole(document)) && (await isWhole(labelled));
  return withoutRotation(needsLabel ? labelled : document);
}

function withoutRotation({ rotation: _ours, ...document }: JsonObject): JsonObject {
  return document;
}

function completed(value: JsonObject, fields: Fields, unstated: string | undefined): JsonObject {
  const { tokenUrl, url, certUrl } = fields;
  if ((tokenUrl ?? url ?? certUrl) !== undefined) return value;
  // Its label says it: ETRUSTED_CLIENT_ID.
  if (providerOf(fields, 'auto').name === 'etrusted') return value;
  if (unstated !== undefined) return { ...value, tokenurl: unstated };
  throw new Failure(
    'E_INPUT_MISSING',
    'The stored client does not say where its token endpoint is. Nothing was changed.',
    'Store it once more with a line such as "Token URL: https://login.example.com/oauth/token"; for a client of eTrusted it is enough that allowed-hosts names login.etrusted.com.',
  );
}
