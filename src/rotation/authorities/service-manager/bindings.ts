import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { header } from '../../../http/response.ts';
import { secretLeaves } from '../../../secrets/in-documents.ts';
import { type CreatedCredential, type IssuedCredential, UnknownOutcome } from '../../types.ts';
import {
  type Answer,
  type ApiClient,
  apiRequest,
  type BrokerVerdict,
  brokerVerdict,
  dateOf,
  isAnswer,
  isCleared,
  isRefusal,
  isSuccess,
  objectIn,
  objectOf,
  type Result,
} from '../api-client.ts';
import {
  errorWord,
  type InstanceClient,
  isId,
  isMissing,
  listAll,
  quoted,
  requestFailure,
  type SmItem,
} from './api.ts';

const BINDINGS = '/v1/service_bindings';

/** The labels of every binding that rotation has made. No other one is ever deleted. */
export const LABEL = 'managed_by';

export const LABEL_VALUE = 'api-client-credentials';

/** Its value is the owner in full: a name alone has no room for it, and anybody can give one. */
export const OWNER_LABEL = 'rotation_owner';

interface SmBinding extends IssuedCredential {
  readonly id: string;
  /** Does it have our labels? */
  readonly ours: boolean;
}

/**
 * The bindings of the instance, those of others included.
 *
 * @param name of the only one that is wanted; left out: all.
 * @throws Failure E_AUTHORITY
 */
export async function listBindings(
  client: InstanceClient,
  name?: string,
): Promise<readonly SmBinding[]> {
  const { instance } = client;
  const what = name === undefined ? 'list the bindings' : 'look up a binding';
  const condition = name === undefined ? '' : ` and name eq ${quoted(name)}`;
  const query = `service_instance_id eq ${quoted(instance)}${condition}`;
  const listed = await listAll(client, what, BINDINGS, query);
  // What was not asked for is not touched, whatever an answer holds.
  return listed
    .filter(({ service_instance_id: of }) => of === undefined || of === instance)
    .filter((each) => name === undefined || each.name === name)
    .map((each) => bindingOf(each, client));
}

/**
 * The credentials of a binding again, masked before anything else; undefined: there is none that
 * can be used. Where its creation still goes on it is waited for.
 *
 * @throws Failure E_AUTHORITY
 */
export async function readCredentials(
  client: InstanceClient,
  name: string,
): Promise<JsonObject | undefined> {
  const listed = await bindingNamed(client, name);
  const state = listed === undefined ? undefined : await settledBinding(client, listed.id, name);
  return state?.usable === true ? state.credentials : undefined;
}

/**
 * Names are unique among the bindings of an instance.
 *
 * @throws Failure E_AUTHORITY
 */
async function bindingNamed(client: InstanceClient, name: string): Promise<SmBinding | undefined> {
  const [only, ...others] = await listBindings(client, name);
  if (others.length === 0) return only;
  throw new Failure(
    'E_AUTHORITY',
    `There are ${others.length + 1} bindings with the name ${name}, so nobody knows which one is meant.`,
    'Delete those that nothing uses.',
  );
}

function bindingOf(item: SmItem, { context }: ApiClient): SmBinding {
  const labels = objectIn(item, 'labels') ?? {};
  const has = (label: string, values: readonly string[]) => {
    const found = labels[label];
    return Array.isArray(found) && values.some((value) => found.includes(value));
  };
  return {
    id: item.id,
    name: item.name,
    createdAt: dateOf(item['created_at']),
    usable: isUsable(item),
    ours: has(LABEL, [LABEL_VALUE]) && has(OWNER_LABEL, context.owners),
  };
}

/**
 * A binding as one answer tells it; undefined: there is none.
 *
 * @throws Failure E_AUTHORITY, also where the answer is about another binding.
 */
async function bindingState(client: InstanceClient, id: string, name: string) {
  const what = 'read a binding';
  const answer = await client.send(apiRequest('GET', `${BINDINGS}/${id}`, what));
  if (isMissing(answer)) return undefined;
  const document = objectOf(answer);
  if (document === undefined) throw requestFailure(what, answer, client);
  requireAskedFor(client, document, name, answer.facts);
  const { type, state, errors } = lastOperation(document);
  const inProgress = state === 'in progress' || state === 'pending';
  const deletes = type === 'delete' && state !== 'succeeded';
  return {
    usable: isUsable(document),
    creation: type !== 'create' ? undefined : inProgress ? 'in progress' : state,
    deletion: deletes ? (state === 'failed' ? 'failed' : 'in progress') : undefined,
    errors,
    /** Undefined: there are none, or not yet. */
    credentials: keptCredentials(client, document),
  };
}

/** The same when its creation has ended, or as it is when the deadline comes. */
async function settledBinding(client: InstanceClient, id: string, name: string) {
  for (let waits = 0; ; waits++) {
    const state = await bindingState(client, id, name);
    if (state?.creation !== 'in progress') return state;
    if (!(await client.pause(`the creation of ${name}`, waits))) return state;
  }
}

/**
 * An answer about something else is not believed: what it names may be somebody else's.
 *
 * @throws Failure E_AUTHORITY
 */
function requireAskedFor(
  { instance }: InstanceClient,
  document: JsonObject,
  name: string,
  facts: readonly string[],
): void {
  const { name: named = name, service_instance_id: of = instance } = document;
  if (named === name && of === instance) return;
  throw new Failure(
    'E_AUTHORITY',
    `The answer to a request about the binding ${name} is about another one, so nothing of it was used.`,
    'Is there a proxy between that answers itself? If not, report this to the support of SAP BTP.',
    facts,
  );
}

/** Bindings that are older than operations were recorded have none. */
function isUsable(document: JsonObject): boolean {
  const { state } = lastOperation(document);
  return document['ready'] === true && (state === undefined || state === 'succeeded');
}

function lastOperation(document: JsonObject): JsonObject {
  return objectIn(document, 'last_operation') ?? {};
}

/** The issuer's own JSON of a binding, masked before anything else is done with it. */
function keptCredentials({ context }: ApiClient, document: JsonObject): JsonObject | undefined {
  const credentials = objectIn(document, 'credentials') ?? {};
  if (Object.keys(credentials).length === 0) return undefined;
  context.secrets.keep(secretLeaves(credentials));
  return credentials;
}

/**
 * Creates a binding and waits for its credentials. What a failed creation leaves is deleted.
 *
 * @throws UnknownOutcome where nobody knows whether there is one now; Failure E_AUTHORITY.
 */
export async function createBinding(
  client: InstanceClient,
  name: string,
  parameters: JsonObject | undefined,
): Promise<CreatedCredential> {
  const what = `create ${name}`;
  const body = {
    name,
    service_instance_id: client.instance,
    ...(parameters === undefined ? {} : { parameters }),
    labels: { [LABEL]: [LABEL_VALUE], [OWNER_LABEL]: [client.context.owners[0]] },
  };
  const request = apiRequest('POST', `${BINDINGS}${ASYNC}`, what, body);
  const result = await client.send({ ...request, creates: true });
  if (isSuccess(result)) return finished(client, name, result);
  const failure = requestFailure(what, result, client);
  if (isAnswer(result) && errorWord(result) === 'BrokerError') {
    throw await brokerFailure(client, name, failure.happened, result.facts, result.document);
  }
  throw client.notCreated(result, 'A binding', failure);
}

/**
 * With it the server writes the binding down before it asks the broker, and answers at once. Without
 * it a client that goes away meanwhile, or the server's own timeout, leaves a credential that lives
 * and that no list shows.
 */
const ASYNC = '?async=true';

/** At once with its credentials, or after an operation. */
async function finished(
  client: InstanceClient,
  name: string,
  answer: Answer,
): Promise<CreatedCredential> {
  const unknown = (why: string, facts: readonly string[]) =>
    new UnknownOutcome(`The binding ${name} was asked for. ${why}`, facts);
  const { facts } = answer;
  const document = isJsonObject(answer.document) ? answer.document : {};
  const value = keptCredentials(client, document);
  requireAskedFor(client, document, name, facts);
  if (value !== undefined) return { name, value };
  const operation = operationOf(answer);
  const id = operation?.bindingId ?? document['id'];
  if (!isId(id)) {
    throw unknown('The answer, a success, names neither credentials nor a binding.', facts);
  }
  if (operation !== undefined) {
    const outcome = await endOf(client, `create ${name}`, operation.path);
    if (outcome.state === 'failed') throw await failedCreation(client, name, outcome.errors, facts);
    if (outcome.state === 'slow') throw tooSlow(name, facts);
    if (outcome.state === 'unknown') {
      const { result } = outcome;
      throw unknown(`Its creation cannot be followed. ${client.describe(result)}`, result.facts);
    }
  }
  const state = await settledBinding(client, id, name);
  if (state?.creation === 'in progress') throw tooSlow(name, facts);
  if (state?.creation === 'failed') throw await failedCreation(client, name, state.errors, facts);
  if (state?.usable !== true) {
    throw unknown('It was created, and its credentials cannot be read.', facts);
  }
  if (state.credentials === undefined) throw await withoutCredentials(client, name, facts);
  return { name, value: state.credentials };
}

async function withoutCredentials(
  client: InstanceClient,
  name: string,
  facts: readonly string[],
): Promise<Failure> {
  return new Failure(
    'E_AUTHORITY',
    `The binding ${name} was created, and the broker of the service has given no credentials for it. ${await clearedAway(client, name)}`,
    'Is this an instance of a service whose bindings hold credentials? Check instance and parameters of the authority.',
    facts,
  );
}

/** Its outcome is not unknown, it is still to come; a later run finds the binding by its name. */
function tooSlow(name: string, facts: readonly string[]): Failure {
  return new Failure(
    'E_AUTHORITY',
    `The broker of the service is slow: the creation of the binding ${name} has begun and did not end in time.`,
    'It goes on there, and a later run deletes what comes of it. Raise the input timeout if the broker is always so slow.',
    facts,
  );
}

function failedCreation(
  client: InstanceClient,
  name: string,
  errors: unknown,
  facts: readonly string[],
): Promise<Failure> {
  const happened = `SAP Service Manager could not create ${name}${client.reasons(errors)}.`;
  return brokerFailure(client, name, happened, facts, errors);
}

/** A creation that has failed leaves a binding that nobody can use, but not always. */
async function brokerFailure(
  client: InstanceClient,
  name: string,
  happened: string,
  facts: readonly string[],
  errors: unknown,
): Promise<Failure> {
  const verdict = brokerVerdict(errors);
  const [what, next] = VERDICTS[verdict];
  const rest = await clearedAway(client, name, verdict !== 'refused');
  return new Failure('E_AUTHORITY', `${happened} ${what} ${rest}`, next, facts);
}

const VERDICTS: Readonly<Record<BrokerVerdict, readonly [what: string, next: string]>> = {
  refused: [
    'The broker of the service has refused.',
    'Check the parameters of the authority, and whether the instance is in order.',
  ],
  failed: ['The broker of the service has failed.', 'Run the job again later.'],
  silent: [
    'The broker of the service has not answered Service Manager.',
    'Run the job again later.',
  ],
};

/**
 * Deletes what a creation has left.
 *
 * @param mayLive whether the broker may have issued what the server does not know.
 * @returns a sentence about what is left.
 */
async function clearedAway(
  client: InstanceClient,
  name: string,
  mayLive: boolean = false,
): Promise<string> {
  let found = false;
  const isGone = await isCleared(async () => {
    found = await deleteBinding(client, name);
  });
  if (!isGone) return 'What is left of it could not be deleted; a later run will.';
  if (found || !mayLive) return 'Nothing of it is left.';
  return `No list shows it, but a credential with the name ${name} may live at the service: let its support look.`;
}

/**
 * Deletes the binding of that name, if there is one and it has our labels, and waits until it is gone.
 *
 * @returns whether there was one.
 * @throws Failure E_AUTHORITY
 */
export async function deleteBinding(client: InstanceClient, name: string): Promise<boolean> {
  const { id, ours } = (await bindingNamed(client, name)) ?? {};
  if (id === undefined) return false;
  if (!ours) {
    throw new Failure(
      'E_AUTHORITY',
      `The binding ${name} has not the labels ${LABEL}=${LABEL_VALUE} and ${OWNER_LABEL} of this entry, so it was not made by its rotation and was not deleted.`,
      'Delete it by hand if nothing uses it.',
    );
  }
  const what = `delete ${name}`;
  const request = apiRequest('DELETE', `${BINDINGS}/${id}${ASYNC}`, what);
  // A second one does no harm: what is gone is missing, and what goes on is told as such.
  const result = await client.send({ ...request, repeat: 'always' });
  if (isMissing(result)) return true;
  if (isSuccess(result)) {
    const operation = operationOf(result);
    if (operation === undefined && result.status !== 202) return true;
    const outcome = operation && (await endOf(client, what, operation.path));
    if (outcome?.state === 'succeeded') return true;
    if (outcome?.state === 'failed') throw notDeleted(name, client.reasons(outcome.errors));
  } else if (isRefusal(result) && !isBusy(result)) {
    throw requestFailure(what, result, client);
  }
  await requireGone(client, id, name, result);
  return true;
}

/** Something else goes on with the binding, most likely an earlier deletion. */
function isBusy(result: Result): boolean {
  return isAnswer(result) && result.status === 422;
}

/** What became of a request shows the binding. */
async function requireGone(
  client: InstanceClient,
  id: string,
  name: string,
  result: Result,
): Promise<void> {
  for (let waits = 0; ; waits++) {
    const state = await bindingState(client, id, name);
    if (state === undefined) return;
    if (state.deletion === 'failed') throw notDeleted(name, client.reasons(state.errors));
    if (state.deletion === undefined) break;
    if (await client.pause(`the request to delete ${name} to end`, waits)) continue;
    throw new Failure(
      'E_AUTHORITY',
      `The broker of the service is slow: SAP Service Manager is still deleting ${name}, and no time is left to wait for its end.`,
      'Raise the input timeout; the next run deletes what is still there.',
    );
  }
  throw isSuccess(result) ? notDeleted(name, '') : requestFailure(`delete ${name}`, result, client);
}

function notDeleted(name: string, reason: string): Failure {
  return new Failure(
    'E_AUTHORITY',
    `SAP Service Manager has not deleted ${name}${reason}.`,
    'Run the job again later, or delete it by hand.',
  );
}

/**
 * Where an answer says that a change goes on. Only the end of its `Location` is used, so that the
 * token stays with the server, whatever it holds.
 */
function operationOf({ response, status }: Answer) {
  const location = status === 202 ? header(response, 'location') : undefined;
  const [path, bindingId] =
    /\/v1\/service_bindings\/([\w-]{1,100})\/operations\/[\w-]{1,100}$/.exec(location ?? '') ?? [];
  return path === undefined ? undefined : { path, bindingId };
}

type Outcome =
  /** `gone`: nothing is known about it any more; what became of it shows the binding. */
  | { readonly state: 'succeeded' | 'gone' }
  | { readonly state: 'failed'; readonly errors: unknown }
  /** The deadline came first. */
  | { readonly state: 'slow' }
  /** It could not be followed to its end. */
  | { readonly state: 'unknown'; readonly result: Result };

/**
 * Waits until an operation ends, or the deadline comes.
 *
 * @param what for messages: `create calm-1`.
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY
 */
async function endOf(client: ApiClient, what: string, path: string): Promise<Outcome> {
  const request = apiRequest('GET', path, `follow the request to ${what}`);
  const end = await client.follow(request, `the request to ${what} to end`, (result) =>
    outcomeOf(result),
  );
  return end ?? { state: 'slow' };
}

/** Undefined: it goes on. */
function outcomeOf(result: Result): Outcome | undefined {
  // After some failures of brokers an operation answers 500, while the binding can be read.
  if (isMissing(result) || (isAnswer(result) && result.status === 500)) return { state: 'gone' };
  const document = isSuccess(result) && isJsonObject(result.document) ? result.document : {};
  const { state, errors } = document;
  if (state === 'in progress' || state === 'pending') return undefined;
  if (state === 'succeeded') return { state };
  if (state === 'failed') return { state, errors };
  return { state: 'unknown', result };
}
