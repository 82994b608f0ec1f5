// oidc-provider ships no types. This is the part of it that authorization-server.ts touches.
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  import type { TLSSocket } from 'node:tls';

  export interface Context {
    readonly req: IncomingMessage & { readonly socket: TLSSocket };
    readonly method: string;
    readonly path: string;
    status: number;
    body: unknown;
    get(header: string): string;
    set(header: string, value: string): void;
    /** Absent where no route matched. */
    readonly oidc?: {
      readonly body?: Readonly<Record<string, string | string[]>>;
    };
  }

  export interface AccessToken {
    readonly clientId: string;
    readonly scope?: string;
  }

  export interface UnsignedJwt {
    header: Record<string, unknown> | undefined;
    payload: Record<string, unknown>;
  }

  export interface Client {
    readonly clientId: string;
    compareClientSecret(this: Client, secret: string): Promise<boolean> | boolean;
  }

  export class Provider {
    readonly Client: { readonly prototype: Client };
    constructor(issuer: string, configuration: Record<string, unknown>);
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): this;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }
}
