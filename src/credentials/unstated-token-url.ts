import { Failure } from '../failure.ts';
import type { Credential, ProofKind, ProviderName } from './credential.ts';
import type { Fields } from './fields.ts';
import { uaaTokenUrl } from './token-url.ts';
import { secureUrl, withoutSlashes, withPath } from './urls.ts';

/**
 * What is left where nothing says the token endpoint: a UAA server with host names of its own says
 * where it takes certificates.
 *
 * @param stored is there a stored credential at all?
 * @throws Failure E_CERT_NO_URL, E_INPUT_MISSING, and what reading URLs throws.
 */
export function unstatedTokenUrl(
  provider: ProviderName,
  kind: ProofKind,
  fields: Fields,
  stored: boolean,
): Required<Pick<Credential, 'tokenUrl' | 'metadataUrl'>> {
  const metadataUrl =
    provider === 'xsuaa' && kind === 'certificate' ? uaaMetadataUrl(fields) : undefined;
  const tokenUrl = metadataUrl === undefined ? undefined : uaaTokenUrl(fields);
  if (tokenUrl !== undefined) return { tokenUrl, metadataUrl };
  if (kind === 'certificate' && stored) {
    throw new Failure(
      'E_CERT_NO_URL',
      'The credential authenticates with a certificate, but does not say at which host (certurl). Give the input token-url.',
    );
  }
  throw new Failure(
    'E_INPUT_MISSING',
    `Nothing says where the token endpoint of this ${provider} client is. Give the input token-url` +
      (provider === 'xsuaa' || provider === 'oauth2'
        ? ', or provider: etrusted if it is an eTrusted client.'
        : '.'),
  );
}

/** OpenID Connect Discovery 4: below the issuer, which is `url` here. */
function uaaMetadataUrl({ url }: Fields): URL | undefined {
  if (url === undefined) return undefined;
  const issuer = secureUrl(url, 'url of the credential');
  issuer.search = '';
  const path = withoutSlashes(issuer.pathname);
  issuer.pathname = path.endsWith('/oauth/token') ? path.slice(0, -'/oauth/token'.length) : path;
  return withPath(issuer, '/.well-known/openid-configuration');
}
