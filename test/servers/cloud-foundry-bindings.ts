import { randomUUID } from 'node:crypto';
import { accepted, failing, json, listOf, page, unprocessable } from './cloud-foundry-answers.ts';
import {
  type Binding,
  credentialsOf,
  isDeleting,
  presented,
  taken,
} from './cloud-foundry-binding.ts';
import type { BrokerAnswer, cloudFoundryJobs } from './cloud-foundry-jobs.ts';
import type { Instance } from './cloud-foundry-places.ts';
import type { Answer } from './https-server.ts';

export interface BindingsOptions {
  readonly api: () => string;
  readonly instances: readonly Instance[];
  readonly jobs: ReturnType<typeof cloudFoundryJobs>;
  /** instance-secret: all keys of an instance have the same one. */
  readonly credentialType: 'binding-secret' | 'instance-secret';
  /** The quota of the organization. */
  readonly mostKeys: number;
  /** The `url` of the credentials; undefined: one that nobody answers. */
  readonly tokenServer: string | undefined;
  /** What the broker hands out in place of a client with a secret. */
  readonly issue: (() => Members) | undefined;
  readonly now: () => number;
}

type Members = Readonly<Record<string, unknown>>;

const NOT_FOUND = 'Service credential binding not found';

/** Service credential bindings of type key, and their broker, which is XSUAA. */
export function cloudFoundryBindings(options: BindingsOptions) {
  const { api, instances, jobs, now } = options;
  const bindings: Binding[] = [];
  const secrets: string[] = [];
  const brokerAnswers: BrokerAnswer[] = [];
  const shared = new Map<string, string>();
  const present = (binding: Binding) => presented(api(), binding);
  const list = () => `${api()}/v3/service_credential_bindings`;

  function issued(instance: string): Members {
    if (options.issue !== undefined) return options.issue();
    const common = shared.get(instance);
    const credentials = credentialsOf(instance, options, common);
    shared.set(instance, common ?? credentials.clientsecret);
    secrets.push(credentials.clientsecret);
    return credentials;
  }

  function remove(binding: Binding): void {
    const at = bindings.indexOf(binding);
    if (at >= 0) bindings.splice(at, 1);
  }

  /** The instance of a new binding, or why there can be none. */
  function instanceFor({ type, relationships }: Members): Instance | string {
    const guid = (relationships as { service_instance?: { data?: { guid?: string } } })
      .service_instance?.data?.guid;
    const instance = instances.find((each) => each.guid === guid);
    if (type === 'app') return 'The app is already bound to the service instance';
    if (instance === undefined) return `The service instance could not be found: '${guid}'`;
    return instance.userProvided === true
      ? "Service credential bindings of type 'key' are not supported for user-provided service instances."
      : instance;
  }

  function create(body: Members): Answer {
    const instance = instanceFor(body);
    if (typeof instance === 'string') return unprocessable(instance);
    const name = String(body['name']);
    const known = bindings.find((each) => each.instance === instance.guid && each.name === name);
    const refused = known === undefined ? undefined : taken(known);
    if (refused !== undefined) return unprocessable(refused);
    if (known !== undefined) remove(known);
    if (bindings.filter(({ type }) => type === 'key').length >= options.mostKeys) {
      return unprocessable(
        "You have exceeded your organization's limit for service binding of type key.",
      );
    }
    const { labels, annotations } = (body['metadata'] ?? {}) as Partial<Binding>;
    add({ name, instance: instance.guid, labels: labels ?? {}, annotations: annotations ?? {} });
    return started(bindings.at(-1) as Binding, 'create');
  }

  function add(binding: Partial<Binding> & Pick<Binding, 'name' | 'instance'>): void {
    bindings.push({
      guid: randomUUID(),
      type: 'key',
      createdAt: new Date(now()).toISOString().replace(/\.\d+/, ''),
      labels: {},
      annotations: {},
      operation: { type: 'create', state: 'succeeded', description: null },
      credentials: issued(binding.instance),
      ...binding,
    });
  }

  function started(binding: Binding, type: 'create' | 'delete'): Answer {
    binding.operation = { type, state: 'in progress', description: null };
    const broker = brokerAnswers.shift() ?? 'succeeds';
    const job = jobs.start({
      operation: `service_keys.${type}`,
      broker,
      key: binding.guid,
      exists: () => bindings.includes(binding),
      end: (description) => {
        const state = description === null ? 'succeeded' : 'failed';
        binding.operation = { type, state, description };
        if (type === 'delete' && description === null) remove(binding);
      },
    });
    return accepted(job);
  }

  function destroy(binding: Binding): Answer {
    if (binding.operation?.state === 'initial' || isDeleting(binding)) {
      return unprocessable('There is an operation in progress for the service binding.');
    }
    return started(binding, 'delete');
  }

  function details({ operation, credentials }: Binding): Answer {
    const [ended, type] = [operation?.state, operation?.type];
    if (operation === null || (type === 'create' && ended === 'succeeded')) {
      return json({ credentials });
    }
    const what = type === 'create' ? 'Creation' : 'Deletion';
    const how = ended === 'failed' ? 'failed' : 'in progress';
    return failing(404, 10010, `${what} of service key ${how}`);
  }

  function update(binding: Binding, { metadata }: Members): Answer {
    const { labels } = metadata as { readonly labels: Record<string, string | null> };
    const merged = Object.entries({ ...binding.labels, ...labels });
    binding.labels = Object.fromEntries(
      merged.filter((entry): entry is [string, string] => entry[1] !== null),
    );
    return json(present(binding));
  }

  return {
    /** All of them, to look at and to change behind everybody's back. */
    bindings,
    /** Every secret that was ever given out. */
    secrets: secrets as readonly string[],
    brokerAnswers,
    add,
    answer(method: string, guid: string, rest: string, query: URLSearchParams, body: Members) {
      if (guid === '' && method === 'POST') return create(body);
      if (guid === '') {
        jobs.pass();
        const owners = listOf(query, 'service_instance_guids');
        const type = query.get('type');
        const wanted = bindings.filter(
          (each) =>
            (owners?.includes(each.instance) ?? true) && (type === null || each.type === type),
        );
        return page(list(), query, wanted, present);
      }
      const binding = bindings.find((each) => each.guid === guid);
      if (binding === undefined) return failing(404, 10010, NOT_FOUND);
      if (method === 'DELETE') return destroy(binding);
      if (method === 'PATCH') return update(binding, body);
      if (rest === 'details') return details(binding);
      if (rest !== 'parameters') return json(present(binding));
      const text = 'This service does not support fetching service binding parameters.';
      return failing(400, 90007, text);
    },
  };
}
