import { oneLine } from '../../base/text.ts';
import type { Fields } from '../../credentials/fields.ts';
import type { Reason } from '../reasons.ts';
import { isETrusted, type Previous, type StoredPair } from './pair.ts';
import type { IssueText, ManualJob } from './types.ts';

type About = Pick<ManualJob, 'owner' | 'main' | 'handwork' | 'keepOld'>;

const DAY = 86_400_000;

/** In UTF-16 code units: pages of issues must not become too long to be read. */
const LONGEST_INSTRUCTIONS = 4000;

/** Each one sentence, of which no character is others' Markdown. */
const WHY_REPLACE: Readonly<Partial<Record<Reason, string>>> = {
  missing: 'Nothing is stored yet.',
  age: 'The stored client is due: it is as old as the inventory allows.',
  forced: 'Somebody has asked for a new client.',
  dead: 'The stored client is refused by its token server: jobs that use it fail.',
  certificate: 'The stored client is due: two thirds of the life of its certificate are over.',
  leaked: 'URGENT: the stored client is in wrong hands. No API can revoke it, only a person can.',
};

/** Why a person is asked for a new client: in other words than a plan says it. */
export function whyReplace(reason: Reason): string {
  return WHY_REPLACE[reason] ?? '';
}

/** What a person does to replace a client: exact, without a secret, and the same from day to day. */
export function replaceText(about: About, pair: StoredPair | undefined, reason: Reason): IssueText {
  const { main, handwork, keepOld } = about;
  const { secret, environment, workflow } = handwork;
  const repository = shellWord(handwork.repository);
  const inEnvironment = environment === undefined ? '' : ` --env ${shellWord(environment)}`;
  const urgent = reason === 'leaked' || reason === 'dead';
  const file = 'client.txt';
  const steps = [
    [createStep(pair)],
    [
      `Write both values into a file outside of any repository, here \`${file}\`: as the issuer shows them, or as these lines.`,
      ...block('text', linesToFill(pair?.fields)),
    ],
    [
      'Store it. The value comes from the file: on a command line it would stay in the history of the shell.',
      ...block('sh', [
        `gh secret set ${shellWord(secret)}${inEnvironment} --repo ${repository} < ${file} && rm ${file}`,
      ]),
    ],
    workflow === undefined
      ? ['Start the workflow that rotates, or wait for its next run.']
      : [
          'Start the rotation, or wait for its next run.',
          ...block('sh', [`gh workflow run ${shellWord(workflow)} --repo ${repository}`]),
        ],
    [
      'That run asks for a token with the new client, stores it in all destinations, and closes the issue about it.',
    ],
  ];
  if (pair !== undefined) {
    const old = code(pair.clientId);
    steps.push([
      reason === 'leaked'
        ? `As soon as that run has ended well, disable ${old}. Tokens that were made with it stay valid until they expire.`
        : `Leave ${old} enabled for ${duration(keepOld)} more. Then another issue asks to disable it.`,
    ]);
  }
  const which = pair === undefined ? 'It' : `The client ${code(pair.clientId)}`;
  return issueText(
    about,
    urgent ? 'Urgent: replace the' : 'Replace the',
    `${whyReplace(reason)} ${which} belongs into the ${code(main.label)}. Its issuer has no API that creates one, so a person does this:`,
    steps,
  );
}

function createStep(pair: StoredPair | undefined): string {
  if (pair === undefined) return 'Create another client where the credential is issued.';
  const oldStays = 'Leave the old one as it is: jobs use it.';
  if (isETrusted(pair.fields)) {
    return `In the eTrusted Control Centre, as a user with the admin role, create another API client and leave \`Client enabled\` on. The secret is shown with the client. ${oldStays}`;
  }
  const host = hostOf(pair.fields);
  const at = host === undefined ? '' : ` (its token server is ${code(host)})`;
  return `Create another client where the credential is issued${at}. ${oldStays}`;
}

/** What a person does when no job can need the old client any more. */
export function disableText(about: About, pair: StoredPair, previous: Previous): IssueText {
  const day = pair.createdAt.toISOString().slice(0, 10);
  const why = previous.leaked
    ? `URGENT: the client ${code(previous.name)} is in wrong hands, and no API can revoke it.`
    : `The client ${code(previous.name)} has been replaced, and jobs that may have held it are over.`;
  return issueText(
    about,
    previous.leaked ? 'Urgent: disable the old' : 'Disable the old',
    `${why} Since ${day} all destinations hold ${code(pair.clientId)}.`,
    [
      [`Make sure that nothing else uses ${code(previous.name)}.`],
      [
        isETrusted(pair.fields)
          ? 'In the eTrusted Control Centre, as a user with the admin role, turn `Client enabled` off for it.'
          : 'Disable or delete it where it was issued.',
      ],
      ['Close this issue. That says that it is done, and no run asks again.'],
    ],
  );
}

/** @param steps each a sentence and further lines, which are indented below it. */
function issueText(
  { owner, handwork: { secret, instructions } }: About,
  what: string,
  why: string,
  steps: readonly (readonly string[])[],
): IssueText {
  const numbered = steps.flatMap(([first, ...lines], at) => [
    `${at + 1}. ${first}`,
    ...(lines.length === 0 ? [] : ['', ...lines.map((line) => `   ${line}`), '']),
  ]);
  const lines = [why, '', ...numbered, ...quoted(instructions)].join('\n');
  return {
    title: `${what} API client of ${owner.entry} (${secret})`,
    body: lines.replace(/\n{3,}/g, '\n\n').trim(),
  };
}

function duration(milliseconds: number): string {
  const [count, unit] =
    milliseconds % DAY === 0 ? [milliseconds / DAY, 'day'] : [milliseconds / 3_600_000, 'hour'];
  const rounded = Math.ceil(count * 10) / 10;
  return `${rounded} ${unit}${rounded === 1 ? '' : 's'}`;
}

function quoted(instructions: string | undefined): string[] {
  const text = instructions?.trim() ?? '';
  if (text === '') return [];
  return [
    '',
    'The inventory says about this:',
    '',
    ...block('text', text.slice(0, LONGEST_INSTRUCTIONS).split(/\r?\n/)),
  ];
}

const LONGEST_LINE = 300;

const MOST_LINES = 60;

/** A name of others in a sentence of Markdown: nothing in it has a meaning, and nobody is mentioned. */
export function code(name: string): string {
  return `\`${oneLine(name, 200).replace(/[`|]/g, ' ')}\``;
}

/** A block of code: text of others in it is no Markdown, no HTML, and mentions nobody. */
export function block(language: string, lines: readonly string[]): string[] {
  const shown = lines.slice(0, MOST_LINES).map(plainLine);
  if (lines.length > MOST_LINES) shown.push('...');
  const runs = shown.flatMap((line) => line.match(/`+/g) ?? []);
  const longest = Math.max(2, ...runs.map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...shown, fence];
}

/** A word for a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Keeps the indentation, which may mean something. */
function plainLine(line: string): string {
  const indentation = /^ {0,20}/.exec(line)?.[0] ?? '';
  return indentation + oneLine(line, LONGEST_LINE);
}

/** What its credentials do not say, since its host is the same for everybody. */
const ETRUSTED = 'https://login.etrusted.com/oauth/token';

/** Labelled lines for what a person knows, and what stays the same from one client to the next. */
function linesToFill(fields: Fields = {}): string[] {
  const { certificate, url, certUrl, apiUrl, audience } = fields;
  const tokenUrl = fields.tokenUrl ?? (isETrusted(fields) ? ETRUSTED : undefined);
  const proof =
    certificate === undefined ? ['Client Secret: ...'] : ['Certificate: ...', 'Key: ...'];
  const urls = { 'Token URL': tokenUrl, URL: url, certurl: certUrl, 'API URL': apiUrl, audience };
  const known = Object.entries(urls).flatMap(([label, value]) => {
    const shown = withoutSecrets(value);
    return shown === undefined ? [] : [`${label}: ${shown}`];
  });
  const unknown = known.length > 0 ? known : ['Token URL: https://...'];
  return ['Client ID: ...', ...proof, ...unknown];
}

/** As it is stored, but for the user information and the query of a URL, which may hold a secret. */
function withoutSecrets(text: string | undefined): string | undefined {
  if (text === undefined || /^[\w./:-]{1,300}$/.test(text)) return text;
  const url = urlOf(text);
  return url === undefined ? undefined : `${url.origin}${url.pathname}`;
}

/** The host that gives tokens, with its port. */
function hostOf({ tokenUrl, url, certUrl }: Fields = {}): string | undefined {
  return urlOf(tokenUrl ?? url ?? certUrl)?.host;
}

/** Some issuers leave the scheme out. */
function urlOf(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : undefined;
}
