type Form = (secret: Buffer) => readonly string[];

/** What is shorter is found in innocent text as well. */
const SHORTEST_HALF = 6;

const FORMS: Readonly<Record<string, Form>> = {
  plain: (secret) => [secret.toString()],
  base64: base64Cores,
  base64url: (secret) =>
    base64Cores(secret).map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  hex: (secret) => [secret.toString('hex'), secret.toString('hex').toUpperCase()],
  'percent-encoded': (secret) => {
    const encoded = encodeURIComponent(secret.toString());
    const strict = encoded.replace(/[!'()*~]/g, percent);
    return [encoded, strict].flatMap((text) => [text, lowerEscapes(text)]);
  },
  'form-encoded': (secret) => {
    const encoded = formEncoded(secret.toString());
    return [encoded, lowerEscapes(encoded)];
  },
  'JSON-escaped': (secret) => {
    const escaped = JSON.stringify(secret.toString()).slice(1, -1);
    return [
      escaped,
      escaped.replace(/[^\x20-\x7e]/g, unicodeEscape),
      escaped.replace(/\//g, '\\/'),
    ];
  },
  half: (secret) => {
    const text = secret.toString();
    const middle = Math.ceil(text.length / 2);
    const halves = [text.slice(0, middle), text.slice(middle)];
    return halves.filter((half) => half.length >= SHORTEST_HALF);
  },
};

/**
 * Looks for secrets in text: as they are, in the encodings that can be undone, and by halves.
 * Encodings that are wrapped into lines are found too, since line breaks count for nothing.
 *
 * @param clientIds for the pair of client id and secret in a Basic header
 * @returns what was found, in words that do not repeat it; each form once for each secret
 */
export function findLeaks(
  text: string,
  secrets: readonly string[],
  clientIds: readonly string[] = [],
): string[] {
  const haystacks = [text, text.replace(/%0A|%0D|\\r|\\n|\s/gi, '')];
  const holds = (needle: string) => haystacks.some((hay) => hay.includes(needle));
  return secrets.flatMap((secret, index) => {
    if (secret === '') return [];
    const forms = Object.entries(FORMS).map(
      ([name, form]) => [name, form(Buffer.from(secret))] as const,
    );
    const found = [...forms, ['Basic pair', basicPairs(secret, clientIds)] as const];
    return found
      .filter(([, needles]) => needles.some(holds))
      .map(([name]) => `${name} of secret ${index}`);
  });
}

/** application/x-www-form-urlencoded (RFC 6749 appendix B). */
export function formEncoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, percent)
    .replaceAll('%20', '+');
}

function basicPairs(secret: string, clientIds: readonly string[]): string[] {
  return clientIds.flatMap((id) =>
    [`${id}:${secret}`, `${formEncoded(id)}:${formEncoded(secret)}`].map((pair) =>
      Buffer.from(pair).toString('base64').replace(/=+$/, ''),
    ),
  );
}

/**
 * The characters of base64 text that depend on the secret alone, for each of the three places at
 * which it can start in a group of three bytes.
 */
function base64Cores(secret: Buffer): string[] {
  return [0, 1, 2].map((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), secret]);
    const from = Math.ceil((shift * 8) / 6);
    return bytes.toString('base64').slice(from, Math.floor((bytes.length * 8) / 6));
  });
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function lowerEscapes(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
