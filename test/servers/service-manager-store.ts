import { randomUUID } from 'node:crypto';
import type { Answer } from './https-server.ts';
import { failure, missing, page } from './service-manager-query.ts';

/** An instance as Service Manager lists it. */
export interface SmInstance {
  readonly id: string;
  readonly name: string;
  readonly platform: string;
}

interface Operation {
  readonly id: string;
  readonly type: 'create' | 'delete';
  state: 'in progress' | 'succeeded' | 'failed';
  /** What a broker said. */
  error?: string;
  /** So many questions are answered before it ends. */
  left: number;
}

export interface StoredBinding {
  readonly id: string;
  readonly name: string;
  readonly instance: string;
  readonly parameters: unknown;
  labels: Readonly<Record<string, readonly string[]>>;
  readonly credentials: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
  ready: boolean;
  operation: Operation;
}

/** How the broker of the service works on the next change. */
export interface SmWork {
  /** Undefined: at once, with the answer. */
  readonly questions?: number;
  /** It refuses, with this reason. */
  readonly error?: string;
}

const NEVER = '0001-01-01T00:00:00Z';

/** The bindings of one Service Manager, their operations, and the words of its answers. */
export function serviceManagerStore(
  instances: readonly SmInstance[],
  credentialsFor: (instance: SmInstance) => Readonly<Record<string, unknown>>,
  now: () => Date,
) {
  const bindings = new Map<string, StoredBinding>();

  function operationOf({ id, operation }: StoredBinding) {
    return {
      id: operation.id,
      ready: true,
      type: operation.type,
      state: operation.state,
      ...(operation.error === undefined
        ? {}
        : { errors: { error: 'BrokerError', description: operation.error } }),
      resource_id: id,
      resource_type: '/v1/service_bindings',
      platform_id: 'service-manager',
      correlation_id: 'c',
      reschedule: false,
      reschedule_timestamp: NEVER,
      deletion_scheduled: NEVER,
      created_at: now().toISOString(),
      updated_at: now().toISOString(),
    };
  }

  function shown(binding: StoredBinding) {
    return {
      id: binding.id,
      ready: binding.ready,
      last_operation: operationOf(binding),
      name: binding.name,
      service_instance_id: binding.instance,
      ...(binding.ready ? { credentials: binding.credentials } : {}),
      labels: { ...binding.labels, subaccount_id: ['59cd458e-e66e-4b60-b6d8-8f219379f9a5'] },
      created_at: binding.createdAt,
      updated_at: binding.createdAt,
    };
  }

  /** Ends an operation that was asked about often enough. */
  function advance(binding: StoredBinding): void {
    const { operation } = binding;
    if (operation.state !== 'in progress' || operation.left-- > 0) return;
    operation.state = operation.error === undefined ? 'succeeded' : 'failed';
    if (operation.state === 'failed') return;
    if (operation.type === 'create') binding.ready = true;
    else bindings.delete(binding.id);
  }

  function start(binding: StoredBinding, type: Operation['type'], work: SmWork): Answer {
    const { questions, error } = work;
    binding.operation = {
      id: randomUUID(),
      type,
      state: 'in progress',
      ...(error === undefined ? {} : { error }),
      left: questions ?? 0,
    };
    if (questions !== undefined) {
      const location = `/v1/service_bindings/${binding.id}/operations/${binding.operation.id}`;
      return { status: 202, headers: { location }, body: {} };
    }
    advance(binding);
    if (error !== undefined) {
      return failure(
        502,
        'BrokerError',
        `Failed ${type === 'create' ? '' : 'un'}bind request ${error}`,
      );
    }
    return type === 'delete' ? { body: {} } : { status: 201, body: shown(binding) };
  }

  return {
    /** All that are there, those of others included. */
    bindings: () => [...bindings.values()],
    add(name: string, instance: SmInstance, labels: StoredBinding['labels'] = {}): StoredBinding {
      const operation = { id: randomUUID(), type: 'create', state: 'succeeded', left: 0 } as const;
      const binding: StoredBinding = {
        id: randomUUID(),
        name,
        instance: instance.id,
        parameters: undefined,
        labels,
        credentials: credentialsFor(instance),
        createdAt: now().toISOString(),
        ready: true,
        operation: { ...operation },
      };
      bindings.set(binding.id, binding);
      return binding;
    },
    /** As a person deletes it. */
    forget(name: string): void {
      for (const binding of bindings.values()) {
        if (binding.name === name) bindings.delete(binding.id);
      }
    },
    create(body: Readonly<Record<string, unknown>>, work: SmWork): Answer {
      const { name, service_instance_id: of, parameters, labels, id } = body;
      if (id !== undefined || typeof name !== 'string' || name === '' || typeof of !== 'string') {
        return failure(400, 'BadRequest', 'Invalid request body');
      }
      const instance = instances.find((each) => each.id === of);
      if (instance?.platform !== 'service-manager') {
        return failure(404, 'NotFound', 'service instance not found or not accessible');
      }
      if ([...bindings.values()].some((each) => each.name === name && each.instance === of)) {
        const what = `binding with same name exists for instance with id ${of}`;
        return failure(409, 'Conflict', what);
      }
      const binding: StoredBinding = {
        ...this.add(name, instance, (labels ?? {}) as StoredBinding['labels']),
        parameters,
        ready: false,
      };
      bindings.set(binding.id, binding);
      return start(binding, 'create', work);
    },
    get(id: string): Answer {
      const binding = bindings.get(id);
      if (binding === undefined) return missing('service_binding');
      const answer = { body: shown(binding) };
      return answer;
    },
    remove(id: string, work: SmWork): Answer {
      const binding = bindings.get(id);
      if (binding === undefined) return missing('service_binding');
      if (binding.operation.state === 'in progress') {
        const what = 'Another concurrent operation in progress for this resource';
        return failure(422, 'ConcurrentOperationInProgress', what);
      }
      return start(binding, 'delete', work);
    },
    operation(id: string, operation: string): Answer {
      const binding = bindings.get(id);
      if (binding?.operation.id !== operation) return missing('operation');
      advance(binding);
      return { body: operationOf(binding) };
    },
    list(query: URLSearchParams, perPage: number): Answer {
      return page([...bindings.values()].map(shown), query, perPage);
    },
    listInstances(query: URLSearchParams, perPage: number): Answer {
      return page(instances.map(shownInstance), query, perPage);
    },
    getInstance(id: string): Answer {
      const found = instances.find((each) => each.id === id);
      return found === undefined ? missing('service_instance') : { body: shownInstance(found) };
    },
  };
}

function shownInstance({ id, name, platform }: SmInstance) {
  return { id, ready: true, name, platform_id: platform, usable: true, labels: {} };
}
