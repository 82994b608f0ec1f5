import { typedTokenUrl } from '../token-url.ts';
import type { Provider } from './provider.ts';

/** Other hosts of theirs are test systems, whose audience nobody has documented. */
const HOST = /^(?:https:\/\/)?(?:login|api)\.etrusted\.com(?:\/|$)/;

/** eTrusted (Trusted Shops): fixed hosts, and an audience without which the token opens nothing. */
export const etrusted: Provider = {
  name: 'etrusted',
  recognises: (fields) =>
    /^etrusted/i.test(fields.serviceLabel ?? '') ||
    [fields.tokenUrl, fields.apiUrl, fields.audience].some(
      (url) => url?.includes('etrusted.com') === true && HOST.test(url),
    ),
  tokenUrl: (fields) => typedTokenUrl(fields.tokenUrl ?? 'https://login.etrusted.com/oauth/token'),
  parameters: () => ({ audience: 'https://api.etrusted.com' }),
  apiUrl: 'https://api.etrusted.com',
};
