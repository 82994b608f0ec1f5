// All that a rotation talks to, in a process of its own so that its work is not measured: GitHub, a
// Cloud Foundry with its UAA server, and a token server, as the tests play them. A credential was
// created a day ago, so that nothing is due. Talks to its parent by IPC and ends with it.
import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { cloudFoundryIssuer } from '../../test/end-to-end/rotation/cloud-foundry-issuer.ts';
import {
  DAY,
  OTHERS,
  startPlatform,
  workflowEnvironment,
} from '../../test/end-to-end/rotation/platform.ts';

/** How one run of the rotation action is started. */
export interface RotationWorld {
  readonly env: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
  /** What a checkout has put into the workspace: paths and texts. */
  readonly workspace: Readonly<Record<string, string>>;
}

/** What the servers have seen of one run. */
export interface RotationVisit {
  /** By the name of the origin. */
  readonly connections: Readonly<Record<string, number>>;
  readonly requests: Readonly<Record<string, number>>;
  /** Method and path of each request that changes something. */
  readonly writes: readonly string[];
  /** What GitHub's own description has against the requests. */
  readonly complaints: readonly string[];
}

const RUN_ID = '8000000001';
const BY_HAND = 'calm-key-by-hand';

process.once('disconnect', () => process.exit());
await once(process, 'message');

const world = await startPlatform({
  startIssuer: cloudFoundryIssuer,
  others: OTHERS,
});
world.wait(-DAY);
await world.setUpByHand();
const { exitCode, outputs, stdout } = await world.rotate();
if (exitCode !== 0 || outputs['state'] !== 'rotated') {
  throw new Error(`The rotation of the day before failed.\n${stdout}`);
}
await world.issuer.deleteByHand(BY_HAND);
world.wait(Date.now() - world.now());

const portOf = (url: unknown) => Number(new URL(String(url)).port);
const GITHUB = 'GitHub';
const API = 'Cloud Foundry';
const names = new Map([
  [world.github.port, GITHUB],
  [portOf(world.issuer.authority['api']), API],
  [portOf(world.tokenServer.url), 'token server'],
]);
// The one server that nobody but Cloud Foundry's own discovery names.
const originOf = (socket: Socket) => names.get(socket.localPort ?? 0) ?? 'UAA';

let connections: Record<string, number> = {};
let requests: Record<string, number> = {};
let writes: string[] = [];
let complaintsBefore = 0;

subscribe('net.server.socket', (message) => {
  count(connections, originOf((message as { socket: Socket }).socket));
});
subscribe('http.server.request.start', (message) => {
  const { request } = message as { request: IncomingMessage };
  const origin = originOf(request.socket);
  count(requests, origin);
  // A login and a token are POST requests that change nothing.
  const changes = request.method !== 'GET' && (origin === GITHUB || origin === API);
  if (changes) writes.push(`${request.method} ${request.url}`);
});

process.on('message', (question) => {
  if (question === 'begin') begin();
  const complaints = world.github.complaints.slice(complaintsBefore);
  const visit: RotationVisit = { connections, requests, writes, complaints };
  process.send?.(visit);
});
const started: RotationWorld = {
  env: workflowEnvironment(world.github.url, RUN_ID),
  inputs: {
    credentials: world.stored() ?? '',
    'authority-login': world.issuer.login,
    'github-token': world.github.token,
  },
  workspace: { '.github/api-credentials.yml': world.inventory },
};
process.send?.(started);

function begin(): void {
  [connections, requests, writes] = [{}, {}, []];
  complaintsBefore = world.github.complaints.length;
  world.github.runs.set(RUN_ID, { createdAt: world.now(), status: 'in_progress' });
}

function count(counts: Record<string, number>, origin: string): void {
  counts[origin] = (counts[origin] ?? 0) + 1;
}
