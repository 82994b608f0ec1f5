/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
/******/ 	// The require scope
/******/ 	var __nccwpck_require__ = {};
/******/ 	
/************************************************************************/
/******/ 	/* webpack/runtime/define property getters */
/******/ 	(() => {
/******/ 		// define getter functions for harmony exports
/******/ 		__nccwpck_require__.d = (exports, definition) => {
/******/ 			for(var key in definition) {
/******/ 				if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 					Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 				}
/******/ 			}
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/hasOwnProperty shorthand */
/******/ 	(() => {
/******/ 		__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/make namespace object */
/******/ 	(() => {
/******/ 		// define __esModule on exports
/******/ 		__nccwpck_require__.r = (exports) => {
/******/ 			if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 				Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 			}
/******/ 			Object.defineProperty(exports, '__esModule', { value: true });
/******/ 		};
/******/ 	})();
/******/ 	
/************************************************************************/
var __webpack_exports__ = {};
// ESM COMPAT FLAG
__nccwpck_require__.r(__webpack_exports__);

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  assertionsOf: () => (/* binding */ assertionsOf),
  oidcToken: () => (/* binding */ oidcToken)
});

;// CONCATENATED MODULE: ./build/src/token/assertion-audience.js
function signedAudience({ origin, pathname }) {
    return origin + pathname;
}
function githubAudience({ origin }) {
    return origin;
}

;// CONCATENATED MODULE: ./build/src/credentials/credential.js
function expiryOf(proof) {
    return 'expiresAt' in proof ? proof.expiresAt : undefined;
}
function secretOf(proof) {
    switch (proof.kind) {
        case 'secret':
            return proof.clientSecret;
        case 'certificate':
        case 'private-key':
            return proof.privateKey;
        case 'github-oidc':
            return undefined;
    }
}
function credential_isJsonObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./build/src/credentials/forms/json.js
const json = {
    name: 'JSON',
    read(text) {
        const value = parsedJson(text);
        return value === undefined ? undefined : { value };
    },
};
function parsedJson(text) {
    if (!/^[ \t\r\n]*[[{"\dtfn-]/.test(text))
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/src/token/claims.js


function claims_claimsOf(token) {
    const parts = token.split('.');
    if (parts.length !== 3)
        return undefined;
    const claims = parsedJson(Buffer.from(parts[1] ?? '', 'base64url').toString());
    return credential_isJsonObject(claims) ? claims : undefined;
}
function claims_isScopeName(text) {
    return /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(text);
}
function claims_grantedScopes(scope, claims) {
    if (scope !== undefined)
        return scope.split(' ').filter((name) => name !== '');
    const claim = isJsonObject(claims) ? claims['scope'] : undefined;
    if (typeof claim === 'string')
        return claim.split(' ').filter((name) => name !== '');
    return Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
}
function missingScopes(wanted, granted) {
    const names = new Set(granted.flatMap((name) => [name, localName(name)]));
    return wanted.filter((name) => !names.has(name));
}
function localName(scope) {
    return /^[^.\s]*![a-z]\d+\.(.+)$/.exec(scope)?.[1] ?? scope;
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = require("node:crypto");
;// CONCATENATED MODULE: ./build/src/failure.js
class failure_Failure extends Error {
    code;
    constructor(code, message) {
        super(message);
        this.name = 'Failure';
        this.code = code;
    }
    static [Symbol.hasInstance](value) {
        return isOwn(value) && /^(?:Transport)?Failure$/.test(value.name);
    }
}
function isOwn(value) {
    return value instanceof Error && 'code' in value && /^E_[A-Z_]+$/.test(String(value.code));
}
function unexpected(error) {
    const kind = error instanceof Error ? error.constructor.name : typeof error;
    const place = error instanceof Error ? (/[\w-]+\.cjs:\d+:\d+/.exec(error.stack ?? '')?.[0] ?? '') : '';
    return new failure_Failure('E_RUNNER', `The action failed in a way that was not foreseen (${kind} ${place}). Please report this with the version of the action.`);
}

;// CONCATENATED MODULE: ./build/src/credentials/signing-algorithm.js

const SHORTEST_RSA = 2048;
const CURVES = {
    prime256v1: { name: 'ES256', hash: 'sha256' },
    secp384r1: { name: 'ES384', hash: 'sha384' },
    secp521r1: { name: 'ES512', hash: 'sha512' },
};
function signingAlgorithm(key) {
    const details = key.asymmetricKeyDetails ?? {};
    switch (key.asymmetricKeyType) {
        case 'rsa':
            refuseShort(details.modulusLength);
            return { name: 'RS256', hash: 'sha256' };
        case 'rsa-pss':
            refuseShort(details.modulusLength);
            if (!allowsPs256(details))
                break;
            return { name: 'PS256', hash: 'sha256' };
        case 'ec': {
            const known = CURVES[details.namedCurve ?? ''];
            if (known !== undefined)
                return known;
            break;
        }
        case 'ed25519':
            return { name: 'EdDSA', hash: null };
    }
    throw new failure_Failure('E_PEM', 'The private key is of a kind that cannot sign a client assertion here. Supported are RSA and RSA-PSS with SHA-256 (from 2048 bits on), EC on P-256, P-384 or P-521, and Ed25519.');
}
function allowsPs256({ hashAlgorithm = 'sha256', mgf1HashAlgorithm = 'sha256', saltLength = 32, }) {
    return hashAlgorithm === 'sha256' && mgf1HashAlgorithm === 'sha256' && saltLength <= 32;
}
function refuseShort(bits) {
    if (bits !== undefined && bits >= SHORTEST_RSA)
        return;
    throw new failure_Failure('E_PEM', `The private key has ${bits} bits; an RSA key needs ${SHORTEST_RSA} or more (RFC 7518 3.3). Make a longer one and register its public key.`);
}

;// CONCATENATED MODULE: ./build/src/token/client-assertion.js



const LIFETIME = 5 * 60;
function clientAssertion({ clientId, tokenUrl }, { privateKey, keyId, certificate }, now, id = (0,external_node_crypto_namespaceObject.randomUUID)()) {
    const key = (0,external_node_crypto_namespaceObject.createPrivateKey)(privateKey);
    const { name, hash } = signingAlgorithm(key);
    const issuedAt = Math.floor(now / 1000);
    const header = {
        alg: name,
        typ: 'JWT',
        ...(keyId === undefined ? {} : { kid: keyId }),
        ...(certificate === undefined ? {} : { 'x5t#S256': thumbprint(certificate) }),
    };
    const claims = {
        iss: clientId,
        sub: clientId,
        aud: signedAudience(tokenUrl),
        jti: id,
        iat: issuedAt,
        exp: issuedAt + LIFETIME,
    };
    const signed = `${part(header)}.${part(claims)}`;
    const signature = (0,external_node_crypto_namespaceObject.sign)(hash, Buffer.from(signed), {
        key,
        dsaEncoding: 'ieee-p1363',
        ...(name === 'PS256' ? { saltLength: 32 } : {}),
    });
    return `${signed}.${signature.toString('base64url')}`;
}
function thumbprint(chain) {
    return (0,external_node_crypto_namespaceObject.createHash)('sha256').update(new external_node_crypto_namespaceObject.X509Certificate(chain).raw).digest('base64url');
}
function part(value) {
    return Buffer.from(JSON.stringify(value)).toString('base64url');
}

;// CONCATENATED MODULE: ./build/src/text.js
const LIMIT = 300;
function oneLine(text, limit = LIMIT) {
    const start = text.slice(0, limit * 4);
    let line = (isPlain(start) ? start : withoutControls(start)).trim();
    if (line.includes('::'))
        line = line.replace(/:(?=:)/g, ': ');
    line = line.replaceAll('##[', '## [');
    return line.length > limit ? `${line.slice(0, limit)}...` : line;
}
function withoutControls(text) {
    return text.replace(unicode('[\\p{C}\\p{Zl}\\p{Zp}\\s]+', 'gu'), ' ');
}
function unicode(pattern, flags) {
    return new RegExp(pattern, flags);
}
function isPlain(text) {
    return /^[\x20-\x7e]*$/.test(text);
}
function hasControls(text) {
    return !isPlain(text) && unicode('\\p{Cc}', 'u').test(text);
}
function hasGaps(text) {
    return text.includes(' ') || (!isPlain(text) && unicode('[\\s\\p{C}]', 'u').test(text));
}
function listOf(names, last = 'and') {
    const head = names.slice(0, -1).join(', ');
    const tail = names.at(-1) ?? '';
    return head === '' ? tail : `${head} ${last} ${tail}`;
}

;// CONCATENATED MODULE: ./build/src/credentials/urls.js


const SECRET_PARAMETERS = new Set([
    'client_secret',
    'password',
    'client_assertion',
    'assertion',
    'access_token',
    'refresh_token',
]);
const REPEATED_PARAMETERS = ['grant_type', 'response_type', 'client_id'];
function secureUrl(text, what) {
    const url = parseUrl(text.trim(), what);
    if (url.username !== '' || url.password !== '') {
        throw new failure_Failure('E_URL_USERINFO', `The ${what} carries a user name or password. Remove them from the URL; the client id and secret have places of their own.`);
    }
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
        throw new failure_Failure('E_URL_INSECURE', `The ${what} starts with ${url.protocol}// and would send the secret unencrypted to ${url.hostname}. Use https://.`);
    }
    if (url.hostname.includes('safelinks.') || url.hostname.startsWith('urldefense.')) {
        throw new failure_Failure('E_URL_INVALID', `The ${what} was rewritten by a mail program (${url.hostname}). Take it from where it was issued.`);
    }
    if (url.hash !== '' || text.includes('#')) {
        throw new failure_Failure('E_URL_FRAGMENT', `The ${what} has a fragment (#...). Remove it.`);
    }
    if (url.search !== '')
        checkQuery(url, what);
    return url;
}
function checkQuery(url, what) {
    for (const name of [...url.searchParams.keys()]) {
        if (SECRET_PARAMETERS.has(name.toLowerCase())) {
            throw new failure_Failure('E_URL_SECRET_IN_QUERY', `The ${what} carries a secret in its query (${name.toLowerCase()}), where every proxy logs it. Remove the query and replace that secret.`);
        }
    }
    for (const name of REPEATED_PARAMETERS) {
        if (url.searchParams.has(name))
            url.searchParams.delete(name);
    }
}
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;
function urlSecrets(text) {
    if (!text.includes('@') && !text.includes('='))
        return [];
    const [, authority = '', rest = ''] = /^\s*(?:[A-Za-z][\w+.-]*:\/\/)?([^/?#]*)(.*)$/s.exec(text) ?? [];
    const user = authority.slice(0, Math.max(0, authority.lastIndexOf('@')));
    const written = user === '' ? [] : [user, user.slice(user.indexOf(':') + 1)];
    for (const pair of rest.split(/[?&#]/)) {
        const equals = pair.indexOf('=');
        if (SECRET_PARAMETERS.has(pair.slice(0, Math.max(0, equals)).toLowerCase())) {
            written.push(pair.slice(equals + 1).trim());
        }
    }
    const meant = written.map((part) => new URLSearchParams(`_=${part}`).get('_') ?? '');
    return [...new Set([...written, ...meant])].filter((secret) => secret !== '');
}
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;
function parseUrl(text, what) {
    const damaged = text === '' || text.includes('\\') || hasGaps(text);
    const hasScheme = SCHEME.test(text);
    const url = damaged ? null : URL.parse(hasScheme ? text : `https://${text}`);
    const named = hasScheme || text.includes('.') || text.startsWith('localhost');
    const usable = named &&
        url !== null &&
        /^https?:$/.test(url.protocol) &&
        HOST.test(url.hostname) &&
        url.port !== '0';
    if (!usable) {
        throw new failure_Failure('E_URL_INVALID', `The ${what} is not a URL. Expected something like https://tenant.authentication.eu10.hana.ondemand.com/oauth/token.`);
    }
    return url;
}
function portOf({ port, protocol }) {
    if (port !== '')
        return port;
    return protocol === 'https:' ? '443' : '80';
}
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
function withPath(url, path) {
    const joined = new URL(url);
    joined.pathname = withoutSlashes(url.pathname) + path;
    return joined;
}
function withoutSlashes(path) {
    let end = path.length;
    while (path[end - 1] === '/')
        end--;
    return path.slice(0, end);
}
function hostAllowed(url, patterns) {
    const port = portOf(url);
    return patterns.some((pattern) => {
        const [, host = '', wantedPort] = /^(.*?)(?::(\d+))?$/.exec(pattern.toLowerCase()) ?? [];
        if (wantedPort !== undefined && wantedPort !== port)
            return false;
        return host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host;
    });
}

;// CONCATENATED MODULE: ./build/src/http/transport-failure.js

class TransportFailure extends failure_Failure {
    retries;
    constructor(code, message, retries) {
        super(code, message);
        this.name = 'TransportFailure';
        this.retries = retries;
    }
    static [Symbol.hasInstance](value) {
        return isOwn(value) && value.name === 'TransportFailure';
    }
}

;// CONCATENATED MODULE: ./build/src/http/exchange.js


const LIMITS = { connect: 10_000, firstByte: 15_000, total: 20_000 };
async function exchange(makeRequest, options) {
    const { timing } = options;
    for (let attempt = 1;; attempt++) {
        const request = await makeRequest();
        const result = await once(request, options);
        const failed = result instanceof TransportFailure;
        if (!failed && result.status === 200)
            return exchanged(result, attempt, timing);
        const { nextStep } = await require('./retry.cjs');
        const { wait, giveUp } = nextStep(result, attempt, options);
        if (giveUp !== undefined) {
            throw new failure_Failure(giveUp.code, `${giveUp.message} (${request.url.host}, ${counted(attempt)})`);
        }
        if (wait === undefined) {
            if (failed)
                throw result;
            return exchanged(result, attempt, timing);
        }
        options.onRetry?.(failed ? result.code : `status ${result.status}`);
        await timing.sleep(wait);
    }
}
function exchanged(response, attempts, timing) {
    return { response, attempts, receivedAt: timing.now() };
}
async function once(request, { transport, timing, deadline }) {
    const left = Math.max(1, deadline - timing.now());
    const limits = {
        connect: Math.min(LIMITS.connect, left),
        firstByte: Math.min(LIMITS.firstByte, left),
        total: Math.min(LIMITS.total, left),
    };
    try {
        return await transport(request, limits);
    }
    catch (error) {
        if (error instanceof TransportFailure)
            return error;
        throw error;
    }
}
function counted(attempts) {
    return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}

;// CONCATENATED MODULE: ./build/src/token/token-response.js






const LARGEST_TOKEN = 100_000;
const LARGE_TOKEN = 16_000;
const TEN_YEARS = (/* unused pure expression or super */ null && (10 * 366 * 86_400));
const SKEW = 30_000;
function accessToken(body, response, receivedAt, requestedScope) {
    const value = tokenValue(body['access_token']);
    const tokenType = bearer(body['token_type']);
    const claims = claimsOf(value);
    const serverTime = httpDate(header(response, 'date'));
    const clock = serverTime ?? receivedAt;
    const expiresIn = lifetime(body['expires_in']) ?? remaining(claims, clock);
    if (expiresIn !== undefined && expiresIn <= 0) {
        throw new Failure('E_TOKEN_EXPIRES', 'The server issued a token that has already expired. Tell the operator of the server.');
    }
    return {
        value,
        tokenType,
        scope: grantedScope(body['scope']) ?? claimedScope(claims) ?? requestedScope,
        expiresIn,
        expiresAt: expiresIn === undefined ? undefined : new Date(clock + expiresIn * 1000),
        claims,
        otherSecrets: [body['refresh_token'], body['id_token']].filter((secret) => typeof secret === 'string' && secret !== ''),
        warnings: [
            ...(value.length > LARGE_TOKEN
                ? [
                    `The token is ${value.length} characters long; servers that allow headers of 16 KB will refuse it. Ask for fewer scopes.`,
                ]
                : []),
            ...skewWarning(serverTime, receivedAt),
        ],
    };
}
function jsonBody(response) {
    if (bodyText(response) === '') {
        throw new Failure('E_TOKEN_EMPTY', 'The server answered 200 with an empty body. Is this the token endpoint?');
    }
    const parsed = parsedBody(response);
    if (parsed !== undefined)
        return parsed;
    throw new Failure('E_TOKEN_NOT_JSON', `The server answered 200 with ${response.body.length} bytes of ${contentType(response)} instead of a JSON object. Is this the token endpoint, or a login page or proxy before it?`);
}
function bodyText({ body }) {
    return body
        .toString()
        .replace(/^\uFEFF/, '')
        .trim();
}
function contentType(response) {
    const type = header(response, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
    return /^(?:text\/(?:html|plain|xml)|application\/(?:json|xml|octet-stream|problem\+json))$/.test(type)
        ? type
        : 'another type';
}
function parsedBody(response) {
    const parsed = parsedJson(bodyText(response));
    return credential_isJsonObject(parsed) ? parsed : undefined;
}
function tokenValue(value) {
    if (typeof value !== 'string' || value === '') {
        throw new Failure('E_TOKEN_MISSING', 'The answer holds no access_token, or one that is not a text. Is this the token endpoint?');
    }
    if (value.length > LARGEST_TOKEN) {
        throw new Failure('E_TOKEN_SIZE', `The token is ${value.length} characters long; no server takes a header of that size. Ask for fewer scopes.`);
    }
    if (!/^[\x21-\x7e]+$/.test(value)) {
        throw new Failure('E_TOKEN_CHARSET', 'The token holds characters that RFC 6749 (appendix A.12) does not allow, such as spaces or line breaks. Tell the operator of the server.');
    }
    return value;
}
function bearer(value) {
    if (typeof value === 'string' && value.toLowerCase() === 'bearer')
        return value;
    const named = typeof value === 'string' && /^(?:mac|dpop|pop|n_a|basic)$/i.test(value);
    throw new Failure('E_TOKEN_TYPE', named
        ? `The token is of type ${value}; only bearer tokens can be used. Have the client set to them at the server.`
        : 'The answer does not say that its token is a bearer token (token_type). Is this the token endpoint?');
}
function lifetime(value) {
    if (value === undefined || value === null)
        return undefined;
    const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
    if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= TEN_YEARS)) {
        throw new Failure('E_TOKEN_EXPIRES', 'The lifetime of the token (expires_in) is not a number of seconds between 0 and ten years. Tell the operator of the server.');
    }
    return Math.floor(seconds);
}
function remaining(claims, now) {
    const expiry = claims?.['exp'];
    const seconds = typeof expiry === 'number' ? Math.floor(expiry - now / 1000) : Number.NaN;
    return seconds <= TEN_YEARS ? seconds : undefined;
}
function grantedScope(value) {
    if (value === undefined || value === null || value === '')
        return undefined;
    if (typeof value === 'string' && /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(value))
        return value;
    throw new Failure('E_TOKEN_CHARSET', 'The scope of the token is not a text of the characters that RFC 6749 (appendix A.4) allows. Tell the operator of the server.');
}
function claimedScope(claims) {
    const names = grantedScopes(undefined, claims);
    const wellFormed = names.every(isScopeName);
    return names.length > 0 && wellFormed ? names.join(' ') : undefined;
}
function skewWarning(serverTime, localTime) {
    const skew = serverTime === undefined ? 0 : localTime - serverTime;
    if (Math.abs(skew) <= SKEW)
        return [];
    const seconds = Math.round(Math.abs(skew) / 1000);
    return [
        `The clock of this runner is ${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} the server's. expires-at follows the server's clock.`,
    ];
}

;// CONCATENATED MODULE: ./build/src/token/github-oidc.js





const URL_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_URL';
const TOKEN_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_TOKEN';
function oidcAccess(env) {
    const url = env[URL_VARIABLE]?.trim() ?? '';
    const requestToken = env[TOKEN_VARIABLE]?.trim() ?? '';
    if (url === '' || !/^[\x21-\x7e]+$/.test(requestToken)) {
        throw noPermission('GitHub offers no OIDC token to this job');
    }
    return { url: secureUrl(url, `URL in ${URL_VARIABLE}`), requestToken };
}
async function githubOidcToken({ url, requestToken }, audience, options) {
    const request = {
        method: 'GET',
        url: withAudience(url, audience),
        headers: {
            accept: 'application/json',
            'accept-encoding': 'identity',
            authorization: `Bearer ${requestToken}`,
            'user-agent': 'api-client-credentials',
        },
        body: '',
    };
    const { response, attempts } = await exchange(() => request, options);
    const place = `(${url.host}, ${counted(attempts)})`;
    const { status } = response;
    if (status === 401 || status === 403) {
        throw noPermission(`GitHub answered ${status} when asked for the OIDC token of this job ${place}`);
    }
    if (status !== 200) {
        throw new failure_Failure('E_HTTP', `GitHub answered ${status} when asked for the OIDC token of this job ${place}. Run the job again later; githubstatus.com tells whether it has a problem.`);
    }
    const value = parsedBody(response)?.['value'];
    if (typeof value === 'string' && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value) && claims_claimsOf(value)) {
        return value;
    }
    throw new failure_Failure('E_TOKEN_MISSING', `GitHub answered 200, but without an OIDC token of this job ${place}. Is there a proxy between that answers itself?`);
}
function withAudience(url, audience) {
    const asked = new URL(url);
    const before = asked.search === '' ? '?' : `${asked.search}&`;
    asked.search = `${before}audience=${encodeURIComponent(audience)}`;
    return asked;
}
function noPermission(happened) {
    return new failure_Failure('E_OIDC_PERMISSION', `${happened}. Give the job permissions: id-token: write; where a job is called from another workflow, the calling job needs it too. Workflows of pull requests from forks cannot have it.`);
}

;// CONCATENATED MODULE: ./build/src/token/assertions.js




function assertionsOf(credential, options) {
    const made = [];
    const make = maker(credential, options);
    return {
        made,
        async next() {
            const assertion = await make();
            options.onSecret(secretParts(assertion));
            made.push(assertion);
            return assertion;
        },
        described: (token) => ({
            ...token,
            otherSecrets: [...token.otherSecrets, ...made],
            subject: credential.proof.kind === 'github-oidc' ? subjectOf(made.at(-1)) : undefined,
        }),
    };
}
function maker(credential, options) {
    const { proof, tokenUrl } = credential;
    if (proof.kind === 'private-key') {
        return () => clientAssertion(credential, proof, options.timing.now());
    }
    return oidcTokens(githubAudience(tokenUrl), options);
}
async function oidcToken(audience, options) {
    const token = await oidcTokens(audience, options)();
    options.onSecret(secretParts(token));
    return token;
}
function oidcTokens(audience, options) {
    const access = oidcAccess(options.env);
    options.onSecret([access.requestToken]);
    return () => githubOidcToken(access, audience, options);
}
function secretParts(token) {
    return [token, token.split('.')[2] ?? ''];
}
function subjectOf(assertion) {
    const subject = claims_claimsOf(assertion ?? '')?.['sub'];
    return typeof subject === 'string' ? subject : undefined;
}

module.exports = __webpack_exports__;
/******/ })()
;