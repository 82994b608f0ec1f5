import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { secretLeaves } from '../../../secrets/in-documents.ts';
import {
  type Authority,
  type AuthorityContext,
  type AuthorityKind,
  type CreatedCredential,
  type IssuedCredential,
  UnknownOutcome,
} from '../../types.ts';
import {
  type Answer,
  hasTexts,
  isAnswer,
  loginObject,
  type Result,
  unusableLogin,
} from '../api-client.ts';
import {
  type BtpAction,
  btpClient,
  commandFailure,
  isByBackend,
  isDone,
  runCommand,
} from './api.ts';
import { type BtpLogin, type BtpOptions, type BtpScope, btpSettings } from './settings.ts';

export interface BtpAuthority extends Authority {
  /** Client id, token URL and kind; never a secret, whatever the server shows. */
  describe(name: string): Promise<JsonObject | undefined>;
  /** Is there a credential of this name? Its secret is shown when it is created and never again. */
  get(name: string): Promise<IssuedCredential | undefined>;
}

/**
 * API credentials of XSUAA (`btp create security/api-credential`), over the protocol of the BTP CLI
 * server. Login by a user; one session for all commands.
 *
 * @throws Failure E_AUTHORITY, E_HOST_NOT_ALLOWED or E_URL_* where the options make no sense.
 */
export function btpAuthority(options: BtpOptions, context: AuthorityContext): BtpAuthority {
  const settings = btpSettings(options, context);
  const client = btpClient(settings, context);
  const readOnly = String(options.readOnly ?? false);
  const run = (action: BtpAction, parameters: Readonly<Record<string, string>> = {}) =>
    runCommand(action, parameters, settings, client);

  /** The answer of a command that must succeed. */
  function required(action: BtpAction, result: Result): Answer {
    if (isDone(result)) return result;
    throw commandFailure(action, result, settings, client);
  }
  async function list(): Promise<readonly IssuedCredential[]> {
    return listed(required('list', await run('list')));
  }
  async function show(name: string): Promise<Answer | undefined> {
    const result = await run('get', { name: named(name) });
    return isMissing(result) ? undefined : required('get', result);
  }

  return {
    kind: 'btp',
    loginClientId: undefined,
    check: async () => {
      await list();
    },
    list,
    create: async (name) => {
      const result = await run('create', { name: named(name), readOnly });
      if (isDone(result)) return created(name, result, context);
      const refused = commandFailure('create', result, settings, client);
      throw client.notCreated(result, 'A credential', refused);
    },
    get: async (name) => ((await show(name)) === undefined ? undefined : issued(name)),
    describe: async (name) => {
      const answer = await show(name);
      return answer === undefined ? undefined : described(answer);
    },
    delete: async (name) => {
      const result = await run('delete', { name: named(name) });
      if (!isMissing(result)) required('delete', result);
    },
  };
}

/** An empty parameter would be left out, and the server would choose a name of its own. */
function named(name: string): string {
  if (name !== '') return name;
  throw new Failure('E_AUTHORITY', 'A credential without a name cannot be managed.');
}

/** No answer of this API tells when a credential was created. */
function issued(name: string): IssuedCredential {
  return { name, createdAt: undefined, usable: true };
}

/** The backend says so; a 404 of the CLI server itself is about the command. */
function isMissing(result: Result): boolean {
  return isAnswer(result) && isByBackend(result) && result.status === 404;
}

function listed({ document, facts }: Answer): IssuedCredential[] {
  const items = isJsonObject(document) ? document['value'] : document;
  const names = Array.isArray(items)
    ? items.map((item) => (isJsonObject(item) ? item['name'] : undefined))
    : [undefined];
  return names.map((name) => {
    if (typeof name === 'string' && name !== '') return issued(name);
    // To leave one out could mean to count, or to delete, the wrong ones.
    throw new Failure(
      'E_AUTHORITY',
      'The BTP CLI server listed the API credentials in a form that is not known.',
      REPORT,
      facts,
    );
  });
}

const REPORT = 'Please report this with the version of the action.';

/** What `get` tells of a credential; the server may show more some day, and that may be a secret. */
const SHOWN = ['name', 'clientId', 'credential-type', 'read-only', 'tokenurl', 'apiurl'] as const;

function described({ document, facts }: Answer): JsonObject {
  if (isJsonObject(document) && typeof document['clientId'] === 'string') {
    return Object.fromEntries(
      SHOWN.filter((member) => ['string', 'boolean'].includes(typeof document[member])).map(
        (member) => [member, document[member]],
      ),
    );
  }
  throw new Failure(
    'E_AUTHORITY',
    'The BTP CLI server showed an API credential in a form that is not known.',
    REPORT,
    facts,
  );
}

function created(
  name: string,
  { document, facts }: Answer,
  context: AuthorityContext,
): CreatedCredential {
  if (!isJsonObject(document)) {
    throw new UnknownOutcome(
      'A credential was asked for, and the answer, a success, cannot be read.',
      facts,
    );
  }
  const own = document['name'];
  const actual = typeof own === 'string' && own !== '' ? own : name;
  keepSecrets(document, actual, context);
  const secret = document['clientsecret'];
  if (typeof secret === 'string' && secret !== '') return { name: actual, value: document };
  throw new Failure(
    'E_AUTHORITY',
    'The answer to security/api-credential?create has no clientsecret.',
    'A credential of this name existed before, and its secret was shown when it was created and never again. Delete it if nothing uses it, and run the job again.',
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

const EXPECTED =
  'JSON with the texts "userName" and "password", and "idp" where the user is not one of the SAP ID service; or with "oidc": true and the texts "idp" and "audience"';

/** The members of `scope` in the inventory, and what the authority calls them. */
const SCOPES: Readonly<Record<string, (id: string) => BtpScope>> = {
  'global-account': (globalAccount) => ({ globalAccount }),
  directory: (directory) => ({ directory }),
  subaccount: (subaccount) => ({ subaccount }),
};

/** API credentials of XSUAA, as the inventory describes where they are issued. */
export const btp: AuthorityKind = {
  kind: 'btp',
  open: (settings, login, context) =>
    btpAuthority(
      {
        cliServer: textOf(settings['cli-server']),
        protocolVersion: textOf(settings['protocol-version']),
        subdomain: textOf(settings['subdomain']) ?? '',
        scope: scopeOf(settings['scope']),
        readOnly: settings['read-only'] === true,
        login: btpLogin(loginObject('btp', login, EXPECTED, context.secrets), context),
      },
      context,
    ),
};

function btpLogin(login: JsonObject, context: AuthorityContext): BtpLogin {
  if (Object.hasOwn(login, 'oidc')) return oidcLogin(login, context);
  if (hasTexts(login, ['userName', 'password'], ['idp'])) {
    return login as { readonly userName: string; readonly password: string; readonly idp?: string };
  }
  throw unusableLogin('btp', EXPECTED);
}

/** GitHub would put an audience of its own into the token where none is asked for. */
function oidcLogin({ oidc, ...texts }: JsonObject, context: AuthorityContext): BtpLogin {
  if (oidc !== true) throw unusableLogin('btp', EXPECTED, 'Its member oidc is not true.');
  const missing = ['idp', 'audience'].find((name) => (textOf(texts[name]) ?? '').trim() === '');
  if (missing !== undefined) {
    throw unusableLogin('btp', EXPECTED, `Its member ${missing} is missing, empty or no text.`);
  }
  if (!hasTexts(texts, ['idp', 'audience'])) throw unusableLogin('btp', EXPECTED);
  const { idp, audience } = texts as { readonly idp: string; readonly audience: string };
  return { assertion: () => context.oidcToken(audience), idp };
}

function scopeOf(scope: unknown): BtpScope {
  const [only, ...others] = isJsonObject(scope) ? Object.entries(scope) : [];
  const [name = '', id] = only ?? [];
  const make = Object.hasOwn(SCOPES, name) ? SCOPES[name] : undefined;
  if (make !== undefined && typeof id === 'string' && others.length === 0) return make(id);
  throw new Failure(
    'E_CONFIG',
    'The scope of the authority btp must be a map with exactly one of global-account, directory and subaccount.',
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
