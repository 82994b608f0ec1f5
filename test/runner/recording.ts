import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { Server as HttpServer, type IncomingMessage, ServerResponse } from 'node:http';
import { Server as HttpsServer } from 'node:https';
import { createRequire } from 'node:module';
import { type AddressInfo, Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type TLSSocket, Server as TlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** What `scripts/compare.ts` gives to the tests of a recording, as JSON in RECORDING. */
export interface RecordingSettings {
  /** The time of day, in milliseconds since the epoch. */
  readonly now: number;
  /** A folder for keys that are made once. */
  readonly keys: string;
  /** The root of the build that runs. */
  readonly build: string;
  /** A folder for one file of records for each file of tests. */
  readonly records: string;
  /** Test files, relative to the root. Each has ports of its own. */
  readonly files: readonly string[];
  readonly ports: { readonly first: number; readonly ofAFile: number };
}

/** One run of an action, one line of JSON in a file of records. */
export interface RunRecord {
  /** File, name of the test and number of the run in it. */
  readonly run: string;
  /** All that the action got and left, by what it is. */
  readonly parts: Readonly<Record<string, unknown>>;
  /** What servers of the test received since the run before, in order. */
  readonly requests: readonly RequestRecord[];
}

export interface RequestRecord {
  /** Port, method and path; or the port alone, where a server takes bytes. */
  readonly line: string;
  /** Names and values in turn, spelled and ordered as sent. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** Milliseconds. Some tests need that a run takes time. */
const BETWEEN_RUNS = 1000;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const settings: RecordingSettings = JSON.parse(process.env['RECORDING'] ?? '');
const require = createRequire(import.meta.url);
const CHANCE = require.resolve('./fixed-chance.cjs');
const file = relative(ROOT, expect.getState().testPath ?? '');
const scope = () => `${file} > ${expect.getState().currentTestName ?? ''}`;
const answering = new AsyncLocalStorage<() => string>();
const runs = new Map<string, number>();
const pause = () => (runs.get(scope()) ?? 0) * BETWEEN_RUNS;
require(CHANCE)({ scope, pause, within: () => answering.getStore()?.() ?? '' });

const open = new Set<number>();
giveEachServerAFixedPort();
giveEachAnswerAFixedDate();
let requests: { line: string; headers: readonly string[]; chunks: Buffer[] }[] = [];
recordRequests();

// Only now, since what it imports shall meet what is fixed above.
const { standAround } = await import('./run-action.ts');
standAround(async (options, run) => {
  const number = (runs.get(scope()) ?? 0) + 1;
  runs.set(scope(), number);
  const name = `${scope()} > run ${number}`;
  const action = relative(ROOT, options.action ?? join(ROOT, 'action.yml'));
  if (action.startsWith('..')) return run(options);
  const { action: _, env, preload = [], onStart: __, ...given } = options;
  const record = (left: object) => {
    const seen = requests.map(({ chunks, ...request }) => ({
      ...request,
      body: printable(Buffer.concat(chunks).toString('latin1')),
    }));
    requests = [];
    const parts = { given: { action, env, ...given }, ...left };
    const text = JSON.stringify({ run: name, parts, requests: seen } satisfies RunRecord);
    const place = join(settings.records, `${settings.files.indexOf(file)}.jsonl`);
    appendFileSync(place, `${withoutForeignNames(text)}\n`);
  };
  try {
    const ended = await run({
      ...options,
      action: join(settings.build, action),
      preload: [CHANCE, ...[preload].flat()],
      env: { ...env, RECORDING: JSON.stringify({ ...settings, now: Date.now(), action: name }) },
    });
    const { files, ...left } = ended;
    record({ ...left, path: files.path, state: files.state });
    return ended;
  } catch (error) {
    record({ thrown: String(error).replaceAll(settings.build, '<build>') });
    throw error;
  }
});

/** By the name of the test, so that one server more in another test changes nothing in this one. */
function giveEachServerAFixedPort(): void {
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (this: Server, ...given: unknown[]) {
    const [first, ...rest] = given;
    if (first !== 0) return listen.apply(this, given as never);
    const { first: base, ofAFile } = settings.ports;
    const block = base + settings.files.indexOf(file) * ofAFile;
    const start = createHash('sha256').update(scope()).digest().readUInt32BE();
    let at = start;
    while (open.has(block + (at % ofAFile))) at += 1;
    const port = block + (at % ofAFile);
    open.add(port);
    this.once('close', () => open.delete(port));
    return listen.apply(this, [port, ...rest] as never);
  } as typeof listen;
}

/** Node's own comes from a clock that nobody can set. */
function giveEachAnswerAFixedDate(): void {
  const writeHead = ServerResponse.prototype.writeHead;
  ServerResponse.prototype.writeHead = function (this: ServerResponse, ...given: never) {
    if (this.sendDate && !this.hasHeader('date')) this.setHeader('Date', new Date().toUTCString());
    return writeHead.apply(this, given);
  } as typeof writeHead;
}

/** Of every server of the test, whoever wrote it. */
function recordRequests(): void {
  const emit = Server.prototype.emit;
  Server.prototype.emit = function (this: Server, event: string, ...given: unknown[]) {
    const handle = () => emit.apply(this, [event, ...given] as never);
    const port = (this.address() as AddressInfo | null)?.port;
    const speaksHttp = this instanceof HttpServer || this instanceof HttpsServer;
    if (speaksHttp && (event === 'request' || event === 'connect')) {
      const request = given[0] as IncomingMessage;
      const { chunks, line } = keep(lineOf(request, port), request.rawHeaders);
      watch(request, (chunk) => chunks.push(chunk));
      return answering.run(() => `${line}\n${Buffer.concat(chunks).toString('latin1')}`, handle);
    }
    if (!speaksHttp && this instanceof TlsServer && event === 'secureConnection') {
      // Each record of TLS by itself: the client has written it at once.
      watch(given[0] as Socket, (chunk) => keep(String(port)).chunks.push(chunk));
    } else if (!speaksHttp && !(this instanceof TlsServer) && event === 'connection') {
      const { chunks } = keep(String(port));
      watch(given[0] as Socket, (chunk) => chunks.push(chunk));
    }
    return handle();
  } as typeof emit;
}

function lineOf({ method, url, socket }: IncomingMessage, port: number | undefined): string {
  const tls = socket as Partial<TLSSocket>;
  const subject = tls.getPeerX509Certificate?.()?.subject.replaceAll('\n', ', ');
  const who = [tls.servername && `SNI ${tls.servername}`, subject].filter(Boolean).join(', ');
  return `${port} ${method} ${url}${who && ` (${who})`}`;
}

function keep(line: string, headers: readonly string[] = []) {
  const request = { line, headers, chunks: [] as Buffer[] };
  requests.push(request);
  return request;
}

/** Whatever is done when a piece arrives is done within the answer to it. */
function watch(stream: IncomingMessage | Socket, seen: (chunk: Buffer) => void): void {
  const push = stream.push;
  stream.push = (chunk, encoding) => {
    if (chunk === null) return push.call(stream, chunk, encoding);
    const bytes = Buffer.from(chunk, encoding);
    seen(bytes);
    const name = answering.getStore() ?? (() => bytes.toString('latin1'));
    return answering.run(name, () => push.call(stream, chunk, encoding));
  };
}

/** A handshake of TLS, at a server that does not speak it, is never the same twice. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  const end = text.search(/[\x00-\x08\x0e-\x1f\x7f]/);
  return end < 0 ? text : `${text.slice(0, end)}<binary>`;
}

/** What others have named: temporary folders, and servers that are programs (program.ts). */
function withoutForeignNames(text: string): string {
  return text
    .replace(new RegExp(`(${tmpdir()}/[a-z-]+-)\\w{6}`, 'g'), '$1XXXXXX')
    .replace(/(?<=localhost:|127\.0\.0\.1:)[2-6]\d{4}\b/g, '<port>');
}
