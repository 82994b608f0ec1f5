/** What a wrapping has made so far: a JSON value, or a text. */
export interface Wrapped {
  readonly value: unknown;
  /** True where `value` is a text that is JSON, perhaps with other text around it. */
  readonly json?: boolean;
  /** Spellings that hide the secret, and must be masked. */
  readonly masks: readonly string[];
}

/** One layer around a credential; undefined where the layer cannot hold it. */
export type Wrapping = (inner: Wrapped) => Wrapped | undefined;

/** The text of it: JSON, where it is no text yet. */
export function textOfWrapped({ value }: Wrapped): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const around =
  (make: (value: unknown) => unknown): Wrapping =>
  (inner) => ({ value: make(inner.value), masks: inner.masks });

const ofText =
  (make: (text: string) => string): Wrapping =>
  (inner) => ({ value: make(textOfWrapped(inner)), masks: inner.masks });

/** JSON in another spelling: a text that is no JSON any more cannot be written so. */
const ofJson =
  (write: (value: unknown) => string): Wrapping =>
  (inner) =>
    typeof inner.value === 'string'
      ? undefined
      : { value: write(inner.value), json: true, masks: inner.masks };

/** Something before and after JSON, in which JSON is found by its first object. */
const aroundJson =
  (before: string, after: string): Wrapping =>
  (inner) =>
    !/^(?:\[\s*)?\{/.test(textOfWrapped(inner)) || (typeof inner.value === 'string' && !inner.json)
      ? undefined
      : { value: before + textOfWrapped(inner) + after, json: true, masks: inner.masks };

const pretty = (value: unknown, indent: number | string = 2) => JSON.stringify(value, null, indent);

type Encode = (text: string) => Buffer;
const utf8: Encode = (text) => Buffer.from(text);
const utf16: Encode = (text) => Buffer.from(text, 'utf16le');
const utf16be: Encode = (text) => utf16(text).swap16();

const base64 =
  (encode: Encode, spell: (base64: string) => string = (spelled) => spelled): Wrapping =>
  (inner) => {
    const value = spell(encode(textOfWrapped(inner)).toString('base64'));
    const lines = value.split(/\s+/).filter((line) => line.length >= 16);
    return { value, masks: [...inner.masks, value.replace(/\s/g, ''), ...lines] };
  };

const columns = (width: number) => (text: string) =>
  text.replace(new RegExp(`.{${width}}`, 'g'), '$&\n');

const urlAlphabet = (text: string) =>
  text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Single quotes cannot stand in a value between single quotes. */
const dotenv =
  (start: string): Wrapping =>
  (inner) => {
    const text = textOfWrapped(inner);
    return text.includes("'") ? undefined : { value: `${start}'${text}'`, masks: inner.masks };
  };

/** A text in double quotes, with the escapes of a shell. */
const doubleQuotedDotenv: Wrapping = ofText(
  (text) => `# the key\nexport CALM_KEY="${text.replace(/["$`\\]/g, '\\$&')}" # of the release`,
);

const indented = (text: string) => text.replace(/^(?=[^\n])/gm, '    ');

/**
 * A block scalar takes its indentation from its first line, and has no carriage returns. White
 * space at its end is not kept in all kinds.
 */
const canBeBlock = (text: string) => !/^\s|[\r\u0085\u2028\u2029]|\s$/.test(text);

const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: calm\ntype: Opaque\n';

const kubernetesYaml =
  (write: (text: string) => string | undefined): Wrapping =>
  (inner) => {
    const body = write(textOfWrapped(inner));
    return body === undefined ? undefined : { value: `${SECRET}${body}\n`, masks: inner.masks };
  };

const kubernetesData =
  (write: (encoded: string) => unknown): Wrapping =>
  (inner) => {
    const encoded = Buffer.from(textOfWrapped(inner)).toString('base64');
    return { value: write(encoded), masks: [...inner.masks, encoded] };
  };

const kubernetesSecret = (parts: object) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'calm', labels: { app: 'release' } },
  ...parts,
});

const CF_HEADER = 'Getting key {a "b"} [c] for service instance calm as me@example.com...\n\n';

/** All wrappings by name. Each is one layer; any of them may stand around any other. */
export const wrappings: Readonly<Record<string, Wrapping>> = {
  envelope: around((credentials) => ({ credentials })),
  'envelope with a URI': around((credentials) => ({ uri: 'https://api.example', credentials })),
  'binding of btp': around((credentials) => ({
    id: 'b1',
    ready: true,
    name: 'calm-key',
    context: { instance_name: 'calm', subdomain: 'example' },
    credentials,
  })),
  VCAP_SERVICES: around((credentials) => ({
    VCAP_SERVICES: { calm: [{ name: 'calm-api', label: 'calm', tags: ['x'], credentials }] },
  })),
  'services of VCAP_SERVICES alone': around((credentials) => ({
    'user-provided': [{ name: 'calm-api', credentials }],
    postgresql: [],
  })),
  'VCAP_SERVICES as a text': around((credentials) => ({
    VCAP_SERVICES: JSON.stringify({ calm: [{ name: 'calm-api', credentials }] }),
  })),
  'default-env': around((credentials) => ({
    VCAP_SERVICES: { calm: [{ name: 'calm-api', credentials }] },
    VCAP_APPLICATION: { application_name: 'app', uris: [] },
  })),
  list: around((value) => [value]),
  'list with something else': around((value) => [{ name: 'other', credentials: {} }, value]),
  member: around((value) => ({ version: '1', prod: value })),
  'member that is a text': (inner) => ({
    value: { key: textOfWrapped(inner) },
    masks: inner.masks,
  }),
  'Terraform output': around((value) => ({
    region: { sensitive: false, type: 'string', value: 'eu10' },
    key: { sensitive: true, type: 'string', value },
  })),
  'Kubernetes Secret': kubernetesData((key) => kubernetesSecret({ data: { key } })),
  'Kubernetes Secret with stringData': (inner) => ({
    value: kubernetesSecret({ data: {}, stringData: { key: textOfWrapped(inner) } }),
    masks: inner.masks,
  }),
  'Kubernetes List': kubernetesData((key) => ({
    apiVersion: 'v1',
    kind: 'List',
    items: [kubernetesSecret({ data: { key } })],
  })),
  'Kubernetes Secret in YAML': kubernetesData((key) => `${SECRET}data:\n  key.json: ${key}\n`),
  'Kubernetes Secret in YAML, quoted': kubernetesData(
    (key) => `---\n# of the cluster\n${SECRET}data:\n  "key.json": "${key}"\n`,
  ),
  'Kubernetes Secret in YAML, folded': kubernetesData(
    (key) => `${SECRET}data:\n  key: >-\n${indented(columns(76)(key))}\n`,
  ),
  'second document of YAML': kubernetesData(
    (key) => `kind: ConfigMap\ndata:\n  a: b\n---\n${SECRET}data:\n  key: ${key}\n`,
  ),
  'stringData in double quotes': kubernetesYaml(
    (text) => `stringData:\n  key: ${JSON.stringify(text)}`,
  ),
  // In single quotes line breaks are folded.
  'stringData in single quotes': kubernetesYaml((text) =>
    /[\r\n]/.test(text) ? undefined : `stringData:\n  key: '${text.replaceAll("'", "''")}'`,
  ),
  'stringData as a block': kubernetesYaml((text) =>
    canBeBlock(text) ? `stringData:\n  key: |\n${indented(text)}` : undefined,
  ),
  'stringData as a stripped block': kubernetesYaml((text) =>
    canBeBlock(text) ? `stringData:\n  key: |-\n${indented(text)}` : undefined,
  ),
  'JSON on lines': ofJson((value) => pretty(value)),
  'JSON with tabs': ofJson((value) => pretty(value, '\t')),
  'JSON with non-breaking spaces': ofJson((value) => pretty(value, '\u00a0\u00a0')),
  'JSON with comments': ofJson((value) =>
    pretty(value).replaceAll('\n', ' // a "comment" {\n /* and "another } */ '),
  ),
  'JSON with trailing commas': ofJson((value) =>
    pretty(value).replace(/([^[{])\n(\s*[}\]])/g, '$1,\n$2'),
  ),
  'JSON with raw line breaks in its texts': ofJson((value) =>
    JSON.stringify(value).replace(/\\[^n]|\\n/g, (pair) => (pair === '\\n' ? '\n' : pair)),
  ),
  'JSON string': ofText((text) => JSON.stringify(text)),
  'escaped JSON': (inner) =>
    typeof inner.value === 'string'
      ? undefined
      : { value: JSON.stringify(JSON.stringify(inner.value)).slice(1, -1), masks: inner.masks },
  'escaped JSON on lines': (inner) =>
    typeof inner.value === 'string'
      ? undefined
      : { value: JSON.stringify(pretty(inner.value)).slice(1, -1), masks: inner.masks },
  'single quotes': ofText((text) => `'${text}'`),
  backticks: ofText((text) => `\`${text}\``),
  base64: base64(utf8),
  'base64 in columns of 64': base64(utf8, columns(64)),
  'base64 in columns of 76': base64(utf8, columns(76)),
  'base64 for URLs': base64(utf8, urlAlphabet),
  'base64 without padding': base64(utf8, (text) => text.replaceAll('=', '')),
  'base64 of UTF-16LE': base64(utf16),
  'base64 of UTF-16LE with a mark': base64((text) => utf16(`\ufeff${text}`)),
  'base64 of UTF-16BE': base64(utf16be),
  'base64 of UTF-16BE with a mark': base64((text) => utf16be(`\ufeff${text}`)),
  'base64 of UTF-8 with a mark': base64((text) => utf8(`\ufeff${text}`)),
  dotenv: dotenv('CALM_SERVICE_KEY='),
  'dotenv with export': dotenv('# of the release\n\nexport KEY = '),
  'dotenv with set': dotenv('OTHER=x\nset KEY='),
  'dotenv of PowerShell': dotenv('$env:KEY = '),
  'dotenv with double quotes': doubleQuotedDotenv,
  'output of cf service-key': aroundJson(CF_HEADER, '\n'),
  'output of cf env': aroundJson('Getting env variables...\nSystem-Provided:\nKEY: ', '\n\n'),
  'label on a line of its own': aroundJson('SERVICE_KEY:\n', '\n'),
  'label with an equals sign': aroundJson('SERVICE_KEY=', '\n'),
  'fence of Markdown': aroundJson('```json\n', '\n```'),
  'section of an INI file': (inner) =>
    typeof inner.value === 'string'
      ? undefined
      : {
          value: `; of the release\n[calm]\nkey = ${JSON.stringify(inner.value)}`,
          masks: inner.masks,
        },
  'table of TOML': (inner) =>
    textOfWrapped(inner).includes("'")
      ? undefined
      : { value: `[calm]\nregion = "eu10"\nkey = '${textOfWrapped(inner)}'`, masks: inner.masks },
  'field of a password manager': (inner) => ({
    value: {
      title: 'calm',
      fields: [
        { id: 'notesPlain', label: 'notesPlain' },
        { id: 'x', label: 'key', value: textOfWrapped(inner) },
        { id: 'y', label: 'region', value: 'eu10' },
      ],
    },
    masks: inner.masks,
  }),
  'OK after it': aroundJson('', '\n\nOK\n'),
  'text after it': aroundJson('', '\n\nTIP: it\'s "new"\n'),
  'byte order mark': ofText((text) => `\ufeff${text}`),
  CRLF: (inner) => ({ ...inner, value: textOfWrapped(inner).replace(/\r?\n/g, '\r\n') }),
  'space around it': ofText((text) => `\u00a0\n ${text} \n\t\u00a0`),
};
