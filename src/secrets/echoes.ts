import { type Proof, secretOf } from '../credentials/credential.ts';

/** So many equal characters in a row are no coincidence. */
const WINDOW = 8;

/** More of a text is never shown, and looking at it would take time. */
const LOOKED_AT = 8000;

/**
 * Does foreign text repeat a part of the secret, as it is or in an encoding that could be undone?
 * A server that echoes what it was sent must not get it into a log.
 */
export function repeatsSecret(text: string, proof: Proof, others: readonly string[]): boolean {
  const secret = secretOf(proof) ?? '';
  const own = 'privateKey' in proof ? secret.replace(/-----[A-Z ]+-----|\s/g, '') : secret;
  const shown = text.slice(0, LOOKED_AT);
  const variants = [shown, decoded(shown), shown.replace(/\s/g, ''), lettersAndDigits(shown)].map(
    (variant) => variant.toLowerCase(),
  );
  const secrets = [own, ...others].filter((one) => one !== '');
  const needles = secrets.flatMap(encodings).filter((needle) => needle !== '');
  const short = needles.filter(({ length }) => length < WINDOW);
  if (short.some((needle) => variants.some((variant) => variant.includes(needle)))) return true;
  const windows = windowsOf(variants);
  return needles.some((needle) => holdsWindow(needle, windows));
}

/** Every piece of that length, once: to look each up takes time linear in what it is looked up for. */
function windowsOf(texts: readonly string[]): ReadonlySet<string> {
  const windows = new Set<string>();
  for (const text of texts) {
    for (let at = 0; at + WINDOW <= text.length; at++) windows.add(text.slice(at, at + WINDOW));
  }
  return windows;
}

/** A server may send a token of 100 KB together with a long text. */
function holdsWindow(needle: string, windows: ReadonlySet<string>): boolean {
  for (let at = 0; at + WINDOW <= needle.length; at++) {
    if (windows.has(needle.slice(at, at + WINDOW))) return true;
  }
  return false;
}

function encodings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64'),
  );
  const plain = shifted.map((text) => text.replace(/=+$/, ''));
  const url = plain.map((text) => text.replace(/\+/g, '-').replace(/\//g, '_'));
  const reversed = [...secret].reverse().join('');
  return [secret, lettersAndDigits(secret), reversed, bytes.toString('hex'), ...plain, ...url].map(
    (text) => text.toLowerCase(),
  );
}

/** Whatever somebody may have put between the characters. */
function lettersAndDigits(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '');
}

function decoded(text: string): string {
  return text
    .replace(/\+/g, ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replace(/%/g, ''), 'hex').toString());
}
