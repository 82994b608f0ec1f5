import { Failure } from '../base/failure.ts';
import { isJsonObject, type JsonObject, parsedJson } from '../base/json.ts';
import { plainName, trimmed } from '../base/text.ts';
import { secretLeaves } from '../secrets/in-documents.ts';
import { isPrefixedClientId } from './fields.ts';
import { flat, type ParsedCredential, parsedCredential, uaa } from './shapes.ts';

/** The largest credential that is read, in UTF-16 code units. GitHub keeps secrets of up to 48 KB. */
const SIZE = 128 * 1024;

/**
 * Reads a stored credential, in any form in which it was handed out.
 *
 * @param binding name, label or tag of the one that is meant, where there are several.
 * @throws Failure E_CREDENTIAL_SIZE, E_CREDENTIAL_FORMAT (cannot be read), E_CREDENTIAL_SHAPE,
 * E_CREDENTIAL_BASIC_ONLY (read, but no OAuth client in it), E_CREDENTIAL_AMBIGUOUS or
 * E_INPUT_INVALID (no such binding).
 */
export async function readCredential(text: string, binding?: string): Promise<ParsedCredential> {
  if (text.length > SIZE) {
    throw new Failure(
      'E_CREDENTIAL_SIZE',
      `The credential is ${text.length} characters long; no issuer hands out more than ${SIZE}. Store the credential alone.`,
    );
  }
  // Nearly all are one JSON document of these two shapes; what reads the others is loaded for them.
  const document = binding === undefined ? parsedJson(text) : undefined;
  if (isJsonObject(document)) {
    const found = flat.find(document) ?? uaa.find(document);
    if (found !== undefined && isPlain(document, found.client)) {
      return parsedCredential(found, secretLeaves(document));
    }
  }
  const { readOtherForm } = await import('./search.ts');
  return readOtherForm(text, binding);
}

/**
 * Does the general search find the same in it: no second client, and nothing that is still encoded?
 * Where that is not plain, the answer is no, and the general search looks.
 */
function isPlain(document: JsonObject, client: JsonObject): boolean {
  // An object of Kubernetes is encoded.
  if ('kind' in document) return false;
  return Object.entries(document).every(([name, value]) => {
    if (value === client) return true;
    if (isPrefixedClientId(name)) return false;
    return typeof value === 'string' ? !ENCODED.test(trimmed(value)) : isHarmless(value, 3);
  });
}

/** JSON, or the beginning of http in base64. */
const ENCODED = /^(?:[{[]|aHR0c)/;
/** A short text, a URL, a host, an id or a date: in none of them can a client be hidden. */
const HARMLESS =
  /^(?:[^={[]{0,15}|https?:\/\/[\w.:/-]*|[\w/-]*[.!|][\w./!|-]*|[0-9a-f]{8}-[0-9a-f-]{27}|\d[\d:T-]+\.\d+Z)$/;
/** A name of a client's member, or of one in which a container keeps what it holds. */
const SUSPICIOUS = /client|^(?:oauthtokenurl|value|kind)$/;

function isHarmless(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return HARMLESS.test(value) && !ENCODED.test(trimmed(value));
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.entries(value).every(
    ([name, inner]) => !SUSPICIOUS.test(plainName(name)) && isHarmless(inner, depth - 1),
  );
}
