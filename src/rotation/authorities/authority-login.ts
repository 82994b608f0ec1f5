import { Failure } from '../../base/failure.ts';
import { isJsonObject, parsedJson } from '../../base/json.ts';
import { hasControls, requireText } from '../../base/text.ts';
import type { Secrets } from '../../secrets/ledger.ts';
import { oidcTrust } from '../../token/github-oidc.ts';
import type { AuthorityContext } from '../types.ts';
import type { ApiRequest } from './api-client.ts';

/** The input authority-login, as it is. @throws Failure E_INPUT_MISSING */
export function givenLogin(kind: string, login: string | undefined): string {
  if (login !== undefined && login.trim() !== '') return login;
  throw new Failure(
    'E_INPUT_MISSING',
    `There is no login for the authority ${kind}: give the input authority-login.`,
    'A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.',
  );
}

/** Who logs in: a user, or the job by its OIDC token for an audience (RFC 7523 2.1). */
export type JsonLogin =
  | { readonly user: string; readonly password: string; readonly provider: string | undefined }
  | { readonly audience: string; readonly provider: string };

/** What an authority calls the user, and the identity provider that knows the user. */
export interface LoginNames {
  readonly user: 'userName' | 'username';
  readonly provider: 'idp' | 'origin';
}

/**
 * Reads a login that is one JSON object: `{userName, password, idp?}` or `{"oidc": true, idp,
 * audience}`, with the names that the authority uses. An empty provider counts as left out.
 *
 * @param secrets keeps each secret before anything is found wrong.
 * @throws Failure E_INPUT_MISSING; E_AUTHORITY_LOGIN, with nothing of the values.
 */
export function jsonLogin(
  kind: string,
  { user, provider }: LoginNames,
  given: string | undefined,
  secrets: Secrets,
): JsonLogin {
  const wrong = (what: string) =>
    new Failure(
      'E_AUTHORITY_LOGIN',
      `The input authority-login cannot be used for ${kind}. ${what}.`,
      `Expected {"${user}": "...", "password": "..."}, with "${provider}": "..." for a user of another identity provider than the default one, or {"oidc": true, "${provider}": "...", "audience": "..."}.`,
    );
  const text = givenLogin(kind, given);
  const login = parsedJson(text);
  if (!isJsonObject(login)) {
    secrets.keep([text.trim()]);
    throw wrong('It is no JSON object');
  }
  // Everything else is masked, what has a wrong name, too.
  const publicNames: readonly string[] = [user, provider, 'audience'];
  for (const [name, value] of Object.entries(login)) {
    if (!publicNames.includes(name) || typeof value !== 'string') secrets.keep(texts(value));
  }
  const refuseOthers = (known: readonly string[]) => {
    if (Object.keys(login).every((name) => known.includes(name))) return;
    throw wrong(`It has other members than ${known.join(', ')}`);
  };
  const member = (name: string) => {
    const value = login[name];
    if (typeof value !== 'string' || value.trim() === '' || !value.isWellFormed()) {
      throw wrong(`Its member ${name} is missing, empty or no text`);
    }
    if (!hasControls(value)) return value;
    throw wrong(`Its member ${name} has a line break or another control character`);
  };
  if ('oidc' in login) {
    if (login['oidc'] !== true) throw wrong('Its member oidc is not true');
    refuseOthers(['oidc', provider, 'audience']);
    return { provider: member(provider), audience: member('audience') };
  }
  refuseOthers([user, 'password', provider]);
  const isDefault = login[provider] === undefined || login[provider] === '';
  return {
    user: member(user),
    password: member('password'),
    provider: isDefault ? undefined : member(provider),
  };
}

function texts(value: unknown, depth: number = 12): string[] {
  if (typeof value === 'string') return [value];
  if (depth === 0 || typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((member) => texts(member, depth - 1));
}

/**
 * The request of a login. It is sent again, since one login of twenty at SAP BTP is answered 504, and
 * only twice, since one without a verdict may have counted as one of the few that lock a user.
 *
 * @param body makes it anew for each attempt: an assertion counts once.
 */
export function loginRequest(path: string, body: () => Promise<string | object>): ApiRequest {
  const sent = { name: 'The login', method: 'POST', path, body } as const;
  return { ...sent, repeat: 'always', anonymous: true, attempts: 3 };
}

/** The OIDC tokens of the job by which it logs in. */
export function jobTokens({ oidcToken, secrets }: AuthorityContext) {
  let last = '';
  return {
    /**
     * A new one for each attempt, kept as a secret.
     *
     * @throws Failure E_INPUT_CHARSET, and what `oidcToken` throws.
     */
    async next(audience: string): Promise<string> {
      last = await oidcToken(audience);
      secrets.keep([last]);
      return requireText(last, 'JWT assertion');
    },
    /** What to compare where the last one was refused. */
    trust: () => oidcTrust(last, (text) => secrets.isRepeatedBy(text)),
  };
}
