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
  refusal: () => (/* binding */ refusal)
});

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

;// CONCATENATED MODULE: ./build/src/http/transport-failure.js

class transport_failure_TransportFailure extends failure_Failure {
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
            throw new Failure(giveUp.code, `${giveUp.message} (${request.url.host}, ${counted(attempt)})`);
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

;// CONCATENATED MODULE: ./build/src/http/http.js
function http_header(response, name) {
    const value = response.headers[name];
    return typeof value === 'string' ? value : undefined;
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

;// CONCATENATED MODULE: ./build/src/token/oidc-claims.js


const TRUSTED = ['iss', 'sub', 'aud'];
function oidcTrust(token, repeats) {
    const claims = claims_claimsOf(token) ?? {};
    const shown = TRUSTED.map((name) => {
        const text = claimText(claims[name]);
        return `${name} ${repeats(text) ? 'not shown' : oneLine(text)}`;
    });
    return `The OIDC token of this job has ${shown.join(', ')}. Compare them with the configured trust, character by character. The subject of a job with an environment is repo:OWNER/REPO:environment:NAME, and repo:OWNER@ID/REPO@ID:environment:NAME in repositories that were created, renamed or transferred after 2026-07-15: trust the one that is shown.`;
}
function claimText(claim) {
    if (claim === undefined)
        return 'absent';
    const texts = [claim].flat();
    return texts.every((text) => typeof text === 'string') ? texts.join(' ') : 'not a text';
}

;// CONCATENATED MODULE: ./build/src/token/assertion-hints.js



function assertionHints({ proof, clientId, tokenUrl }, assertion, repeats) {
    if (proof.kind === 'private-key') {
        const key = proof.keyId === undefined ? 'without a kid' : `with the kid ${oneLine(proof.keyId)}`;
        return [
            `The client assertion named the client ${oneLine(clientId)} and the audience ${signedAudience(tokenUrl)}, ${key}. Check that the server has the public key of this private key for this client, and that the clock of the runner is right.`,
        ];
    }
    return proof.kind === 'github-oidc' ? [oidcTrust(assertion ?? '', repeats)] : [];
}

;// CONCATENATED MODULE: ./build/src/credentials/looks.js
function looksCut(clientId) {
    return /(?:\.\.\.|\u2026|[!|])$/.test(clientId) || /^sb-[^!]*$/.test(clientId);
}
function looksLikePlaceholder(clientSecret) {
    return /^(?:\*+|<.*>|\[?redacted\]?|x{6,}|\$[A-Z_]+|changeme)$/i.test(clientSecret);
}
function lostItsDollar(clientSecret) {
    if (clientSecret.includes('$'))
        return clientSecret.includes('$$');
    const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
    return clientSecret[8] === '-' && clientSecret[13] === '-' && isUuid.test(clientSecret);
}

;// CONCATENATED MODULE: ./build/src/token/hints.js

function hints(status, body, credential, scope) {
    if (status === 429)
        return ['Too many token requests: reuse a token in the steps of a job, and spread the jobs.'];
    if (status >= 500)
        return ['The server has a problem; run the job again later.'];
    if (status === 404 || status === 405) {
        return [
            'That is no token endpoint. The host of an API is not the host of its tokens: check token-url, or the url (uaa.url) of the credential.',
        ];
    }
    const error = body?.['error'];
    const byError = typeof error === 'string' ? BY_ERROR.get(error) : undefined;
    if (status !== 401 && status !== 403 && byError !== undefined)
        return [byError];
    return [
        ...aboutTheHost(credential),
        ...aboutTheSecret(credential),
        ...aboutTheMethod(credential),
        ...(status === 403 && error === undefined && scope === undefined
            ? ['Some servers answer so where no scope is asked for: try the input scope.']
            : []),
        'A deleted or rotated key, or a wrong tenant, gives the same answer.',
    ];
}
const BY_ERROR = new Map(Object.entries({
    invalid_scope: 'A requested scope is unknown to the server or not granted to this client: check the input scope.',
    scope_invalid: 'A requested scope is unknown to the server or not granted to this client: check the input scope.',
    invalid_request: 'A parameter of the request is missing or not known: check scope, audience, resource and parameters.',
    unsupported_grant_type: 'The server does not offer the client credentials grant at this URL: check token-url.',
    invalid_target: 'The server does not know the resource or audience: check the inputs resource and audience.',
}));
function aboutTheHost({ tokenUrl }) {
    return /\.(?:cfapps|alm)\./.test(`.${tokenUrl.hostname}`)
        ? ['That is the host of an API: tokens come from the url (uaa.url) of the credential.']
        : [];
}
function aboutTheMethod({ authMethod, proof, provider }) {
    const found = [];
    const special = proof.kind === 'secret' && /[^\w.~-]/.test(proof.clientSecret);
    if (authMethod === 'client_secret_basic' && special) {
        found.push('Servers disagree about special characters in a Basic header: try auth-method: client_secret_post.');
    }
    if (provider === 'ias') {
        found.push('SAP Cloud Identity Services locks a client for 60 minutes after 5 failed logins; wait before you try again.');
    }
    return found;
}
function aboutTheSecret({ clientId, proof, provider }) {
    if (proof.kind === 'certificate') {
        return ['The certificate may not be bound to this client: was its key or binding deleted?'];
    }
    if (proof.kind !== 'secret')
        return [];
    const { clientSecret } = proof;
    const found = [];
    if (/[^\x21-\x7e]/.test(clientSecret)) {
        found.push('The stored secret holds a space, an invisible character or one that is not ASCII: was it copied from a web page?');
    }
    if (/\\[$!"'`\\]/.test(clientSecret)) {
        found.push('The stored secret holds a backslash before a special character: store it without shell escapes.');
    }
    if (looksLikePlaceholder(clientSecret)) {
        found.push('The stored secret is a placeholder, not a secret.');
    }
    if (provider === 'xsuaa' && lostItsDollar(clientSecret)) {
        found.push('The stored secret has no single $ after its first part: a shell or a tool has probably replaced or doubled it; store the secret from a file.');
    }
    if (provider === 'xsuaa' && looksCut(clientId)) {
        found.push('The client id looks cut; XSUAA ids end like !b123 or !t123.');
    }
    return found.length > 0
        ? found
        : [
            'Check that client id and secret belong together and are stored exactly as they were handed out.',
        ];
}

;// CONCATENATED MODULE: ./build/src/token/repeats-secret.js

const WINDOW = 8;
const LOOKED_AT = 8000;
function repeatsSecret(text, proof, others) {
    const secret = secretOf(proof) ?? '';
    const own = 'privateKey' in proof ? secret.replace(/-----[A-Z ]+-----|\s/g, '') : secret;
    const shown = text.slice(0, LOOKED_AT);
    const variants = [shown, decoded(shown), shown.replace(/\s/g, ''), lettersAndDigits(shown)].map((variant) => variant.toLowerCase());
    const secrets = [own, ...others].filter((one) => one !== '');
    const needles = secrets.flatMap(encodings).filter((needle) => needle !== '');
    const short = needles.filter(({ length }) => length < WINDOW);
    if (short.some((needle) => variants.some((variant) => variant.includes(needle))))
        return true;
    const windows = windowsOf(variants);
    return needles.some((needle) => holdsWindow(needle, windows));
}
function windowsOf(texts) {
    const windows = new Set();
    for (const text of texts) {
        for (let at = 0; at + WINDOW <= text.length; at++)
            windows.add(text.slice(at, at + WINDOW));
    }
    return windows;
}
function holdsWindow(needle, windows) {
    for (let at = 0; at + WINDOW <= needle.length; at++) {
        if (windows.has(needle.slice(at, at + WINDOW)))
            return true;
    }
    return false;
}
function encodings(secret) {
    const bytes = Buffer.from(secret);
    const shifted = [0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64'));
    const plain = shifted.map((text) => text.replace(/=+$/, ''));
    const url = plain.map((text) => text.replace(/\+/g, '-').replace(/\//g, '_'));
    const reversed = [...secret].reverse().join('');
    return [secret, lettersAndDigits(secret), reversed, bytes.toString('hex'), ...plain, ...url].map((text) => text.toLowerCase());
}
function lettersAndDigits(text) {
    return text.replace(/[^A-Za-z0-9]/g, '');
}
function decoded(text) {
    return text
        .replace(/\+/g, ' ')
        .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replace(/%/g, ''), 'hex').toString());
}

;// CONCATENATED MODULE: ./build/src/token/token-request.js
function tokenRequest(credential, parameters, assertion) {
    const form = new URLSearchParams({ grant_type: 'client_credentials' });
    const { proof } = credential;
    const basic = credential.authMethod === 'client_secret_basic';
    if (!basic)
        form.set('client_id', credential.clientId);
    if (proof.kind === 'secret' && !basic)
        form.set('client_secret', proof.clientSecret);
    if (assertion !== undefined) {
        form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
        form.set('client_assertion', assertion);
    }
    for (const [name, value] of formParameters(credential, parameters))
        form.append(name, value);
    const body = form.toString();
    return {
        method: 'POST',
        url: withoutRepeats(credential.tokenUrl, form),
        headers: {
            accept: 'application/json',
            'accept-encoding': 'identity',
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': String(Buffer.byteLength(body)),
            'user-agent': 'api-client-credentials',
            ...(basic && proof.kind === 'secret'
                ? basicHeaders(credential.clientId, proof.clientSecret)
                : {}),
        },
        body,
        ...(proof.kind === 'certificate' ? { clientCertificate: proof } : {}),
    };
}
function withoutRepeats(url, form) {
    if (url.search === '')
        return url;
    const kept = new URL(url);
    for (const name of new Set(form.keys()))
        kept.searchParams.delete(name);
    return kept;
}
function secretParameters({ others }) {
    return others
        .filter(([name]) => /(?:secret|password|assertion|token|key|code)$/i.test(name))
        .map(([, value]) => value);
}
function formParameters(credential, { scope, audience, resource, tokenFormat, others }) {
    const asked = [];
    if (scope !== undefined)
        asked.push(['scope', scope]);
    if (audience !== undefined)
        asked.push(['audience', audience]);
    for (const value of resource)
        asked.push(['resource', value]);
    if (tokenFormat !== undefined)
        asked.push(['token_format', tokenFormat]);
    for (const [name, value] of others)
        asked.push([name, value]);
    const names = new Set(asked.map(([name]) => name));
    const usual = Object.entries(credential.parameters).filter(([name]) => !names.has(name));
    return [...usual, ...asked];
}
function basicHeaders(clientId, clientSecret) {
    return {
        authorization: `Basic ${basicValue(formEncode(clientId), formEncode(clientSecret))}`,
        'x-cf-encoded-credentials': 'true',
    };
}
function basicValue(clientId, clientSecret) {
    return Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
}
function formEncode(text) {
    return new URLSearchParams({ '': text }).toString().slice(1);
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

;// CONCATENATED MODULE: ./build/src/token/refusal.js









const ABOUT_THE_CLIENT = new Set([
    'invalid_client',
    'unauthorized',
    'unauthorized_client',
    'access_denied',
]);
const ABOUT_THE_PROOF = new Set(['invalid_grant', 'invalid_assertion']);
const NOTHING_ASKED = { resource: [], others: [] };
const CORRELATION = ['x-vcap-request-id', 'x-correlationid', 'x-correlation-id'];
function refusal(response, credential, attempts, parameters = NOTHING_ASKED, assertions = []) {
    const body = parsedBody(response);
    const isError = body !== undefined && typeof body['error'] === 'string';
    const error = isError ? String(body['error']) : '';
    const code = codeFor(response.status, error);
    const repeats = repeated(credential, body, [...secretParameters(parameters), ...assertions]);
    const facts = [credential.tokenUrl.host, counted(attempts), ...correlation(response, repeats)];
    const next = code === 'E_REDIRECT' ? [] : hints(response.status, body, credential, parameters.scope);
    const aboutTheClient = code === 'E_UNAUTHORIZED' || ABOUT_THE_PROOF.has(error);
    if (aboutTheClient)
        next.unshift(...assertionHints(credential, assertions.at(-1), repeats));
    const happened = code === 'E_REDIRECT'
        ? `The server answered ${response.status} and points to ${redirectTarget(response, credential, repeats)}; a credential is never sent to another place than the one that was given`
        : `The server answered ${response.status}${reasons(body, repeats)}`;
    return new failure_Failure(code, [`${happened} (${facts.join(', ')}).`, ...next].join(' '));
}
function codeFor(status, error) {
    if (status >= 300 && status < 400)
        return 'E_REDIRECT';
    if (status === 429)
        return 'E_RATE_LIMITED';
    if (status === 401 || status === 403 || ABOUT_THE_CLIENT.has(error))
        return 'E_UNAUTHORIZED';
    return 'E_HTTP';
}
function repeated(credential, body, sent) {
    const tokens = [body?.['access_token'], body?.['refresh_token'], body?.['id_token']].filter((token) => typeof token === 'string');
    return (text) => repeatsSecret(text, credential.proof, [...tokens, ...sent]);
}
function reasons(body, repeats) {
    const texts = [body?.['error'], body?.['error_description']].filter((text) => typeof text === 'string' && text !== '');
    if (texts.length === 0)
        return '';
    const quoted = texts.map((text) => repeats(text)
        ? 'a reason that repeats a part of the secret and is not shown'
        : `"${oneLine(text)}"`);
    return `: ${quoted.join(', ')}`;
}
function redirectTarget(response, { tokenUrl }, repeats) {
    const target = URL.parse(http_header(response, 'location') ?? '', tokenUrl.href);
    if (target === null || repeats(target.host))
        return 'another place';
    return target.host === tokenUrl.host
        ? 'another path on the same host'
        : oneLine(target.host, 100);
}
function correlation(response, repeats) {
    const found = CORRELATION.map((name) => http_header(response, name)).find((id) => id !== undefined && /^[A-Za-z0-9-]{4,64}$/.test(id));
    return found === undefined || repeats(found) ? [] : [`correlation id ${found}`];
}

module.exports = __webpack_exports__;
/******/ })()
;