import { existsSync, readFileSync } from 'node:fs';
import { textOf } from '../../src/base/text.ts';

// Samples of credentials as issuers hand them out, where the folder with them is at hand.
const FOLDER = new URL('../../../shared/data/credentials/', import.meta.url);

/** The certificates of the samples are valid from 2026 to 2036. */
export const NOW = Date.UTC(2027, 0, 1);

export interface Sample {
  readonly file: string;
  /** In the words of the index: `ok`, `error:...` or `needs:...`. */
  readonly expect: string;
  readonly kind: string;
  readonly clientId: string;
  readonly tokenUrl: string;
  readonly authMethod: string;
  readonly apiUrl: string;
}

/** Undefined where the folder is missing. */
export function samples(): readonly Sample[] | undefined {
  const index = new URL('INDEX.tsv', FOLDER);
  if (!existsSync(index)) return undefined;
  const [head = '', ...lines] = readFileSync(index, 'utf8').trimEnd().split(/\r?\n/);
  const names = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    const cell = (name: string) => cells[names.indexOf(name)] ?? '';
    return {
      file: cell('file'),
      expect: cell('expect'),
      kind: cell('kind'),
      clientId: cell('expected_client_id'),
      tokenUrl: cell('expected_token_url'),
      authMethod: cell('expected_auth_method'),
      apiUrl: cell('expected_api_url'),
    };
  });
}

/** The text of a sample; what is written in UTF-16 can only come as text. */
export function sampleText(file: string): string {
  return textOf(readFileSync(new URL(file, FOLDER)));
}

/** The codes of this project for what the index calls by other names. */
export const CODES: Readonly<Record<string, readonly string[]>> = {
  'error:basic-auth-key': ['E_CREDENTIAL_BASIC_ONLY'],
  'error:empty': ['E_CREDENTIAL_FORMAT', 'E_INPUT_MISSING'],
  'error:grant-not-client-credentials': ['E_CREDENTIAL_GRANT'],
  'error:key-mismatch': ['E_CERT_KEY_MISMATCH'],
  'error:missing-client-id': ['E_CREDENTIAL_SHAPE'],
  'error:missing-secret': ['E_CREDENTIAL_NO_SECRET'],
  'error:not-json': ['E_CREDENTIAL_FORMAT'],
  'error:ambiguous': ['E_CREDENTIAL_AMBIGUOUS'],
  'needs:key': ['E_CREDENTIAL_NO_SECRET'],
  'needs:token_url+key': ['E_CREDENTIAL_NO_SECRET'],
  // An API token, no OAuth client: it needs the inputs client-id, client-secret and token-url.
  'needs:kind=leanix': ['E_CREDENTIAL_SHAPE'],
};
