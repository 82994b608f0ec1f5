// The polyfill has to be in place before the library is evaluated.
import './reflect-metadata.ts';

import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its private key (PKCS#8), both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface CertificateRequest {
  readonly commonName: string;
  /** DNS names, `*.` wildcards or IP addresses for subjectAltName. */
  readonly hosts?: readonly string[];
  /** Extended key usage clientAuth in place of serverAuth. */
  readonly client?: boolean;
  /** Default: one hour ago. */
  readonly notBefore?: Date;
  /** Default: 30 days ahead. */
  readonly notAfter?: Date;
  /** RSA in place of ECDSA P-256: the bits of its modulus, or true for 2048. */
  readonly rsa?: boolean | number;
}

/** A certification authority that lives as long as the process. */
export interface Pki {
  /** The CA certificate, PEM. */
  readonly ca: string;
  issue(request: CertificateRequest): Promise<KeyPair>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
} as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;

/**
 * Creates a CA with a fresh ECDSA P-256 key. Nothing is written to disk.
 *
 * @param name the CA's common name
 */
export async function createPki(name = 'Throw-away test CA'): Promise<Pki> {
  const caKeys = await webcrypto.subtle.generateKey(ECDSA, false, ['sign', 'verify']);
  const issuer = distinguishedName(name);
  const ca = await X509CertificateGenerator.createSelfSigned({
    name: issuer,
    keys: caKeys,
    signingAlgorithm: SIGNATURE,
    notBefore: fromNow(-DAY),
    notAfter: fromNow(365 * DAY),
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });

  return {
    ca: pem(ca.toString('pem')),
    issue: async (request) => {
      const keys = await webcrypto.subtle.generateKey(algorithm(request), true, ['sign', 'verify']);
      const certificate = await X509CertificateGenerator.create({
        subject: distinguishedName(request.commonName),
        issuer,
        publicKey: keys.publicKey,
        signingKey: caKeys.privateKey,
        signingAlgorithm: SIGNATURE,
        notBefore: request.notBefore ?? fromNow(-HOUR),
        notAfter: request.notAfter ?? fromNow(30 * DAY),
        extensions: [
          ...leafExtensions(request),
          await AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
        ],
      });
      return {
        certificate: pem(certificate.toString('pem')),
        privateKey: await privateKeyPem(keys.privateKey),
      };
    },
  };
}

function algorithm({ rsa }: CertificateRequest) {
  if (!rsa) return ECDSA;
  return { ...RSA, modulusLength: rsa === true ? 2048 : rsa };
}

function leafExtensions({ client = false, hosts = [] }: CertificateRequest) {
  const usage = client ? ExtendedKeyUsage.clientAuth : ExtendedKeyUsage.serverAuth;
  const names = hosts.map((host) => ({
    type: isIP(host) === 0 ? ('dns' as const) : ('ip' as const),
    value: host,
  }));
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([usage]),
    ...(names.length > 0 ? [new SubjectAlternativeNameExtension(names)] : []),
  ];
}

// The JSON form of a name: the string form would give `,`, `+` and `#` a meaning.
function distinguishedName(commonName: string) {
  return [{ CN: [commonName] }];
}

function fromNow(milliseconds: number): Date {
  return new Date(Date.now() + milliseconds);
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  const lines = der.match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
}

function pem(text: string): string {
  return `${text.trim()}\n`;
}
