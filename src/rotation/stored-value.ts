import { X509Certificate } from 'node:crypto';
import { Failure } from '../base/failure.ts';
import { isJsonObject, type JsonObject, parsedJson } from '../base/json.ts';
import { pemBlocks, writePem } from '../base/pem.ts';
import type { Fields } from '../credentials/fields.ts';
import { readCredential } from '../credentials/read.ts';
import { secretLeaves } from '../secrets/in-documents.ts';
import { replacedAt } from './schedule.ts';
import type {
  CreatedCredential,
  CurrentCredential,
  Schedule,
  StoreAs,
  StoredCredential,
  Validity,
} from './types.ts';

/**
 * What is stored for a new credential: the issuer's own JSON on one line, and beside it `rotation`
 * with its name, the time of its creation and the day when it is due, which is the only state that
 * rotation keeps; or its client secret and nothing else.
 *
 * @throws Failure E_CONFIG where there is no client secret to store.
 */
export async function storedText(
  storeAs: StoreAs,
  { name, value }: CreatedCredential,
  { createdAt, due }: { readonly createdAt: Date; readonly due: Date },
): Promise<string> {
  if (storeAs === 'json') {
    const rotation = { name, created: createdAt.toISOString(), due: due.toISOString() };
    return JSON.stringify({ ...value, rotation });
  }
  const { clientSecret } = await clientOf(value);
  if (clientSecret !== undefined) return clientSecret;
  throw new Failure(
    'E_CONFIG',
    `The new credential ${name} has no client secret, so that store-as: client-secret has nothing to store: keys of type x509 have a certificate. The new one was deleted, nothing was stored.`,
    'Set store-as: json, or let the authority issue secrets.',
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

/** Does the issuer say that all credentials of the instance have one secret? No other one can replace it. */
export function isInstanceSecret(value: JsonObject | undefined): boolean {
  return /"credential-type":"instance-secret"/.test(JSON.stringify(value) ?? '');
}

/**
 * Do two credentials have a secret in common? Then the issuer has one secret for all of them
 * (credential type instance-secret), and deleting the old one would revoke nothing.
 */
export function sharesSecret(one: JsonObject, other: JsonObject): boolean {
  const secrets = new Set(secretLeaves({ ...one, rotation: undefined }));
  return secretLeaves({ ...other, rotation: undefined }).some((secret) => secrets.has(secret));
}

/** From when to when the client certificate of an issuer's JSON counts; undefined: it has none. */
export async function validityOf(value: JsonObject): Promise<Validity | undefined> {
  const { certificate } = await clientOf(value);
  const [leaf] = certificate === undefined ? [] : pemBlocks(certificate);
  if (leaf === undefined) return undefined;
  try {
    const { validFromDate: from, validToDate: to } = new X509Certificate(writePem(leaf));
    return { from, to };
  } catch {
    // The token request says what is wrong with it.
    return undefined;
  }
}

/** Has the certificate of an issuer's JSON ended, if it has one? */
export async function certificateHasExpired(value: JsonObject, now: number): Promise<boolean> {
  const validity = await validityOf(value);
  return validity !== undefined && validity.to.getTime() <= now;
}

const DAY = 86_400_000;

/**
 * What a person should know where the inventory and the lifetime of certificates do not go together.
 * It is no fault: certificates are replaced in time whatever the inventory says.
 */
export function certificateNotes({ keepOld }: Pick<Schedule, 'keepOld'>, validity: Validity) {
  const left = validity.to.getTime() - replacedAt(validity).getTime();
  const notes: string[] = [];
  if (keepOld > left) {
    notes.push(
      `The certificate is replaced ${lasting(left)} before it ends, and keep-old is ${lasting(keepOld)}. Jobs can use a replaced one no longer than its certificate lives. Set keep-old to less than ${lasting(left)}, or ask for certificates that live longer, in the parameters of the authority.`,
    );
  }
  if (left <= DAY) {
    notes.push(
      `The certificate is replaced in the last ${lasting(left)} of its life, so a run once a day may come too late. Run the rotation more often, or ask for certificates that live longer, in the parameters of the authority.`,
    );
  }
  return notes;
}

function lasting(milliseconds: number): string {
  const [count, unit] =
    milliseconds >= 2 * DAY ? [milliseconds / DAY, 'days'] : [milliseconds / 3_600_000, 'hours'];
  return `${Math.round(count * 10) / 10} ${unit}`;
}
