import { Failure } from '../failure.ts';
import { isJsonObject, type JsonObject } from './credential.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { forms } from './forms/index.ts';
import { secretLeaves } from './secrets.ts';
import { shapes } from './shapes/index.ts';

/** The largest credential that is read, in UTF-16 code units. GitHub keeps secrets of up to 48 KB. */
const SIZE = 128 * 1024;

/** What a stored credential says, before a provider has made a complete credential of it. */
export interface Statement {
  readonly fields: Fields;
  /** The whole document: endpoints and API URLs stand beside the client, not in it. */
  readonly document: JsonObject;
  /** True where the client stands below the top of the document. */
  readonly nested: boolean;
  /** Everything in the document that must be masked. */
  readonly secrets: readonly string[];
}

/**
 * Reads a stored credential.
 *
 * @throws Failure E_CREDENTIAL_SIZE, E_CREDENTIAL_FORMAT (cannot be read) or E_CREDENTIAL_SHAPE,
 * E_CREDENTIAL_BASIC_ONLY (read, but no OAuth client in it).
 */
export async function readCredential(text: string): Promise<Statement> {
  if (text.length > SIZE) {
    throw new Failure(
      'E_CREDENTIAL_SIZE',
      `The credential is ${text.length} characters long; no issuer hands out more than ${SIZE}. Store the credential alone.`,
    );
  }
  const document = parse(text);
  if (!isJsonObject(document)) throw noClient();
  const client = findClient(document);
  return {
    fields: fieldsOf(client),
    document,
    nested: client !== document,
    secrets: secretLeaves(document),
  };
}

function parse(text: string): unknown {
  for (const form of forms) {
    const found = form.read(text);
    if (found !== undefined) return found.document;
  }
  const cut = text.startsWith('{') && !text.endsWith('}');
  throw new Failure(
    'E_CREDENTIAL_FORMAT',
    `The credential cannot be read (${text.length} characters).` +
      (cut ? ' It starts like JSON and looks truncated.' : ' It is not JSON.') +
      ' Store exactly what was handed out, on one line (jq -c . key.json), without quotes around it.',
  );
}

function findClient(document: JsonObject): JsonObject {
  for (const shape of shapes) {
    const client = shape.client(document);
    if (client !== undefined) return client;
  }
  const fields = fieldsOf(document);
  if (fields.userName !== undefined && fields.password !== undefined) {
    throw new Failure(
      'E_CREDENTIAL_BASIC_ONLY',
      'The credential holds a user name and a password for HTTP Basic authentication, no OAuth client. ' +
        'No token can be had with it: create a credential of an OAuth plan, or call the API with Basic.',
    );
  }
  throw noClient();
}

function noClient(): Failure {
  return new Failure(
    'E_CREDENTIAL_SHAPE',
    'The credential was read, but there is no OAuth client (clientid) in it, neither at the top nor under "uaa". ' +
      'Store the whole service key or binding as it was handed out.',
  );
}
