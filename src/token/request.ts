import type { Credential } from '../credentials/credential.ts';
import type { HttpRequest } from '../http/http.ts';
import { isCommon, secrecyOf } from '../secrets/in-documents.ts';
import { basicValue, formEncode } from '../secrets/ledger.ts';

/** What a token is asked for, beside the credential. */
export interface TokenParameters {
  /** Scopes, separated by single spaces (RFC 6749 3.3). */
  readonly scope?: string | undefined;
  readonly audience?: string | undefined;
  /** RFC 8707 2: may be given several times. */
  readonly resource: readonly string[];
  readonly tokenFormat?: 'jwt' | 'opaque' | undefined;
  /** Whom GitHub's token is for, which is the proof then; undefined: the origin of the token URL. */
  readonly assertionAudience?: string | undefined;
  /** Further form parameters, each name once. */
  readonly others: readonly (readonly [name: string, value: string])[];
}

/**
 * The token request of the client credentials grant (RFC 6749 4.4.2). The secret goes into the body:
 * SAP documents that a `+` in a secret fails in a Basic header.
 *
 * @param assertion the client assertion (RFC 7521 4.2), where that is the proof.
 */
export function tokenRequest(
  credential: Credential,
  parameters: TokenParameters,
  assertion?: string,
): HttpRequest {
  const { proof, grantType = 'client_credentials' } = credential;
  const form = new URLSearchParams({ grant_type: grantType });
  const basic = credential.authMethod === 'client_secret_basic';
  if (!basic) form.set('client_id', credential.clientId);
  if (proof.kind === 'secret' && !basic) form.set('client_secret', proof.clientSecret);
  if (assertion !== undefined) {
    form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    form.set('client_assertion', assertion);
  }
  for (const [name, value] of formParameters(credential, parameters)) form.append(name, value);
  const body = form.toString();
  return {
    method: 'POST',
    url: withoutRepeats(credential.tokenUrl, form),
    headers: {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'api-client-credentials',
      ...(basic && proof.kind === 'secret'
        ? basicHeaders(credential.clientId, proof.clientSecret)
        : {}),
    },
    body,
    ...(proof.kind === 'certificate' ? { clientCertificate: proof } : {}),
  };
}

/** RFC 6749 3.2: the query of the endpoint is kept, but no parameter may be sent twice. */
function withoutRepeats(url: URL, form: URLSearchParams): URL {
  if (url.search === '') return url;
  const kept = new URL(url);
  for (const name of new Set(form.keys())) kept.searchParams.delete(name);
  return kept;
}

/**
 * Values of further parameters that are secrets by their names. Somebody has written them as such, so
 * that a number or a word may be one; but not what nearly each text of a server holds.
 */
export function secretParameters({ others }: TokenParameters): string[] {
  return others
    .filter(([name, value]) => {
      const secrecy = secrecyOf(name) ?? (/code$/i.test(name) ? 'likely' : undefined);
      if (secrecy === undefined || value.length < 4 || /^(?:true|false|null)$/i.test(value)) {
        return false;
      }
      return secrecy === 'sure' || !isCommon(value);
    })
    .map(([, value]) => value);
}

/** What the user asks for wins over what the provider asks for. */
function formParameters(
  credential: Credential,
  { scope, audience, resource, tokenFormat, others }: TokenParameters,
): [string, string][] {
  const asked: [string, string][] = [];
  if (scope !== undefined) asked.push(['scope', scope]);
  if (audience !== undefined) asked.push(['audience', audience]);
  for (const value of resource) asked.push(['resource', value]);
  if (tokenFormat !== undefined) asked.push(['token_format', tokenFormat]);
  for (const [name, value] of others) asked.push([name, value]);
  const names = new Set(asked.map(([name]) => name));
  const usual = Object.entries(credential.parameters).filter(([name]) => !names.has(name));
  return [...usual, ...asked];
}

/**
 * RFC 6749 2.3.1: id and secret are form-encoded before they are joined. UAA servers in
 * compatibility mode decode them only when told to; other servers ignore that header.
 */
function basicHeaders(clientId: string, clientSecret: string): Record<string, string> {
  return {
    authorization: `Basic ${basicValue(formEncode(clientId), formEncode(clientSecret))}`,
    'x-cf-encoded-credentials': 'true',
  };
}
