import { Failure } from '../base/failure.ts';
import { isJsonObject } from '../base/json.ts';
import { secureUrl } from '../base/url.ts';
import type { Credential } from '../credentials/credential.ts';
import { counted, type ExchangeOptions, exchange } from '../http/exchange.ts';
import { parsedBody } from './response.ts';

/**
 * Asks a server for its token endpoint for mutual TLS: `mtls_endpoint_aliases` of its metadata
 * (RFC 8414 2, RFC 8705 5). Nothing of the credential is sent. The issuer in the metadata is not
 * compared (RFC 8414 3.3): that of UAA is not the URL that the metadata is below.
 *
 * @param url of the metadata.
 * @returns the credential with that endpoint as its token URL.
 * @throws Failure E_CERT_NO_URL where the answer names none that can be used, and what `exchange`
 * throws.
 */
export async function discoverMutualTlsEndpoint(
  credential: Credential,
  url: URL,
  options: ExchangeOptions,
): Promise<Credential> {
  const { response, attempts } = await exchange(
    () => ({
      method: 'GET',
      url,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'api-client-credentials',
      },
      body: '',
    }),
    options,
  );
  const metadata = response.status === 200 ? parsedBody(response) : undefined;
  const aliases = metadata?.['mtls_endpoint_aliases'];
  const tokenUrl = usableUrl(isJsonObject(aliases) ? aliases['token_endpoint'] : undefined);
  if (tokenUrl !== undefined) return { ...credential, tokenUrl, metadataUrl: undefined };
  throw new Failure(
    'E_CERT_NO_URL',
    'The credential authenticates with a certificate, but does not say at which host (certurl). The metadata of the server name no such endpoint with https.',
    'Give the input token-url.',
    [`status ${response.status}`, url.host, counted(attempts)],
  );
}

/** No certificate can be shown without TLS, not even on this machine. */
function usableUrl(text: unknown): URL | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const url = secureUrl(text, 'token endpoint for mutual TLS');
    return url.protocol === 'https:' ? url : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
