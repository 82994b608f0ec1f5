import { isJsonObject, type JsonObject } from '../credentials/credential.ts';
import type { Fields } from '../credentials/fields.ts';
import { parsedJson } from '../credentials/forms/json.ts';
import { readCredential } from '../credentials/read.ts';
import { secretLeaves } from '../credentials/secrets.ts';
import { Failure } from '../failure.ts';
import type { CreatedCredential } from './authority.ts';

/** What destinations hold: the issuer's JSON on one line, or the client secret of it alone. */
export type StoreAs = 'json' | 'client-secret';

export interface StoredCredential {
  /** As it is stored. */
  readonly text: string;
  /**
   * The issuer's JSON, or as much of it as a token request needs; undefined where there is nothing
   * that can be read, or where only the secret is stored and nothing tells whose it is.
   */
  readonly value: JsonObject | undefined;
}

/** The stored credential of a destination, as the rotation job receives it. */
export interface CurrentCredential extends StoredCredential {
  /** The issuer's name of it; undefined where nothing tells: it is not managed yet. */
  readonly name: string | undefined;
  readonly createdAt: Date | undefined;
}

/**
 * What is stored for a new credential: the issuer's own JSON on one line, and beside it `rotation`
 * with its name and the time of its creation, which is the only state that rotation keeps; or its
 * client secret and nothing else.
 *
 * @throws Failure E_CONFIG where there is no client secret to store.
 */
export async function storedText(
  storeAs: StoreAs,
  { name, value }: CreatedCredential,
  createdAt: Date,
): Promise<string> {
  if (storeAs === 'json') {
    return JSON.stringify({ ...value, rotation: { name, created: createdAt.toISOString() } });
  }
  const { clientSecret } = await clientOf(value);
  if (clientSecret !== undefined) return clientSecret;
  throw new Failure(
    'E_CONFIG',
    `The new credential ${name} has no client secret, so that store-as: client-secret has nothing to store: keys of type x509 have a certificate. Set store-as: json, or let the authority issue secrets. The new one was deleted, nothing was stored.`,
  );
}

/** Reads what the main destination holds. */
export function currentCredential(text: string): CurrentCredential {
  const parsed = parsedJson(text);
  const value = isJsonObject(parsed) ? parsed : undefined;
  const rotation = value?.['rotation'];
  const { name, created } = isJsonObject(rotation) ? rotation : {};
  const createdAt = new Date(matching(created, TIME) ?? Number.NaN);
  const dated = !Number.isNaN(createdAt.getTime());
  return {
    text,
    value,
    name: matching(name, NAME),
    createdAt: dated ? createdAt : undefined,
  };
}

/** Whoever edits a secret can write anything there, and it becomes an output. */
const NAME = /^[\w.-]{1,255}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

function matching(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}

/** Is the text an issuer's JSON, and not a secret alone? */
export function isDocument(text: string): boolean {
  return isJsonObject(parsedJson(text));
}

/** The client that the token action would find in an issuer's JSON; nothing where it finds none. */
export async function clientOf(value: JsonObject): Promise<Fields> {
  const { rotation: _ours, ...document } = value;
  return fieldsOf(JSON.stringify(document));
}

/** The same of what is stored, which may have any form that the token action reads. */
export async function storedClient({ text, value }: StoredCredential): Promise<Fields> {
  return value === undefined ? fieldsOf(text) : clientOf(value);
}

async function fieldsOf(text: string): Promise<Fields> {
  try {
    return (await readCredential(text)).fields;
  } catch (error) {
    if (error instanceof Failure) return {};
    throw error;
  }
}

/**
 * Do two credentials have a secret in common? Then the issuer has one secret for all of them
 * (credential type instance-secret), and deleting the old one would revoke nothing.
 */
export function sharesSecret(one: JsonObject, other: JsonObject): boolean {
  const secrets = new Set(secretLeaves({ ...one, rotation: undefined }));
  return secretLeaves({ ...other, rotation: undefined }).some((secret) => secrets.has(secret));
}
