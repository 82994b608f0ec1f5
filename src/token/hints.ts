import type { Credential, JsonObject } from '../credentials/credential.ts';
import { looksCut, looksLikePlaceholder, lostItsDollar } from '../credentials/looks.ts';

/**
 * What to do next, by status and OAuth error, and by what the credential itself looks like.
 *
 * @param scope the scopes that were asked for.
 */
export function hints(
  status: number,
  body: JsonObject | undefined,
  credential: Credential,
  scope?: string,
): string[] {
  if (status === 429)
    return ['Too many token requests: reuse a token in the steps of a job, and spread the jobs.'];
  if (status >= 500) return ['The server has a problem; run the job again later.'];
  if (status === 404 || status === 405) {
    return [
      'That is no token endpoint. The host of an API is not the host of its tokens: check token-url, or the url (uaa.url) of the credential.',
    ];
  }
  const error = body?.['error'];
  // A server can send anything here, and not everything can be made a text.
  const byError = typeof error === 'string' ? BY_ERROR.get(error) : undefined;
  if (status !== 401 && status !== 403 && byError !== undefined) return [byError];
  return [
    ...aboutTheHost(credential),
    ...aboutTheSecret(credential),
    ...aboutTheMethod(credential),
    ...(status === 403 && error === undefined && scope === undefined
      ? ['Some servers answer so where no scope is asked for: try the input scope.']
      : []),
    'A deleted or rotated key, or a wrong tenant, gives the same answer.',
  ];
}

const BY_ERROR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    invalid_scope:
      'A requested scope is unknown to the server or not granted to this client: check the input scope.',
    // Glewlwyd's spelling.
    scope_invalid:
      'A requested scope is unknown to the server or not granted to this client: check the input scope.',
    invalid_request:
      'A parameter of the request is missing or not known: check scope, audience, resource and parameters.',
    unsupported_grant_type:
      'The server does not offer the client credentials grant at this URL: check token-url.',
    invalid_target:
      'The server does not know the resource or audience: check the inputs resource and audience.',
  }),
);

/** The APIs of SAP are on other hosts than the servers that issue tokens for them. */
function aboutTheHost({ tokenUrl }: Credential): string[] {
  return /\.(?:cfapps|alm)\./.test(`.${tokenUrl.hostname}`)
    ? ['That is the host of an API: tokens come from the url (uaa.url) of the credential.']
    : [];
}

/** What the way of sending, or sending again, can do to a client. */
function aboutTheMethod({ authMethod, proof, provider }: Credential): string[] {
  const found: string[] = [];
  const special = proof.kind === 'secret' && /[^\w.~-]/.test(proof.clientSecret);
  if (authMethod === 'client_secret_basic' && special) {
    found.push(
      'Servers disagree about special characters in a Basic header: try auth-method: client_secret_post.',
    );
  }
  if (provider === 'ias') {
    found.push(
      'SAP Cloud Identity Services locks a client for 60 minutes after 5 failed logins; wait before you try again.',
    );
  }
  return found;
}

/** Traces of the ways in which secrets get damaged before they are stored. */
function aboutTheSecret({ clientId, proof, provider }: Credential): string[] {
  if (proof.kind === 'certificate') {
    return ['The certificate may not be bound to this client: was its key or binding deleted?'];
  }
  if (proof.kind !== 'secret') return [];
  const { clientSecret } = proof;
  const found: string[] = [];
  if (/[^\x21-\x7e]/.test(clientSecret)) {
    found.push(
      'The stored secret holds a space, an invisible character or one that is not ASCII: was it copied from a web page?',
    );
  }
  if (/\\[$!"'`\\]/.test(clientSecret)) {
    found.push(
      'The stored secret holds a backslash before a special character: store it without shell escapes.',
    );
  }
  if (looksLikePlaceholder(clientSecret)) {
    found.push('The stored secret is a placeholder, not a secret.');
  }
  if (provider === 'xsuaa' && lostItsDollar(clientSecret)) {
    found.push(
      'The stored secret has no single $ after its first part: a shell or a tool has probably replaced or doubled it; store the secret from a file.',
    );
  }
  if (provider === 'xsuaa' && looksCut(clientId)) {
    found.push('The client id looks cut; XSUAA ids end like !b123 or !t123.');
  }
  return found.length > 0
    ? found
    : [
        'Check that client id and secret belong together and are stored exactly as they were handed out.',
      ];
}
