import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { readCredential } from '../../src/credentials/read.ts';

/** A client as its owner knows it. */
interface Client {
  readonly name: string;
  readonly clientid: string;
  readonly clientsecret: string;
  readonly url: string;
}

/** Where the name of a client is, and in which order its fields are. */
interface Layout {
  readonly namePlace: 'first' | 'last' | 'middle' | 'none';
  readonly order: readonly number[];
}

interface Case extends Layout {
  readonly clients: readonly Client[];
}

const NAMES = ['dev', 'prod', 'staging', 'eu10-qa', 'Production EU', 'calm', 'release_1', 'x.y'];

const clients = fc
  .uniqueArray(fc.constantFrom(...NAMES), { minLength: 2, maxLength: 5 })
  .chain((names) =>
    fc.tuple(
      fc.constant(names),
      fc.array(fc.stringMatching(/^[a-zA-Z0-9$_-]{12,40}=?$/), {
        minLength: names.length,
        maxLength: names.length,
      }),
      // Some stages share a client id, or a host.
      fc.array(fc.nat(3), { minLength: names.length, maxLength: names.length }),
    ),
  )
  .map(([names, secrets, shared]) =>
    names.map(
      (name, index): Client => ({
        name,
        clientid: shared[index] === 0 ? 'sb-shared!b1' : `sb-app${index}!b${index}|api!b7`,
        clientsecret: `${index}${secrets[index]}`,
        url: shared[index] === 1 ? 'https://same.example.com' : `https://h${index}.example.com`,
      }),
    ),
  );

const layout = fc.record({
  namePlace: fc.constantFrom<Layout['namePlace'][]>('first', 'last', 'middle', 'none'),
  order: fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 }),
});

const cases = fc.tuple(clients, layout).map(([all, how]): Case => ({ clients: all, ...how }));

type Field = readonly [label: 'name' | 'clientid' | 'clientsecret' | 'url', value: string];

/** The fields of a client in the order of the layout. */
function fieldsOf(client: Client, { namePlace, order }: Layout): Field[] {
  const fields = (['clientid', 'clientsecret', 'url'] as const).map(
    (label): Field => [label, client[label]],
  );
  const sorted = order.map((index) => fields[index] as Field);
  const at = { first: 0, middle: 1, last: 3, none: -1 }[namePlace];
  return at === -1 ? sorted : [...sorted.slice(0, at), ['name', client.name], ...sorted.slice(at)];
}

const objectOf = (client: Client, how: Layout) => Object.fromEntries(fieldsOf(client, how));

const LABELS = { name: 'Name', clientid: 'Client ID', clientsecret: 'Client Secret', url: 'URL' };
const lines = (fields: readonly Field[], write: (label: Field[0], value: string) => string) =>
  fields.map(([label, value]) => write(label, value));
const labelled = (fields: readonly Field[]) =>
  lines(fields, (label, value) => `${LABELS[label]}: ${value}`).join('\n');
const assigned = (fields: readonly Field[]) =>
  lines(fields, (label, value) => `${label} = ${value}`).join('\n');
const quoted = (fields: readonly Field[]) =>
  lines(fields, (label, value) => `${label} = ${JSON.stringify(value)}`).join('\n');
const yaml = (fields: readonly Field[], indent = '') =>
  lines(fields, (label, value) => `${indent}${label}: ${value}`).join('\n');

const base64 = (text: string) => Buffer.from(text).toString('base64');
const credentials = ({ clientid, clientsecret, url }: Client) => ({ clientid, clientsecret, url });

type Write = (one: Case) => string;
const each =
  (write: (fields: Field[], client: Client) => string, between: string): Write =>
  (one) =>
    one.clients.map((client) => write(fieldsOf(client, one), client)).join(between);

/** The container gives each client its name. */
const named: Readonly<Record<string, Write>> = {
  'a JSON object of clients': (one) =>
    JSON.stringify(Object.fromEntries(one.clients.map((c) => [c.name, objectOf(c, one)]))),
  'a JSON object of envelopes': (one) =>
    JSON.stringify(
      Object.fromEntries(one.clients.map((c) => [c.name, { credentials: credentials(c) }])),
    ),
  VCAP_SERVICES: ({ clients }) =>
    JSON.stringify({
      VCAP_SERVICES: {
        xsuaa: clients.map((c) => ({ name: c.name, label: 'xsuaa', credentials: credentials(c) })),
      },
    }),
  'a list with keys': ({ clients }) =>
    JSON.stringify(clients.map((c) => ({ key: c.name, ...credentials(c) }))),
  'a list with titles': ({ clients }) =>
    JSON.stringify(clients.map((c) => ({ title: c.name, client: credentials(c) }))),
  'a list of destinations': ({ clients }) =>
    JSON.stringify(
      clients.map((c) => ({
        Name: c.name,
        URL: 'https://api.example.com',
        clientId: c.clientid,
        clientSecret: c.clientsecret,
        tokenServiceURL: c.url,
      })),
    ),
  'items of a password manager': ({ clients }) =>
    JSON.stringify(
      clients.map((c) => ({
        title: c.name,
        fields: [
          { id: 'notesPlain', label: 'notesPlain' },
          { id: 'username', label: 'clientid', value: c.clientid },
          { id: 'credential', label: 'clientsecret', value: c.clientsecret },
          { id: 'hostname', label: 'url', value: c.url },
        ],
      })),
    ),
  'Kubernetes Secrets in a List': ({ clients }) =>
    JSON.stringify({
      kind: 'List',
      items: clients.map((c) => ({
        kind: 'Secret',
        metadata: { name: c.name },
        data: Object.fromEntries(Object.entries(credentials(c)).map(([k, v]) => [k, base64(v)])),
      })),
    }),
  'Kubernetes Secrets in documents': ({ clients }) =>
    clients
      .map((c) => {
        const data = Object.entries(credentials(c)).map(([k, v]) => `  ${k}: ${base64(v)}`);
        return `kind: Secret\nmetadata:\n  name: ${c.name}\ndata:\n${data.join('\n')}`;
      })
      .join('\n---\n'),
  'Terraform output': ({ clients }) =>
    JSON.stringify(
      Object.fromEntries(
        clients.map((c) => [c.name, { sensitive: true, type: 'string', value: credentials(c) }]),
      ),
    ),
  'INI sections': each((fields, { name }) => `[${name}]\n${assigned(fields)}`, '\n\n'),
  'INI sections without blank lines': each(
    (fields, { name }) => `[${name}]\n${assigned(fields)}`,
    '\n',
  ),
  'INI sections with colons': each((fields, { name }) => `[${name}]\n${yaml(fields)}`, '\n\n'),
  'TOML tables': each((fields, { name }) => `["${name}"] # one\n${quoted(fields)}`, '\n\n'),
  'sections with words beside them': each(
    (fields, { name }) => `[${name}]\n${labelled(fields)}\n\nthis is one of them.`,
    '\n',
  ),
  'headings of Markdown': each((fields, { name }) => `## ${name}\n\n${labelled(fields)}`, '\n\n'),
  'headings and lists': each(
    (fields, { name }) => `**${name}**\n\n- ${labelled(fields).replaceAll('\n', '\n- ')}`,
    '\n\n',
  ),
  'titles above blocks': each((fields, { name }) => `${name}:\n${labelled(fields)}`, '\n\n'),
  'comments in .env': each((fields, { name }) => `# ${name}\n${assigned(fields)}`, '\n\n'),
  'a YAML mapping': each((fields, { name }) => `${name}:\n${yaml(fields, '  ')}`, '\n'),
  'a YAML mapping with labels of words': each(
    (fields, { name }) => `${name}:\n  ${labelled(fields).replaceAll('\n', '\n  ')}`,
    '\n',
  ),
  'labelled JSON': ({ clients }) =>
    clients.map((c) => `"${c.name}" = ${JSON.stringify(credentials(c))}`).join('\n'),
};

/** Each client has its name among its fields, or none. */
const unnamed: Readonly<Record<string, Write>> = {
  'a JSON list': (one) => JSON.stringify(one.clients.map((c) => objectOf(c, one))),
  'JSON objects on lines': (one) =>
    one.clients.map((c) => JSON.stringify(objectOf(c, one))).join('\n'),
  'a YAML list': each((fields) => `- ${yaml(fields, '  ').trim()}`, '\n'),
  'a YAML list below a name': each((fields) => `  - ${yaml(fields, '    ').trim()}`, '\n'),
  'a YAML list with labels of words': each(
    (fields) => `- ${labelled(fields).replaceAll('\n', '\n  ')}`,
    '\n',
  ),
  'YAML documents': each((fields) => yaml(fields), '\n---\n'),
  'YAML documents with labels of words': each(labelled, '\n---\n'),
  'labelled blocks': each(labelled, '\n\n'),
  'labelled blocks with CRLF': (one) => each(labelled, '\n\n')(one).replaceAll('\n', '\r\n'),
  'labelled blocks between lines': each(labelled, '\n--------\n'),
  'labels in quotation': each((fields) => `> ${labelled(fields).replaceAll('\n', '\n> ')}`, '\n\n'),
  'columns of spaces': each(
    (fields) => lines(fields, (label, value) => `${label.padEnd(20)}${value}`).join('\n'),
    '\n\n',
  ),
  'TOML arrays of tables': each((fields) => `[[clients]]\n${quoted(fields)}`, '\n'),
  '.env in blocks': each(assigned, '\n\n'),
  '.env with export in blocks': each(
    (fields) => lines(fields, (label, value) => `export ${label}='${value}'`).join('\n'),
    '\n\n',
  ),
  'YAML with quotes in blocks': each(
    (fields) => lines(fields, (label, value) => `${label}: "${value}"`).join('\n'),
    '\n\n',
  ),
};

const encodings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  base64,
  'a JSON string': (text) => JSON.stringify(text),
  'a member': (text) => JSON.stringify({ version: '1', stored: text }),
  'white space around it': (text) => `\n${text}\n`,
};

async function read(text: string, binding?: string): Promise<Client | Failure> {
  try {
    const { fields } = await readCredential(text, binding);
    return {
      name: '',
      clientid: fields.clientId ?? '',
      clientsecret: fields.clientSecret ?? '',
      url: fields.tokenUrl ?? fields.url ?? '',
    };
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

const without = ({ clientid, clientsecret, url }: Client) => ({ clientid, clientsecret, url });

/** The names in `... clients: a, b and c. Name the one ...`. */
function offered(failure: Failure): string[] {
  const [, list = ''] = /clients[^:]*: (.*)\.$/.exec(failure.happened) ?? [];
  return list.split(/, | and /);
}

async function expectChoice(text: string, all: readonly Client[], names: readonly string[]) {
  const failure = await read(text);
  if (!(failure instanceof Failure)) throw new Error(`a client was taken: ${failure.clientid}`);
  expect(failure.code).toBe('E_CREDENTIAL_AMBIGUOUS');
  const words = offered(failure);
  expect(words).toHaveLength(all.length);
  const chosen: (Client | Failure)[] = [];
  for (const word of words) {
    if (word !== 'one without a name of its own') chosen.push(await read(text, word));
  }
  // In the order of the text, each one whole.
  for (const [index, one] of chosen.entries()) {
    if (chosen.length === all.length) expect(one).toMatchObject(without(all[index] as Client));
  }
  for (const [index, name] of names.entries()) {
    expect(await read(text, name), name).toMatchObject(without(all[index] as Client));
  }
}

describe('each name that is offered, and each that was given, chooses its client', () => {
  test.each(Object.keys(named))('in %s', async (container) => {
    await fc.assert(
      fc.asyncProperty(cases, fc.constantFrom(...Object.keys(encodings)), async (one, encoding) => {
        const text = encodings[encoding]?.(named[container]?.(one) ?? '') ?? '';
        const names = one.clients.map(({ name }) => name);
        await expectChoice(text, one.clients, names);
      }),
      { numRuns: 60 },
    );
  });

  test.each(Object.keys(unnamed))('in %s', async (container) => {
    await fc.assert(
      fc.asyncProperty(cases, fc.constantFrom(...Object.keys(encodings)), async (one, encoding) => {
        const text = encodings[encoding]?.(unnamed[container]?.(one) ?? '') ?? '';
        const names = one.namePlace === 'none' ? [] : one.clients.map(({ name }) => name);
        await expectChoice(text, one.clients, names);
      }),
      { numRuns: 60 },
    );
  });
});

/** Blocks without anything between them, in which the name may be anywhere. */
const crowded: Readonly<Record<string, Write>> = {
  'labelled lines': each(labelled, '\n'),
  'lines of .env': each(assigned, '\n'),
  'YAML with quotes': each(
    (fields) => lines(fields, (label, value) => `${label}: "${value}"`).join('\n'),
    '\n',
  ),
  'a list in Markdown': each((fields) => `- ${labelled(fields).replaceAll('\n', '\n- ')}`, '\n'),
};

/** Each client has its fields in an order of its own, and some have no name or no URL. */
const crowd = fc
  .tuple(
    clients,
    fc.array(layout, { minLength: 5, maxLength: 5 }),
    fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  )
  .map(([all, layouts, withUrl]) => ({ all, layouts, withUrl }));

describe('where nothing is between clients, none is sent to the server of another', () => {
  test.each(Object.keys(crowded))('in %s', async (container) => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(crowd, async ({ all, layouts, withUrl }) => {
        const text = all
          .map((client, index) => {
            const how = layouts[index] as Layout;
            const one = { clients: [client], ...how };
            const lines = (crowded[container]?.(one) ?? '').split('\n');
            return withUrl[index]
              ? lines.join('\n')
              : lines.filter((line) => !/url/i.test(line)).join('\n');
          })
          .join('\n');
        expect(await read(text)).toBeInstanceOf(Failure);
        for (const binding of [...NAMES, ...all.map(({ clientid }) => clientid)]) {
          const found = await read(text, binding);
          if (found instanceof Failure) continue;
          told += 1;
          const meant = all.filter(
            ({ name, clientid }) => name === binding || clientid === binding,
          );
          expect(meant.map((one) => one.clientsecret)).toContain(found.clientsecret);
          const [own] = meant.filter((one) => one.clientsecret === found.clientsecret);
          expect(['', own?.url]).toContain(found.url);
        }
      }),
      { numRuns: 300 },
    );
    expect(told).toBeGreaterThan(10);
  });
});

describe('variables with a prefix', () => {
  const words = ['CALM', 'PROD', 'DEV', 'EU', 'URL', 'CLIENT'];
  const prefix = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 });
  const prefixes = fc.uniqueArray(prefix, {
    minLength: 2,
    maxLength: 6,
    selector: (parts) => parts.join(),
  });
  const camel = (parts: readonly string[]) =>
    parts
      .map((part, at) =>
        at === 0 ? part.toLowerCase() : `${part[0]}${part.slice(1).toLowerCase()}`,
      )
      .join('');
  const styles: Readonly<Record<string, (prefix: readonly string[], field: string) => string>> = {
    'in capitals': (parts, field) => [...parts, field].join('_'),
    'in small letters': (parts, field) => [...parts, field].join('_').toLowerCase(),
    'with dots': (parts, field) => [...parts, field.replaceAll('_', '-')].join('.').toLowerCase(),
    'with dashes': (parts, field) => [...parts, field].join('-').replaceAll('_', '-').toLowerCase(),
    'in camel case': (parts, field) => camel([...parts, ...field.split('_')]),
  };
  const bare = (parts: readonly string[], style: string) =>
    (styles[style]?.(parts, 'X') ?? '').replace(/[_.-]?x$/i, '');

  test.each(Object.keys(styles))(
    '%s are chosen by each prefix, also by one in another',
    async (style) => {
      await fc.assert(
        fc.asyncProperty(prefixes, fc.boolean(), fc.boolean(), async (all, isJson, isMixed) => {
          const name = styles[style] ?? ((): string => '');
          const members = all.flatMap((parts, index): [string, string][] => [
            [name(parts, 'CLIENT_ID'), `id-${index}`],
            [name(parts, 'CLIENT_SECRET'), `secret-${index}`],
            [name(parts, 'TOKEN_URL'), `https://h${index}.example.com/token`],
          ]);
          // All ids, then all secrets, then all URLs.
          if (isMixed)
            members.sort(([, a], [, b]) => (a.replace(/\d/, '') < b.replace(/\d/, '') ? -1 : 1));
          const text = isJson
            ? JSON.stringify(Object.fromEntries(members))
            : members.map(([key, value]) => `${key}=${value}`).join('\n');
          const own = all.map((_, index) => ({
            name: '',
            clientid: `id-${index}`,
            clientsecret: `secret-${index}`,
            url: `https://h${index}.example.com/token`,
          }));
          await expectChoice(
            text,
            own,
            all.map((parts) => bare(parts, style)),
          );
        }),
        { numRuns: 200 },
      );
    },
  );
});

describe('what stands behind a client is not taken for the name of the next one', () => {
  const own = ['dev', 'prod', 'qa'].map((name) => ({
    name,
    clientid: `id-${name}`,
    clientsecret: `secret-of-${name}`,
    url: `https://${name}.example.com`,
  }));
  const json = ({ clientid, clientsecret, url }: Client) =>
    JSON.stringify({ clientid, clientsecret, url }, null, 2);
  const assigned = ({ clientid, clientsecret, url }: Client) =>
    `CLIENT_ID=${clientid}\nCLIENT_SECRET=${clientsecret}\nTOKEN_URL=${url}`;
  const labelled = ({ clientid, clientsecret, url }: Client) =>
    `Client ID: ${clientid}\nClient Secret: ${clientsecret}\nURL: ${url}`;

  test.each<[string, string]>([
    ['headings below JSON', own.map((one) => `${json(one)}\n# ${one.name}`).join('\n')],
    [
      'a title, and headings below JSON',
      `# All\n${own.map((one) => `${json(one)}\n# ${one.name}`).join('\n')}`,
    ],
    [
      'a title, and comments below',
      `# All\n${own.map((one) => `${assigned(one)}\n# ${one.name}`).join('\n')}`,
    ],
    [
      'a title, and headings below',
      `# All\n${own.map((one) => `${labelled(one)}\n# ${one.name}`).join('\n')}`,
    ],
    [
      'a title, and words below',
      `Clients\n\n${own.map((one) => `${labelled(one)}\n\n${one.name}`).join('\n\n')}`,
    ],
  ])('%s', async (_name, text) => {
    for (const { name, clientid } of own) {
      const chosen = await readCredential(text, name).catch((error: unknown) => error);
      expect(chosen).toMatchObject({ code: 'E_INPUT_INVALID' });
      expect((await readCredential(text, clientid)).fields.clientId).toBe(clientid);
    }
  });
});

describe('clients whose names have an ending', () => {
  const fields = (before: string, after: string, id: string): [string, string][] => [
    [`${before}CLIENT_ID${after}`, `id-${id}`],
    [`${before}CLIENT_SECRET${after}`, `secret-of-${id}`],
    [`${before}TOKEN_URL${after}`, `https://${id}.example.com/token`],
  ];
  test.each<[string, [string, string][], string[]]>([
    ['beside one without', [...fields('', '', 'a'), ...fields('', '_B', 'b')], ['id-a', 'B']],
    ['beside one with a prefix', [...fields('A_', '', 'a'), ...fields('', '_B', 'b')], ['A', 'B']],
    ['that is a number', [...fields('', '1', 'a'), ...fields('', '2', 'b')], ['1', '2']],
    ['and a prefix', [...fields('X_', '_A', 'a'), ...fields('X_', '_B', 'b')], ['A', 'B']],
    [
      'and a prefix, beside one without',
      [...fields('X_', '', 'a'), ...fields('X_', '_B', 'b')],
      ['id-a', 'B'],
    ],
  ])('%s', async (_name, members, [first = '', second = '']) => {
    const text = members.map(([name, value]) => `${name}=${value}`).join('\n');
    const failure = await readCredential(text).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'E_CREDENTIAL_AMBIGUOUS' });
    for (const [binding, id] of [
      [first, 'a'],
      [second, 'b'],
    ] as const) {
      expect((await readCredential(text, binding)).fields).toMatchObject({
        clientId: `id-${id}`,
        clientSecret: `secret-of-${id}`,
        tokenUrl: `https://${id}.example.com/token`,
      });
    }
  });

  test('are none where a registration says when it was made', async () => {
    const text =
      '{"client_id":"a","client_secret":"b","client_id_issued_at":1,"client_secret_expires_at":0}';
    expect(await readCredential(text)).toMatchObject({ fields: { clientId: 'a' }, warnings: [] });
  });

  test('may share a token server', async () => {
    const own = [...fields('', '_A', 'a'), ...fields('', '_B', 'b')].filter(
      ([name]) => !name.includes('URL'),
    );
    const text = [...own, ['TOKEN_URL', 'https://l.example.com']]
      .map((pair) => pair.join('='))
      .join('\n');
    expect((await readCredential(text, 'B')).fields.tokenUrl).toBe('https://l.example.com');
  });
});

test('a client beside a credentials envelope is another one', async () => {
  const client = (id: string) => ({ clientid: id, clientsecret: `secret-of-${id}` });
  const text = JSON.stringify({ credentials: client('a'), other: client('b') });
  const failure = await readCredential(text).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'E_CREDENTIAL_AMBIGUOUS' });
  expect((await readCredential(text, 'other')).fields.clientId).toBe('b');
});

test('inline tables of TOML are chosen by their names', async () => {
  const table = (id: string) =>
    `${id} = { clientid = "id-${id}", clientsecret = 'secret-of-${id}' }`;
  const text = `${table('dev')}\n${table('prod')}`;
  expect((await readCredential(text, 'prod')).fields).toMatchObject({
    clientId: 'id-prod',
    clientSecret: 'secret-of-prod',
  });
});

test('a number among names and values is one of them', async () => {
  const pair = (label: string, value: unknown) => ({ label, value });
  const fields = [
    pair('clientid', 'a'),
    pair('clientsecret', 'secret-of-a'),
    pair('expires', 1767225600),
  ];
  expect((await readCredential(JSON.stringify({ fields }))).fields.clientId).toBe('a');
});
