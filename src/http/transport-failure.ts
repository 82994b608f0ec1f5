import { Failure, type FailureCode } from '../failure.ts';

/** How far an attempt had come. */
export type Phase = 'connect' | 'tls' | 'http';

/** No complete answer came. `retries`: how many more attempts such a failure deserves. */
export class TransportFailure extends Failure {
  readonly retries: number;

  constructor(code: FailureCode, message: string, retries: number) {
    super(code, message);
    this.retries = retries;
  }
}
