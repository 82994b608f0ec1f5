import { randomBytes } from 'node:crypto';
import tls from 'node:tls';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { keyLines } from '../end-to-end/world.ts';
import { startConnectProxy } from '../servers/connect-proxy.ts';
import { startHttpsServer } from '../servers/https-server.ts';
import { createPki } from '../servers/pki.ts';
import { hostileInputs } from './hostile-input.ts';
import { type HostileRun, hostileRun, LANES, RUNS, SEED } from './hostile-run.ts';

const pki = await createPki();
tls.setDefaultCACertificates([pki.ca]);

const pair = await pki.issue({ commonName: 'sb-demo!t1', client: true, rsa: true });
const token = randomBytes(24).toString('base64url');
const server = await startHttpsServer({
  pki,
  hosts: ['localhost', '*.example.com'],
  answer: () => ({
    body: { access_token: token, token_type: 'bearer', expires_in: 60, scope: 'a b' },
  }),
});
// Every host that is not this machine is reached through it, so that nothing leaves this machine.
const proxy = await startConnectProxy({ port: server.port });
afterAll(() => Promise.all([server.close(), proxy.close()]));

let runs = 0;
const verdicts = new Map<string, number>();

const property = (lane: number) =>
  fc.asyncProperty(
    hostileInputs,
    fc.constantFrom('$', '/+', '%', '"', '\\', "'", '\u00e4', '#', '=', ''),
    fc.boolean(),
    async (makeInputs, special, oidc) => {
      const secret = `${randomBytes(9).toString('hex')}${special}${randomBytes(18).toString('base64url')}`;
      const inputs = makeInputs({
        clientId: 'sb-demo!t1',
        secret,
        url: server.url,
        certificate: pair.certificate,
        privateKey: pair.privateKey,
      });
      runs += 1;
      const verdict = await told(inputs, {
        lane,
        env: {
          ...inputs,
          HTTPS_PROXY: proxy.url,
          ...(oidc
            ? {
                ACTIONS_ID_TOKEN_REQUEST_URL: 'https://actions.example.com/token?x=1',
                ACTIONS_ID_TOKEN_REQUEST_TOKEN: randomBytes(20).toString('hex'),
              }
            : {}),
        },
        secrets: [secret, ...keyLines(pair.privateKey)],
        timeout: 60_000,
      });
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    },
  );

/** The generated functions say nothing to a reader; what they made does. */
async function told(inputs: object, run: HostileRun): Promise<string> {
  try {
    return await hostileRun(run);
  } catch (error) {
    throw new Error(`With ${JSON.stringify(inputs)}: ${error}`, { cause: error });
  }
}

test(`${RUNS} hostile inputs: no crash, no leak, no hang (seed ${SEED})`, async () => {
  console.log(`hostile inputs: ${RUNS} runs, HOSTILE_SEED=${SEED}`);
  const started = performance.now();
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    fc.assert(property(lane), { seed: SEED + lane, numRuns: Math.ceil(RUNS / LANES) }),
  );
  await Promise.all(lanes);
  const seconds = (performance.now() - started) / 1000;
  console.log(`${Math.round(runs / seconds)} runs a second`, Object.fromEntries(verdicts));
  const codes = ['ok', 'E_CREDENTIAL_FORMAT', 'E_CREDENTIAL_SHAPE', 'E_URL_INVALID', 'E_NAME'];
  for (const code of codes) expect(verdicts.get(code) ?? 0, code).toBeGreaterThan(0);
}, 600_000);
