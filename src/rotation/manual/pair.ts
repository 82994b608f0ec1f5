import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../../base/failure.ts';
import { isJsonObject, type JsonObject, parsedJson } from '../../base/json.ts';
import type { Fields } from '../../credentials/fields.ts';
import { providerOf } from '../../credentials/providers.ts';
import { readCredential } from '../../credentials/read.ts';
import type { ParsedCredential } from '../../credentials/shapes.ts';
import { clientOf, validityOf } from '../stored-value.ts';
import type { StoredCredential, Validity } from '../types.ts';
import type { ManualJob } from './types.ts';

/** A client and its proof. */
export interface Pair extends StoredCredential {
  /** The members of the issuer's JSON, or of the labelled text. */
  readonly value: JsonObject;
  readonly clientId: string;
  readonly fields: Fields;
  /** Undefined: it has none. */
  readonly certificate: Validity | undefined;
}

/** A person has put it into the main destination, and no run has stored it anywhere yet. */
export interface PastedPair extends Pair {
  /** Whose `rotation` was pasted with it, which tells what was stored before. */
  readonly before: string | undefined;
}

/** What every destination holds. */
export interface StoredPair extends Pair, Memory {}

/** The member `rotation` of what a run has stored: all that runs remember. */
interface Memory {
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
 * has stored is brought into the form in which it will be.
 *
 * @throws Failure as readCredential does; E_INPUT_MISSING where it lacks the client id or a URL.
 */
export async function readPair(
  { tokenUrl, secrets: ledger }: Pick<ManualJob, 'tokenUrl' | 'secrets'>,
  text: string,
): Promise<{ readonly current?: StoredPair; readonly pasted?: PastedPair }> {
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
  const memory = memoryOf(rotation, clientId);
  if (memory !== undefined) {
    const certificate = await validityOf(document);
    return { current: { text, value: document, clientId, fields, certificate, ...memory } };
  }
  const value = completed(await documentOf(parsed), fields, tokenUrl);
  const certificate = await validityOf(value);
  const { name } = isJsonObject(rotation) ? rotation : {};
  const before = typeof name === 'string' && name !== '' ? name : undefined;
  return {
    pasted: { text, value, clientId, fields: await clientOf(value), certificate, before },
  };
}

/** A `rotation` that names another client was left in a text that a person has changed. */
function memoryOf(rotation: unknown, clientId: string): Memory | undefined {
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

/** One line of JSON: the pair, and beside it `rotation`. */
export function textOf({ value, clientId }: Pair, { createdAt, previous }: Memory): string {
  const before = previous && { name: previous.name, ...(previous.leaked && { leaked: true }) };
  const rotation = {
    name: clientId,
    created: createdAt.toISOString(),
    ...(before && { previous: before }),
  };
  return JSON.stringify({ ...value, rotation });
}

/** The document around the client, with the label that tells its provider where that stood outside. */
async function documentOf({ document, fields }: ParsedCredential): Promise<JsonObject> {
  const labelled = { ...document, label: fields.serviceLabel };
  const isWhole = async (value: JsonObject) => isDeepStrictEqual(await clientOf(value), fields);
  const needsLabel = !(await isWhole(document)) && (await isWhole(labelled));
  const { rotation: _ours, ...members }: JsonObject = needsLabel ? labelled : document;
  return members;
}

function completed(value: JsonObject, fields: Fields, unstated: string | undefined): JsonObject {
  const { tokenUrl, url, certUrl } = fields;
  // A label, as ETRUSTED_CLIENT_ID, says the URL, too.
  if ((tokenUrl ?? url ?? certUrl) !== undefined || isETrusted(fields)) return value;
  if (unstated !== undefined) return { ...value, tokenurl: unstated };
  throw new Failure(
    'E_INPUT_MISSING',
    'The stored client does not say where its token endpoint is. Nothing was changed.',
    'Store it once more with a line such as "Token URL: https://login.example.com/oauth/token"; for a client of eTrusted it is enough that allowed-hosts names login.etrusted.com.',
  );
}

export function isETrusted(fields: Fields): boolean {
  return providerOf(fields, 'auto').name === 'etrusted';
}
