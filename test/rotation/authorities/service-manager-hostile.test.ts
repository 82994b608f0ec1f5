import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../../src/base/failure.ts';
import { TransportFailure } from '../../../src/http/errors.ts';
import type { HttpResponse } from '../../../src/http/http.ts';
import { openAuthority } from '../../../src/rotation/authorities/index.ts';
import { UnknownOutcome } from '../../../src/rotation/types.ts';
import { recordingRunner } from '../../context.ts';
import { findLeaks } from '../../end-to-end/leaks.ts';
import { authorityContext } from './authority-context.ts';
import { START } from './service-manager-world.ts';

const SECRET = 'Correct-Horse_9+battery/staple=';
const TOKEN = 'eyJhbGciOiJub25lIn0.Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6.c2lnbmF0dXJl';
const NEW_SECRET = '5b1f0a53-1c52-4c3e-9d51-d5c8dca2b7aa$Zm9vYmFyYmF6cXV4Zm9vYmFy=';
const TIMEOUT = 600_000;
const LOGIN = JSON.stringify({
  clientid: 'sb-a!b1|service-manager!b2',
  clientsecret: SECRET,
  url: 'https://acme.authentication.example.com',
  sm_url: 'https://sm.example.com',
});
const CODES = /^E_(?:AUTHORITY(?:_LOGIN)?|CONFIG)$/;
const NAME = 'calm-1';

const secret = fc.constantFrom(SECRET, TOKEN, NEW_SECRET);
/** A secret in one of the disguises in which a server could send it back. */
const echo = fc
  .tuple(
    secret,
    fc.constantFrom(
      (text: string) => text,
      (text: string) => Buffer.from(text).toString('base64'),
      (text: string) => Buffer.from(`x${text}`).toString('base64url'),
      (text: string) => Buffer.from(text).toString('hex'),
      encodeURIComponent,
      (text: string) => text.slice(0, Math.ceil(text.length / 2)),
      (text: string) => [...text].join(' '),
    ),
  )
  .map(([text, disguise]) => `said ${disguise(text)}`);
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), echo);
const word = fc.constantFrom('NotFound', 'BrokerError', 'ConcurrentOperationInProgress');
const state = fc.constantFrom('in progress', 'pending', 'succeeded', 'failed');
const credentials = fc.record({ clientid: text, clientsecret: fc.constant(NEW_SECRET), key: text });
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('document'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom('error', 'description', 'broker_error', 'errors', 'id', 'name', '__proto__'),
      tie('document'),
      { maxKeys: 4 },
    ),
  ),
}));
const binding = fc.record(
  {
    id: fc.oneof(fc.constant('a'), text),
    name: fc.oneof(fc.constant(NAME), text),
    ready: fc.oneof(fc.boolean(), document),
    labels: fc.oneof(fc.constant({ managed_by: ['api-client-credentials'] }), document),
    last_operation: fc.oneof(
      fc.record({ type: fc.constantFrom('create', 'delete'), state: fc.oneof(state, text) }),
      document,
    ),
    credentials: fc.oneof(credentials, document),
    created_at: fc.oneof(fc.constant('2026-01-01T00:00:00Z'), document),
    service_instance_id: fc.oneof(fc.constant('a'), document),
  },
  { requiredKeys: ['id', 'name'] },
);
const error = fc.record(
  {
    error: fc.oneof(word, document),
    description: fc.oneof(text, document),
    broker_error: document,
  },
  { requiredKeys: ['error'] },
);
const page = fc.record(
  { items: fc.array(binding, { maxLength: 3 }), token: fc.oneof(text, document) },
  { requiredKeys: ['items'] },
);
const operation = fc.record({ state: fc.oneof(state, text), errors: fc.oneof(error, document) });
const body = fc.oneof(
  fc.oneof(binding, page, operation, error, document).map((value) => JSON.stringify(value)),
  text,
);
const headers = fc.record(
  {
    location: fc.oneof(
      fc.constant('/v1/service_bindings/a/operations/b'),
      fc.constant('https://evil.test/v1/service_bindings/a/operations/b'),
      text,
    ),
    'retry-after': fc.oneof(
      text,
      fc.nat().map(String),
      fc.constant('2026-11-23 00:01:00 +0000 UTC'),
    ),
    'x-cf-routererror': fc.oneof(text, fc.array(text)),
  },
  { requiredKeys: [] },
);
const status = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(200, 201, 202) },
  fc.constantFrom(401, 404, 409, 410, 422, 429, 500, 502, 503),
  fc.integer({ min: 200, max: 599 }),
);
const answer = fc.record({ status, headers, body: body.map((value) => Buffer.from(value)) });
const silence = fc
  .boolean()
  .map(
    (sent) =>
      new TransportFailure('E_CONNECT', 'The connection was refused.', '', { retries: 3, sent }),
  );

type Call = 'check' | 'list' | 'create' | 'read' | 'delete';
type Scripted = HttpResponse | TransportFailure;

const INSTANCE: HttpResponse = {
  status: 200,
  headers: {},
  body: Buffer.from(JSON.stringify({ items: [{ id: 'a', name: 'calm-api' }] })),
};

/** One call, with answers by a script whose last entry goes on for ever. */
async function run(call: Call, script: readonly Scripted[]) {
  const runner = recordingRunner();
  const { masks: masked, lines: shown } = runner;
  const hosts = new Set<string>();
  let now = START;
  let sent = 0;
  const context = authorityContext({
    runner,
    transport: async ({ url }) => {
      hosts.add(url.host);
      const next = script[Math.min(sent, script.length - 1)] ?? INSTANCE;
      sent += 1;
      if (next instanceof TransportFailure) throw next;
      return next;
    },
    timing: {
      now: () => now,
      random: () => 0.5,
      sleep: async (milliseconds) => {
        now += milliseconds;
      },
    },
    deadline: START + TIMEOUT,
    accessToken: async () => ({ clientId: 'a', accessToken: TOKEN, expiresAt: undefined }),
  });
  const settings = { kind: 'service-manager', instance: 'calm-api' };
  const authority = openAuthority(settings, LOGIN, context);
  const called = call === 'check' || call === 'list' ? authority[call]() : authority[call]?.(NAME);
  const [outcome] = await Promise.allSettled([called]);
  if (outcome?.status === 'rejected') shown.push((outcome.reason as Error).message);
  return { outcome, shown, masked, hosts: [...hosts], took: now - START, sent };
}

function isKnown(reason: unknown, call: Call): boolean {
  if (reason instanceof UnknownOutcome) return call === 'create';
  return reason instanceof Failure && CODES.test(reason.code);
}

test('whatever a server answers, there is a result or a failure with a code, and no leak', async () => {
  const ends = { fulfilled: 0, rejected: 0 };
  const calls = fc.constantFrom<Call>('check', 'list', 'create', 'read', 'delete');
  const answers = fc.array(fc.oneof({ weight: 9, arbitrary: answer }, silence), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(calls, answers, fc.boolean(), async (call, script, found) => {
      const all = found ? [INSTANCE, ...script] : script;
      const { outcome, shown, masked, hosts, took, sent } = await run(call, all);
      ends[outcome?.status ?? 'rejected'] += 1;
      if (outcome?.status === 'rejected') expect(isKnown(outcome.reason, call)).toBe(true);
      else if (call === 'create') expect(outcome?.value).toHaveProperty('value');
      expect(took).toBeLessThan(TIMEOUT);
      expect(sent).toBeLessThanOrEqual(500);
      expect(hosts.filter((host) => host !== 'sm.example.com')).toEqual([]);
      for (const line of shown) expect(line).toMatch(/^[\x20-\x7e\xa1-\uffff]{1,1800}$/);
      const secrets = [SECRET, TOKEN, ...masked.filter((value) => value.length >= 12)];
      expect(findLeaks(shown.join('\n'), secrets)).toEqual([]);
      expect(shown.join('\n')).not.toContain('::');
    }),
    { numRuns: 1500 },
  );
  expect(Math.min(ends.fulfilled, ends.rejected)).toBeGreaterThan(50);
});
