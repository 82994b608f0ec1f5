import { Failure, type FailureCode, isOwn } from '../base/failure.ts';

/** How far an attempt had come. */
export type Phase = 'connect' | 'tls' | 'http';

/** No complete answer came. */
export class TransportFailure extends Failure {
  /** How many more attempts such a failure deserves. */
  readonly retries: number;
  /** False: nothing of the request has left this machine, so that it cannot have taken place. */
  readonly sent: boolean;

  constructor(
    code: FailureCode,
    happened: string,
    next: string = '',
    { retries = 0, sent = false, facts = [] as readonly string[] } = {},
  ) {
    super(code, happened, next, facts);
    this.name = 'TransportFailure';
    this.retries = retries;
    this.sent = sent;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isOwn(value) && value.name === 'TransportFailure';
  }
}

/**
 * A limit of an attempt was reached. Says how far the attempt had come and not which limit it was:
 * near the deadline all of them end at the same moment.
 */
export function timedOut(milliseconds: number, phase: Phase, begun: boolean): TransportFailure {
  const answer = begun ? 'no complete answer' : 'no answer';
  const what = phase === 'http' ? answer : 'no connection';
  const seconds = Math.round(milliseconds / 100) / 10;
  return new TransportFailure('E_TIMEOUT', `There was ${what} within ${seconds} s.`, '', {
    retries: RETRY,
  });
}

export function endedEarly(): TransportFailure {
  return new TransportFailure(
    'E_CONNECT',
    'The connection was closed before the answer was complete.',
    'Run the job again.',
    { retries: RETRY },
  );
}

/** What may be better at the next attempt. */
export const RETRY = 3;
