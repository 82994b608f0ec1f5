import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../../src/base/failure.ts';
import { TransportFailure } from '../../../src/http/errors.ts';
import type { HttpResponse } from '../../../src/http/http.ts';
import { cloudFoundry } from '../../../src/rotation/authorities/cloud-foundry/index.ts';
import { UnknownOutcome } from '../../../src/rotation/types.ts';
import { recordingRunner } from '../../context.ts';
import { findLeaks } from '../../end-to-end/leaks.ts';
import { authorityContext } from './authority-context.ts';
import { START } from './cloud-foundry-world.ts';

const NAME = 'calm-1';
const PASSWORD = 'Correct-Horse_9+battery/staple=';
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg';
const SECRET = '2f8a1c1e-93a5-4a0b-8f57-77a6e0b6f1de$Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm8=';
const TIMEOUT = 600_000;
const CODES = /^E_(?:AUTHORITY(?:_LOGIN)?|HOST_NOT_ALLOWED)$/;
const LABELS = { 'api-client-credentials.github.io/managed-by': 'api-client-credentials' };

function ok(document: unknown): Pick<HttpResponse, 'status' | 'headers' | 'body'> {
  return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(document)) };
}
const ROOT = ok({ links: { uaa: { href: 'https://uaa.cf.example.com' } } });
const LOGIN = ok({ access_token: TOKEN, token_type: 'bearer', expires_in: 1199 });
const INSTANCE = ok({
  resources: [{ guid: 'i', name: 'calm-api', relationships: { space: { data: { guid: 's' } } } }],
  included: {
    spaces: [{ guid: 's', name: 'prod', relationships: { organization: { data: { guid: 'o' } } } }],
    organizations: [{ guid: 'o', name: 'acme' }],
  },
});

const secret = fc.constantFrom(PASSWORD, TOKEN, SECRET);
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
const member = fc.constantFrom(
  ...['errors', 'error', 'error_description', 'detail', 'title', 'code', 'links', 'uaa', 'href'],
  ...['resources', 'guid', 'name', 'type', 'last_operation', 'state', 'description', 'metadata'],
  ...['labels', 'pagination', 'next', 'credentials', 'clientsecret', 'included', '__proto__'],
);
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('document'), { maxLength: 3 }),
    fc.dictionary(member, tie('document'), { maxKeys: 4 }),
  ),
}));
/** Nearly what a Cloud Controller says. */
const operation = fc.record({
  type: fc.constantFrom('create', 'delete', 'update'),
  state: fc.constantFrom('initial', 'in progress', 'succeeded', 'failed'),
  description: text,
});
const key = fc.record(
  {
    guid: fc.oneof(fc.constant('k'), text),
    name: fc.oneof({ weight: 5, arbitrary: fc.constant(NAME) }, text),
    created_at: fc.oneof(fc.constant('2026-11-23T00:00:00Z'), text),
    last_operation: fc.oneof(operation, fc.constant(null), document),
    metadata: fc.oneof(fc.constant({ labels: LABELS }), document),
  },
  { requiredKeys: ['guid', 'name'] },
);
const errors = fc.array(
  fc.record({
    detail: fc.oneof(text, fc.constant('There is an operation in progress for the service x')),
    title: fc.oneof(fc.constant('CF-UnprocessableEntity'), text),
    code: fc.constantFrom(10008, 10010, 10017),
  }),
  { maxLength: 5 },
);
const likely = fc.oneof(
  fc.record(
    {
      resources: fc.array(key, { maxLength: 2 }),
      pagination: fc.record({ next: fc.oneof(fc.constant(null), fc.record({ href: text })) }),
    },
    { requiredKeys: ['resources'] },
  ),
  fc.record({ state: fc.constantFrom('PROCESSING', 'POLLING', 'COMPLETE', 'FAILED', ''), errors }),
  fc.record({ credentials: fc.oneof(document, fc.constant({ clientsecret: SECRET })) }),
  fc.record({ errors }),
);
const body = fc.oneof(
  likely.map((value) => JSON.stringify(value)),
  document.map((value) => JSON.stringify(value)),
  text,
);
const status = fc.oneof(
  fc.constantFrom(200, 200, 201, 202, 202, 204, 404, 422),
  fc.integer({ min: 200, max: 599 }),
);
const headers = fc.record(
  {
    location: fc.oneof(text, fc.constant('https://api.cf.example.com/v3/jobs/j'), echo),
    'retry-after': fc.oneof(text, fc.nat().map(String)),
    'x-ratelimit-reset': fc.oneof(text, fc.nat().map(String)),
    'x-vcap-request-id': fc.oneof(text, fc.constant(SECRET.slice(0, 36)), fc.array(text)),
  },
  { requiredKeys: [] },
);
const answer = fc.record({ status, headers, body: body.map((value) => Buffer.from(value)) });
const silence = fc
  .boolean()
  .map(
    (sent) =>
      new TransportFailure('E_CONNECT', 'The connection was refused.', '', { retries: 3, sent }),
  );

type Call = 'check' | 'list' | 'create' | 'read' | 'delete';
type Scripted = Pick<HttpResponse, 'status' | 'headers' | 'body'> | TransportFailure;

/** One call, with answers by a script whose last entry goes on for ever. */
async function run(call: Call, script: readonly Scripted[]) {
  const runner = recordingRunner();
  const { masks: masked, lines: shown } = runner;
  let now = START;
  let sent = 0;
  const authority = cloudFoundry.open(
    {
      api: 'https://api.cf.example.com',
      organization: 'acme',
      space: 'prod',
      instance: 'calm-api',
    },
    JSON.stringify({ username: 'jane', password: PASSWORD }),
    authorityContext({
      runner,
      transport: async () => {
        const next = script[Math.min(sent, script.length - 1)] ?? ROOT;
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
    }),
  );
  const called = call === 'check' || call === 'list' ? authority[call]() : authority[call]?.(NAME);
  const [outcome] = await Promise.allSettled([called]);
  if (outcome.status === 'rejected') shown.push((outcome.reason as Error).message);
  return { outcome, shown, masked, took: now - START, sent };
}

function isKnown(error: unknown, call: Call): boolean {
  if (error instanceof UnknownOutcome) return call === 'create';
  return error instanceof Failure && CODES.test(error.code);
}

test('whatever a server answers, there is a result or a failure with a code, and no leak', async () => {
  const seen = { failures: 0, created: 0 };
  const calls = fc.constantFrom<Call>('check', 'list', 'create', 'read', 'delete');
  const answers = fc.array(fc.oneof({ weight: 9, arbitrary: answer }, silence), { maxLength: 8 });
  const starts = fc.constantFrom<Scripted[]>([], [ROOT], [ROOT, LOGIN], [ROOT, LOGIN, INSTANCE]);
  await fc.assert(
    fc.asyncProperty(calls, answers, starts, async (call, script, start) => {
      const { outcome, shown, masked, took, sent } = await run(call, [...start, ...script]);
      if (outcome.status === 'rejected') {
        seen.failures += 1;
        expect(isKnown(outcome.reason, call)).toBe(true);
      } else if (call === 'create') {
        seen.created += 1;
        expect(outcome.value).toMatchObject({ name: NAME, value: expect.any(Object) });
      }
      expect(took).toBeLessThan(TIMEOUT);
      expect(sent).toBeLessThanOrEqual(400);
      for (const line of shown) expect(line).toMatch(/^[\x20-\x7e\xa1-\uffff]{1,2500}$/);
      const secrets = [PASSWORD, ...masked.filter((value) => value.length >= 12)];
      expect(findLeaks(shown.join('\n'), secrets)).toEqual([]);
      expect(shown.join('\n')).not.toContain('::');
    }),
    { numRuns: 2000 },
  );
  expect(seen.failures).toBeGreaterThan(100);
});

test('a whole creation comes through between answers that are nearly right', async () => {
  const accepted = {
    status: 202,
    headers: { location: 'https://api.cf.example.com/v3/jobs/j' },
    body: Buffer.alloc(0),
  };
  const done = ok({ state: 'COMPLETE' });
  const list = ok({ resources: [{ guid: 'k', name: NAME, metadata: { labels: LABELS } }] });
  await fc.assert(
    fc.asyncProperty(
      fc.record({ credentials: fc.dictionary(member, document) }),
      async (details) => {
        const script = [ROOT, LOGIN, INSTANCE, accepted, done, list, ok(details)];
        const { outcome } = await run('create', script);
        const value = JSON.parse(JSON.stringify(details.credentials));
        const isEmpty = Object.keys(value).length === 0;
        expect(isEmpty ? outcome.status : outcome).toEqual(
          isEmpty ? 'rejected' : { status: 'fulfilled', value: { name: NAME, value } },
        );
      },
    ),
    { numRuns: 200 },
  );
});
