import { oneLine } from '../text.ts';
import type { Member } from './credential-set.ts';
import { workflowCommand } from './workflow-commands.ts';

/** The value of the output `tokens`: one line of JSON. */
export function tokensOutput(members: readonly Member[]): string {
  // Put together by hand: `__proto__` is a name like any other, and numbers stay in their place.
  let text = '';
  for (const { name, credential, token } of members) {
    const result = {
      accessToken: token?.value,
      tokenType: token?.tokenType,
      expiresAt: token?.expiresAt,
      apiUrl: credential?.apiUrl,
    };
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${JSON.stringify(result)}`;
  }
  return `${text}}`;
}

/** One line a name for the log; nothing of it comes from a server, except the time of expiry. */
export function setReport(members: readonly Member[]): string {
  const width = Math.max(...members.map(({ name }) => name.length)) + 2;
  return [
    workflowCommand('group', {}, `Access tokens for ${members.length} credentials`),
    ...members.map((member) => `${member.name.padEnd(width)}${facts(member).join(', ')}\n`),
    workflowCommand('endgroup', {}, ''),
  ].join('');
}

function facts({ credential, token, failure }: Member): string[] {
  const client =
    credential === undefined ? [] : [oneLine(credential.clientId), credential.tokenUrl.host];
  if (failure !== undefined) return [...client, failure.code];
  return [
    ...client,
    token?.expiresAt === undefined ? 'no known expiry' : `expires at ${token.expiresAt}`,
  ];
}

const WARNINGS = 20;

/** The warnings for all names, each text once, and not so many that nobody reads them. */
export function setWarnings(members: readonly Member[]): string[] {
  const names = new Map<string, string[]>();
  for (const { name, warnings, token } of members) {
    for (const warning of [...warnings, ...(token?.warnings ?? [])]) {
      const known = names.get(warning);
      if (known === undefined) names.set(warning, [name]);
      else known.push(name);
    }
  }
  const shown = [...aboutNames(members), ...names].map(
    ([warning, about]) => `${someOf(about)}: ${warning}`,
  );
  const more = shown.length - WARNINGS;
  return more > 0
    ? [...shown.slice(0, WARNINGS), `There are ${more} more warnings about other credentials.`]
    : shown;
}

function aboutNames(members: readonly Member[]): [warning: string, names: string[]][] {
  const spellings = new Map<string, string[]>();
  for (const { name } of members) {
    const same = spellings.get(name.toLowerCase());
    if (same === undefined) spellings.set(name.toLowerCase(), [name]);
    else same.push(name);
  }
  return [...spellings.values()]
    .filter((same) => same.length > 1)
    .map((same) => [
      'The names differ by case alone, which fromJSON(...) of a workflow does not tell apart.',
      same,
    ]);
}

/** The first few of a list of names, and how many there are beside them. */
export function someOf(names: readonly string[], limit: number = 10): string {
  const more = names.length - limit;
  return more > 0 ? `${names.slice(0, limit).join(', ')} and ${more} more` : names.join(', ');
}
