import { isJsonObject, type JsonObject } from '../../credentials/credential.ts';
import { parsedJson } from '../../credentials/forms/json.ts';
import { Failure } from '../../failure.ts';
import { hasControls } from '../../text.ts';
import { givenLogin } from './authority-login.ts';

/** Who logs in at the UAA server. `origin` is the key of the identity provider that knows the user. */
export type CfLogin =
  | { readonly username: string; readonly password: string; readonly origin: string | undefined }
  /** By the OIDC token of the job (RFC 7523 2.1). */
  | { readonly audience: string; readonly origin: string };

/** What may be told: everything else in a login is masked, what stands under a wrong name, too. */
const PUBLIC: readonly string[] = ['username', 'origin', 'audience'];

/**
 * Reads the input authority-login: `{username, password, origin?}` or `{"oidc": true, origin,
 * audience}`.
 *
 * @param keepSecret called with each secret before anything is found wrong.
 * @throws Failure E_INPUT_MISSING; E_AUTHORITY_LOGIN, with nothing of the values.
 */
export function cfLogin(given: string | undefined, keepSecret: (secret: string) => void): CfLogin {
  const text = givenLogin('cloud-foundry', given);
  const login = parsedJson(text);
  if (!isJsonObject(login)) {
    keepSecret(text.trim());
    throw wrong('It is no JSON object');
  }
  for (const [name, value] of Object.entries(login)) {
    if (PUBLIC.includes(name) && typeof value === 'string') continue;
    for (const leaf of leaves(value)) keepSecret(leaf);
  }
  return 'oidc' in login ? oidcLogin(login) : passwordLogin(login);
}

function passwordLogin(login: JsonObject): CfLogin {
  refuseOthers(login, ['username', 'password', 'origin']);
  return {
    username: textOf(login, 'username'),
    password: textOf(login, 'password'),
    origin: login['origin'] === undefined ? undefined : textOf(login, 'origin'),
  };
}

function oidcLogin(login: JsonObject): CfLogin {
  if (login['oidc'] !== true) throw wrong('Its member oidc is not true');
  refuseOthers(login, ['oidc', 'origin', 'audience']);
  return { origin: textOf(login, 'origin'), audience: textOf(login, 'audience') };
}

function refuseOthers(login: JsonObject, known: readonly string[]): void {
  if (Object.keys(login).every((name) => known.includes(name))) return;
  throw wrong(`It has other members than ${known.join(', ')}`);
}

function textOf(login: JsonObject, name: string): string {
  const value = login[name];
  if (typeof value === 'string' && value.trim() !== '' && value.isWellFormed()) {
    if (!hasControls(value)) return value;
    throw wrong(`Its member ${name} has a line break or another control character`);
  }
  throw wrong(`Its member ${name} is missing, empty or no text`);
}

const DEPTH = 12;

function leaves(value: unknown, depth: number = DEPTH): string[] {
  if (typeof value === 'string') return [value];
  if (depth === 0 || typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((member) => leaves(member, depth - 1));
}

function wrong(what: string): Failure {
  return new Failure(
    'E_AUTHORITY_LOGIN',
    `The input authority-login cannot be used for cloud-foundry. ${what}. Expected {"username": "...", "password": "..."}, with "origin": "..." for a user of another identity provider than the default one, or {"oidc": true, "origin": "...", "audience": "..."}.`,
  );
}
