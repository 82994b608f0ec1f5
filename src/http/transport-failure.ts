import { Failure, type FailureCode, isOwn } from '../failure.ts';

/** How far an attempt had come. */
export type Phase = 'connect' | 'tls' | 'http';

/** No complete answer came. `retries`: how many more attempts such a failure deserves. */
export class TransportFailure extends Failure {
  readonly retries: number;

  constructor(code: FailureCode, message: string, retries: number) {
    super(code, message);
    this.name = 'TransportFailure';
    this.retries = retries;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isOwn(value) && value.name === 'TransportFailure';
  }
}
