import { Failure, type Warning } from '../base/failure.ts';
import { isJsonObject, type JsonObject, parsedJson } from '../base/json.ts';
import { plainName, trimInvisible } from '../base/text.ts';
import { secretLeaves } from '../secrets/in-documents.ts';
import { type Credential, isPlainPair, isPlainUrl } from './credential.ts';
import { clientAtTop, clientUnderUaa, type ParsedCredential, parsedCredential } from './shapes.ts';

/** The longest text that is read, in UTF-16 code units. GitHub keeps secrets of up to 48 KB. */
const LONGEST = 128 * 1024;

/**
 * Reads a stored credential, in any form in which it was handed out. Nearly all are one JSON
 * document with the client at the top or under `uaa`; those are read here. The general search
 * (search.ts) reads everything else: it decodes text (forms/), opens what is around a credential,
 * such as VCAP_SERVICES (containers.ts), and finds the client in a document (shapes.ts).
 *
 * @param binding name, label or tag of the client that is meant, if there are several.
 * @throws Failure E_CREDENTIAL_SIZE, E_CREDENTIAL_FORMAT (cannot be read), E_CREDENTIAL_SHAPE,
 * E_CREDENTIAL_BASIC_ONLY (read, but no OAuth client in it), E_CREDENTIAL_AMBIGUOUS or
 * E_INPUT_INVALID (no such binding).
 */
export async function readCredential(text: string, binding?: string): Promise<ParsedCredential> {
  if (text.length > LONGEST) {
    throw new Failure(
      'E_CREDENTIAL_SIZE',
      `The credential is ${text.length} characters long; no issuer hands out more than ${LONGEST}.`,
      'Store the credential alone.',
    );
  }
  const document = binding === undefined ? parsedJson(text) : undefined;
  if (isJsonObject(document)) {
    const found = clientAtTop(document) ?? clientUnderUaa(document);
    if (found !== undefined && isOnlyClient(document, found.client)) {
      return parsedCredential(found, secretLeaves(document));
    }
  }
  const { searchCredential } = await import('./search.ts');
  return searchCredential(text, binding);
}

/**
 * Would the general search find nothing else: no second client, and nothing that is still encoded?
 * False wherever that takes a closer look, which the general search then takes.
 */
function isOnlyClient(document: JsonObject, client: JsonObject): boolean {
  // Values of a Kubernetes object are encoded, and a service account of Google is no client.
  if ('kind' in document || document['type'] === 'service_account') return false;
  return Object.entries(document).every(([name, value]) => {
    if (name === 'rotation' && isRotationNote(value)) return true;
    if (value === client) return Object.values(client).every((inner) => isPlain(inner));
    // A client with a prefix, or a URL of an API.
    if (/\.|.client[ _-]?id$/i.test(name)) return false;
    return typeof value === 'string' ? !ENCODED.test(trimInvisible(value)) : isHarmless(value, 3);
  });
}

/** A text or a number of a client, or what cannot hide another client. */
function isPlain(value: unknown): boolean {
  return typeof value === 'string' ? !/^\s*[{[]/.test(value) : isHarmless(value, 3);
}

/** What a rotation adds to the credential that it stores: the name and the time of its creation. */
function isRotationNote(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    Object.values(value).every((text) => typeof text === 'string' && ROTATION_NOTE.test(text))
  );
}

const ROTATION_NOTE = /^(?:[a-z0-9-]+-\d{8}t\d{6}z-[0-9a-z-]+|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;

/** JSON, or the beginning of http or of JSON in base64. */
const ENCODED = /^(?:[{[]|aHR0c|[eW][w-z0-9+/][A-Za-z0-9+/]{8,}=*$)/;
/** A short text, a URL, a host, an id or a date: none of them can hide a client. */
const HARMLESS =
  /^(?:[^={[]{0,15}|https?:\/\/[\w.:/-]*|[\w/-]*[.!|][\w./!|-]*|[0-9a-f]{8}-[0-9a-f-]{27}|\d[\d:T-]+\.\d+Z)$/;
/** The name of a member of a client, or of a member in which a container keeps its contents. */
const SUSPICIOUS = /client|^(?:oauthtokenurl|value|kind)$/;

function isHarmless(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return HARMLESS.test(value) && !ENCODED.test(trimInvisible(value));
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.entries(value).every(
    ([name, inner]) => !SUSPICIOUS.test(plainName(name)) && isHarmless(inner, depth - 1),
  );
}

/**
 * Warnings about a credential that works today and will trouble its owner: `credentialWarnings`, which
 * is loaded only where there may be one.
 *
 * @param text the stored credential as it was given; undefined if none is stored.
 * @param tokenUrl the token URL as it was written, before it was repaired.
 * @param now milliseconds since the epoch.
 */
export async function warningsAbout(
  text: string | undefined,
  tokenUrl: string | undefined,
  credential: Credential,
  now: number,
): Promise<Warning[]> {
  const { warnings = [] } = credential;
  if (isUnremarkable(text, tokenUrl, credential)) return [...warnings];
  const { credentialWarnings } = await import('./search.ts');
  return [...warnings, ...credentialWarnings(text, tokenUrl, credential, now)];
}

/** True only where no warning is possible: nearly all credentials, on one line, with a plain secret. */
function isUnremarkable(
  text: string | undefined,
  tokenUrl: string | undefined,
  { proof, clientId }: Credential,
): boolean {
  return (
    proof.kind === 'secret' &&
    isPlainPair(clientId, proof.clientSecret) &&
    (text === undefined || !/[\r\n]/.test(text.trim())) &&
    (tokenUrl === undefined || isPlainUrl(tokenUrl))
  );
}
