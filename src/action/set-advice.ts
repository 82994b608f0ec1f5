// What a message says of an input, for one member of a set: to set an input of the step would change
// the other members, too.
import { type Failure, withParts } from '../base/failure.ts';
import { INPUTS } from './inputs.ts';
import { type MemberSettings, SETTINGS } from './set-options.ts';

/** What belongs to the credential itself, by the name that it has there (docs/forms.md). */
const MEMBERS_OF_JSON: ReadonlyMap<string, string> = new Map([
  ['client-id', 'clientid'],
  ['client-secret', 'clientsecret'],
  ['certificate', 'certificate'],
  ['private-key', 'key'],
]);

const NAME = INPUTS.toSorted((one, other) => other.length - one.length).join('|');

/** Names that are no words of other sentences: they are inputs wherever they are. */
const HYPHENATED = INPUTS.filter((name) => name.includes('-')).join('|');

/**
 * Text in quotation marks, which is not ours; `Remove the input provider`; `provider: etrusted`; `the inputs a, b and c`; and
 * `token-url` without more.
 */
const MENTION = new RegExp(
  [
    '"[^"]*"',
    '\\b[Rr]emove the input (?<off>provider|auth-method|endpoint|binding)(?![\\w-])',
    '\\b(?<set>provider|auth-method|token-format|endpoint|binding): (?<value>[\\w-]+)',
    `\\b(?<the>[Tt]he )?inputs? (?<list>(?:${NAME})(?:(?:, | and | or )(?:the input )?(?:${NAME}))*)(?![\\w-])`,
    `(?<!output |[\\w./-])(?<bare>${HYPHENATED})(?![\\w/-])`,
  ].join('|'),
  'g',
);

/**
 * A text about one member of a set: an input that the member can have for itself becomes
 * `name.input in set-options`, one that is a part of the credential a member of its JSON, and of the
 * others is said that they are there once for all.
 *
 * @param settings what the member has for itself. What a sentence says of another input of the step
 * (`The input endpoint names none ...`) stays as it is.
 */
export function forMember(text: string, member: string, settings?: MemberSettings): string {
  return text.replace(MENTION, (...match) => {
    const [mention] = match as string[];
    const { off, set, value, the, list, bare } = match.at(-1) as Partial<Record<string, string>>;
    if (off !== undefined) return switchedOff(String(mention), off, member, settings);
    if (set !== undefined) return `${member}.${set}=${value} in set-options`;
    const names = (list ?? bare)?.split(/, | and (?:the input )?| or (?:the input )?/);
    if (names === undefined) return String(mention);
    const isStatement = the === 'The ' && !names.every((name) => settings?.has(name));
    return isStatement ? String(mention) : mentionOf(String(mention), names, member);
  });
}

/**
 * Without its own setting, a member has that of the step unless it gives the default. An endpoint has
 * no default that could be given: it belongs to the members that have it.
 */
function switchedOff(
  mention: string,
  name: string,
  member: string,
  settings: MemberSettings | undefined,
): string {
  if (name === 'endpoint' && settings?.has(name) !== true) {
    return `${mention}, and give it to each member that has it (NAME.endpoint=... in set-options)`;
  }
  return settings?.has(name)
    ? `${mention.slice(0, 'Remove'.length)} ${member}.${name} in set-options`
    : `${mention.startsWith('R') ? 'Give' : 'give'} ${member}.${name}=auto in set-options`;
}

function mentionOf(mention: string, names: readonly string[], member: string): string {
  const separators = mention.match(/, | and | or /g) ?? [];
  const joined = (one: (name: string) => string) =>
    names.map((name, index) => `${one(name)}${separators[index] ?? ''}`).join('');
  if (names.every(isSetting)) return `${joined((name) => `${member}.${name}`)} in set-options`;
  const inJson = (name: string) => MEMBERS_OF_JSON.get(name) ?? '';
  if (names.every(inJson)) {
    return `the ${names.length > 1 ? 'members' : 'member'} ${joined(inJson)} in the JSON of ${member}`;
  }
  if (names.length > 1) return joined((name) => mentionOf(`the input ${name}`, [name], member));
  if (names[0] === 'credentials') return `the line ${member}= of credential-set`;
  return names[0]?.endsWith('set') || names[0] === 'set-options'
    ? mention
    : `${mention} (of the whole set)`;
}

function isSetting(name: string): boolean {
  return SETTINGS.some((setting) => setting === name);
}

/** The same failure, told of one member of a set. */
export function failureForMember(
  failure: Failure,
  member: string,
  settings?: MemberSettings,
): Failure {
  const told = (text: string) => forMember(text, member, settings);
  return withParts(failure, { happened: told(failure.happened), next: told(failure.next) });
}
