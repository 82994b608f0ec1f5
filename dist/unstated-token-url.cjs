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
  unstatedTokenUrl: () => (/* binding */ unstatedTokenUrl)
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
function urls_secureUrl(text, what) {
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
function urls_withPath(url, path) {
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

;// CONCATENATED MODULE: ./build/src/credentials/token-url.js


const TOKEN_PATH = '/oauth/token';
const TOKEN_PATHS = [TOKEN_PATH, '/oauth2/token'];
function typedTokenUrl(text, path = TOKEN_PATH) {
    const url = secureUrl(text, 'token URL');
    if (withoutRepeats(url.pathname) !== url.pathname) {
        throw new Failure('E_URL_DOUBLED', `The token URL ends with its token path twice (${url.pathname.slice(-60)}). Write the path once.`);
    }
    return url.pathname === '/' ? withPath(url, path) : url;
}
function uaaTokenUrl(fields) {
    if (fields.tokenUrl !== undefined) {
        const url = withoutAuthorize(urls_secureUrl(fields.tokenUrl, 'token URL of the credential'));
        url.pathname = withoutRepeats(url.pathname);
        return url.pathname.includes('token')
            ? url
            : urls_withPath(url, fields.tokenUrlSuffix ?? TOKEN_PATH);
    }
    if (fields.url === undefined)
        return undefined;
    return withTokenPath(withoutAuthorize(urls_secureUrl(fields.url, 'url of the credential')), TOKEN_PATH);
}
function withoutRepeats(path) {
    let rest = path.endsWith('/') ? path.slice(0, -1) : path;
    let [first, count] = ['', 0];
    for (;;) {
        const last = TOKEN_PATHS.find((tokenPath) => rest.endsWith(tokenPath));
        if (last === undefined)
            return count > 1 ? rest + first : path;
        rest = rest.slice(0, -last.length);
        first = last;
        count += 1;
    }
}
function withoutAuthorize(url) {
    if (url.pathname.endsWith('/authorize')) {
        url.pathname = url.pathname.replace(/authorize$/, 'token');
    }
    return url;
}
function uaaMutualTlsUrl(fields) {
    if (fields.certUrl !== undefined) {
        return withTokenPath(secureUrl(fields.certUrl, 'certurl of the credential'), TOKEN_PATH);
    }
    const url = uaaTokenUrl(fields);
    if (url === undefined || url.hostname.includes('.authentication.cert.'))
        return url;
    if (!url.hostname.includes('.authentication.'))
        return undefined;
    url.hostname = url.hostname.replace('.authentication.', '.authentication.cert.');
    return url;
}
function withTokenPath(url, path) {
    const bare = new URL(url);
    bare.pathname = withoutSlashes(bare.pathname);
    return bare.pathname.endsWith(path) ? bare : urls_withPath(bare, path);
}

;// CONCATENATED MODULE: ./build/src/credentials/unstated-token-url.js



function unstatedTokenUrl(provider, kind, fields, stored) {
    const metadataUrl = provider === 'xsuaa' && kind === 'certificate' ? uaaMetadataUrl(fields) : undefined;
    const tokenUrl = metadataUrl === undefined ? undefined : uaaTokenUrl(fields);
    if (tokenUrl !== undefined)
        return { tokenUrl, metadataUrl };
    if (kind === 'certificate' && stored) {
        throw new failure_Failure('E_CERT_NO_URL', 'The credential authenticates with a certificate, but does not say at which host (certurl). Give the input token-url.');
    }
    throw new failure_Failure('E_INPUT_MISSING', `Nothing says where the token endpoint of this ${provider} client is. Give the input token-url` +
        (provider === 'xsuaa' || provider === 'oauth2'
            ? ', or provider: etrusted if it is an eTrusted client.'
            : '.'));
}
function uaaMetadataUrl({ url }) {
    if (url === undefined)
        return undefined;
    const issuer = urls_secureUrl(url, 'url of the credential');
    issuer.search = '';
    const path = withoutSlashes(issuer.pathname);
    issuer.pathname = path.endsWith('/oauth/token') ? path.slice(0, -'/oauth/token'.length) : path;
    return urls_withPath(issuer, '/.well-known/openid-configuration');
}

module.exports = __webpack_exports__;
/******/ })()
;