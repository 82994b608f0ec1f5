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
  proxiesFrom: () => (/* binding */ proxiesFrom),
  proxySecrets: () => (/* binding */ proxySecrets)
});

;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = require("node:net");
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

;// CONCATENATED MODULE: ./build/src/credentials/urls.js


const SECRET_PARAMETERS = new Set([
    'client_secret',
    'password',
    'client_assertion',
    'assertion',
    'access_token',
    'refresh_token',
]);
const REPEATED_PARAMETERS = (/* unused pure expression or super */ null && (['grant_type', 'response_type', 'client_id']));
function secureUrl(text, what) {
    const url = parseUrl(text.trim(), what);
    if (url.username !== '' || url.password !== '') {
        throw new Failure('E_URL_USERINFO', `The ${what} carries a user name or password. Remove them from the URL; the client id and secret have places of their own.`);
    }
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
        throw new Failure('E_URL_INSECURE', `The ${what} starts with ${url.protocol}// and would send the secret unencrypted to ${url.hostname}. Use https://.`);
    }
    if (url.hostname.includes('safelinks.') || url.hostname.startsWith('urldefense.')) {
        throw new Failure('E_URL_INVALID', `The ${what} was rewritten by a mail program (${url.hostname}). Take it from where it was issued.`);
    }
    if (url.hash !== '' || text.includes('#')) {
        throw new Failure('E_URL_FRAGMENT', `The ${what} has a fragment (#...). Remove it.`);
    }
    if (url.search !== '')
        checkQuery(url, what);
    return url;
}
function checkQuery(url, what) {
    for (const name of [...url.searchParams.keys()]) {
        if (SECRET_PARAMETERS.has(name.toLowerCase())) {
            throw new Failure('E_URL_SECRET_IN_QUERY', `The ${what} carries a secret in its query (${name.toLowerCase()}), where every proxy logs it. Remove the query and replace that secret.`);
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
        throw new Failure('E_URL_INVALID', `The ${what} is not a URL. Expected something like https://tenant.authentication.eu10.hana.ondemand.com/oauth/token.`);
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

;// CONCATENATED MODULE: ./build/src/http/proxy.js



const VARIABLES = ['https_proxy', 'HTTPS_PROXY'];
const PLAIN_HTTP_VARIABLES = ['http_proxy', 'HTTP_PROXY'];
function proxiesFrom(env) {
    const exceptions = env['no_proxy'] || env['NO_PROXY'] || '';
    return (url) => {
        if (url.protocol !== 'https:')
            return undefined;
        const name = VARIABLES.find((candidate) => (env[candidate]?.trim() ?? '') !== '');
        if (name === undefined || isException(url, exceptions))
            return undefined;
        const proxy = parseProxyUrl(env[name] ?? '');
        if (proxy === null) {
            throw new failure_Failure('E_PROXY', `The environment variable ${name} is not the URL of an http or https proxy. Expected something like http://proxy.example.com:3128, with special characters in a password percent-encoded.`);
        }
        const authorization = basicAuthorization(proxy);
        proxy.username = '';
        proxy.password = '';
        return { url: proxy, authorization };
    };
}
function proxySecrets(env) {
    return [...VARIABLES, ...PLAIN_HTTP_VARIABLES].flatMap((name) => {
        const text = env[name] ?? '';
        const written = writtenSecrets(text);
        const url = parseProxyUrl(text);
        const header = url === null ? undefined : basicAuthorization(url);
        if (url === null || header === undefined)
            return written;
        const secret = url.password === '' ? url.username : url.password;
        return [...written, secret, decoded(secret), header.slice('Basic '.length)];
    });
}
function writtenSecrets(text) {
    const [, user = ''] = /^\s*(?:[a-z][a-z0-9+.-]*:\/\/)?(.*)@/is.exec(text) ?? [];
    const secret = user.slice(user.indexOf(':') + 1);
    return secret === '' ? [] : [secret];
}
function parseProxyUrl(text) {
    const trimmed = text.trim();
    const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`);
    if (url === null || !/^https?:$/.test(url.protocol))
        return null;
    return `${url.pathname}${url.search}${url.hash}`.includes('@') ? null : url;
}
function basicAuthorization({ username, password }) {
    if (username === '' && password === '')
        return undefined;
    const pair = `${decoded(username)}:${decoded(password)}`;
    return `Basic ${Buffer.from(pair).toString('base64')}`;
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function isException(url, list) {
    const host = url.hostname.replace(/[[\]]/g, '');
    const port = portOf(url);
    return list
        .toLowerCase()
        .split(/[\s,]/)
        .some((entry) => {
        if (entry === '*')
            return true;
        if ((0,external_node_net_namespaceObject.isIP)(host) !== 0)
            return isAddress(url, port, entry) || inNetwork(host, entry);
        const [, name = '', wantedPort] = /^(?:\*?\.)?([^:]+)(?::(\d+))?$/.exec(entry) ?? [];
        if (wantedPort !== undefined && wantedPort !== port)
            return false;
        return name !== '' && (host === name || host.endsWith(`.${name}`));
    });
}
function isAddress(url, port, entry) {
    if (entry.includes('/'))
        return false;
    const plain = (0,external_node_net_namespaceObject.isIP)(entry) === 6 ? `[${entry}]` : entry;
    const written = URL.parse(`${url.protocol}//${plain}`);
    if (written?.hostname !== url.hostname)
        return false;
    return !/\]?:\d+$/.test(plain) || plain.endsWith(`:${port}`);
}
function inNetwork(address, entry) {
    const [network = '', bits = ''] = entry.split('/');
    const family = (0,external_node_net_namespaceObject.isIP)(network) === 6 ? 'ipv6' : 'ipv4';
    if ((0,external_node_net_namespaceObject.isIP)(network) === 0 || !/^\d{1,3}$/.test(bits))
        return false;
    if (Number(bits) > (family === 'ipv6' ? 128 : 32))
        return false;
    const list = new external_node_net_namespaceObject.BlockList();
    list.addSubnet(network, Number(bits), family);
    return list.check(address, (0,external_node_net_namespaceObject.isIP)(address) === 6 ? 'ipv6' : 'ipv4');
}

module.exports = __webpack_exports__;
/******/ })()
;