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
  hostPatterns: () => (/* binding */ hostPatterns),
  parameterLines: () => (/* binding */ parameterLines),
  readWishes: () => (/* binding */ readWishes),
  scopeNames: () => (/* binding */ scopeNames)
});

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

;// CONCATENATED MODULE: ./build/src/credentials/pem.js

const BEGIN = '-----BEGIN ';
const DASHES = '-----';
function pemBlocks(text) {
    const blocks = [];
    let at = text.indexOf(BEGIN);
    while (at !== -1) {
        const labelEnd = text.indexOf(DASHES, at + BEGIN.length);
        const label = labelEnd === -1 ? '' : text.slice(at + BEGIN.length, labelEnd);
        const endMark = `-----END ${label}-----`;
        const end = label === '' ? -1 : text.indexOf(endMark, labelEnd);
        if (end === -1)
            throw damaged();
        blocks.push({ label, body: base64Body(text.slice(labelEnd + DASHES.length, end), label) });
        at = text.indexOf(BEGIN, end + endMark.length);
    }
    return blocks;
}
function base64Body(text, label) {
    if (label.startsWith('ENCRYPTED') || text.includes('Proc-Type')) {
        throw new failure_Failure('E_PEM_ENCRYPTED', 'The private key is encrypted with a passphrase. Decrypt it (openssl pkey -in key.pem -out plain.pem) and store the result as the secret.');
    }
    const body = text.replace(/\\r|\\n|\s/g, '');
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body))
        throw damaged();
    return body;
}
function damaged() {
    return new failure_Failure('E_PEM', 'A certificate or private key is not a complete PEM block. Store it from its -----BEGIN line to its -----END line, unchanged.');
}
function writePem({ label, body }) {
    const lines = body.match(/.{1,64}/g) ?? [];
    return [`${BEGIN}${label}${DASHES}`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

;// CONCATENATED MODULE: ./build/src/credentials/forms/json.js
const json = {
    name: 'JSON',
    read(text) {
        const value = json_parsedJson(text);
        return value === undefined ? undefined : { value };
    },
};
function json_parsedJson(text) {
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


function claimsOf(token) {
    const parts = token.split('.');
    if (parts.length !== 3)
        return undefined;
    const claims = parsedJson(Buffer.from(parts[1] ?? '', 'base64url').toString());
    return isJsonObject(claims) ? claims : undefined;
}
function isScopeName(text) {
    return /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(text);
}
function grantedScopes(scope, claims) {
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

;// CONCATENATED MODULE: ./build/src/visible.js


function visible(text, what) {
    if (!hasControls(text) && text.isWellFormed())
        return text;
    throw new failure_Failure('E_INPUT_CHARSET', `The ${what} holds a line break or another control character. Was more than one value pasted?`);
}

;// CONCATENATED MODULE: ./build/src/action/inputs.js


const NO_WISHES = {
    parameters: { resource: [], others: [] },
    requireScopes: [],
    allowedHosts: undefined,
    caCertificate: undefined,
};
const WISHES = (/* unused pure expression or super */ null && ([
    'scope',
    'audience',
    'resource',
    'token-format',
    'parameters',
    'require-scopes',
    'allowed-hosts',
    'ca-certificate',
]));
function input(env, name) {
    const value = env[`INPUT_${name.toUpperCase()}`]?.trim();
    return value === '' ? undefined : value;
}
async function readInputs(env) {
    const credentials = input(env, 'credentials');
    const parts = {
        clientId: input(env, 'client-id'),
        clientSecret: input(env, 'client-secret'),
        certificate: input(env, 'certificate'),
        privateKey: input(env, 'private-key'),
        tokenUrl: input(env, 'token-url'),
        apiUrl: input(env, 'api-url'),
    };
    if (credentials !== undefined &&
        areComplete(parts, input(env, 'auth-method') === 'private_key_jwt')) {
        throw (await require('./mistakes.cjs')).twoCredentials();
    }
    const wishes = WISHES.some((name) => input(env, name) !== undefined)
        ? (await require('./wishes.cjs')).readWishes(env)
        : NO_WISHES;
    const envPrefix = input(env, 'env-prefix');
    return {
        credentials,
        binding: input(env, 'binding'),
        parts,
        choices: {
            provider: oneOf(env, 'provider', ['auto', 'xsuaa', 'ias', 'etrusted', 'oauth2']),
            authMethod: oneOf(env, 'auth-method', [
                'auto',
                'client_secret_post',
                'client_secret_basic',
                'tls_client_auth',
                'private_key_jwt',
                'github_oidc',
            ]),
            endpoint: input(env, 'endpoint'),
        },
        wishes,
        timeout: milliseconds(input(env, 'timeout') ?? '60s'),
        rotate: oneOf(env, 'rotate', ['never', 'when-due', 'always']),
        envPrefix: envPrefix === undefined
            ? undefined
            : (await require('./env-prefix.cjs')).checkedPrefix(envPrefix),
    };
}
function areComplete(parts, signs) {
    const { clientId, tokenUrl, clientSecret, certificate, privateKey } = parts;
    const proof = clientSecret ?? (certificate === undefined && !signs ? undefined : privateKey);
    return clientId !== undefined && tokenUrl !== undefined && proof !== undefined;
}
function oneOf(env, name, allowed) {
    const value = input(env, name) ?? allowed[0];
    const found = allowed.find((candidate) => candidate === value);
    if (found !== undefined)
        return found;
    throw new failure_Failure('E_INPUT_INVALID', `The input ${name} must be ${listOf(allowed.filter((candidate) => candidate !== ''), 'or')}.`);
}
const LONGEST = (/* unused pure expression or super */ null && (60 * 60_000));
function milliseconds(text) {
    const [, count = '', unit = ''] = /^(\d{1,7})(ms|s|m)$/.exec(text) ?? [];
    const value = Number(count) * ({ ms: 1, s: 1000, m: 60_000 }[unit] ?? 0);
    if (value > 0 && value <= LONGEST)
        return value;
    throw new Failure('E_INPUT_INVALID', 'The input timeout must be a number with a unit, such as 60s, 500ms or 2m, and at most 60m.');
}

;// CONCATENATED MODULE: ./build/src/action/wishes.js






function readWishes(env) {
    const allowedHosts = input(env, 'allowed-hosts');
    return {
        parameters: readParameters(env),
        requireScopes: scopeNames(input(env, 'require-scopes') ?? '', 'require-scopes'),
        allowedHosts: allowedHosts === undefined ? undefined : hostPatterns(allowedHosts),
        caCertificate: caCertificate(input(env, 'ca-certificate')),
    };
}
function readParameters(env) {
    const scope = scopeNames(input(env, 'scope') ?? '', 'scope').join(' ');
    const audience = input(env, 'audience');
    const resource = (input(env, 'resource') ?? '').split(/\s+/).filter((value) => value !== '');
    const format = oneOf(env, 'token-format', ['', 'jwt', 'opaque']);
    const others = parameterLines(input(env, 'parameters') ?? '');
    const typed = {
        scope: scope !== '',
        audience: audience !== undefined,
        resource: resource.length > 0,
        token_format: format !== '',
    };
    const twice = others.find(([name]) => typed[name] === true);
    if (twice !== undefined) {
        throw new failure_Failure('E_INPUT_CONFLICT', `The parameter ${twice[0]} is given twice: by its own input and in parameters. RFC 6749 3.2 allows it once.`);
    }
    return {
        scope: scope === '' ? undefined : scope,
        audience: audience === undefined ? undefined : visible(audience, 'input audience'),
        resource: resource.map((value) => visible(value, 'input resource')),
        tokenFormat: format === '' ? undefined : format,
        others,
    };
}
function scopeNames(text, name) {
    const names = text.split(/\s+/).filter((scope) => scope !== '');
    if (names.every(isScopeName))
        return names;
    throw new failure_Failure('E_INPUT_CHARSET', `The input ${name} holds characters that RFC 6749 (3.3) does not allow in a scope. Separate scopes by spaces.`);
}
const HOST_PATTERN = /^(?:\*\.)?(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
function hostPatterns(text) {
    const patterns = text.split(/[\s,]+/).filter((pattern) => pattern !== '');
    if (patterns.every((pattern) => HOST_PATTERN.test(pattern)))
        return patterns;
    throw new failure_Failure('E_INPUT_INVALID', 'The input allowed-hosts must list host names such as login.etrusted.com or *.hana.ondemand.com, without https:// and paths.');
}
function caCertificate(text) {
    if (text === undefined)
        return undefined;
    const blocks = pemBlocks(text).filter(({ label }) => label.endsWith('CERTIFICATE'));
    const certificates = blocks.map(writePem);
    if (certificates.length > 0 && certificates.every(isCertificate))
        return certificates.join('');
    throw new failure_Failure('E_PEM', 'The input ca-certificate holds no certificate in PEM form (-----BEGIN CERTIFICATE-----), or one that cannot be read.');
}
function isCertificate(pem) {
    try {
        new external_node_crypto_namespaceObject.X509Certificate(pem);
        return true;
    }
    catch {
        return false;
    }
}
const OWN_PARAMETERS = new Set([
    'grant_type',
    'client_id',
    'client_secret',
    'client_assertion',
    'client_assertion_type',
]);
function parameterLines(text) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    const parameters = lines.map((line) => {
        const [, name = '', value = ''] = /^\s*([^=\s]+)\s*=(.*)$/.exec(line) ?? [];
        if (/^[\w.-]+$/.test(name) && !OWN_PARAMETERS.has(name.toLowerCase())) {
            return [name, visible(value.trim(), 'input parameters')];
        }
        throw new failure_Failure('E_INPUT_INVALID', 'Each line of the input parameters must be name=value, and the name none of the parameters that the action sets itself (grant_type, client_id, client_secret, client_assertion).');
    });
    if (new Set(parameters.map(([name]) => name)).size === parameters.length)
        return parameters;
    throw new failure_Failure('E_INPUT_CONFLICT', 'The input parameters gives a name twice. RFC 6749 3.2 allows each parameter once.');
}

module.exports = __webpack_exports__;
/******/ })()
;