import type { ServerResponse } from 'node:http';
import type { Answer } from './https-server.ts';
import { failure } from './service-manager-query.ts';
import type { SmWork } from './service-manager-store.ts';

export type SmCall =
  | 'token'
  | 'create'
  | 'get'
  | 'list'
  | 'delete'
  | 'operation'
  | 'instance'
  | 'instances';

/** What happens to one call in place of the usual. */
export type SmFault =
  /** This answer, and no effect. */
  | Exclude<Answer, (...parameters: never[]) => void>
  /** The effect takes place, and the connection is cut instead of an answer. */
  | 'lost answer'
  /** The connection is cut before anything is done. */
  | 'cut'
  /**
   * The server gives up waiting for the broker, which does its work all the same: 503 `Timeout`.
   */
  | 'times out'
  /** The change was accepted, and the answer is that it was not: 503 `ServiceUnavailable`. */
  | 'is busy'
  /** No effect, and no answer ever. */
  | 'silence'
  /** All tokens end just before the call. */
  | 'tokens end'
  /** Nothing unusual: for the calls between. */
  | 'none'
  /** The broker works so. */
  | { readonly work: SmWork };

/** As the router in front of the service answers while the service is down. */
export const UNKNOWN_ROUTE: SmFault = {
  status: 404,
  headers: { 'x-cf-routererror': 'unknown_route' },
  body: "404 Not Found: Requested route ('service-manager.cfapps.example.com') does not exist.",
};

/** An answer in JSON that is scripted. */
export function json(
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): SmFault {
  return { status, headers, body: JSON.stringify(body) };
}

/** What one call meets. */
export interface Met {
  /** This answer, and no effect. */
  readonly instead?: Answer;
  readonly before?: 'tokens end';
  /** This one, after the effect. */
  readonly after?: Answer;
  readonly work: SmWork;
  /** Nobody waits for the broker: its work gets no row where it is done within the request. */
  readonly unheard?: true;
}

/** Faults for the calls to come, one each. */
export function smFaults() {
  const faults: { readonly call: SmCall; readonly fault: SmFault }[] = [];
  return {
    inject: (call: SmCall, ...wanted: readonly SmFault[]) => {
      for (const fault of wanted) faults.push({ call, fault });
    },
    next(call: SmCall): Met {
      const at = faults.findIndex((entry) => entry.call === call);
      return met(at < 0 ? 'none' : (faults.splice(at, 1)[0]?.fault ?? 'none'));
    },
  };
}

function met(fault: SmFault): Met {
  const work = {};
  switch (fault) {
    case 'none':
      return { work };
    case 'cut':
      return { instead: cut, work };
    case 'silence':
      return { instead: () => {}, work };
    case 'tokens end':
      return { before: fault, work };
    case 'lost answer':
      return { after: cut, work };
    case 'times out':
      return { after: failure(503, 'Timeout', 'operation has timed out'), work, unheard: true };
    case 'is busy':
      return { after: failure(503, 'ServiceUnavailable', BUSY), work };
    default:
      return 'work' in fault ? { work: fault.work } : { instead: fault, work };
  }
}

const BUSY = 'Failed to schedule job. Server is busy - try again in a few minutes';

function cut(response: ServerResponse): void {
  response.destroy();
}
