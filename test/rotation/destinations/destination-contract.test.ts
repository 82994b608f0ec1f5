import type { SecretPath, Visibility } from '../../servers/github-vault.ts';
import { type KeptValue, TIMEOUT } from './contract-world.ts';
import { describeDestination } from './destination-contract.ts';
import { gitHubWorld, START } from './github-world.ts';

/** More often than anybody asks. */
const FOR_EVER = 99;

const secret = 'CALM_KEY';
const repository = 'acme/portal';
const organization = 'acme';
const kind = 'dependabot';

const PLACES: readonly {
  readonly name: string;
  readonly path: SecretPath;
  readonly nowhere: SecretPath;
  readonly visibility?: Visibility;
}[] = [
  {
    name: 'repository',
    path: { repository, secret },
    nowhere: { repository: 'acme/none', secret },
  },
  {
    name: 'environment',
    path: { repository, environment: 'prod', secret },
    nowhere: { repository, environment: 'none', secret },
  },
  {
    name: 'Dependabot in a repository',
    path: { repository, kind, secret },
    nowhere: { repository: 'acme/none', kind, secret },
  },
  ...(['all', 'private', 'selected'] as const).flatMap((visibility) => [
    {
      name: `organization, visible for ${visibility}`,
      path: { organization, secret },
      nowhere: { organization: 'none', secret },
      visibility,
    },
    {
      name: `Dependabot in an organization, visible for ${visibility}`,
      path: { organization, kind, secret } as const,
      nowhere: { organization: 'none', kind, secret } as const,
      visibility,
    },
  ]),
];

for (const { name, path, nowhere, visibility } of PLACES) {
  describeDestination(name, async () => {
    const world = await gitHubWorld({ timeout: TIMEOUT });
    const { server, destination, warnings, debug, retries, elapsed } = world;
    const readers =
      visibility === undefined
        ? {}
        : { visibility, repositories: visibility === 'selected' ? [world.repository] : [] };
    const beside = { ...path, secret: 'ANOTHER_KEY' };
    const kept = (at: SecretPath): KeptValue | undefined => {
      const found = server.secret(at);
      return (
        found && {
          value: found.plaintext,
          readers: [found.visibility, ...found.repositories],
        }
      );
    };
    const keep = (at: SecretPath, plaintext: string): void =>
      server.keep(at, { plaintext, updatedAt: START + elapsed(), ...readers });
    return {
      open: () => destination(path),
      openNowhere: () => destination(nowhere),
      place: path.organization ?? `${path.repository}`,
      largest: 49_152,
      stored: () => kept(path),
      keep: (value) => keep(path, value),
      keepBeside: (value) => keep(beside, value),
      storedBeside: () => kept(beside),
      requests: () => server.exchanges.length,
      writes: () => server.exchanges.filter(({ method }) => method !== 'GET').length,
      complaints: () => [
        ...server.complaints,
        ...server.exchanges
          .filter((exchange) => !isAllowed(exchange))
          .map((exchange) => `${exchange.method} ${exchange.path}`),
      ],
      refuse: (what) =>
        server.fail({
          on: what === 'writes' ? /^(?!GET )/ : /^/,
          status: 403,
          body: (request: object) => ({ message: 'Refused', request: JSON.stringify(request) }),
          times: FOR_EVER,
        }),
      advice: 'The input github-token may not do this. It needs the permission ',
      nowhereAdvice: 'or the input github-token cannot see it. It needs the permission ',
      delay: () =>
        server.fail({ on: /^/, status: 429, headers: { 'retry-after': '3600' }, times: FOR_EVER }),
      loseNextWrite: (moment) => server.fail({ on: /^PUT /, lost: moment }),
      told: () => [...warnings, ...debug, ...retries],
      secrets: () => [
        server.token,
        ...server.exchanges.map(({ body }) => String(body?.['encrypted_value'] ?? '')),
      ],
      start: START,
      now: () => START + elapsed(),
      pass: world.advance,
    };
  });
}

/** Reads and writes of this one secret, its repositories and the public key. */
function isAllowed({ method, path }: { readonly method: string; readonly path: string }): boolean {
  const [, below = ''] = /\/secrets\/(.+)$/.exec(path) ?? [];
  return method === 'GET'
    ? /^(?:public-key|CALM_KEY(?:\/repositories)?)$/.test(below)
    : method === 'PUT' && /^CALM_KEY(?:\/repositories\/\d+)?$/.test(below);
}
