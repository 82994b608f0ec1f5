/** One workflow command, as the GitHub runner reads it from a line of output (`ActionCommand.cs`). */
export interface WorkflowCommand {
  /** Lower case. */
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** The commands that runner 2.336 knows. A line with any other name is ordinary output. */
export const COMMANDS: ReadonlySet<string> = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]);

const DATA_ESCAPES = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
] as const;
const PROPERTY_ESCAPES = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
] as const;
const OLD_ESCAPES = [
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%'],
] as const;

type Escapes = readonly (readonly [escaped: string, plain: string])[];

/**
 * Reads `::name k=v,k2=v2::data` at the start of a line, or the older `##[name k=v;]data` anywhere
 * in it.
 *
 * @param known names in lower case
 */
export function parseCommand(
  line: string,
  known: ReadonlySet<string> = COMMANDS,
): WorkflowCommand | undefined {
  const candidates = [parseCurrent(line.trimStart()), parseOld(line)];
  return candidates.find((command) => command && known.has(command.name));
}

function parseCurrent(line: string): WorkflowCommand | undefined {
  const end = line.startsWith('::') ? line.indexOf('::', 2) : -1;
  if (end < 0) return undefined;
  const [name, properties] = cut(line.slice(2, end), ' ');
  return {
    name: name.toLowerCase(),
    properties: parseProperties(properties.trim(), ',', PROPERTY_ESCAPES),
    data: decode(line.slice(end + 2), DATA_ESCAPES),
  };
}

function parseOld(line: string): WorkflowCommand | undefined {
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  if (end < 0) return undefined;
  const [name, properties] = cut(line.slice(start + 3, end), ' ');
  return {
    name: name.toLowerCase(),
    properties: parseProperties(properties, ';', OLD_ESCAPES),
    data: decode(line.slice(end + 1), OLD_ESCAPES),
  };
}

function parseProperties(text: string, separator: string, escapes: Escapes) {
  const pairs = text.split(separator).map((pair) => cut(pair, '='));
  return Object.fromEntries(
    pairs
      .filter(([key, value]) => key !== '' && value !== '')
      .map(([key, value]) => [key.toLowerCase(), decode(value, escapes)]),
  );
}

function cut(text: string, separator: string): [before: string, after: string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

function decode(text: string, escapes: Escapes): string {
  return escapes.reduce((result, [escaped, plain]) => result.replaceAll(escaped, plain), text);
}
