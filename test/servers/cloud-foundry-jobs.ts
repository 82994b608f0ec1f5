import { randomUUID } from 'node:crypto';
import { errorOf, failing, json } from './cloud-foundry-answers.ts';
import type { Answer } from './https-server.ts';

/** How a service broker takes one creation or deletion. */
export type BrokerAnswer =
  | 'succeeds'
  /** At once: the job tells the reason. */
  | { readonly refuses: string }
  /** Later: only the last operation of the key tells it. */
  | { readonly fails: string }
  /** Never: the job is given up (`CF-JobTimeout`), and so is the operation of the key. */
  | 'never ends';

interface Job {
  readonly guid: string;
  readonly operation: 'service_keys.create' | 'service_keys.delete';
  readonly broker: BrokerAnswer;
  readonly key: string;
  readonly end: (description: string | null) => void;
  readonly exists: () => boolean;
  state: 'PROCESSING' | 'POLLING' | 'COMPLETE' | 'FAILED';
  left: number;
}

/**
 * Jobs of a Cloud Controller. Time passes for them whenever somebody looks: after so many looks they
 * end.
 */
export function cloudFoundryJobs(api: () => string, looks: number) {
  const jobs = new Map<string, Job>();

  function advance(job: Job): void {
    if (job.state === 'COMPLETE' || job.state === 'FAILED') return;
    if (job.left-- > 0) {
      if (job.left < looks - 1) job.state = 'POLLING';
      return;
    }
    const { broker } = job;
    job.state = broker === 'succeeds' ? 'COMPLETE' : 'FAILED';
    job.end(reason(broker) ?? null);
  }

  function shown({ guid, operation, state, broker, key, exists }: Job) {
    const link = (path: string) => ({ href: `${api()}/v3/${path}` });
    return {
      guid,
      created_at: '2026-11-23T00:00:00Z',
      updated_at: '2026-11-23T00:00:01Z',
      operation,
      state,
      errors: state === 'FAILED' ? [errorOfJob(operation, broker)] : [],
      warnings: [],
      links: {
        self: link(`jobs/${guid}`),
        ...(exists()
          ? { service_credential_binding: link(`service_credential_bindings/${key}`) }
          : {}),
      },
    };
  }

  return {
    /** @returns the URL of the new job. */
    start(job: Pick<Job, 'operation' | 'broker' | 'key' | 'end' | 'exists'>): string {
      const guid = randomUUID();
      jobs.set(guid, { ...job, guid, state: 'PROCESSING', left: looks });
      return `${api()}/v3/jobs/${guid}`;
    },
    /** Somebody looks at the keys. */
    pass: () => jobs.forEach(advance),
    /** As after 90 days. */
    forget: () => jobs.clear(),
    answer(guid: string): Answer {
      const job = jobs.get(guid);
      if (job === undefined) return failing(404, 10010, 'Job not found');
      advance(job);
      return json(shown(job));
    },
  };
}

function reason(broker: BrokerAnswer): string | undefined {
  if (broker === 'succeeds') return undefined;
  if (broker === 'never ends') return 'Service Broker failed to bind within the required time.';
  return 'refuses' in broker ? broker.refuses : broker.fails;
}

function errorOfJob(operation: Job['operation'], broker: BrokerAnswer) {
  if (broker === 'never ends') return errorOf(290006, 'The job execution has timed out.');
  const create = operation === 'service_keys.create';
  if (typeof broker === 'object' && 'refuses' in broker) {
    const verb = create ? 'bind' : 'unbind';
    return errorOf(10009, `${verb} could not be completed: ${broker.refuses}`);
  }
  const verb = create ? 'create' : 'delete';
  return errorOf(
    10009,
    `${verb} could not be completed: VCAP::CloudController::V3::LastOperationFailedState`,
  );
}
