import { type Inputs, KEYS, type Parts, type SampleKey } from './keys.ts';

/** A way to store a good credential wrongly. */
export interface Mistake {
  readonly name: string;
  /** The inputs of the step; undefined where the mistake cannot happen to this key. */
  readonly make: (key: SampleKey) => Inputs | undefined;
  /** One of these is said of the cause, whatever else is said. */
  readonly named: RegExp;
}

const part = (change: (parts: Parts, key: SampleKey) => Partial<Parts> | undefined) => {
  return (key: SampleKey) => {
    const changed = change(key.parts, key);
    return changed && key.write({ ...key.parts, ...changed });
  };
};

const text = (change: (stored: string, key: SampleKey) => string | Inputs) => (key: SampleKey) => {
  const { credentials } = key.write(key.parts);
  if (credentials === undefined) return undefined;
  const changed = change(credentials, key);
  return typeof changed === 'string' ? { credentials: changed } : changed;
};

/** What bash makes of a text between double quotes, where no variable is set. */
const shellExpanded = (stored: string) => stored.replace(/\$\w+/g, '');

const PLACEHOLDER =
  /reference|placeholder|variable|resolv|replac|not (?:a|the) (?:client )?secret|PEM/i;
const CUT = /\bcut\b|truncat|ellips|\.\.\.|not a complete|incomplete|shorten|abbreviat/i;

export const MISTAKES: readonly Mistake[] = [
  {
    name: 'quotes are part of the proof',
    make: part(({ proof }) => ({ proof: `"${proof}"` })),
    named: /quot/i,
  },
  {
    name: 'single quotes are part of the proof',
    make: part(({ proof }) => ({ proof: `'${proof}'` })),
    named: /quot/i,
  },
  {
    name: 'client id and proof are swapped',
    make: part(({ clientId, proof }) => ({ clientId: proof, proof: clientId })),
    named: /swap|exchang|mixed up|other way|private.?key|control character|line break/i,
  },
  {
    name: 'a table has cut the proof',
    make: part(({ proof }) => ({ proof: `${proof.slice(0, Math.ceil(proof.length * 0.7))}...` })),
    named: CUT,
  },
  {
    name: 'a table has cut the client id',
    make: part(({ clientId }) => ({ clientId: `${clientId.slice(0, -4)}...` })),
    named: CUT,
  },
  {
    name: 'a shell has taken what is behind the $',
    make: part(({ proof }) => {
      const left = shellExpanded(proof);
      return left === proof ? undefined : { proof: left };
    }),
    named: /\$|shell/i,
  },
  {
    name: 'a shell has put a backslash before the $',
    make: part(({ proof }) =>
      proof.includes('$') ? { proof: proof.replace('$', '\\$') } : undefined,
    ),
    named: /backslash|escape/i,
  },
  {
    name: 'a reference of 1Password is in place of the proof',
    make: part(() => ({ proof: 'op://Ferry/key/password' })),
    named: PLACEHOLDER,
  },
  {
    name: 'a variable is in place of the proof',
    make: part(() => ({ proof: `\${FERRY_PROOF}` })),
    named: PLACEHOLDER,
  },
  {
    name: 'an expression without its braces is in place of the proof',
    make: part(() => ({ proof: 'secrets.FERRY_PROOF' })),
    named: /\$\{\{|expression|PEM/i,
  },
  {
    name: 'a placeholder of a manual is in place of the proof',
    make: part(() => ({ proof: '<your-client-secret>' })),
    named: PLACEHOLDER,
  },
  {
    name: 'the proof is empty',
    make: part(() => ({ proof: '' })),
    named: /empty|no (?:client )?secret|no private key|client-secret|private-key/i,
  },
  {
    name: 'its name is stored with the proof',
    make: part(({ proof }, { proofName }) => ({ proof: `${proofName}=${proof}` })),
    named: /\bnames?\b|label|assignment|PEM/i,
  },
  {
    name: 'a line break is in the proof',
    make: part(({ proof }) => ({
      proof: `${proof.slice(0, proof.length / 2)}\n${proof.slice(proof.length / 2)}`,
    })),
    named: /line|wrap|PEM|private key/i,
  },
  {
    name: 'a blank is in the proof',
    make: part(({ proof }) => ({
      proof: `${proof.slice(0, proof.length / 2)} ${proof.slice(proof.length / 2)}`,
    })),
    named: /space|blank|invisible/i,
  },
  {
    name: 'the host of the API is in place of the one of the tokens',
    make: part((_parts, { api }) => ({ url: new URL(api).origin })),
    named: /token.?url|uaa\.url|token endpoint|host/i,
  },
  {
    name: 'the URL is a variable',
    make: part(() => ({ url: `\${FERRY_URL}` })),
    named: /variable|placeholder|url/i,
  },
  {
    name: 'the first character is lost',
    make: text((stored) => stored.slice(1)),
    named: /brace|bracket|first|JSON|client.?id/i,
  },
  {
    name: 'the last quarter is lost',
    make: text((stored) => stored.slice(0, Math.ceil(stored.length * 0.75))),
    named: /\bcut\b|incomplete|\bend|brace|damaged|token.?url|no (?:client )?secret/i,
  },
  {
    name: 'quotes of a word processor are around the values',
    make: text((stored) =>
      stored.replace(/"([^"]*)"/g, '\u201c$1\u201d').replace(/'([^']*)'/g, '\u2018$1\u2019'),
    ),
    named: /quot/i,
  },
  {
    name: 'the name of the proof is misspelled',
    make: text((stored, { proofName }) => stored.replace(proofName, proofName.replace(/.$/, ''))),
    named: /secret|private.?key|no key/i,
  },
  {
    name: 'base64 is cut',
    make: text((stored) => Buffer.from(stored).toString('base64').slice(0, -30)),
    named: /base64|\bcut\b|incomplete|\bend|damaged|token.?url|no (?:client )?secret/i,
  },
  {
    name: 'the whole text is in client-secret',
    make: text((stored, { parts }) => ({
      'client-id': parts.clientId,
      'client-secret': stored,
      'token-url': `${parts.url}/oauth/token`,
    })),
    named: /\binput credentials\b|whole|\bJSON\b|\bline/i,
  },
  {
    name: 'another key follows',
    make: text((stored, key) => `${stored.trimEnd()}\n${otherOf(key)}`),
    named: /several|\btwo\b|more than one|binding|other text|ambiguous/i,
  },
  {
    name: 'an expression without its braces is in place of the text',
    make: text(() => 'secrets.FERRY_KEY'),
    named: /\$\{\{|expression/i,
  },
  {
    name: 'the name of its file is in place of the text',
    make: text(() => 'ferry-key.json'),
    named: /\bfile\b/i,
  },
  {
    name: 'the proof alone is stored',
    make: text((_stored, { parts }) => parts.proof),
    named: /client-secret|private-key|secret alone|private key/i,
  },
  {
    name: 'the provider is that of another host',
    make: (key) => ({
      ...key.write(key.parts),
      provider: key.parts.url.includes('etrusted') ? 'ias' : 'etrusted',
    }),
    named: /provider/i,
  },
];

/** The same kind of key with parts of its own. */
function otherOf({ parts, subject, write }: SampleKey): string {
  const other = {
    clientId: `${parts.clientId}9`,
    proof: subject === undefined ? `${parts.proof.slice(0, -4)}9999` : parts.proof,
    url: parts.url.replace('ferry', 'pier'),
  };
  return write(other)['credentials'] ?? '';
}

export const PAIRS = MISTAKES.flatMap((mistake) =>
  KEYS.flatMap((key) => {
    const inputs = mistake.make(key);
    return inputs === undefined ? [] : [{ mistake, key, inputs }];
  }),
);
