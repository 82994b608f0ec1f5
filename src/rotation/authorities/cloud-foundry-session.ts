import type { CfContext } from './cloud-foundry-context.ts';
import { discoverUaa } from './cloud-foundry-discovery.ts';
import { type CfToken, requestToken } from './cloud-foundry-token.ts';

/** The login of a run. */
export interface CfSession {
  /**
   * The access token; logs in when it is asked for first, and before a token has expired. A login
   * that failed is not repeated.
   */
  token(): Promise<string>;
  /**
   * This token was refused: the next call of `token` logs in anew. Only once in a run, for nothing
   * but a token that was revoked is refused before it expires.
   *
   * @returns false: it happened before, so the refusal is final.
   */
  refused(token: string): boolean;
}

/** A token is replaced so long before it expires, in milliseconds: a request takes its time. */
const MARGIN = 60_000;

export function cfSession(context: CfContext): CfSession {
  const { timing, onProgress } = context.world;
  let uaa: string | undefined;
  let known: Promise<CfToken> | undefined;
  let renewed: string | undefined;

  async function login(): Promise<CfToken> {
    uaa ??= await discoverUaa(context);
    return requestToken(uaa, context);
  }

  return {
    token: async () => {
      known ??= login();
      const held = known;
      const { value, expiresAt } = await held;
      if (timing.now() < expiresAt - MARGIN) return value;
      // Of several calls that met the same old token only the first one replaces it.
      if (known === held) known = login();
      return (await known).value;
    },
    refused: (token) => {
      if (renewed !== undefined) return renewed === token;
      renewed = token;
      known = undefined;
      onProgress('The token is not accepted any more; logging in again.');
      return true;
    },
  };
}
