import { typedTokenUrl } from '../token-url.ts';
import type { Provider } from './provider.ts';

/** eTrusted (Trusted Shops): fixed hosts, and an audience without which the token opens nothing. */
export const etrusted: Provider = {
  name: 'etrusted',
  recognises: (fields) =>
    /^etrusted$/i.test(fields.serviceLabel ?? '') ||
    /^(?:https:\/\/)?login\.etrusted\.com(?:\/|$)/.test(fields.tokenUrl ?? ''),
  tokenUrl: (fields) => typedTokenUrl(fields.tokenUrl ?? 'https://login.etrusted.com/oauth/token'),
  parameters: () => ({ audience: 'https://api.etrusted.com' }),
  apiUrl: 'https://api.etrusted.com',
};
