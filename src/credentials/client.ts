import { Failure, withParts } from '../base/failure.ts';
import { oneLine, plainName, requireText } from '../base/text.ts';
import { secureUrl, withoutSlashes, withPath } from '../base/url.ts';
import type { Credential, ProofKind, ProviderName } from './credential.ts';
import { type Damage, damageOfClientId, damageOfSecret, damageOfUrl } from './damage.ts';
import type { Client, Draft } from './draft.ts';
import { type Fields, stringMembers } from './fields.ts';
import {
  authMethodOf,
  missingInputs,
  proofKind,
  proofOf,
  TWO_LEGGED,
  unusedMethod,
} from './proof.ts';
import { familyOf, isOfOthers, statedUrl, uaaTokenUrl } from './providers.ts';
import type { ParsedCredential } from './shapes.ts';
import { storedRequest } from './stored-request.ts';
import { refuseOtherVendors, vendorOf } from './vendors.ts';

// What is unusual about a client: `completeCredential` (complete.ts) comes here where a credential is
// not plainly an id and a secret.

/**
 * The client of a credential, however it proves itself.
 *
 * @param now milliseconds since the epoch, for the certificate's dates.
 * @throws Failure E_INPUT_MISSING, E_INPUT_CONFLICT, E_INPUT_CHARSET, E_INPUT_INVALID,
 * E_URL_INVALID, E_CREDENTIAL_SHAPE, E_CREDENTIAL_NO_SECRET, E_CREDENTIAL_GRANT, and what reading
 * certificates and keys throws.
 */
export function examinedClient(draft: Draft, provider: ProviderName, now: number): Client {
  const { stored, fields, overrides, options } = draft;
  const kind = proofKind(draft);
  if (fields.clientId === undefined) throw missingInputs(kind, fields, options.provider);
  refuseDamage(draft, kind, provider);
  const clientId = oneValue(requireText(fields.clientId, 'client id'));
  refuseOtherVendors(stored?.document ?? {}, fields, overrides);
  const grantType = vendorGrant(fields);
  refuseOtherHost(draft);
  const proof = proofOf(kind, draft, now);
  const { parameters, warnings } = storedRequest(stored?.client ?? {}, fields);
  return {
    clientId,
    authMethod: authMethodOf(kind, fields, options.authMethod),
    proof,
    parameters,
    ...(grantType !== undefined && { grantType }),
    warnings: [...unusedMethod(kind, fields, options.authMethod), ...warnings],
  };
}

// Values that are none

/** Before anything is sent: some servers lock a client after a few wrong secrets. */
function refuseDamage({ fields, overrides }: Draft, kind: ProofKind, provider: ProviderName): void {
  const { clientId = '', clientSecret } = fields;
  const isOfXsuaa = provider === 'xsuaa';
  const secretDamage =
    kind !== 'secret' || clientSecret === undefined
      ? undefined
      : damageOfSecret(clientSecret, clientId, isOfXsuaa);
  if (isCertain(secretDamage)) {
    throw new Failure(
      'E_CREDENTIAL_NO_SECRET',
      `The client secret ${secretDamage.what}.`,
      secretDamage.next,
    );
  }
  const idDamage = damageOfClientId(clientId, isOfXsuaa);
  if (isCertain(idDamage)) {
    const { what, next } = idDamage;
    throw overrides.clientId === undefined
      ? new Failure('E_CREDENTIAL_SHAPE', `The client id of the credential ${what}.`, next)
      : new Failure('E_INPUT_INVALID', `The input client-id ${what}.`, next);
  }
  for (const [text, what] of urlsOf({ fields, overrides })) {
    const damage = damageOfUrl(text);
    if (isCertain(damage)) {
      throw new Failure('E_URL_INVALID', `The ${what} ${damage.what}.`, damage.next);
    }
  }
}

/** The URLs that are used, and what messages call them. */
function urlsOf({ fields, overrides }: Pick<Draft, 'fields' | 'overrides'>): [string, string][] {
  const { tokenUrl, certUrl, url } = fields;
  const typed: [string | undefined, string][] = [
    [overrides.tokenUrl, 'token URL'],
    [overrides.apiUrl, 'API URL'],
  ];
  const stored: [string | undefined, string][] = [
    [tokenUrl, 'token URL of the credential'],
    [certUrl, 'certurl of the credential'],
    [url, 'url of the credential'],
  ];
  return [...typed, ...(overrides.tokenUrl === undefined ? stored : [])].flatMap(([text, what]) =>
    text === undefined ? [] : [[text, what] as [string, string]],
  );
}

function isCertain(damage: Damage | undefined): damage is Damage {
  return damage?.certainty === 'certain';
}

/** The failure of a URL that cannot be read, with what is visibly wrong with it. */
export function damagedUrl(failure: Failure, draft: Draft): Failure {
  const damage = urlsOf(draft)
    .map(([text]) => damageOfUrl(text))
    .find((found) => found !== undefined);
  return damage === undefined
    ? failure
    : withParts(failure, { next: `It ${damage.what}. ${damage.next}` });
}

/** A client id may hold a space; with a separator after it, it is a line of several values. */
function oneValue(clientId: string): string {
  const end = clientId.search(/[\s,;]/);
  if (!clientId.includes(' ') || !/[=:]/.test(clientId.slice(end))) return clientId;
  throw new Failure(
    'E_INPUT_CHARSET',
    'The client id holds more than one value.',
    'Store each value on a line of its own.',
  );
}

// Which server

/**
 * A credential that names its own host is never sent to another one because of an input. A token URL
 * among the inputs says where it goes, whatever the provider.
 */
function refuseOtherHost(draft: Draft): void {
  const { fields, overrides, options } = draft;
  const { provider } = options;
  if (overrides.tokenUrl !== undefined) return;
  const stated = statedUrl(fields);
  const url = stated ?? (provider === 'etrusted' ? placeElsewhere(draft) : undefined);
  const family = familyOf(url ?? '');
  const isOther =
    provider === 'etrusted'
      ? isOfOthers(fields) || (url !== undefined && family !== 'etrusted')
      : (provider === 'xsuaa' || provider === 'ias') && family !== undefined && family !== provider;
  if (!isOther) return;
  throw new Failure(
    'E_INPUT_CONFLICT',
    `The input provider is ${provider}, but the credential ${whoseItIs(url, stated)}. Nothing was sent.`,
    'Remove the input provider, or store the credential that is meant.',
  );
}

function whoseItIs(url: string | undefined, stated: string | undefined): string {
  const host = URL.parse(url?.includes('://') ? url : `https://${url}`)?.host;
  return url !== undefined && host !== undefined && /^[\w.:-]+$/.test(host)
    ? `names another host${stated === undefined ? '' : ' for its tokens'}, ${oneLine(host, 100)}`
    : 'belongs to another one';
}

/** Members that name a host, without a scheme too, where the token URL is to be made of it. */
const PLACES = ['domain', 'host', 'hostname', 'server', 'issuer', 'authority', 'baseurl', 'orgurl'];

/**
 * A URL or host of no eTrusted in a credential that states no token URL, unless its id is of eTrusted.
 * It tells whose the credential is: a part of a key for an SAP system has its API, and a client of
 * Auth0 its domain.
 */
function placeElsewhere({ stored, fields }: Draft): string | undefined {
  if (stored === undefined || looksLikeETrusted(fields)) return undefined;
  const { document, client, secrets } = stored;
  const text = JSON.stringify([document, client]);
  const urls = text.match(/\bhttps?:\/\/[^\s"'\\]{1,300}/gi) ?? [];
  const hosts = [document, client].flatMap((object) => {
    const members = stringMembers(object);
    return PLACES.map((name) => members.get(name) ?? '');
  });
  const named = hosts.filter((host) => /^[\w-]+(?:\.[\w-]+)+(?:[:/]|$)/.test(host));
  return [...urls, ...named]
    .filter((place) => familyOf(place) !== 'etrusted')
    .slice(0, 100)
    .find((place) => !secrets.some((secret) => secret.includes(place)));
}

/**
 * The token URL of a credential that does not state one: a UAA server with host names of its own
 * tells at which endpoint it takes certificates.
 *
 * @param stored undefined if no credential is stored at all.
 * @throws Failure E_CERT_NO_URL, E_INPUT_MISSING, E_CREDENTIAL_GRANT, and what reading URLs throws.
 */
export function tokenUrlToDiscover(
  provider: ProviderName,
  kind: ProofKind,
  fields: Fields,
  stored: ParsedCredential | undefined,
): Required<Pick<Credential, 'tokenUrl' | 'metadataUrl'>> {
  const metadataUrl =
    provider === 'xsuaa' && kind === 'certificate' ? uaaMetadataUrl(fields) : undefined;
  const tokenUrl = metadataUrl === undefined ? undefined : uaaTokenUrl(fields);
  if (tokenUrl !== undefined) return { tokenUrl, metadataUrl };
  const document = stored?.document ?? {};
  refuseOtherVendors(document, fields, {});
  if (stored === undefined && !looksLikeETrusted(fields)) {
    throw missingInputs(kind, fields, provider);
  }
  const vendor = vendorOf(document, fields);
  if (kind === 'certificate' && stored !== undefined && vendor === undefined) {
    throw new Failure(
      'E_CERT_NO_URL',
      'The credential authenticates with a certificate, but does not say at which host (certurl).',
      'Give the input token-url.',
    );
  }
  const next = looksLikeETrusted(fields)
    ? ', or provider: etrusted if it is an eTrusted client.'
    : '.';
  throw new Failure(
    'E_INPUT_MISSING',
    `Nothing says where the token endpoint of this ${vendor?.name ?? nameOf(fields)} is.`,
    `Give the input token-url${vendor?.next ?? next}`,
  );
}

/** Only what is certainly a client of a family is called so. */
function nameOf({ clientId, xsAppName, uaaDomain, applicationTenant }: Fields): string {
  if (clientId?.startsWith('sb-') || xsAppName !== undefined || uaaDomain !== undefined)
    return 'XSUAA client';
  return applicationTenant === undefined ? 'OAuth client' : 'SAP Cloud Identity Services client';
}

/** Ids of eTrusted are twelve digits and a name. */
function looksLikeETrusted({ clientId }: Fields): boolean {
  return /^[0-9a-z]{12}__/i.test(clientId ?? '');
}

/** OpenID Connect Discovery 4: below the issuer, which is `url` here. */
function uaaMetadataUrl({ url }: Fields): URL | undefined {
  if (url === undefined) return undefined;
  const issuer = secureUrl(url, 'url of the credential');
  issuer.search = '';
  const path = withoutSlashes(issuer.pathname);
  issuer.pathname = path.endsWith('/oauth/token') ? path.slice(0, -'/oauth/token'.length) : path;
  return withPath(issuer, '/.well-known/openid-configuration');
}

// Which grant

/**
 * The grant of a vendor that is the one for clients alone by another name; undefined:
 * client_credentials. Other grants need a person, or an assertion about one.
 *
 * @throws Failure E_CREDENTIAL_GRANT
 */
function vendorGrant({ grantType, authentication }: Fields): string | undefined {
  const grant = grantType ?? /^OAuth2(.+)$/.exec(authentication ?? '')?.[1];
  if (grant === undefined) return undefined;
  const all = grant.split(/[\s,]+/).map(plainName);
  if (all.includes('clientcredentials') || all.join('') === 'clientcredentials') return undefined;
  if (TWO_LEGGED.test(grant)) return grant;
  const [needs, next] = /^(?:user_?token|password)$/i.test(grant)
    ? [
        'the password of a person',
        'Create the instance anew with the parameter {"grantType":"clientCredentials"}, and store a key of that.',
      ]
    : ['more than a client', 'Create a client for the grant type client_credentials.'];
  throw new Failure(
    'E_CREDENTIAL_GRANT',
    `The credential is made for the grant type ${oneLine(grant, 60)}, which needs ${needs}.`,
    next,
  );
}
