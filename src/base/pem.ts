import { X509Certificate } from 'node:crypto';
import { Failure } from './failure.ts';

/** A certificate or a key (RFC 7468). */
export interface PemBlock {
  /** For example `CERTIFICATE` or `RSA PRIVATE KEY`. */
  readonly label: string;
  /** Base64 without any white space. */
  readonly body: string;
}

/**
 * Finds the PEM blocks in a text, even if its line breaks were written as `\n`, turned into spaces or
 * lost. Takes time linear in the length of the text.
 *
 * @throws Failure E_PEM if a block has no end or a body that is not base64, E_PEM_ENCRYPTED if it
 * is encrypted.
 */
export function pemBlocks(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  let at = text.indexOf(BEGIN);
  while (at !== -1) {
    const labelEnd = text.indexOf(DASHES, at + BEGIN.length);
    const label = labelEnd === -1 ? '' : text.slice(at + BEGIN.length, labelEnd);
    const endMark = `-----END ${label}-----`;
    const end = label === '' ? -1 : text.indexOf(endMark, labelEnd);
    if (end === -1) throw damaged();
    blocks.push({ label, body: base64Body(text.slice(labelEnd + DASHES.length, end), label) });
    at = text.indexOf(BEGIN, end + endMark.length);
  }
  return blocks;
}

/** The labels of all PEM blocks in a text, whether they are complete or not. */
export function pemLabels(text: string): string[] {
  return [...text.matchAll(/-----BEGIN ([A-Z0-9# ]{1,40})-----/g)].map(([, label = '']) => label);
}

/** A block as RFC 7468 writes it: 64 characters a line. */
export function writePem({ label, body }: PemBlock): string {
  const lines = body.match(/.{1,64}/g) ?? [];
  return [`${BEGIN}${label}${DASHES}`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

const BEGIN = '-----BEGIN ';

const DASHES = '-----';

function base64Body(text: string, label: string): string {
  if (label.startsWith('ENCRYPTED') || text.includes('Proc-Type')) {
    throw new Failure(
      'E_PEM_ENCRYPTED',
      'The private key is encrypted with a passphrase.',
      'Decrypt it (openssl pkey -in key.pem -out plain.pem) and store the result as the secret.',
    );
  }
  const body = text.replace(/\\r|\\n|\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) throw damaged();
  return body;
}

function damaged(): Failure {
  return new Failure(
    'E_PEM',
    'A certificate or private key is not a complete PEM block.',
    'Store it from its -----BEGIN line to its -----END line, unchanged.',
  );
}

/**
 * The certificates of the input ca-certificate, as RFC 7468 writes them. Node skips what it cannot read
 * among its roots, so it is read here.
 *
 * @throws Failure E_PEM, E_PEM_ENCRYPTED
 */
export function caCertificates(text: string): string {
  const blocks = pemBlocks(text).filter(({ label }) => label.endsWith('CERTIFICATE'));
  const certificates = blocks.map(writePem);
  if (certificates.length > 0 && certificates.every(isCertificate)) return certificates.join('');
  throw new Failure(
    'E_PEM',
    'The input ca-certificate holds no certificate in PEM form (-----BEGIN CERTIFICATE-----), or one that cannot be read.',
  );
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
