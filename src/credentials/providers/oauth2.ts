import { typedTokenUrl } from '../token-url.ts';
import type { Provider } from './provider.ts';

/** Any authorization server that follows RFC 6749 and whose token URL is known. */
export const oauth2: Provider = {
  name: 'oauth2',
  recognises: (fields) => fields.tokenUrl !== undefined,
  tokenUrl: (fields) =>
    fields.tokenUrl === undefined ? undefined : typedTokenUrl(fields.tokenUrl),
  parameters: ({ audience }): Record<string, string> =>
    audience === undefined ? {} : { audience },
};
