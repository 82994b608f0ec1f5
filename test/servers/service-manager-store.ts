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
  /** The members of the error that it ends with. */
  readonly error: Readonly<Record<string, unknown>> | undefined;
  /** So many questions are answered before it ends. */
  left: number;
  /** Before this time, in milliseconds since the epoch, it does not end. */
  readonly until: number;
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

/** What lives at the broker of the service, whether Service Manager lists it or not. */
export interface Living {
  readonly name: string;
  readonly instance: string;
  readonly credentials: Readonly<Record<string, unknown>>;
}

/** How the broker of the service works on the next change. */
export interface SmWork {
  /** So many questions about the operation come before its end. */
  readonly questions?: number;
  /** Milliseconds, by the clock of the server, that pass before its end. */
  readonly takes?: number;
  /** It refuses, with this reason. */
  readonly error?: string;
  /** What SAP adds to that. */
  readonly brokerError?: Readonly<Record<string, unknown>>;
  /** It hands out nothing. */
  readonly empty?: true;
}

/** What whoever asks wants, beside the change itself. */
export interface SmWish {
  /** `async=true`: answered at once, and done afterwards. */
  readonly async: boolean;
  /**
   * Lets a broker work within the request, and then tells whether anybody is there for the answer.
   * Default: at once, and somebody is.
   */
  readonly within?: (milliseconds: number, end: (isHeard: boolean) => Answer) => Answer;
}

const NEVER = '0001-01-01T00:00:00Z';

/**
 * The bindings of one Service Manager, their operations, and the words of its answers. Without
 * `async` the broker is asked within the request and the row written afterwards; with it the row is
 * there at once, and stays whatever happens to the client.
 */
export function serviceManagerStore(
  instances: readonly SmInstance[],
  credentialsFor: (instance: SmInstance) => Readonly<Record<string, unknown>>,
  now: () => Date,
) {
  const bindings = new Map<string, StoredBinding>();
  /** Operations outlive the binding that they worked on. */
  const operations = new Map<string, Operation & { readonly binding: string }>();
  const living = new Map<string, Living>();

  function shownOperation(resource: string, { id, type, state, error }: Operation) {
    return {
      ...{ id, ready: true, type, state },
      ...(state === 'failed' ? { errors: error } : {}),
      resource_id: resource,
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
    advance(binding, false);
    return {
      id: binding.id,
      ready: binding.ready,
      last_operation: shownOperation(binding.id, binding.operation),
      name: binding.name,
      service_instance_id: binding.instance,
      ...(binding.ready ? { credentials: binding.credentials } : {}),
      labels: { ...binding.labels, subaccount_id: ['59cd458e-e66e-4b60-b6d8-8f219379f9a5'] },
      created_at: binding.createdAt,
      updated_at: binding.createdAt,
    };
  }

  /** Ends an operation that was asked about often enough, and that took its time. */
  function advance(binding: StoredBinding, isQuestion: boolean): void {
    const { operation } = binding;
    if (operation.state !== 'in progress') return;
    const left = isQuestion ? operation.left-- : operation.left;
    if (left > 0 || now().getTime() < operation.until) return;
    operation.state = operation.error === undefined ? 'succeeded' : 'failed';
    if (operation.state === 'failed') return;
    if (operation.type === 'create') {
      binding.ready = true;
      live(binding);
    } else {
      bindings.delete(binding.id);
      living.delete(binding.id);
    }
  }

  function live({ id, name, instance, credentials }: StoredBinding): void {
    living.set(id, { name, instance, credentials });
  }

  /** What is there by now: time alone ends what a broker works on. */
  function present(): StoredBinding[] {
    for (const binding of [...bindings.values()]) {
      if (binding.operation.left <= 0) advance(binding, false);
    }
    return [...bindings.values()];
  }

  function begin(binding: StoredBinding, type: Operation['type'], work: SmWork): void {
    const { questions = 0, takes = 0, error, brokerError } = work;
    const operation = {
      id: randomUUID(),
      type,
      state: 'in progress' as const,
      error:
        error === undefined
          ? undefined
          : {
              error: 'BrokerError',
              description: refusal(type, binding, error),
              ...(brokerError === undefined ? {} : { broker_error: brokerError }),
            },
      left: questions,
      until: now().getTime() + takes,
      binding: binding.id,
    };
    binding.operation = operation;
    operations.set(operation.id, operation);
  }

  function accepted({ id, operation }: StoredBinding): Answer {
    const location = `/v1/service_bindings/${id}/operations/${operation.id}`;
    return { status: 202, headers: { location }, body: {} };
  }

  function created(name: string, instance: SmInstance): StoredBinding {
    const at = now();
    return {
      id: randomUUID(),
      name,
      instance: instance.id,
      parameters: undefined,
      labels: {},
      credentials: credentialsFor(instance),
      createdAt: at.toISOString(),
      ready: true,
      operation: {
        ...{ id: randomUUID(), type: 'create', state: 'succeeded' },
        ...{ error: undefined, left: 0, until: at.getTime() },
      },
    };
  }

  /** After a broker that works asynchronously the answer is 202, whatever was asked for. */
  function isLater({ async }: SmWish, { questions }: SmWork): boolean {
    return async || questions !== undefined;
  }

  return {
    /** All that are there, those of others included. */
    bindings: present,
    /** All that give tokens. */
    living: (): readonly Living[] => {
      present();
      return [...living.values()];
    },
    add(name: string, instance: SmInstance, labels: StoredBinding['labels'] = {}): StoredBinding {
      const binding: StoredBinding = { ...created(name, instance), labels };
      bindings.set(binding.id, binding);
      live(binding);
      return binding;
    },
    /** As a person deletes it. */
    forget(name: string): void {
      for (const binding of bindings.values()) {
        if (binding.name !== name) continue;
        bindings.delete(binding.id);
        living.delete(binding.id);
      }
    },
    create(
      body: Readonly<Record<string, unknown>>,
      work: SmWork,
      wish: SmWish = { async: false },
    ): Answer {
      const { name, service_instance_id: of, parameters, labels, id } = body;
      if (id !== undefined || typeof name !== 'string' || name === '' || typeof of !== 'string') {
        return failure(400, 'BadRequest', 'Invalid request body');
      }
      const instance = instances.find((each) => each.id === of);
      if (instance?.platform !== 'service-manager') {
        return failure(404, 'NotFound', 'service instance not found or not accessible');
      }
      if (present().some((each) => each.name === name && each.instance === of)) {
        const what = `binding with same name exists for instance with id ${of}`;
        return failure(409, 'Conflict', what);
      }
      const binding: StoredBinding = {
        ...created(name, instance),
        ...(work.empty ? { credentials: {} } : {}),
        labels: (labels ?? {}) as StoredBinding['labels'],
        parameters,
        ready: false,
      };
      begin(binding, 'create', work);
      if (isLater(wish, work)) {
        bindings.set(binding.id, binding);
        return accepted(binding);
      }
      const { within = atOnce } = wish;
      return within(work.takes ?? 0, (isHeard) => {
        binding.operation.state = work.error === undefined ? 'succeeded' : 'failed';
        if (work.error !== undefined) return brokerFailure(binding);
        binding.ready = true;
        live(binding);
        // The column is too short for it, and the broker has issued already.
        if (name.length > 100) return failure(500, 'InternalServerError', 'Internal server error');
        // Whoever has gone away leaves a credential that lives and that no list shows.
        if (isHeard) bindings.set(binding.id, binding);
        return { status: 201, body: shown(binding) };
      });
    },
    get(id: string): Answer {
      present();
      const binding = bindings.get(id);
      return binding === undefined ? missing('service_binding') : { body: shown(binding) };
    },
    remove(id: string, work: SmWork, wish: SmWish = { async: false }): Answer {
      present();
      const binding = bindings.get(id);
      if (binding === undefined) return missing('service_binding');
      const { operation } = binding;
      if (operation.state === 'in progress' && operation.type === 'delete') {
        const what = 'Another concurrent operation in progress for this resource';
        return failure(422, 'ConcurrentOperationInProgress', what);
      }
      // A creation that goes on ends as failed.
      if (operation.state === 'in progress') operation.state = 'failed';
      begin(binding, 'delete', work);
      if (isLater(wish, work)) return accepted(binding);
      const { within = atOnce } = wish;
      return within(work.takes ?? 0, () => {
        binding.operation.state = work.error === undefined ? 'succeeded' : 'failed';
        if (work.error !== undefined) return brokerFailure(binding);
        bindings.delete(id);
        living.delete(id);
        return { body: {} };
      });
    },
    operation(id: string, wanted: string): Answer {
      const operation = operations.get(wanted);
      if (operation?.binding !== id) return missing('operation');
      const binding = bindings.get(id);
      if (binding?.operation === operation) advance(binding, true);
      return { body: shownOperation(id, operation) };
    },
    list(query: URLSearchParams, perPage: number): Answer {
      return page(present().map(shown), query, perPage);
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

const atOnce: NonNullable<SmWish['within']> = (_milliseconds, end) => end(true);

/** The description begins with all that was asked for, and the reason of the broker is at its end. */
function refusal(type: Operation['type'], binding: StoredBinding, reason: string): string {
  const context = {
    ...{ platform: 'sapcp', origin: 'sapcp', zone_id: '59cd458e-e66e-4b60-b6d8-8f219379f9a5' },
    ...{ instance_name: binding.instance, subaccount_id: '59cd458e-e66e-4b60-b6d8-8f219379f9a5' },
  };
  const asked = JSON.stringify({ binding_id: binding.id, context, instance: binding.instance });
  return `Failed ${type === 'create' ? '' : 'un'}bind request ${asked}: ${reason}`;
}

function brokerFailure({ operation }: StoredBinding): Answer {
  return { status: 502, body: { ...operation.error } };
}

function shownInstance({ id, name, platform }: SmInstance) {
  return { id, ready: true, name, platform_id: platform, usable: true, labels: {} };
}
