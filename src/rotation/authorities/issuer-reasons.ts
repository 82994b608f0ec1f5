import type { JsonObject } from '../../base/json.ts';
import { plainName } from '../../base/text.ts';
import type { Secrets } from '../../secrets/ledger.ts';

/**
 * The reasons in documents and texts by which an issuer says what is wrong, for a message:
 * `: "..." (CF-NotAuthorized), "..."`, or nothing. What repeats a secret is withheld.
 */
export function quotedReasons(sources: readonly unknown[], secrets: Secrets): string {
  const found = new Map<string, Reason>();
  for (const reason of sources.flatMap((source) => reasonsIn(source))) {
    const key = `${reason.text} (${reason.title})`;
    if (key !== ' ()' && !found.has(key)) found.set(key, reason);
  }
  const all = [...found.values()];
  // What is left out is neither the first one nor the causes at the end.
  const shown = all.length > MOST_SHOWN ? [...all.slice(0, 1), ...all.slice(1 - MOST_SHOWN)] : all;
  const quoted = new Set(shown.map((reason) => quotedReason(reason, secrets)));
  quoted.delete('');
  return quoted.size === 0 ? '' : `: ${[...quoted].join(', ')}`;
}

function quotedReason({ text, title }: Reason, secrets: Secrets): string {
  const quote = text === '' ? '' : quotedText(text, secrets);
  if (title === '' || secrets.isRepeatedBy(title)) return quote;
  return quote === '' ? title : `${quote} (${title})`;
}

/** The end of a long text says more than its beginning: that is where a cause is. */
function quotedText(text: string, secrets: Secrets): string {
  if (text.length <= LONGEST || secrets.isRepeatedBy(text)) return secrets.quote(text, 2 * LONGEST);
  const start = LONGEST / 3;
  const short = `${text.slice(0, start)} ... ${text.slice(start - LONGEST)}`;
  return secrets.quote(short, 2 * LONGEST);
}

interface Reason {
  readonly text: string;
  /** A word for the kind of error, such as `CF-NotAuthorized`; or nothing. */
  readonly title: string;
}

/** Members of an error that hold a text for people, or an error that caused it. */
const REASONS: readonly string[] = [
  ...['error', 'errormessage', 'errordescription', 'description', 'message', 'detail', 'reason'],
  ...['errors', 'details', 'brokererror', 'responseerror', 'innererror', 'cause', 'causes'],
];

const DEEPEST = 8;

/** Of one list. */
const MOST_LISTED = 3;

const MOST_SHOWN = 4;

/** The longest reason that is shown, in UTF-16 code units. */
const LONGEST = 300;

/** The texts of a document that say what is wrong: its own first, then those of its causes. */
function reasonsIn(value: unknown, depth: number = DEEPEST): Reason[] {
  if (typeof value === 'string') return [{ text: value.trim(), title: '' }];
  if (depth === 0 || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    return value.slice(0, MOST_LISTED).flatMap((each) => reasonsIn(each, depth - 1));
  }
  const entries = Object.entries(value).map(([name, member]) => [plainName(name), member] as const);
  const members = REASONS.flatMap((wanted) =>
    entries.filter(([name]) => name === wanted).map(([, member]) => member as unknown),
  );
  const [own = '', ...others] = members.filter((member) => typeof member === 'string');
  const nested = members.filter((member) => typeof member !== 'string');
  return [
    { text: own.trim(), title: titleOf(value as JsonObject) },
    ...[...others, ...nested].flatMap((member) => reasonsIn(member, depth - 1)),
  ];
}

function titleOf({ title }: JsonObject): string {
  return typeof title === 'string' && /^[A-Za-z][\w-]{1,62}$/.test(title) ? title : '';
}
