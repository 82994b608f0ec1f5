import { Failure } from '../base/failure.ts';
import type { JsonObject } from '../base/json.ts';
import type { Overrides } from './draft.ts';
import { type Fields, stringMembers } from './fields.ts';

// Files that other vendors hand out, named only where it is certain whose they are.

/** A vendor's client that a token can be had for, once its token URL is known. */
export interface Vendor {
  /** To be read behind `this`: `client of Auth0`. */
  readonly name: string;
  /** The rest of the sentence `Give the input token-url`. */
  readonly next: string;
}

/** The vendor of a client; undefined: nothing certain. */
export function vendorOf(document: JsonObject, fields: Fields): Vendor | undefined {
  const members = stringMembers(document);
  if (isOfAzure(members, fields)) {
    return {
      name: 'client of Microsoft Entra ID (a file for azure/login)',
      next: ', https://login.microsoftonline.com/TENANT/oauth2/v2.0/token with its tenantId for TENANT, and the input scope, such as https://graph.microsoft.com/.default.',
    };
  }
  const places = ['domain', 'orgurl', 'issuer', 'host', 'baseurl', 'authority']
    .map((name) => members.get(name))
    .filter((text) => text !== undefined);
  const found = HOSTS.find(([pattern]) => places.some((place) => pattern.test(place)));
  return found && { name: found[1], next: found[2] };
}

const HOSTS: readonly (readonly [host: RegExp, name: string, next: string])[] = [
  [
    /^(?:https:\/\/)?[\w.-]+\.auth0\.com\/?$/,
    'client of Auth0',
    ', https://DOMAIN/oauth/token with its domain for DOMAIN, and the input audience.',
  ],
  [
    /^(?:https:\/\/)?[\w.-]+\.(?:okta|oktapreview|okta-emea)\.com(?:\/|$)/,
    'client of Okta',
    ', https://DOMAIN/oauth2/default/v1/token with its domain for DOMAIN, and the input scope.',
  ],
  [
    /^(?:https:\/\/)?[\w.-]+\.amazoncognito\.com\/?$/,
    'client of Amazon Cognito',
    ', https://DOMAIN/oauth2/token with its domain for DOMAIN.',
  ],
];

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function isOfAzure(members: ReadonlyMap<string, string>, { clientId, clientSecret }: Fields) {
  return (
    GUID.test(clientId ?? '') &&
    GUID.test(members.get('tenantid') ?? '') &&
    (members.has('activedirectoryendpointurl') ||
      members.has('subscriptionid') ||
      /^[\w.~-]{3}\dQ~/.test(clientSecret ?? ''))
  );
}

/**
 * Refuses what certainly belongs to a vendor whose tokens are had in another way.
 *
 * @throws Failure E_CREDENTIAL_GRANT
 */
export function refuseOtherVendors(
  document: JsonObject,
  { clientId, tokenUrl }: Fields,
  { clientId: typedId, tokenUrl: typedUrl }: Overrides,
): void {
  if (typedId !== undefined || typedUrl !== undefined) return;
  const type = stringMembers(document).get('type');
  if ((type === 'authorized_user' && isOfGoogle(tokenUrl ?? GOOGLE)) || isOfGoogle(tokenUrl)) {
    throw new Failure(
      'E_CREDENTIAL_GRANT',
      'The credential is a client of Google for people who log in; Google has no client credentials grant.',
      'Use google-github-actions/auth.',
    );
  }
  if (/^Iv(?:1\.[0-9a-f]{16}|23[\w]{16,17})$/.test(clientId ?? '') && tokenUrl === undefined) {
    throw new Failure(
      'E_CREDENTIAL_GRANT',
      'The credential is one of a GitHub App, which gets tokens for a JWT that its private key signs.',
      'Use actions/create-github-app-token.',
    );
  }
}

const GOOGLE = 'https://oauth2.googleapis.com/token';

function isOfGoogle(tokenUrl: string | undefined): boolean {
  return /^https:\/\/(?:oauth2|www|accounts)\.google(?:apis)?\.com\//.test(tokenUrl ?? '');
}
