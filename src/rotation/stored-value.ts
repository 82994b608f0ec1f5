import { isJsonObject, type JsonObject } from '../credentials/credential.ts';
import { parsedJson } from '../credentials/forms/json.ts';
import { secretLeaves } from '../credentials/secrets.ts';
import type { CreatedCredential } from './authority.ts';

/** The stored credential of a destination, as the rotation job receives it. */
export interface CurrentCredential {
  /** As it is stored. */
  readonly text: string;
  /** The issuer's JSON; undefined where only the secret is stored, or nothing that can be read. */
  readonly value: JsonObject | undefined;
  /** The issuer's name of it; undefined where nobody wrote it there: it is not managed yet. */
  readonly name: string | undefined;
  readonly createdAt: Date | undefined;
}

/**
 * What is stored for a new credential: the issuer's own JSON on one line, and beside it `rotation`
 * with its name and the time of its creation, which is the only state that rotation keeps.
 */
export function storedText({ name, value }: CreatedCredential, createdAt: Date): string {
  return JSON.stringify({ ...value, rotation: { name, created: createdAt.toISOString() } });
}

/** Reads what the main destination holds. */
export function currentCredential(text: string): CurrentCredential {
  const parsed = parsedJson(text);
  const value = isJsonObject(parsed) ? parsed : undefined;
  const rotation = value?.['rotation'];
  const { name, created } = isJsonObject(rotation) ? rotation : {};
  const createdAt = new Date(typeof created === 'string' ? created : Number.NaN);
  const dated = !Number.isNaN(createdAt.getTime());
  return {
    text,
    value,
    name: typeof name === 'string' ? name : undefined,
    createdAt: dated ? createdAt : undefined,
  };
}

/**
 * Do two credentials have a secret in common? Then the issuer has one secret for all of them
 * (credential type instance-secret), and deleting the old one would revoke nothing.
 */
export function sharesSecret(one: JsonObject, other: JsonObject): boolean {
  const secrets = new Set(secretLeaves({ ...one, rotation: undefined }));
  return secretLeaves({ ...other, rotation: undefined }).some((secret) => secrets.has(secret));
}
