import { type Credential, expiryOf, type ProviderName } from './credential.ts';
import { looksCut, looksLikePlaceholder, lostItsDollar } from './damage.ts';

/**
 * Warnings about a credential that works today and will trouble its owner. They show no part of a
 * secret.
 *
 * @param text the stored credential as it was given; undefined if none is stored.
 * @param tokenUrl the token URL as it was written, before it was repaired.
 * @param now milliseconds since the epoch.
 */
export function credentialWarnings(
  text: string | undefined,
  tokenUrl: string | undefined,
  credential: Credential,
  now: number,
): string[] {
  return [
    ...aboutLines(text),
    ...aboutTokenUrl(tokenUrl, credential.tokenUrl),
    ...aboutProof(credential, now),
    ...aboutClientId(credential),
  ];
}

function aboutLines(text: string | undefined): string[] {
  if (text === undefined || !/[\r\n]/.test(text.trim())) return [];
  return [
    'The stored credential has several lines. The runner masks each line of a secret, { and } included, and then drops every job output that holds a brace. Store it on one line: jq -c . key.json',
  ];
}

function aboutTokenUrl(written: string | undefined, used: URL): string[] {
  if (written === undefined) return [];
  const path = used.pathname;
  if (path !== '/' && written.includes(`${path}${path}`)) {
    return ['The token URL of the credential ends with its token path twice; it is used once.'];
  }
  return written.includes('://')
    ? []
    : [`The token URL has no scheme; https://${used.host} is used.`];
}

const THREE_DAYS = 3 * 86_400_000;

function aboutProof({ proof, provider }: Credential, now: number): string[] {
  if (proof.kind === 'secret') return aboutSecret(proof.clientSecret, provider);
  const expiry = expiryOf(proof);
  return expiry !== undefined && expiry.getTime() - now < THREE_DAYS
    ? [`The client certificate expires at ${expiry.toISOString()}. Replace it before then.`]
    : [];
}

function aboutSecret(clientSecret: string, provider: ProviderName): string[] {
  if (clientSecret.length < 24 && looksLikePlaceholder(clientSecret)) {
    return ['The client secret looks like a placeholder: store the secret itself.'];
  }
  if (clientSecret.length < 8) {
    return [
      'The client secret is shorter than 8 characters. Masking it may hide innocent text in the log, and it is easy to guess.',
    ];
  }
  return provider === 'xsuaa' && lostItsDollar(clientSecret)
    ? [
        'The client secret has no single $ after its first part, as secrets of XSUAA have: a shell or a tool has probably replaced or doubled it.',
      ]
    : [];
}

function aboutClientId({ provider, clientId }: Credential): string[] {
  return provider === 'xsuaa' && looksCut(clientId)
    ? ['The client id looks cut: XSUAA ids look like sb-name!b123 or sb-name!b123|service!b456.']
    : [];
}
