import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { secureUrl, withoutSlashes } from '../../../base/url.ts';
import { secretLeaves } from '../../../secrets/in-documents.ts';
import {
  type AuthorityContext,
  type AuthorityKind,
  type CreatedCredential,
  type IssuedCredential,
  UnknownOutcome,
} from '../../types.ts';
import { type Answer, isUuid, unknownForm } from '../api-client.ts';
import { jsonLogin } from '../authority-login.ts';
import { type Place, refusedPlace } from '../hosts.ts';
import {
  type BtpAction,
  type BtpSettings,
  CLI_SERVERS,
  commandFailure,
  isDone,
  isMissing,
  runCommand,
} from './api.ts';
import { loggedInClient } from './login.ts';

/**
 * API credentials of XSUAA (`btp create security/api-credential`), over the protocol of the BTP CLI
 * server. Settings: `scope`, `subdomain`, `read-only`, `cli-server`, `protocol-version`. Login by a
 * user, or by the OIDC token of the job; one session for all commands.
 */
export const btp: AuthorityKind = {
  kind: 'btp',
  place: placeOf,
  open(given, login, context) {
    const settings = btpSettings(given, login, context);
    const client = loggedInClient(settings, context);
    const run = (action: BtpAction, parameters: Readonly<Record<string, string>> = {}) =>
      runCommand(client, action, parameters);

    async function list(): Promise<readonly IssuedCredential[]> {
      const result = await run('list');
      if (isDone(result)) return listed(result);
      throw commandFailure(client, 'list', result);
    }

    async function exists(name: string): Promise<boolean> {
      const result = await run('get', { name });
      if (!isDone(result) && !isMissing(result)) throw commandFailure(client, 'get', result);
      return isDone(result);
    }

    return {
      kind: btp.kind,
      loginClientId: undefined,
      check: async () => {
        await list();
      },
      list,
      create: async (name) => {
        const readOnly = String(settings.readOnly);
        const result = await run('create', { name: named(name), readOnly });
        if (isDone(result)) return created(name, result, context, exists);
        const refused = commandFailure(client, 'create', result);
        throw client.notCreated(result, 'A credential', refused);
      },
      describe: async (name) => {
        const result = await run('get', { name: named(name) });
        if (isDone(result)) return described(result);
        if (isMissing(result)) return undefined;
        throw commandFailure(client, 'get', result);
      },
      delete: async (name) => {
        const result = await run('delete', { name: named(name) });
        if (!isDone(result) && !isMissing(result)) throw commandFailure(client, 'delete', result);
      },
    };
  },
};

/** The settings, as the schema of the inventory has them. */
interface Given {
  readonly scope: Readonly<Record<string, string>>;
  readonly subdomain: string;
  readonly 'read-only'?: boolean;
  readonly 'cli-server'?: string;
  readonly 'protocol-version'?: string;
}

/** Of 2026-07; the parameters of API credentials are the same in all versions since v2.64.0. */
const DEFAULT_VERSION = 'v2.106.1';

/**
 * @throws Failure E_INPUT_MISSING, E_AUTHORITY_LOGIN, E_AUTHORITY for an idp that is none,
 * E_HOST_NOT_ALLOWED, and what `secureUrl` throws.
 */
function btpSettings(
  settings: JsonObject,
  givenLogin: string | undefined,
  context: AuthorityContext,
): BtpSettings {
  const given = settings as unknown as Given;
  // First, so that whatever is wrong with the settings, the login is masked.
  const names = { user: 'userName', provider: 'idp' } as const;
  const login = jsonLogin('btp', names, givenLogin, context.secrets);
  const idp = login.provider ?? '';
  if (!/^[\w.-]*$/.test(idp)) {
    throw new Failure(
      'E_AUTHORITY',
      'The settings of the authority btp cannot be used: idp must be a tenant of SAP Cloud Identity Services, such as acmetenant or acmetenant.accounts.ondemand.com, not a URL.',
    );
  }
  const { allowedHosts } = context;
  const place = placeOf(settings);
  const refused = refusedPlace(place, allowedHosts);
  if (refused !== undefined) throw refused;
  return {
    server: withoutSlashes(place.url.href),
    version: given['protocol-version'] ?? DEFAULT_VERSION,
    subdomain: given.subdomain,
    scope: scopeParameter(given.scope),
    readOnly: given['read-only'] === true,
    ...{ login, idp, allowedHosts },
  };
}

function placeOf(settings: JsonObject): Place {
  const given = (settings as unknown as Given)['cli-server'] ?? 'https://cli.btp.cloud.sap';
  return { name: 'The BTP CLI server', url: secureUrl(given, 'cli-server'), builtIn: CLI_SERVERS };
}

/** The one member of `scope`, as the CLI server calls it. Ids are written in lower case there. */
function scopeParameter({ 'global-account': globalAccount, ...others }: Given['scope']) {
  if (globalAccount !== undefined) return { globalAccount };
  return Object.fromEntries(
    Object.entries(others).map(([kind, id]) => [kind, isUuid(id) ? id.toLowerCase() : id]),
  );
}

/** An empty name would let the server choose one of its own. */
function named(name: string): string {
  if (name !== '') return name;
  throw new Failure('E_AUTHORITY', 'A credential without a name cannot be managed.');
}

function listed(answer: Answer): IssuedCredential[] {
  const { document } = answer;
  const items = isJsonObject(document) ? document['value'] : document;
  const names = Array.isArray(items)
    ? items.map((item) => (isJsonObject(item) ? item['name'] : undefined))
    : [undefined];
  return names.map((name) => {
    // No answer of this API tells when a credential was created.
    if (typeof name === 'string' && name !== '')
      return { name, createdAt: undefined, usable: true };
    throw unknownForm('The BTP CLI server listed the API credentials', answer);
  });
}

/** What `get` tells of a credential; the server may show more some day, and that may be a secret. */
const SHOWN = ['name', 'clientId', 'credential-type', 'read-only', 'tokenurl', 'apiurl'] as const;

/** Client id, token URL and kind; never a secret, whatever the server shows. */
function described(answer: Answer): JsonObject {
  const { document } = answer;
  if (!isJsonObject(document) || typeof document['clientId'] !== 'string') {
    throw unknownForm('The BTP CLI server showed an API credential', answer);
  }
  const members = SHOWN.map((name) => [name, document[name]] as const);
  return Object.fromEntries(
    members.filter(([, value]) => typeof value === 'string' || typeof value === 'boolean'),
  );
}

/**
 * @param exists whether there is a credential of that name.
 * @throws UnknownOutcome, Failure E_AUTHORITY
 */
async function created(
  name: string,
  { document, facts }: Answer,
  context: AuthorityContext,
  exists: (name: string) => Promise<boolean>,
): Promise<CreatedCredential> {
  if (!isJsonObject(document)) {
    throw new UnknownOutcome(
      'A credential was asked for, and the answer, a success, cannot be read.',
      facts,
    );
  }
  keepSecrets(document, name, context);
  const secret = document['clientsecret'];
  if (typeof secret !== 'string' || secret === '') {
    throw new Failure(
      'E_AUTHORITY',
      'The answer to security/api-credential?create has no clientsecret.',
      'A credential of this name existed before, and its secret was shown when it was created and never again. Delete it if nothing uses it, and run the job again.',
      facts,
    );
  }
  const { name: told = name } = document;
  if (told === name) return { name, value: document };
  // What the answer names may be somebody else's: only the name that was asked for is believed.
  if (await exists(name)) return { name, value: { ...document, name } };
  throw new Failure(
    'E_AUTHORITY',
    `The credential ${name} was asked for, and the answer gives another name, which is not used. There is none with the name that was asked for.`,
    'Look through the API credentials of this scope: one that was made now, and that nobody has asked for, may be deleted.',
    facts,
  );
}

/** Secrets look like `name$base64`; a text that repeats the name alone repeats no secret. */
function keepSecrets(document: JsonObject, name: string, { secrets }: AuthorityContext): void {
  for (const secret of secretLeaves(document)) {
    const start = `${name}$`;
    secrets.mask([secret]);
    secrets.keep([secret.startsWith(start) ? secret.slice(start.length) : secret]);
  }
}
