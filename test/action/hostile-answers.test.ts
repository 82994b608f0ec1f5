import { randomBytes } from 'node:crypto';
import tls, { type TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createPki } from '../servers/pki.ts';
import { type RawRequest, startRawTlsServer } from '../servers/raw-tls-server.ts';
import { type HostileAnswer, hostileAnswer, type Known } from './hostile-answer.ts';
import { hostileRun, LANES, RUNS, SEED } from './hostile-run.ts';

const pki = await createPki();
tls.setDefaultCACertificates([pki.ca]);

/** By the first label of the path: what the server says to that run, one answer a request. */
const scripts = new Map<string, HostileAnswer[]>();
const server = await startRawTlsServer(answer, { pki, hosts: ['localhost'] });
afterAll(() => server.close());

function answer({ text, socket }: RawRequest): void {
  const run = /^POST \/(\w+)/.exec(text)?.[1] ?? '';
  const script = scripts.get(run) ?? [];
  const next = script.length > 1 ? script.shift() : script[0];
  // The run may be over before its last request has come.
  play(socket, next ?? { pieces: [], ending: 'reset' });
}

function play(socket: TLSSocket, { pieces, ending }: HostileAnswer): void {
  const [piece, ...rest] = pieces;
  if (socket.destroyed) return;
  if (piece !== undefined) socket.write(piece, () => play(socket, { pieces: rest, ending }));
  else if (ending === 'end') socket.end();
  else if (ending === 'reset') socket.destroy();
  else if (ending === 'drip') drip(socket);
}

function drip(socket: TLSSocket): void {
  if (!socket.destroyed) socket.write('x', () => setTimeout(drip, 2, socket));
}

/** A secret as XSUAA issues them, and others with characters that need escapes. */
const secretOf = (special: string) =>
  `${randomBytes(9).toString('hex')}${special}${randomBytes(18).toString('base64url')}`;

const partInputs = ({ clientId, secret }: Known, id: string) => ({
  'INPUT_CLIENT-ID': clientId,
  'INPUT_CLIENT-SECRET': secret,
  'INPUT_TOKEN-URL': `${server.url}/${id}`,
});

/** Three clients at one server, over connections that are kept. */
function setInputs({ clientId, secret }: Known, id: string): Record<string, string> {
  const line = (index: number) =>
    `${id}_${index}=${JSON.stringify({ clientid: clientId + index, clientsecret: secret, tokenurl: `${server.url}/${id}` })}`;
  return { 'INPUT_CREDENTIAL-SET': [0, 1, 2].map(line).join('\n') };
}

let runs = 0;
const verdicts = new Map<string, number>();

async function oneRun(
  lane: number,
  makers: readonly ((known: Known) => HostileAnswer)[],
  special: string,
  { set, ...inputs }: Readonly<Record<string, string>>,
): Promise<void> {
  const id = `run${++runs}`;
  const known = {
    secret: secretOf(special),
    clientId: 'sb-demo!t1',
    token: randomBytes(24).toString('base64url'),
  };
  const answers = makers.map((make) => make(known));
  const waits = answers.some(({ ending }) => ending === 'stall' || ending === 'drip');
  scripts.set(id, answers);
  try {
    const timeout = waits ? 60 : 30_000;
    const verdict = await hostileRun({
      lane,
      env: {
        ...(set ? setInputs(known, id) : partInputs(known, id)),
        INPUT_TIMEOUT: `${timeout}ms`,
        RUNNER_DEBUG: '1',
        ...inputs,
      },
      secrets: [known.secret, known.token],
      timeout,
    });
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  } finally {
    scripts.delete(id);
  }
}

const property = (lane: number) =>
  fc.asyncProperty(
    fc.array(hostileAnswer, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('$', '/+', '%', ' "\'', '\\', '\u00e4', '\n'.trim()),
    fc.constantFrom<Record<string, string>>(
      {},
      {},
      {},
      {},
      {},
      { 'INPUT_ENV-PREFIX': 'CALM' },
      { INPUT_SCOPE: 'a b' },
      { 'INPUT_REQUIRE-SCOPES': 'a' },
      { 'INPUT_AUTH-METHOD': 'client_secret_basic' },
      { INPUT_PROVIDER: 'ias' },
      { set: 'true' },
    ),
    (answers, special, inputs) => oneRun(lane, answers, special, inputs),
  );

test(`${RUNS} hostile answers: no crash, no leak, no hang (seed ${SEED})`, async () => {
  console.log(`hostile answers: ${RUNS} runs, HOSTILE_SEED=${SEED}`);
  const started = performance.now();
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    fc.assert(property(lane), { seed: SEED + lane, numRuns: Math.ceil(RUNS / LANES) }),
  );
  await Promise.all(lanes);
  const seconds = (performance.now() - started) / 1000;
  console.log(`${Math.round(runs / seconds)} runs a second`, Object.fromEntries(verdicts));
  // The generator would be worthless if the answers never came through to the deeper checks.
  const codes = ['ok', 'E_PROTOCOL', 'E_TIMEOUT', 'E_TOKEN_TYPE', 'E_UNAUTHORIZED', 'E_REDIRECT'];
  for (const code of codes) expect(verdicts.get(code) ?? 0, code).toBeGreaterThan(0);
}, 600_000);
