import type { ProviderName } from '../credential.ts';
import type { Fields } from '../fields.ts';
import { etrusted } from './etrusted.ts';
import { ias } from './ias.ts';
import { oauth2 } from './oauth2.ts';
import type { Provider } from './provider.ts';
import { xsuaa } from './xsuaa.ts';

/** All providers, the most specific first. A new provider is one file and one line here. */
const providers: readonly Provider[] = [etrusted, ias, xsuaa, oauth2];

/**
 * The provider of a credential: the named one, or the first that recognises it. What nobody
 * recognises is taken for a UAA client, as the plain `{clientid, clientsecret, url}` is one.
 */
export function providerOf(fields: Fields, name: ProviderName | 'auto'): Provider {
  const found = providers.find((provider) =>
    name === 'auto' ? provider.recognises(fields) : provider.name === name,
  );
  return found ?? xsuaa;
}
