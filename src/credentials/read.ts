import { Failure } from '../base/failure.ts';
import { isJsonObject, type JsonObject, parsedJson } from '../base/json.ts';
import { plainName } from '../base/text.ts';
import { secretLeaves } from '../secrets/in-documents.ts';
import { hasClientId } from './fields.ts';
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

/** No second client, and nothing that is still encoded. */
function isPlain(document: JsonObject, client: JsonObject): boolean {
  for (const [name, value] of Object.entries(document)) {
    if (typeof value === 'string') {
      if (name.length > 8 && isOtherClientId(plainName(name))) return false;
      // The beginning of http in base64.
      if (value.startsWith('aHR0c') || value.startsWith('{"')) return false;
    } else if (value !== client && isJsonObject(value) && hasClientId(value)) {
      return false;
    }
  }
  return true;
}

/** With something before it: `CALM_CLIENT_ID`. */
function isOtherClientId(plain: string): boolean {
  return plain.length > 8 && plain.endsWith('clientid');
}
