import { createPrivateKey, randomBytes, randomUUID } from 'node:crypto';
import type { KeyPair } from './pki.ts';

/** What an authorization server knows about one OAuth client. */
export interface ClientRegistration {
  readonly clientId: string;
  /** Goes into `aud`: the application that the tokens are for. */
  readonly audience: string;
  readonly scopes: readonly string[];
}

export interface SecretClient extends ClientRegistration {
  readonly clientSecret: string;
}

/** A client that proves itself with a certificate whose subject is pinned. */
export interface CertificateClient extends ClientRegistration {
  readonly keyPair: KeyPair;
  /** The CA certificate, which SAP appends to the client's own one. */
  readonly ca: string;
}

/** A client that signs assertions (private_key_jwt). */
export interface SigningClient extends ClientRegistration {
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  /** The public key as a JWK whose `kid` is `keyId`. */
  readonly publicJwk: Readonly<Record<string, unknown>>;
  readonly keyId: string;
}

/** One XSUAA zone as its service keys describe it. */
export interface Zone {
  /** `https://host:port`, no slash at the end. */
  readonly url: string;
  /** The same for client certificates. */
  readonly certUrl: string;
  readonly zoneId: string;
  /** The key that signs the tokens, SPKI PEM. */
  readonly verificationKey: string;
}

/** A secret as XSUAA issues them to bindings: `<uuid>$<43 base64url characters>=`. */
export function bindingSecret(): string {
  return `${randomUUID()}$${randomBytes(32).toString('base64url')}=`;
}

/** The `uaa` node of a service key, which is also the whole key of the service `xsuaa`. */
export function xsuaaKey(zone: Zone, client: SecretClient) {
  return {
    ...common(zone, client),
    clientsecret: client.clientSecret,
    'credential-type': 'binding-secret',
    url: zone.url,
  };
}

/** A key of the service `xsuaa` of credential type x509. */
export function x509Key(zone: Zone, client: CertificateClient) {
  const key = createPrivateKey(client.keyPair.privateKey);
  return {
    ...common(zone, client),
    certificate: client.keyPair.certificate + client.ca,
    'certificate-pinning': true,
    certurl: zone.certUrl,
    'credential-type': 'x509',
    key: key.export({ type: 'pkcs1', format: 'pem' }).toString(),
    url: zone.url,
  };
}

/** A key of SAP Cloud ALM: one endpoint. */
export function cloudAlmKey(zone: Zone, client: SecretClient) {
  return { endpoints: { Api: `${zone.url}/api` }, uaa: xsuaaKey(zone, client) };
}

/** A key of SAP Advanced Financial Closing: two endpoints. */
export function advancedFinancialClosingKey(zone: Zone, client: SecretClient) {
  return {
    endpoints: { scim2: `${zone.url}/scim/v2`, 'task-center': `${zone.url}/task-center` },
    uaa: xsuaaKey(zone, client),
  };
}

function common(zone: Zone, client: ClientRegistration) {
  return {
    apiurl: zone.url,
    clientid: client.clientId,
    identityzone: 'example-dev',
    identityzoneid: zone.zoneId,
    sburl: zone.url,
    serviceInstanceId: randomUUID(),
    subaccountid: zone.zoneId,
    tenantid: zone.zoneId,
    tenantmode: 'dedicated',
    uaadomain: new URL(zone.url).hostname,
    verificationkey: zone.verificationKey,
    xsappname: client.clientId.replace(/^sb-/, ''),
    zoneid: zone.zoneId,
  };
}
