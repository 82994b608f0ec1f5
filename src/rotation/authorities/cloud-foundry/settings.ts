import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject, parsedJson } from '../../../base/json.ts';
import { hasControls } from '../../../base/text.ts';
import { hostAllowed, secureUrl, withoutSlashes } from '../../../base/url.ts';
import type { Secrets } from '../../../secrets/ledger.ts';
import type { AuthorityContext } from '../../types.ts';
import { givenLogin } from '../api-client.ts';

/** The settings and the login, checked. */
export interface CfSettings {
  /** Without a slash at its end. */
  readonly api: string;
  readonly apiHost: string;
  readonly organization: string;
  readonly space: string;
  readonly instance: string;
  /** Of each new key, for its service broker; undefined: none. */
  readonly parameters: JsonObject | undefined;
  readonly login: CfLogin;
  /** The hosts that may be spoken to, with `*.` wildcards. */
  readonly allowedHosts: readonly string[];
}

/**
 * @throws Failure E_CONFIG where the settings do not follow the schema, E_INPUT_MISSING,
 * E_AUTHORITY_LOGIN, E_HOST_NOT_ALLOWED, and what `secureUrl` throws.
 */
export function cfSettings(
  settings: JsonObject,
  login: string | undefined,
  context: AuthorityContext,
): CfSettings {
  // First, so that whatever is wrong with the settings, the login is masked.
  const checkedLogin = cfLogin(login, context.secrets);
  const api = secureUrl(textOf(settings, 'api'), 'api of the authority cloud-foundry');
  const allowedHosts = context.allowedHosts ?? hostsBeside(api);
  if (!hostAllowed(api, allowedHosts)) {
    throw new Failure(
      'E_HOST_NOT_ALLOWED',
      `The Cloud Foundry API ${api.host} is not among the allowed-hosts. Nothing was sent.`,
    );
  }
  const { parameters } = settings;
  if (parameters !== undefined && !isJsonObject(parameters)) throw invalid('parameters');
  return {
    api: withoutSlashes(`${api.origin}${api.pathname}`),
    apiHost: api.host,
    organization: textOf(settings, 'organization'),
    space: textOf(settings, 'space'),
    instance: textOf(settings, 'instance'),
    parameters,
    login: checkedLogin,
    allowedHosts,
  };
}

function textOf(settings: JsonObject, name: string): string {
  const value = settings[name];
  if (typeof value === 'string' && value.trim() !== '' && value.isWellFormed()) {
    if (!hasControls(value)) return value;
  }
  throw invalid(name);
}

function invalid(name: string): Failure {
  return new Failure(
    'E_CONFIG',
    `The setting ${name} of the authority cloud-foundry is missing or not what it must be.`,
    'It needs api (https://api.cf.eu10.hana.ondemand.com or the like), organization, space and instance, and may have parameters, an object.',
  );
}

/**
 * The API itself and the hosts of its own system domain, where Cloud Foundry puts UAA and login: for
 * api.cf.eu10.hana.ondemand.com all below cf.eu10.hana.ondemand.com. All below
 * eu10.hana.ondemand.com would be too much: its cfapps are the applications of everybody.
 */
function hostsBeside({ hostname }: URL): readonly string[] {
  const [, domain] = /^api\.([^.]+\.[^.].*)$/.exec(hostname) ?? [];
  return domain === undefined ? [hostname] : [hostname, `*.${domain}`];
}

/** Who logs in at the UAA server. `origin` is the key of the identity provider that knows the user. */
export type CfLogin =
  | { readonly username: string; readonly password: string; readonly origin: string | undefined }
  /** By the OIDC token of the job (RFC 7523 2.1). */
  | { readonly audience: string; readonly origin: string };

/** What may be told: everything else in a login is masked, what has a wrong name, too. */
const PUBLIC: readonly string[] = ['username', 'origin', 'audience'];

/**
 * Reads the input authority-login: `{username, password, origin?}` or `{"oidc": true, origin,
 * audience}`.
 *
 * @param secrets keeps each secret before anything is found wrong.
 * @throws Failure E_INPUT_MISSING; E_AUTHORITY_LOGIN, with nothing of the values.
 */
export function cfLogin(given: string | undefined, secrets: Secrets): CfLogin {
  const text = givenLogin('cloud-foundry', given);
  const login = parsedJson(text);
  if (!isJsonObject(login)) {
    secrets.keep([text.trim()]);
    throw wrong('It is no JSON object');
  }
  for (const [name, value] of Object.entries(login)) {
    if (PUBLIC.includes(name) && typeof value === 'string') continue;
    secrets.keep(leaves(value));
  }
  return 'oidc' in login ? oidcLogin(login) : passwordLogin(login);
}

function passwordLogin(login: JsonObject): CfLogin {
  refuseOthers(login, ['username', 'password', 'origin']);
  return {
    username: loginText(login, 'username'),
    password: loginText(login, 'password'),
    origin: login['origin'] === undefined ? undefined : loginText(login, 'origin'),
  };
}

function oidcLogin(login: JsonObject): CfLogin {
  if (login['oidc'] !== true) throw wrong('Its member oidc is not true');
  refuseOthers(login, ['oidc', 'origin', 'audience']);
  return { origin: loginText(login, 'origin'), audience: loginText(login, 'audience') };
}

function refuseOthers(login: JsonObject, known: readonly string[]): void {
  if (Object.keys(login).every((name) => known.includes(name))) return;
  throw wrong(`It has other members than ${known.join(', ')}`);
}

function loginText(login: JsonObject, name: string): string {
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
    `The input authority-login cannot be used for cloud-foundry. ${what}.`,
    'Expected {"username": "...", "password": "..."}, with "origin": "..." for a user of another identity provider than the default one, or {"oidc": true, "origin": "...", "audience": "..."}.',
  );
}
