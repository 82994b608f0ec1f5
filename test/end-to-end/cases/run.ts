import { createPrivateKey } from 'node:crypto';
import { createServer } from 'node:https';
import { onTestFinished } from 'vitest';
import { startConnectProxy } from '../../servers/connect-proxy.ts';
import { type Answer, close, listen, type RecordedRequest } from '../../servers/https-server.ts';
import type { KeyPair } from '../../servers/pki.ts';
import { step } from '../step.ts';
import { jwt, keyLines, pki, serveEverywhere, tokenAnswer, trusting } from '../world.ts';
import { problems, ruleProblems, type Seen } from './check.ts';
import {
  type Case,
  type CaseRun,
  credentialOf,
  type Expected,
  list,
  type StoredAnswer,
} from './format.ts';
import { type TokenRequest, tokenRequest } from './token-request.ts';

/** Runs a case and says what of its expectation does not hold, one line each. */
export async function runCase(given: Case): Promise<string[]> {
  const found: string[] = [];
  const outputs: Readonly<Record<string, string>>[] = [];
  for (const run of given.runs) {
    const said = await runOnce(given, run, (values) => outputs.push(values));
    found.push(...said.map((line) => (run.title === '' ? line : `${run.title}: ${line}`)));
  }
  const different = given.sameOutputs.filter(
    (name) => new Set(outputs.map((values) => values[name])).size > 1,
  );
  const shown = (name: string) => outputs.map((values) => JSON.stringify(values[name])).join(', ');
  return [...found, ...different.map((name) => `the output ${name} differs: ${shown(name)}`)];
}

async function runOnce(
  { folder, runs }: Case,
  run: CaseRun,
  keep: (outputs: Readonly<Record<string, string>>) => void,
): Promise<string[]> {
  const pair = await keyPair([credentialOf(folder, run), ...Object.values(run.inputs ?? {})]);
  const stored = inserted(credentialOf(folder, { ...run, base64: false }), pair);
  const credentials = stored && run.base64 ? Buffer.from(stored).toString('base64') : stored;
  const inputs = Object.fromEntries(
    Object.entries(run.inputs ?? {}).map(([name, value]) => [name, inserted(value, pair) ?? '']),
  );
  // The server adds the tokens that it makes, which are secrets like the others.
  const secrets = secretsOf(run, runs, [stored ?? '', ...Object.values(inputs)], pair);
  const world = await worldOf(run, secrets, pair !== undefined);
  const share = run.expected.some(({ seconds }) => seconds !== undefined)
    ? await shareOfMachine()
    : 1;
  const started = performance.now();
  try {
    const ended = await step({
      inputs: {
        timeout: '10s',
        ...inputs,
        ...world.inputs,
        ...(credentials === undefined ? {} : { credentials }),
      },
      env: { ...world.env, ...run.env },
      secrets,
    });
    const seen: Seen = {
      run: ended,
      requests: world.requests.map(tokenRequest),
      connects: world.connects,
      serverWords: wordsOf(run.answer),
      later: run.later,
      seconds: (share * (performance.now() - started)) / 1000,
    };
    keep(ended.outputs);
    return [...ruleProblems(seen), ...run.expected.flatMap((one) => problems(one, seen))];
  } catch (error) {
    // What step() checks of every run, a leak first of all.
    return [`${error}`];
  }
}

/** Milliseconds of a run that does nothing, on a quiet machine. */
const SHORTEST = 150;

/** How much of a quiet machine's time a run gets now, at most 1. */
async function shareOfMachine(): Promise<number> {
  const started = performance.now();
  await step({ inputs: {}, env: {}, secrets: [] });
  return Math.min(1, SHORTEST / (performance.now() - started));
}

interface World {
  readonly env: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly requests: readonly RecordedRequest[];
  readonly connects: readonly string[];
}

async function worldOf(
  run: CaseRun,
  secrets: string[],
  clientCertificates: boolean,
): Promise<World> {
  if (run.special === 'weak-server-key') return weakServer();
  const server = await serveEverywhere((request) => answerTo(tokenRequest(request), run, secrets), {
    clientCertificates,
  });
  if (run.special !== 'quoted-proxy') return server;
  return { ...server, env: { ...trusting, https_proxy: `"${server.env.HTTPS_PROXY}"` } };
}

/** A server that all but the strength of its key speaks for. */
async function weakServer(): Promise<World> {
  const pair = await pki.issue({ commonName: 'localhost', hosts: ['localhost'], rsa: 1024 });
  const server = createServer({
    cert: pair.certificate,
    key: pair.privateKey,
    // OpenSSL refuses such a key on the side of a server, too.
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  const port = await listen(server);
  const proxy = await startConnectProxy({ port });
  onTestFinished(async () => {
    await proxy.close();
    await close(server);
  });
  return {
    env: { ...trusting, HTTPS_PROXY: proxy.url },
    inputs: { 'token-url': `https://localhost:${port}/oauth/token` },
    requests: [],
    connects: proxy.connects,
  };
}

function answerTo(request: TokenRequest, run: CaseRun, secrets: string[]): Answer {
  const { clientId = '', secret, authMethod } = request;
  const token = jwt({ client_id: clientId, cid: clientId, azp: clientId });
  secrets.push(token);
  const { answer, accepts } = run;
  const accepted =
    (accepts?.secret !== undefined && accepts.secret === secret) ||
    (accepts?.authMethod !== undefined && accepts.authMethod === authMethod);
  if (answer === undefined || accepted) return tokenAnswer(token);
  const { status = 200, headers = {}, body = '' } = answer;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? {} : { 'content-type': 'application/json' };
  return {
    status,
    headers: { ...type, ...headers },
    body: text.replaceAll('<JWT>', token),
  };
}

/** The texts of an answer, the longest first. */
function wordsOf(answer: StoredAnswer | undefined): string[] {
  const texts = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
  };
  return texts(answer).sort((a, b) => b.length - a.length);
}

const PLACEHOLDER = /-----BEGIN ([A-Z ]+)-----([\s\S]*?)-----END \1-----/g;

/** A pair for the PEM texts of a case, which are placeholders; undefined where there are none. */
async function keyPair(texts: readonly (string | undefined)[]): Promise<KeyPair | undefined> {
  const all = texts.join('\n');
  if (!all.includes('-----BEGIN ')) return undefined;
  const rsa = all.includes('BEGIN RSA PRIVATE KEY');
  return pki.issue({ commonName: 'case', client: true, rsa });
}

/** The text with a real PEM text in place of each placeholder, in the same kind of lines. */
function inserted(text: string | undefined, pair: KeyPair | undefined): string | undefined {
  if (pair === undefined) return text;
  return text?.replace(PLACEHOLDER, (whole, label: string, body: string) => {
    const pem = pemOf(label, pair);
    const lineEnd = /^(?:\\+r)?\\+n|^\s+/.exec(body)?.[0];
    return pem === undefined ? whole : pem.trim().replaceAll('\n', lineEnd ?? '\n');
  });
}

function pemOf(label: string, { certificate, privateKey }: KeyPair): string | undefined {
  const exported = (type: 'pkcs1' | 'sec1') =>
    createPrivateKey(privateKey).export({ type, format: 'pem' }).toString();
  const byLabel: Readonly<Record<string, () => string>> = {
    CERTIFICATE: () => certificate,
    'PRIVATE KEY': () => privateKey,
    'RSA PRIVATE KEY': () => exported('pkcs1'),
    'EC PRIVATE KEY': () => exported('sec1'),
  };
  return byLabel[label]?.();
}

/** What is named as a secret in a stored text. */
const NAMED = /secret\\*["']?\s*[:=]\s*\\*["']?([^\s"'\\,;}]{8,})/gi;

/** The secrets that `expect.json` names, or else those that are named so in the inputs. */
function secretsOf(
  run: CaseRun,
  runs: readonly CaseRun[],
  texts: readonly string[],
  pair: KeyPair | undefined,
): string[] {
  const keys = pair === undefined ? [] : keyLines(pair.privateKey);
  const named = run.expected.flatMap(({ secrets }) => secrets ?? []);
  if (run.expected.some(({ secrets }) => secrets !== undefined)) return [...named, ...keys];
  const given = run.inputs?.['client-secret'];
  return [
    ...new Set([
      ...keys,
      ...(given === undefined ? [] : [given]),
      ...list(run.accepts?.secret),
      ...texts.flatMap((text) => [...text.matchAll(NAMED)].map(([, secret = '']) => secret)),
      ...runs.flatMap(({ expected }) => expected.flatMap(secretsIn)),
    ]),
  ];
}

function secretsIn({ requests, masks, either = [] }: Expected): string[] {
  return [
    ...list(requests?.secret),
    ...list(requests?.neverSecret),
    ...list(masks?.must),
    ...either.flatMap(secretsIn),
  ];
}
