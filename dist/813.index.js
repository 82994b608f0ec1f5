"use strict";
exports.id = 813;
exports.ids = [813];
exports.modules = {

/***/ 813:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  refusal: () => (/* binding */ refusal)
});

// EXTERNAL MODULE: ./build/failure.js
var failure = __webpack_require__(961);
// EXTERNAL MODULE: ./build/http/exchange.js
var exchange = __webpack_require__(347);
// EXTERNAL MODULE: ./build/http/http.js
var http = __webpack_require__(282);
// EXTERNAL MODULE: ./build/text.js
var build_text = __webpack_require__(184);
;// CONCATENATED MODULE: ./build/token/hints.js
function hints(status, body, credential) {
    if (status === 429)
        return ['Too many token requests: reuse a token in the steps of a job, and spread the jobs.'];
    if (status >= 500)
        return ['The server has a problem; run the job again later.'];
    if (status === 404 || status === 405) {
        return [
            'That is no token endpoint. The host of an API is not the host of its tokens: check token-url, or the url (uaa.url) of the credential.',
        ];
    }
    const byError = typeof body?.['error'] === 'string' ? BY_ERROR[body['error']] : undefined;
    if (status === 401 || status === 403 || byError === undefined) {
        return [
            ...aboutTheSecret(credential),
            'A deleted or rotated key, or a wrong tenant, gives the same answer.',
        ];
    }
    return [byError];
}
const BY_ERROR = {
    invalid_scope: 'A requested scope is unknown to the server or not granted to this client: check the input scope.',
    invalid_request: 'A parameter of the request is missing or not known: check scope, audience, resource and parameters.',
    unsupported_grant_type: 'The server does not offer the client credentials grant at this URL: check token-url.',
    invalid_target: 'The server does not know the resource or audience: check the inputs resource and audience.',
};
function aboutTheSecret({ clientId, proof, provider }) {
    if (proof.kind === 'certificate') {
        return ['The certificate may not be bound to this client: was its key or binding deleted?'];
    }
    const { clientSecret } = proof;
    const found = [];
    if (/\\[$!"'`\\]/.test(clientSecret)) {
        found.push('The stored secret holds a backslash before a special character: store it without shell escapes.');
    }
    if (/^\*+$|^<.*>$|redacted/i.test(clientSecret)) {
        found.push('The stored secret is a placeholder, not a secret.');
    }
    if (provider === 'xsuaa' &&
        /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?!\$)/i.test(clientSecret)) {
        found.push('The stored secret has no $ after its first part: a shell has probably replaced it; store the secret with single quotes or from a file.');
    }
    if (provider === 'xsuaa' && /\.\.\.$|^sb-[^!]*$/.test(clientId)) {
        found.push('The client id looks cut; XSUAA ids end like !b123 or !t123.');
    }
    return found.length > 0
        ? found
        : [
            'Check that client id and secret belong together and are stored exactly as they were handed out.',
        ];
}

;// CONCATENATED MODULE: ./build/token/repeats-secret.js
const WINDOW = 8;
const LOOKED_AT = 1200;
function repeatsSecret(text, proof) {
    const secret = proof.kind === 'secret'
        ? proof.clientSecret
        : proof.privateKey.replace(/-----[A-Z ]+-----|\s/g, '');
    const shown = text.slice(0, LOOKED_AT);
    const haystacks = [shown, decoded(shown), shown.replace(/\s/g, '')].map((hay) => hay.toLowerCase());
    return encodings(secret).some((encoding) => {
        const needle = encoding.toLowerCase();
        const window = Math.min(WINDOW, needle.length);
        if (window === 0)
            return false;
        for (let at = 0; at + window <= needle.length; at++) {
            const part = needle.slice(at, at + window);
            if (haystacks.some((hay) => hay.includes(part)))
                return true;
        }
        return false;
    });
}
function encodings(secret) {
    const bytes = Buffer.from(secret);
    const shifted = [0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift, ' '), bytes])
        .toString('base64')
        .slice(shift === 0 ? 0 : 4));
    const plain = shifted.map((text) => text.replace(/=+$/, ''));
    const url = plain.map((text) => text.replace(/\+/g, '-').replace(/\//g, '_'));
    return [secret, bytes.toString('hex'), ...plain, ...url];
}
function decoded(text) {
    try {
        return decodeURIComponent(text.replace(/\+/g, ' '));
    }
    catch {
        return text;
    }
}

// EXTERNAL MODULE: ./build/token/token-response.js
var token_response = __webpack_require__(362);
;// CONCATENATED MODULE: ./build/token/refusal.js







const ABOUT_THE_CLIENT = new Set([
    'invalid_client',
    'unauthorized',
    'unauthorized_client',
    'access_denied',
]);
const CORRELATION = ['x-vcap-request-id', 'x-correlationid', 'x-correlation-id'];
function refusal(response, credential, attempts) {
    const body = (0,token_response/* parsedObject */.jM)(response.body
        .toString()
        .replace(/^\uFEFF/, '')
        .trim());
    const isError = body !== undefined && typeof body['error'] === 'string';
    const code = codeFor(response.status, isError ? String(body['error']) : '');
    const facts = [credential.tokenUrl.host, (0,exchange/* counted */.h)(attempts), ...correlation(response)];
    const next = code === 'E_REDIRECT' ? [] : hints(response.status, body, credential);
    return new failure/* Failure */.H(code, [`${whatHappened(response, body, credential)} (${facts.join(', ')}).`, ...next].join(' '));
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
function whatHappened(response, body, credential) {
    const { status } = response;
    if (status >= 300 && status < 400) {
        return `The server answered ${status} and points to ${redirectTarget(response, credential)}; a credential is never sent to another place than the one that was given`;
    }
    const reasons = [body?.['error'], body?.['error_description']]
        .filter((reason) => typeof reason === 'string' && reason !== '')
        .map((reason) => quoted(reason, credential));
    return `The server answered ${status}${reasons.length === 0 ? '' : `: ${reasons.join(', ')}`}`;
}
function quoted(text, credential) {
    return repeatsSecret(text, credential.proof)
        ? 'a reason that repeats a part of the secret and is not shown'
        : `"${(0,build_text/* oneLine */.TN)(text)}"`;
}
function redirectTarget(response, credential) {
    const target = URL.parse((0,http/* header */.w)(response, 'location') ?? '', credential.tokenUrl.href);
    if (target === null || repeatsSecret(target.host, credential.proof))
        return 'another place';
    return target.host === credential.tokenUrl.host
        ? 'another path on the same host'
        : (0,build_text/* oneLine */.TN)(target.host, 100);
}
function correlation(response) {
    const found = CORRELATION.map((name) => (0,http/* header */.w)(response, name)).find((id) => id !== undefined && /^[A-Za-z0-9-]{4,64}$/.test(id));
    return found === undefined ? [] : [`correlation id ${found}`];
}


/***/ })

};
;