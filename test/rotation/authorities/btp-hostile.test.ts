import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../../src/base/failure.ts';
import { TransportFailure } from '../../../src/http/errors.ts';
import type { HttpResponse } from '../../../src/http/http.ts';
import { UnknownOutcome } from '../../../src/rotation/types.ts';
import { recordingRunner } from '../../context.ts';
import { findLeaks } from '../../end-to-end/leaks.ts';
import { authorityContext } from './authority-context.ts';
import { opened, START } from './btp-world.ts';

const PASSWORD = 'Correct-Horse_9+battery/staple=';
const SESSION = 'c7d0a4f2-0c5e-4a0b-93a5-77a6e0b6f1de';
const SECRET = 'calm-1$Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFy';
const TIMEOUT = 600_000;
const LOGIN = {
  status: 200,
  headers: { 'x-cpcli-sessionid': SESSION },
  body: Buffer.alloc(0),
};
const CODES = /^E_AUTHORITY(?:_LOGIN)?$/;

const secret = fc.constantFrom(PASSWORD, SESSION, SECRET);
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
  ...['error', 'ErrorMessage', 'description', 'broker_error', 'message', 'Description', 'name'],
  ...['clientsecret', 'clientid', 'key', 'value', 'details', '__proto__'],
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
const body = fc.oneof(
  document.map((value) => JSON.stringify(value)),
  text,
);
const status = fc.oneof(fc.constant(200), fc.integer({ min: 200, max: 599 }));
const headers = fc.record(
  {
    'x-cpcli-backend-status': fc.oneof(status.map(String), text),
    'x-cpcli-backend-message': text,
    'x-cpcli-server-message': fc.oneof(text, fc.array(text)),
    'x-cpcli-sessionid': fc.oneof(fc.constant(SESSION), text),
    location: fc.oneof(
      text,
      fc.webUrl(),
      echo.map((path) => `https://evil.test/${path}`),
    ),
    'x-id-token': text,
    'retry-after': fc.oneof(text, fc.nat().map(String)),
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

type Call = 'check' | 'list' | 'create' | 'describe' | 'delete';
type Scripted = Pick<HttpResponse, 'status' | 'headers' | 'body'> | TransportFailure;

/** One call, with answers by a script whose last entry goes on for ever. */
async function run(call: Call, script: readonly Scripted[]) {
  const runner = recordingRunner();
  const { masks: masked, lines: shown } = runner;
  let now = START;
  let sent = 0;
  const context = authorityContext({
    runner,
    transport: async () => {
      const next = script[Math.min(sent, script.length - 1)] ?? LOGIN;
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
  });
  const settings = { kind: 'btp', subdomain: 'acme', scope: { subaccount: 'id' } };
  const login = JSON.stringify({ userName: 'jane', password: PASSWORD });
  const authority = opened(settings, login, context);
  const called =
    call === 'check' || call === 'list' ? authority[call]() : authority[call]('calm-1');
  const [outcome] = await Promise.allSettled([called]);
  if (outcome.status === 'rejected') shown.push((outcome.reason as Error).message);
  return { outcome, shown, masked, took: now - START, sent };
}

function isKnown(error: unknown, call: Call): boolean {
  if (error instanceof UnknownOutcome) return call === 'create';
  return error instanceof Failure && CODES.test(error.code);
}

test('whatever a server answers, there is a result or a failure with a code, and no leak', async () => {
  let failures = 0;
  const calls = fc.constantFrom<Call>('check', 'list', 'create', 'describe', 'delete');
  const answers = fc.array(fc.oneof({ weight: 9, arbitrary: answer }, silence), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(calls, answers, fc.boolean(), async (call, script, loggedIn) => {
      const all = loggedIn ? [LOGIN, ...script] : script;
      const { outcome, shown, masked, took, sent } = await run(call, all);
      if (outcome.status === 'rejected') {
        failures += 1;
        expect(isKnown(outcome.reason, call)).toBe(true);
      } else if (call === 'create') {
        expect(outcome.value).toHaveProperty('value.clientsecret');
      }
      expect(took).toBeLessThan(TIMEOUT);
      // Three logins and four commands, twice, each of them followed three times.
      expect(sent).toBeLessThanOrEqual(60);
      for (const line of shown) expect(line).toMatch(/^[\x20-\x7e\xa1-\uffff]{1,1500}$/);
      const secrets = [PASSWORD, ...masked.filter((value) => value.length >= 12)];
      expect(findLeaks(shown.join('\n'), secrets)).toEqual([]);
      expect(shown.join('\n')).not.toContain('::');
    }),
    { numRuns: 1500 },
  );
  expect(failures).toBeGreaterThan(100);
});
