/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
/******/ 	// The require scope
/******/ 	var __nccwpck_require__ = {};
/******/ 	
/************************************************************************/
/******/ 	/* webpack/runtime/compat get default export */
/******/ 	(() => {
/******/ 		// getDefaultExport function for compatibility with non-harmony modules
/******/ 		__nccwpck_require__.n = (module) => {
/******/ 			var getter = module && module.__esModule ?
/******/ 				() => (module['default']) :
/******/ 				() => (module);
/******/ 			__nccwpck_require__.d(getter, { a: getter });
/******/ 			return getter;
/******/ 		};
/******/ 	})();
/******/ 	
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
  openTunnel: () => (/* binding */ openTunnel)
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

;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = require("node:tls");
var external_node_tls_default = /*#__PURE__*/__nccwpck_require__.n(external_node_tls_namespaceObject);
;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = require("node:net");
var external_node_net_default = /*#__PURE__*/__nccwpck_require__.n(external_node_net_namespaceObject);
;// CONCATENATED MODULE: ./build/src/http/connection.js




function newConnection(tlsOptions, user) {
    const connection = {
        tlsOptions,
        sockets: [],
        user,
        closed: false,
        opened(socket) {
            connection.sockets.push(socket);
            if (connection.closed)
                socket.destroy();
        },
        failed: (error) => connection.user.failed(error),
    };
    return connection;
}
function listen(connection, socket) {
    const ended = () => connection.user.ended();
    socket.on('data', (bytes) => connection.user.received(bytes));
    socket.on('end', ended);
    socket.on('close', ended);
}
function closeConnection(connection) {
    connection.closed = true;
    for (const socket of connection.sockets)
        socket.destroy();
}
function openTcp(url, route, then) {
    const socket = external_node_net_default().connect({ host: hostOf(url), port: Number(portOf(url)), noDelay: true });
    route.opened(socket);
    socket.on('error', route.failed);
    socket.once('connect', () => then(socket));
}
function openTls(url, route, socket, then) {
    let secure;
    try {
        secure = external_node_tls_default().connect({ ...route.tlsOptions, ...serverIdentity(url), socket });
    }
    catch (error) {
        route.failed(error);
        return;
    }
    route.opened(secure);
    secure.on('error', route.failed);
    secure.once('secureConnect', () => then(secure));
}
function hostOf(url) {
    return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
}
function serverIdentity(url) {
    const host = hostOf(url);
    const isAddress = host.includes(':') || /(?:^|\.)\d+$/.test(host);
    return isAddress ? { host } : { host, servername: host };
}
function tlsOptionsFor({ clientCertificate }, ca) {
    return {
        rejectUnauthorized: true,
        minVersion: 'TLSv1.2',
        ALPNProtocols: ['http/1.1'],
        ...(ca === undefined ? {} : { ca }),
        ...(clientCertificate === undefined
            ? {}
            : { cert: clientCertificate.certificate, key: clientCertificate.privateKey }),
    };
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

;// CONCATENATED MODULE: ./build/src/http/explain-error.js

const RETRY = 3;
const NEVER = 0;
const CHECK = 'Check host and port of the URL, and the firewall of the runner.';
const NO_TLS = 'The server does not speak TLS on this port. Check the port of the URL.';
const CLOSED = 'The connection was closed before the answer was complete. Run the job again.';
const BY_CODE = {
    ENOTFOUND: ['E_DNS', 1, 'The host name cannot be resolved. Is the URL right?'],
    EAI_AGAIN: ['E_DNS', RETRY, 'The name server did not answer. Try again.'],
    ECONNREFUSED: ['E_CONNECT', RETRY, `The connection was refused. ${CHECK}`],
    ECONNRESET: ['E_CONNECT', RETRY, CLOSED],
    EPIPE: ['E_CONNECT', RETRY, CLOSED],
    ETIMEDOUT: ['E_CONNECT', RETRY, `The connection could not be made in time. ${CHECK}`],
    EHOSTUNREACH: ['E_CONNECT', RETRY, `There is no route to the host. ${CHECK}`],
    ENETUNREACH: ['E_CONNECT', RETRY, `There is no route to the host. ${CHECK}`],
    ERR_SSL_WRONG_VERSION_NUMBER: ['E_PROTOCOL', NEVER, NO_TLS],
    ERR_SSL_PACKET_LENGTH_TOO_LONG: ['E_PROTOCOL', NEVER, NO_TLS],
};
const UNTRUSTED = /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_INVALID)$/;
const ABOUT_CERTIFICATE = /ALERT_(?:\w*CERTIFICATE\w*|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE|DECRYPT_ERROR)$/;
function explainError(error, phase, mutualTls) {
    const code = codeOf(error);
    const known = BY_CODE[code];
    if (known !== undefined)
        return new TransportFailure(known[0], known[2], known[1]);
    if (UNTRUSTED.test(code)) {
        return new TransportFailure('E_TLS_UNTRUSTED', `The server's certificate is not trusted (${code}). If a proxy inspects TLS or the server has a private CA, give that CA in the input ca-certificate.`, NEVER);
    }
    if (mutualTls && ABOUT_CERTIFICATE.test(code)) {
        return new TransportFailure('E_MTLS_REJECTED', `The server rejected the client certificate (${code}). Was its key or binding deleted, or has it expired?`, NEVER);
    }
    if (phase === 'tls' || code.includes('SSL') || code.includes('TLS') || code === 'EPROTO') {
        return new TransportFailure('E_TLS', `The TLS handshake failed (${code}). The server must offer TLS 1.2 or later; if it wants a client certificate, store a key of type x509.`, NEVER);
    }
    return new TransportFailure('E_CONNECT', `The connection failed (${code}). ${CHECK}`, NEVER);
}
function codeOf(error) {
    const candidates = error instanceof AggregateError ? [error, ...error.errors] : [error];
    for (const candidate of candidates) {
        const code = candidate instanceof Error ? candidate.code : undefined;
        if (typeof code === 'string' && /^[A-Z0-9_/]{1,64}$/.test(code))
            return code;
    }
    return 'no code';
}

;// CONCATENATED MODULE: ./build/src/http/response-head.js

const LARGEST_HEAD = 16 * 1024;
const LINES = /^(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*(?:\r\n|$))*$/;
function readHead(bytes) {
    const end = bytes.indexOf('\r\n\r\n');
    if ((end === -1 ? bytes.length : end) > LARGEST_HEAD)
        throw headTooLarge();
    if (end === -1) {
        if (!'HTTP/1.'.startsWith(bytes.toString('latin1', 0, 7)))
            throw notHttp();
        return undefined;
    }
    const text = bytes.toString('latin1', 0, end);
    const first = text.indexOf('\r\n');
    const statusLine = first === -1 ? text : text.slice(0, first);
    const fields = first === -1 ? '' : text.slice(first + 2);
    const status = /^HTTP\/1\.[01] ([1-9]\d\d)(?: .*)?$/.exec(statusLine)?.[1];
    if (status === undefined)
        throw notHttp();
    if (!LINES.test(fields))
        throw notHttp();
    const headers = Object.create(null);
    const lowered = fields.toLowerCase();
    for (let at = 0; at < fields.length;) {
        const colon = fields.indexOf(':', at);
        const next = fields.indexOf('\r\n', colon);
        const lineEnd = next === -1 ? fields.length : next;
        const name = lowered.slice(at, colon);
        const value = withoutOuterSpace(fields, colon + 1, lineEnd);
        const known = headers[name];
        headers[name] = known === undefined ? value : [...[known].flat(), value];
        at = lineEnd + 2;
    }
    return { status: Number(status), headers, minorVersion: statusLine[7], length: end + 4 };
}
function withoutOuterSpace(text, from, to) {
    let start = from;
    let end = to;
    while (start < end && (text[start] === ' ' || text[start] === '\t'))
        start += 1;
    while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t'))
        end -= 1;
    return text.slice(start, end);
}
function notHttp() {
    return new TransportFailure('E_PROTOCOL', 'The answer is not an HTTP/1.1 response. Check host and port of the URL.', 0);
}
function headTooLarge() {
    return new TransportFailure('E_HEADERS_TOO_LARGE', 'The headers of the answer are larger than 16 KiB. Is this the token endpoint?', 0);
}

;// CONCATENATED MODULE: ./build/src/http/proxy-tunnel.js





function openTunnel(proxy, url, route, then) {
    let open = false;
    const toProxy = {
        tlsOptions: withoutClientCertificate(route.tlsOptions),
        opened: route.opened,
        failed: (error) => route.failed(open ? error : proxyFailure(error, proxy)),
    };
    function connect(socket) {
        let received = Buffer.alloc(0);
        function onData(bytes) {
            received = Buffer.concat([received, bytes]);
            try {
                const head = readHead(received);
                if (head === undefined)
                    return;
                socket.off('data', onData);
                socket.off('close', onClose);
                if (head.status < 200 || head.status > 299)
                    throw refused(head.status, proxy);
                if (received.length > head.length)
                    throw refused(head.status, proxy);
                open = true;
                then(socket);
            }
            catch (error) {
                toProxy.failed(error);
            }
        }
        function onClose() {
            toProxy.failed(refused(undefined, proxy));
        }
        socket.on('data', onData);
        socket.on('close', onClose);
        socket.write(connectRequest(url, proxy));
    }
    openTcp(proxy.url, toProxy, (socket) => {
        if (proxy.url.protocol === 'https:')
            openTls(proxy.url, toProxy, socket, connect);
        else
            connect(socket);
    });
}
function withoutClientCertificate(options) {
    const { cert: _certificate, key: _key, secureContext: _context, ...rest } = options;
    return rest;
}
function connectRequest(url, { authorization }) {
    const target = `${url.hostname}:${portOf(url)}`;
    const header = authorization === undefined ? '' : `proxy-authorization: ${authorization}\r\n`;
    return `CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n${header}\r\n`;
}
function proxyFailure(error, proxy) {
    if (error instanceof TransportFailure && error.code.startsWith('E_PROXY'))
        return error;
    const { message, retries } = error instanceof TransportFailure ? error : explainError(error, 'connect', false);
    return new TransportFailure('E_PROXY', `The proxy ${proxy.url.host} cannot be used. ${message}`, retries);
}
function refused(status, { url }) {
    if (status === undefined) {
        return new TransportFailure('E_PROXY', `The proxy ${url.host} closed the connection without an answer. Check the URL of the proxy variable.`, 1);
    }
    if (status === 401 || status === 407) {
        return new TransportFailure('E_PROXY_AUTH', `The proxy ${url.host} wants a valid user name and password (status ${status}). Put them into the URL of the proxy variable.`, 0);
    }
    if (status >= 500) {
        return new TransportFailure('E_PROXY', `The proxy ${url.host} could not reach the host (status ${status}). Is the URL right, and does the proxy know the host?`, 1);
    }
    return new TransportFailure('E_PROXY', `The proxy ${url.host} refused to connect to the host (status ${status}). Allow the host there, or list it in NO_PROXY.`, 0);
}

module.exports = __webpack_exports__;
/******/ })()
;