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
  credentialSet: () => (/* binding */ credentialSet)
});

;// CONCATENATED MODULE: external "node:v8"
const external_node_v8_namespaceObject = require("node:v8");
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

;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = require("node:tls");
var external_node_tls_default = /*#__PURE__*/__nccwpck_require__.n(external_node_tls_namespaceObject);
;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = require("node:net");
var external_node_net_default = /*#__PURE__*/__nccwpck_require__.n(external_node_net_namespaceObject);
;// CONCATENATED MODULE: ./build/src/text.js
const LIMIT = 300;
function text_oneLine(text, limit = LIMIT) {
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
function text_listOf(names, last = 'and') {
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

;// CONCATENATED MODULE: ./build/src/http/origin-connections.js

function acquire(origin, identity, perOrigin, user, use) {
    function attempt() {
        const kept = takeIdle(origin, identity);
        if (kept !== undefined) {
            kept.user = untilAnswer(kept, user, () => {
                origin_connections_close(kept);
                if (!use(undefined))
                    freed(origin);
            });
            if (!use(kept))
                release(origin, identity, kept, true);
            return true;
        }
        if (origin.open >= perOrigin) {
            const other = origin.idle.shift();
            if (other === undefined)
                return false;
            discard(origin, other.connection);
        }
        origin.open += 1;
        if (!use(undefined))
            origin.open -= 1;
        return true;
    }
    if (!attempt())
        origin.waiting.push(attempt);
}
function release(origin, identity, connection, persistent) {
    const socket = connection.sockets.at(-1);
    if (persistent && socket?.writable === true && socket.writableLength === 0) {
        connection.user = whileIdle(origin, connection);
        for (const each of connection.sockets)
            each.unref();
        origin.idle.push({ identity, connection });
    }
    else {
        discard(origin, connection);
    }
    serveWaiting(origin);
}
function takeIdle(origin, identity) {
    const at = origin.idle.findLastIndex((idle) => idle.identity === identity);
    const connection = origin.idle.splice(at, at === -1 ? 0 : 1)[0]?.connection;
    for (const socket of connection?.sockets ?? [])
        socket.ref();
    return connection;
}
const FIRST_BYTE = 'H'.charCodeAt(0);
function untilAnswer(connection, user, renew) {
    return {
        received(bytes) {
            if (bytes[0] !== FIRST_BYTE) {
                renew();
                return;
            }
            connection.user = user;
            user.received(bytes);
        },
        ended: renew,
        failed: renew,
    };
}
function whileIdle(origin, connection) {
    function drop() {
        const at = origin.idle.findIndex((idle) => idle.connection === connection);
        origin.idle.splice(at, at === -1 ? 0 : 1);
        discard(origin, connection);
        serveWaiting(origin);
    }
    return { received: drop, ended: drop, failed: drop };
}
const NOBODY = { received() { }, ended() { }, failed() { } };
function discard(origin, connection) {
    origin_connections_close(connection);
    origin.open -= 1;
}
function origin_connections_close(connection) {
    connection.user = NOBODY;
    closeConnection(connection);
}
function freed(origin) {
    origin.open -= 1;
    serveWaiting(origin);
}
function serveWaiting(origin) {
    for (let next = origin.waiting.shift(); next !== undefined; next = origin.waiting.shift()) {
        if (next())
            continue;
        origin.waiting.unshift(next);
        return;
    }
}

;// CONCATENATED MODULE: ./build/src/http/kept-connections.js



const CONNECTIONS_PER_ORIGIN = 8;
function keptConnections(perOrigin = CONNECTIONS_PER_ORIGIN) {
    const origins = new Map();
    const roots = [];
    const contexts = new Map();
    function originOf(url) {
        const name = url.origin;
        let origin = origins.get(name);
        if (origin === undefined) {
            origin = { open: 0, idle: [], waiting: [] };
            origins.set(name, origin);
        }
        return origin;
    }
    function rootsNumber(ca) {
        const known = roots.indexOf(ca);
        return known === -1 ? roots.push(ca) - 1 : known;
    }
    return {
        lineFor(request, ca, proxy) {
            const { url, clientCertificate } = request;
            const origin = originOf(url);
            const route = proxy === undefined ? '' : `${proxy.url.href} ${proxy.authorization ?? ''}`;
            const client = `${clientCertificate?.certificate ?? ''}${clientCertificate?.privateKey ?? ''}`;
            const identity = `${route}\n${rootsNumber(ca)}\n${client}`;
            return {
                tlsOptions() {
                    const known = contexts.get(identity);
                    if (known !== undefined)
                        return known;
                    const options = withContext(tlsOptionsFor(request, ca));
                    contexts.set(identity, options);
                    return options;
                },
                acquire: (user, use) => acquire(origin, identity, perOrigin, user, use),
                release: (connection, answered) => release(origin, identity, connection, answered !== undefined && isPersistent(answered)),
            };
        },
    };
}
function isPersistent({ head, exact }) {
    const options = String(head?.headers['connection'] ?? '');
    return head?.minorVersion === '1' && exact && !/(?:^|[\t ,])close(?:[\t ,]|$)/i.test(options);
}
function withContext(options) {
    try {
        return { ...options, secureContext: external_node_tls_default().createSecureContext(options) };
    }
    catch {
        return options;
    }
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

;// CONCATENATED MODULE: ./build/src/http/response-reader.js


const LARGEST_BODY = 256 * 1024;
const NOTHING = Buffer.alloc(0);
function responseReader() {
    let pending = NOTHING;
    let head;
    let body;
    let begun = false;
    function finalHead() {
        for (;;) {
            const found = readHead(pending);
            if (found === undefined)
                return undefined;
            pending = pending.subarray(found.length);
            if (found.status === 101)
                throw notHttp();
            if (found.status >= 200)
                return found;
        }
    }
    function response() {
        if (head === undefined || body === undefined)
            return undefined;
        return { status: head.status, headers: head.headers, body: joined(body.chunks) };
    }
    return {
        get begun() {
            return begun;
        },
        get head() {
            return head;
        },
        get exact() {
            return body?.exact === true;
        },
        push(bytes) {
            begun = true;
            pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
            head ??= finalHead();
            if (head === undefined)
                return undefined;
            body ??= bodyOf(head);
            const rest = pending;
            pending = NOTHING;
            return body.push(rest) ? response() : undefined;
        },
        end() {
            const complete = body?.endsWithConnection === true ? response() : undefined;
            if (complete === undefined)
                throw endedEarly();
            return complete;
        },
    };
}
function joined(chunks) {
    const [only] = chunks;
    return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks);
}
function bodyOf({ status, headers }) {
    const encoding = String(headers['content-encoding'] ?? '').toLowerCase();
    if (status === 200 && encoding !== '' && encoding !== 'identity') {
        throw new TransportFailure('E_ENCODING', 'The answer is compressed although that was not asked for. Switch that off at the server or the proxy before it.', 0);
    }
    const { 'transfer-encoding': transfer, 'content-length': length } = headers;
    if (status === 204 || status === 304)
        return countedBody(0);
    if (transfer !== undefined) {
        if (length !== undefined || String(transfer).toLowerCase() !== 'chunked')
            throw notHttp();
        return chunkedBody();
    }
    if (length === undefined)
        return countedBody(Number.POSITIVE_INFINITY);
    const lengths = new Set([length].flat());
    const [text = ''] = lengths;
    if (lengths.size !== 1 || !/^\d{1,15}$/.test(text))
        throw notHttp();
    if (Number(text) > LARGEST_BODY)
        throw tooLarge();
    return countedBody(Number(text));
}
function countedBody(expected) {
    const chunks = [];
    let missing = expected;
    let size = 0;
    return {
        chunks,
        endsWithConnection: expected === Number.POSITIVE_INFINITY,
        exact: false,
        push(bytes) {
            this.exact = bytes.length === missing;
            const part = bytes.length > missing ? bytes.subarray(0, missing) : bytes;
            chunks.push(part);
            missing -= part.length;
            size += part.length;
            if (size > LARGEST_BODY)
                throw tooLarge();
            return missing === 0;
        },
    };
}
function chunkedBody() {
    const chunks = [];
    let rest = NOTHING;
    let size = 0;
    function step() {
        const lineEnd = rest.indexOf('\r\n');
        if (lineEnd === -1)
            return undefined;
        const line = rest.toString('latin1', 0, lineEnd);
        const digits = /^0*([0-9a-f]{1,8})[\t ]*(?:;.*)?$/i.exec(line)?.[1];
        if (digits === undefined)
            throw notHttp();
        const length = Number.parseInt(digits, 16);
        if (length === 0) {
            const trailers = rest.subarray(lineEnd + 2);
            const end = trailersEnd(trailers);
            body.exact = end === trailers.length;
            return end === undefined ? undefined : true;
        }
        if (size + length > LARGEST_BODY)
            throw tooLarge();
        const start = lineEnd + 2;
        if (rest.length < start + length + 2)
            return undefined;
        if (rest.toString('latin1', start + length, start + length + 2) !== '\r\n')
            throw notHttp();
        chunks.push(rest.subarray(start, start + length));
        size += length;
        rest = rest.subarray(start + length + 2);
        return false;
    }
    const body = {
        chunks,
        endsWithConnection: false,
        exact: false,
        push(bytes) {
            rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
            for (;;) {
                const over = step();
                if (over !== false) {
                    if (rest.length > 2 * LARGEST_BODY)
                        throw tooLarge();
                    return over === true;
                }
            }
        },
    };
    return body;
}
function trailersEnd(trailers) {
    if (trailers.toString('latin1', 0, 2) === '\r\n')
        return 2;
    const last = trailers.indexOf('\r\n\r\n');
    return last === -1 ? undefined : last + 4;
}
function tooLarge() {
    return new TransportFailure('E_RESPONSE_TOO_LARGE', `The answer is larger than ${LARGEST_BODY / 1024} KiB. Is this the token endpoint?`, 0);
}
function endedEarly() {
    return new TransportFailure('E_CONNECT', 'The connection was closed before the answer was complete. Run the job again.', 3);
}

;// CONCATENATED MODULE: ./build/src/http/transport.js




function transport({ caCertificate, proxyFor, connections }) {
    const ca = caCertificate === undefined ? undefined : [...external_node_tls_default().getCACertificates('default'), caCertificate];
    return async (request, limits) => {
        const proxy = proxyFor?.(request.url);
        return sendOnce(request, limits, ca, proxy, connections?.lineFor(request, ca, proxy));
    };
}
function sendOnce(request, limits, ca, proxy, line) {
    return new Promise((resolve, reject) => {
        const reader = responseReader();
        let phase = 'connect';
        let connection;
        let settled = false;
        let phaseTimer;
        const totalTimer = setTimeout(timedOut, limits.total, limits.total);
        function settle(answered) {
            if (settled)
                return false;
            settled = true;
            clearTimeout(phaseTimer);
            clearTimeout(totalTimer);
            if (connection === undefined)
                return true;
            if (line === undefined)
                setImmediate(closeConnection, connection);
            else
                line.release(connection, answered ? reader : undefined);
            return true;
        }
        function failed(error) {
            if (!settle(false))
                return;
            if (error instanceof TransportFailure)
                reject(error);
            else
                explained(error, phase, request).then(reject, reject);
        }
        function timedOut(milliseconds) {
            const begun = reader.begun ? 'no complete answer' : 'no answer';
            const what = phase === 'http' ? begun : 'no connection';
            const seconds = Math.round(milliseconds / 100) / 10;
            failed(new TransportFailure('E_TIMEOUT', `There was ${what} within ${seconds} s.`, 3));
        }
        const user = {
            received(bytes) {
                if (!reader.begun)
                    clearTimeout(phaseTimer);
                try {
                    const response = reader.push(bytes);
                    if (response !== undefined && settle(true))
                        resolve(response);
                }
                catch (error) {
                    failed(error);
                }
            },
            ended() {
                try {
                    const response = reader.end();
                    if (settle(false))
                        resolve(response);
                }
                catch (error) {
                    failed(error);
                }
            },
            failed,
        };
        function open() {
            phase = 'connect';
            clearTimeout(phaseTimer);
            phaseTimer = setTimeout(timedOut, limits.connect, limits.connect);
            const fresh = newConnection(line?.tlsOptions() ?? tlsOptionsFor(request, ca), user);
            connection = fresh;
            function secure(socket) {
                if (request.url.protocol === 'https:') {
                    phase = 'tls';
                    openTls(request.url, fresh, socket, begin);
                }
                else {
                    begin(socket);
                }
            }
            function begin(socket) {
                listen(fresh, socket);
                talk(socket);
            }
            if (proxy === undefined)
                openTcp(request.url, fresh, secure);
            else
                throughProxy(proxy, request, fresh, secure).catch(failed);
        }
        function talk(socket) {
            phase = 'http';
            clearTimeout(phaseTimer);
            phaseTimer = setTimeout(timedOut, limits.firstByte, limits.firstByte);
            socket.write(requestText(request, line === undefined));
        }
        if (line === undefined) {
            open();
        }
        else {
            line.acquire(user, (kept) => {
                if (settled)
                    return false;
                if (kept === undefined) {
                    open();
                }
                else {
                    connection = kept;
                    talk(kept.sockets.at(-1));
                }
                return true;
            });
        }
    });
}
function requestText({ method, url, headers, body }, last) {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const connection = last ? 'connection: close\r\n' : '';
    return `${method} ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n${lines.join('')}${connection}\r\n${body}`;
}
async function explained(error, phase, request) {
    const { explainError } = await require('./explain-error.cjs');
    return explainError(error, phase, request.clientCertificate !== undefined);
}
async function throughProxy(proxy, { url }, route, then) {
    const { openTunnel } = await require('./proxy-tunnel.cjs');
    openTunnel(proxy, url, route, then);
}

;// CONCATENATED MODULE: ./build/src/token/fetch-tokens.js
function fetchTokens(credentials, fetch, limits) {
    const flights = flightsOf(credentials);
    const outcomes = new Array(credentials.length);
    return new Promise((resolve) => {
        const ready = originsOf(flights);
        let running = 0;
        let left = flights.length;
        function start() {
            while (running < limits.inAll) {
                const origin = ready.shift();
                if (origin === undefined)
                    return;
                const flight = origin.flights[origin.next++];
                origin.running += 1;
                running += 1;
                if (mayStart(origin, limits))
                    ready.push(origin);
                fly(flight.credential, fetch).then((outcome) => {
                    for (const index of flight.indexes)
                        outcomes[index] = outcome;
                    landed(origin);
                });
            }
        }
        function landed(origin) {
            const stoodReady = mayStart(origin, limits);
            origin.running -= 1;
            running -= 1;
            left -= 1;
            if (!stoodReady && mayStart(origin, limits))
                ready.push(origin);
            if (left === 0)
                resolve(outcomes);
            else
                start();
        }
        if (left === 0)
            resolve(outcomes);
        else
            start();
    });
}
function mayStart({ next, flights, running }, limits) {
    return next < flights.length && running < limits.perOrigin;
}
function flightsOf(credentials) {
    const flights = new Map();
    credentials.forEach((credential, index) => {
        const key = requestKey(credential);
        const flight = flights.get(key);
        if (flight === undefined)
            flights.set(key, { credential, indexes: [index] });
        else
            flight.indexes.push(index);
    });
    return [...flights.values()];
}
function originsOf(flights) {
    const origins = new Map();
    for (const flight of flights) {
        const name = flight.credential.tokenUrl.origin;
        const origin = origins.get(name);
        if (origin === undefined)
            origins.set(name, { flights: [flight], next: 0, running: 0 });
        else
            origin.flights.push(flight);
    }
    return [...origins.values()];
}
function requestKey(credential) {
    const { tokenUrl, metadataUrl, clientId, authMethod, proof, parameters, zoneId } = credential;
    const urls = [tokenUrl.href, metadataUrl?.href];
    return JSON.stringify([urls, clientId, authMethod, proof, parameters, zoneId]);
}
async function fly(credential, fetch) {
    try {
        return { result: await fetch(credential) };
    }
    catch (error) {
        return { error };
    }
}

;// CONCATENATED MODULE: ./build/src/credentials/credential.js
function credential_expiryOf(proof) {
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
function isJsonObject(value) {
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

;// CONCATENATED MODULE: ./build/src/action/checks.js




function checkHost(tokenUrl, allowed) {
    if (allowed === undefined || hostAllowed(tokenUrl, allowed))
        return;
    throw new failure_Failure('E_HOST_NOT_ALLOWED', `The credential would be sent to ${tokenUrl.host}, which the input allowed-hosts does not allow. Nothing was sent.`);
}
function checkToken(credential, wishes, token) {
    checkTenant(credential, token);
    return checkScopes(credential, wishes, token);
}
function checkTenant({ zoneId, tokenUrl }, { claims }) {
    const issued = claims?.['zid'];
    if (zoneId === undefined || typeof issued !== 'string' || issued === zoneId)
        return;
    throw new failure_Failure('E_TOKEN_TENANT', `${tokenUrl.host} issued a token of another tenant (claim zid) than the one that the credential names (zoneid). Check token-url and the url of the credential; a proxy or a copied host name may lead to the wrong tenant.`);
}
function checkScopes({ tokenUrl }, { requireScopes, parameters }, token) {
    if (requireScopes.length === 0 && parameters.scope === undefined)
        return [];
    const granted = claims_grantedScopes(token.scope, token.claims);
    const missing = missingScopes(requireScopes, granted);
    if (missing.length > 0) {
        throw new failure_Failure('E_SCOPE_MISSING', `The token of ${tokenUrl.host} lacks the required scopes ${text_listOf(missing)}. Assign them to the client: they come from the service plan, the role or the authorities of the key.`);
    }
    const notGranted = missingScopes((parameters.scope ?? '').split(' ').filter(Boolean), granted);
    return notGranted.length === 0
        ? []
        : [`The server did not grant the requested scopes ${text_listOf(notGranted)}.`];
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: ./build/src/action/file-commands.js


function requireFileCommand(command, env) {
    const path = env[`GITHUB_${command}`] ?? '';
    try {
        if (!lstatSync(path).isFile())
            throw new Error('not a plain file');
        accessSync(path, constants.W_OK);
    }
    catch {
        throw new Failure('E_RUNNER', `GITHUB_${command} does not name a file that this step can write, so the runner could not receive the result. Run this as a step of a workflow, on a runner of version 2.327.1 or newer.`);
    }
}
function appendFileCommands(env, commands) {
    const texts = Object.entries(commands).map(([command, entries]) => ({
        path: env[`GITHUB_${command}`] ?? '',
        text: entries.map(entryLine).join(''),
    }));
    const undo = [];
    const atOnce = texts.length === 1 && (texts[0]?.text.length ?? 0) <= ONE_WRITE;
    const release = atOnce ? undefined : holdSignals();
    try {
        for (const { path, text } of texts) {
            const { size } = (0,external_node_fs_namespaceObject.lstatSync)(path);
            undo.push(() => (0,external_node_fs_namespaceObject.truncateSync)(path, size));
            (0,external_node_fs_namespaceObject.appendFileSync)(path, text);
        }
    }
    catch {
        for (const step of undo)
            step();
        throw new failure_Failure('E_RUNNER', 'The files for the result of the step could not be written. Is the disk full?');
    }
    finally {
        release?.();
    }
}
const ONE_WRITE = 4096;
function holdSignals() {
    const hold = () => { };
    process.on('SIGINT', hold).on('SIGTERM', hold);
    return () => process.off('SIGINT', hold).off('SIGTERM', hold);
}
function entryLine([name, value]) {
    if (!/[\r\n]/.test(value))
        return `${name}=${value}\n`;
    throw new failure_Failure('E_RUNNER', `The value of ${name} has more than one line.`);
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

;// CONCATENATED MODULE: ./build/src/action/masks.js

const TOO_COMMON = new Set(['{', '}', '[', ']', 'true', 'false', 'null']);
function secretMasks(clientId, clientSecret) {
    const id = formEncode(clientId);
    const secret = formEncode(clientSecret);
    return [clientSecret, secret, basicValue(clientId, clientSecret), basicValue(id, secret)];
}
function keyMasks(privateKey) {
    const lines = privateKey
        .replace(/-----[A-Z0-9 ]+-----/g, ' ')
        .split(/\\r|\\n|\s/)
        .filter((line) => line !== '');
    const body = lines.join('');
    const standard = body.match(/.{1,64}/g) ?? [];
    const single = [...lines, ...standard].filter((line) => line.length >= 8);
    return [...single, body, lines.join('\\n'), standard.join('\\n')];
}
function credentialMasks({ clientId, proof }) {
    if (proof.kind === 'secret')
        return secretMasks(clientId, proof.clientSecret);
    return 'privateKey' in proof ? keyMasks(proof.privateKey) : [];
}
function tokenMasks({ value, claims, otherSecrets }) {
    const signature = claims === undefined ? '' : (value.split('.')[2] ?? '');
    return [value, signature, ...otherSecrets];
}
function masker(add) {
    const known = new Set(TOO_COMMON);
    return (values) => {
        const fresh = values.filter((value) => {
            if (value.trim() === '' || known.has(value))
                return false;
            known.add(value);
            return true;
        });
        if (fresh.length > 0)
            add(fresh);
    };
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

;// CONCATENATED MODULE: ./build/src/http/http.js
function header(response, name) {
    const value = response.headers[name];
    return typeof value === 'string' ? value : undefined;
}

;// CONCATENATED MODULE: ./build/src/http/http-date.js
const FORMS = [
    /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
    /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
    /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];
function httpDate(value) {
    if (value === undefined || !FORMS.some((form) => form.test(value)))
        return undefined;
    const time = Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
    return Number.isNaN(time) ? undefined : time;
}

;// CONCATENATED MODULE: ./build/src/token/token-response.js






const LARGEST_TOKEN = 100_000;
const LARGE_TOKEN = 16_000;
const TEN_YEARS = 10 * 366 * 86_400;
const SKEW = 30_000;
function accessToken(body, response, receivedAt, requestedScope) {
    const value = tokenValue(body['access_token']);
    const tokenType = bearer(body['token_type']);
    const claims = claimsOf(value);
    const serverTime = httpDate(header(response, 'date'));
    const clock = serverTime ?? receivedAt;
    const expiresIn = lifetime(body['expires_in']) ?? remaining(claims, clock);
    if (expiresIn !== undefined && expiresIn <= 0) {
        throw new failure_Failure('E_TOKEN_EXPIRES', 'The server issued a token that has already expired. Tell the operator of the server.');
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
        throw new failure_Failure('E_TOKEN_EMPTY', 'The server answered 200 with an empty body. Is this the token endpoint?');
    }
    const parsed = parsedBody(response);
    if (parsed !== undefined)
        return parsed;
    throw new failure_Failure('E_TOKEN_NOT_JSON', `The server answered 200 with ${response.body.length} bytes of ${contentType(response)} instead of a JSON object. Is this the token endpoint, or a login page or proxy before it?`);
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
    return isJsonObject(parsed) ? parsed : undefined;
}
function tokenValue(value) {
    if (typeof value !== 'string' || value === '') {
        throw new failure_Failure('E_TOKEN_MISSING', 'The answer holds no access_token, or one that is not a text. Is this the token endpoint?');
    }
    if (value.length > LARGEST_TOKEN) {
        throw new failure_Failure('E_TOKEN_SIZE', `The token is ${value.length} characters long; no server takes a header of that size. Ask for fewer scopes.`);
    }
    if (!/^[\x21-\x7e]+$/.test(value)) {
        throw new failure_Failure('E_TOKEN_CHARSET', 'The token holds characters that RFC 6749 (appendix A.12) does not allow, such as spaces or line breaks. Tell the operator of the server.');
    }
    return value;
}
function bearer(value) {
    if (typeof value === 'string' && value.toLowerCase() === 'bearer')
        return value;
    const named = typeof value === 'string' && /^(?:mac|dpop|pop|n_a|basic)$/i.test(value);
    throw new failure_Failure('E_TOKEN_TYPE', named
        ? `The token is of type ${value}; only bearer tokens can be used. Have the client set to them at the server.`
        : 'The answer does not say that its token is a bearer token (token_type). Is this the token endpoint?');
}
function lifetime(value) {
    if (value === undefined || value === null)
        return undefined;
    const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
    if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= TEN_YEARS)) {
        throw new failure_Failure('E_TOKEN_EXPIRES', 'The lifetime of the token (expires_in) is not a number of seconds between 0 and ten years. Tell the operator of the server.');
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
    throw new failure_Failure('E_TOKEN_CHARSET', 'The scope of the token is not a text of the characters that RFC 6749 (appendix A.4) allows. Tell the operator of the server.');
}
function claimedScope(claims) {
    const names = claims_grantedScopes(undefined, claims);
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

;// CONCATENATED MODULE: ./build/src/token/fetch-token.js




async function fetchToken(credential, parameters, options) {
    const { kind } = credential.proof;
    const assertions = kind === 'private-key' || kind === 'github-oidc'
        ? (await require('./assertions.cjs')).assertionsOf(credential, options)
        : undefined;
    const { response, attempts, receivedAt } = await exchange(assertions === undefined
        ? () => tokenRequest(credential, parameters)
        : async () => tokenRequest(credential, parameters, await assertions.next()), options);
    try {
        const body = response.status === 200 ? jsonBody(response) : undefined;
        if (body !== undefined && typeof body['error'] !== 'string') {
            const token = accessToken(body, response, receivedAt, parameters.scope);
            return assertions === undefined ? token : assertions.described(token);
        }
    }
    catch (error) {
        if (!(error instanceof failure_Failure))
            throw error;
        const place = `${credential.tokenUrl.host}, ${counted(attempts)}`;
        throw new failure_Failure(error.code, `${error.message} (${place})`);
    }
    const { refusal } = await require('./refusal.cjs');
    throw refusal(response, credential, attempts, parameters, assertions?.made);
}

;// CONCATENATED MODULE: ./build/src/action/obtain-token.js


async function obtainToken(stored, { allowedHosts, parameters }, options) {
    checkHost(stored.tokenUrl, allowedHosts);
    let credential = stored;
    if (stored.metadataUrl !== undefined) {
        const { withMutualTlsEndpoint } = await require('./server-metadata.cjs');
        credential = await withMutualTlsEndpoint(stored, options);
        checkHost(credential.tokenUrl, allowedHosts);
    }
    return { credential, token: await fetchToken(credential, parameters, options) };
}

;// CONCATENATED MODULE: ./build/src/action/outputs.js

function outputs(credential, token) {
    return present([
        ['access-token', token.value],
        ['token-type', token.tokenType],
        ['scope', token.scope],
        ['expires-in', token.expiresIn?.toString()],
        ['expires-at', outputs_isoSeconds(token.expiresAt)],
        ['api-url', credential.apiUrl],
        ['endpoints', JSON.stringify(credential.endpoints)],
        ['token-url', credential.tokenUrl.href],
        ['client-id', credential.clientId],
        ['provider', credential.provider],
        ['auth-method', credential.authMethod],
        ['certificate-expires-at', outputs_isoSeconds(expiryOf(credential.proof))],
    ]);
}
function variables(prefix, credential, token) {
    return present([
        [`${prefix}_ACCESS_TOKEN`, token.value],
        [`${prefix}_API_URL`, credential.apiUrl],
        [`${prefix}_EXPIRES_AT`, outputs_isoSeconds(token.expiresAt)],
    ]);
}
function outputs_isoSeconds(date) {
    return date?.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
function present(entries) {
    return entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

;// CONCATENATED MODULE: ./build/src/action/workflow-commands.js

function workflow_commands_workflowCommand(name, properties, data) {
    const listed = Object.entries(properties)
        .map(([key, value]) => `${key}=${escapeProperty(value)}`)
        .join(',');
    return `::${name}${listed === '' ? '' : ` ${listed}`}::${escapeData(data)}\n`;
}
function maskCommands(values) {
    let text = '';
    for (const value of values)
        text += `::add-mask::${escapeData(value)}\n`;
    return text;
}
function escapeData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
function escapeProperty(text) {
    return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
function writeStandardOutput(text) {
    let rest = Buffer.from(text);
    while (rest.length > 0) {
        try {
            rest = rest.subarray(writeSync(1, rest));
        }
        catch (error) {
            if (error.code !== 'EAGAIN')
                throw error;
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
        }
    }
}

;// CONCATENATED MODULE: ./build/src/action/report.js




async function report(credential, token) {
    const scopes = grantedScopes(token.scope, token.claims);
    const client = claim(token, 'cid') ?? claim(token, 'client_id') ?? claim(token, 'azp');
    const [issuer, zone, otherClient, granted, subject] = await withoutEchoes([
        claim(token, 'iss'),
        claim(token, 'zid'),
        client === credential.clientId ? undefined : client,
        scopes.join(' ') || undefined,
        token.subject,
    ], credential, token);
    const lines = [
        ['client id', credential.clientId],
        ['provider', credential.provider],
        ['authentication', credential.authMethod],
        ['subject', subject],
        ['token URL', withoutQuery(credential.tokenUrl.href)],
        ['API URL', withoutQuery(credential.apiUrl)],
        ['token client', otherClient ?? client],
        ['issuer', issuer],
        ['zone', zone],
        ['scopes', granted],
        ['expires at', expiry(token)],
    ];
    const table = lines.flatMap(([name, value]) => value === undefined ? [] : [`${name.padEnd(16)}${oneLine(value, 2000)}\n`]);
    return [
        workflowCommand('group', {}, `Access token for ${oneLine(credential.clientId)}`),
        ...table,
        workflowCommand('endgroup', {}, ''),
    ].join('');
}
const NOT_SHOWN = 'not shown: it repeats a part of the secret or the token';
const LONG_RUNS = /[\w+/=%$~-]{16,}/g;
const SCATTERED = /(?:[A-Za-z0-9]{1,3}[^A-Za-z0-9]{1,3}){6}/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
async function withoutEchoes(texts, { proof }, { value, otherSecrets }) {
    const secret = proof.kind === 'secret' ? proof.clientSecret.toLowerCase() : '';
    const harmless = (run) => (isWords(run) || UUID.test(run)) && !secret.includes(run);
    const runs = texts.flatMap((text) => text?.match(LONG_RUNS) ?? []);
    const scattered = texts.some((text) => text !== undefined && SCATTERED.test(text));
    if (runs.every(harmless) && !scattered)
        return [...texts];
    const { repeatsSecret } = await require('./repeats-secret.cjs');
    return texts.map((text) => text !== undefined && repeatsSecret(text, proof, [value, ...otherSecrets]) ? NOT_SHOWN : text);
}
function isWords(run) {
    return run.split(/[-_/]/).every((part) => /^(?:[a-z]{0,15}|[a-z0-9]{0,8})$/.test(part));
}
function withoutQuery(url) {
    return url?.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//');
}
function warn(write, warnings) {
    for (const warning of warnings)
        write(workflow_commands_workflowCommand('warning', {}, warning));
}
function claim({ claims }, name) {
    const value = claims?.[name];
    return typeof value === 'string' ? value : undefined;
}
function expiry({ expiresAt, expiresIn }) {
    if (expiresAt === undefined)
        return 'unknown: the server does not say';
    return `${isoSeconds(expiresAt)} (in ${expiresIn} s)`;
}

;// CONCATENATED MODULE: ./build/src/action/set-report.js


function tokensOutput(members) {
    let text = '';
    for (const { name, credential, token } of members) {
        const result = {
            accessToken: token?.value,
            tokenType: token?.tokenType,
            expiresAt: token?.expiresAt,
            apiUrl: credential?.apiUrl,
        };
        text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${JSON.stringify(result)}`;
    }
    return `${text}}`;
}
function setReport(members) {
    const width = Math.max(...members.map(({ name }) => name.length)) + 2;
    return [
        workflow_commands_workflowCommand('group', {}, `Access tokens for ${members.length} credentials`),
        ...members.map((member) => `${member.name.padEnd(width)}${facts(member).join(', ')}\n`),
        workflow_commands_workflowCommand('endgroup', {}, ''),
    ].join('');
}
function facts({ credential, token, failure }) {
    const client = credential === undefined ? [] : [text_oneLine(credential.clientId), credential.tokenUrl.host];
    if (failure !== undefined)
        return [...client, failure.code];
    return [
        ...client,
        token?.expiresAt === undefined ? 'no known expiry' : `expires at ${token.expiresAt}`,
    ];
}
const WARNINGS = 20;
function setWarnings(members) {
    const names = new Map();
    for (const { name, warnings, token } of members) {
        for (const warning of [...warnings, ...(token?.warnings ?? [])]) {
            const known = names.get(warning);
            if (known === undefined)
                names.set(warning, [name]);
            else
                known.push(name);
        }
    }
    const shown = [...aboutNames(members), ...names].map(([warning, about]) => `${someOf(about)}: ${warning}`);
    const more = shown.length - WARNINGS;
    return more > 0
        ? [...shown.slice(0, WARNINGS), `There are ${more} more warnings about other credentials.`]
        : shown;
}
function aboutNames(members) {
    const spellings = new Map();
    for (const { name } of members) {
        const same = spellings.get(name.toLowerCase());
        if (same === undefined)
            spellings.set(name.toLowerCase(), [name]);
        else
            same.push(name);
    }
    return [...spellings.values()]
        .filter((same) => same.length > 1)
        .map((same) => [
        'The names differ by case alone, which fromJSON(...) of a workflow does not tell apart.',
        same,
    ]);
}
function someOf(names, limit = 10) {
    const more = names.length - limit;
    return more > 0 ? `${names.slice(0, limit).join(', ')} and ${more} more` : names.join(', ');
}

;// CONCATENATED MODULE: ./build/src/action/set-failure.js



const LONGEST = 3500;
async function failureOf(members) {
    const failed = members.filter(({ failure }) => failure !== undefined);
    const first = failed[0]?.failure;
    if (first === undefined)
        return undefined;
    const { told, left } = cut([...groups(failed).values()]);
    const shown = await set_failure_withoutEchoes(told, members);
    const head = `${failed.length} of ${members.length} credentials failed, so that no output was set.`;
    const tail = left === 0 ? [] : [`${left} more failed; the log of the step names all.`];
    return new failure_Failure(first.code, [head, ...shown, ...tail].join(' '));
}
function groups(failed) {
    const found = new Map();
    for (const { name, failure } of failed) {
        if (failure === undefined)
            continue;
        const key = `${failure.code} ${failure.message}`;
        const group = found.get(key);
        if (group === undefined)
            found.set(key, { failure, names: [name] });
        else
            group.names.push(name);
    }
    return found;
}
function cut(all) {
    let room = LONGEST;
    const told = [];
    for (const group of all) {
        room -= sentence(group).length + 1;
        if (room < 0 && told.length > 0)
            break;
        told.push(group);
    }
    const left = all.slice(told.length).reduce((sum, { names }) => sum + names.length, 0);
    return { told, left };
}
function sentence({ names, failure: { code, message } }) {
    return `${someOf(names)}: ${code}: ${message}`;
}
const FOREIGN = /".*"|correlation id \S+|points to \S+/g;
async function set_failure_withoutEchoes(told, members) {
    const foreign = told.flatMap(({ failure }) => failure.message.match(FOREIGN) ?? []).join('\n');
    if (foreign === '')
        return told.map(sentence);
    const { repeatsSecret } = await require('./repeats-secret.cjs');
    const proofs = members.flatMap(({ credential }) => credential?.proof ?? []);
    const secrets = proofs.map((proof) => (secretOf(proof) ?? '').replace(/-----[A-Z ]+-----|\s/g, ''));
    if (!repeatsSecret(foreign, { kind: 'github-oidc' }, secrets))
        return told.map(sentence);
    return told.map(({ names, failure: { code } }) => `${someOf(names)}: ${code}: The reason is not shown, since one of them repeats a part of a secret.`);
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
    throw new Failure('E_INPUT_INVALID', `The input ${name} must be ${listOf(allowed.filter((candidate) => candidate !== ''), 'or')}.`);
}
const inputs_LONGEST = (/* unused pure expression or super */ null && (60 * 60_000));
function milliseconds(text) {
    const [, count = '', unit = ''] = /^(\d{1,7})(ms|s|m)$/.exec(text) ?? [];
    const value = Number(count) * ({ ms: 1, s: 1000, m: 60_000 }[unit] ?? 0);
    if (value > 0 && value <= inputs_LONGEST)
        return value;
    throw new Failure('E_INPUT_INVALID', 'The input timeout must be a number with a unit, such as 60s, 500ms or 2m, and at most 60m.');
}

;// CONCATENATED MODULE: ./build/src/action/set-lines.js



const SIZE = 128 * 1024;
const INPUTS_OF_ONE = [
    'credentials',
    'client-id',
    'client-secret',
    'certificate',
    'private-key',
    'token-url',
    'api-url',
    'binding',
    'env-prefix',
    'rotate',
    'rotation',
];
function refuseInputsOfOne(env) {
    const absent = (name) => (name === 'rotate' ? 'never' : undefined);
    const given = INPUTS_OF_ONE.filter((name) => ![undefined, absent(name)].includes(input(env, name)));
    if (given.length === 0)
        return;
    throw new failure_Failure('E_INPUT_CONFLICT', `The input credential-set holds many credentials and cannot be combined with ${text_listOf(given)}, which ${given.length === 1 ? 'is' : 'are'} about one. Remove one or the other.`);
}
const LINE = /^\s*([A-Za-z_][A-Za-z0-9_.-]{0,63})\s*=(.*)$/;
function setLines(text) {
    const size = Buffer.byteLength(text);
    if (size > SIZE) {
        throw new failure_Failure('E_CREDENTIAL_SIZE', `The input credential-set is ${size} bytes long; at most ${SIZE} can be passed to a step. Spread the credentials over several steps.`);
    }
    const found = new Map();
    for (const [index, written] of text.split(/\r\n|\r|\n/).entries()) {
        const line = index + 1;
        if (/^\s*(?:#|$)/.test(written))
            continue;
        const [, name, value = ''] = LINE.exec(written) ?? [];
        if (name === undefined)
            throw malformed(line);
        if (/^[\s=]*$/.test(value))
            throw empty(line);
        const first = found.get(name);
        if (first !== undefined)
            throw twice(first.line, line);
        found.set(name, { line, text: value.trim() });
    }
    if (found.size === 0) {
        throw new failure_Failure('E_INPUT_INVALID', 'The input credential-set holds no line name=credential.');
    }
    return [...found].map(([name, entry]) => ({ name, text: entry.text }));
}
function malformed(line) {
    return new failure_Failure('E_INPUT_INVALID', `Line ${line} of the input credential-set is not name=credential. A name has letters, digits, _, . and -, at most 64, and begins with a letter or _; a credential stands on one line (jq -c . key.json).`);
}
function empty(line) {
    return new failure_Failure('E_INPUT_MISSING', `Line ${line} of the input credential-set has no credential after its name. A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.`);
}
function twice(first, second) {
    return new failure_Failure('E_INPUT_INVALID', `Lines ${first} and ${second} of the input credential-set have the same name. Give each credential a name of its own.`);
}

;// CONCATENATED MODULE: ./build/src/visible.js


function visible(text, what) {
    if (!hasControls(text) && text.isWellFormed())
        return text;
    throw new failure_Failure('E_INPUT_CHARSET', `The ${what} holds a line break or another control character. Was more than one value pasted?`);
}

;// CONCATENATED MODULE: ./build/src/credentials/fields.js
const NAMES = {
    clientId: ['clientid'],
    clientSecret: ['clientsecret', 'secret'],
    certificate: ['certificate', 'tlscrt'],
    privateKey: ['key', 'privatekey', 'tlskey'],
    keyId: ['kid', 'keyid'],
    credentialType: ['credentialtype'],
    grantType: ['granttype'],
    url: ['url'],
    tokenUrl: [
        'tokenurl',
        'tokenendpoint',
        'tokenserviceurl',
        'oauthurl',
        'oauthtokenurl',
        'authurl',
        'authenticationurl',
        'accesstokenurl',
        'tokenuri',
        'oauthtokenendpoint',
        'oauth2tokenurl',
        'uaaurl',
        'xsuaaurl',
    ],
    tokenUrlSuffix: ['tokenurlsuffix'],
    certUrl: ['certurl'],
    apiUrl: ['apiurl', 'apibaseurl', 'baseurl', 'apiendpoint', 'serviceurl'],
    audience: ['audience'],
    uaaDomain: ['uaadomain'],
    xsAppName: ['xsappname'],
    zoneId: ['zoneid', 'identityzoneid', 'tenantid'],
    domains: ['domains', 'domain'],
    serviceLabel: ['label'],
    authentication: ['authentication'],
    applicationTenant: ['apptid'],
    credentialsInBody: ['tokenserviceaddclientcredentialsinbody', 'addclientcredentialsinbody'],
    userName: ['username', 'user'],
    password: ['password'],
};
const NAMES_BY_FIELD = Object.entries(NAMES);
function plainName(name) {
    return name.toLowerCase().replaceAll('_', '').replaceAll('-', '').replaceAll('.', '');
}
function stringMembers(object) {
    const members = new Map();
    for (const [name, member] of Object.entries(object)) {
        const value = Array.isArray(member) ? fromList(member) : member;
        const text = typeof value === 'string' ? trimmed(value) : simpleText(value);
        if (text === '' || text === '<null>')
            continue;
        const plain = plainName(name);
        if (plain === name || !members.has(plain))
            members.set(plain, text);
    }
    return members;
}
function fromList(list) {
    return list.find((item) => item === 'client_credentials') ?? list[0];
}
const BLANK = /[\s\u200b-\u200f\u2060\ufeff]/;
function trimmed(text) {
    const trim = text.trim();
    if (!isHigh(trim.at(0)) && !isHigh(trim.at(-1)))
        return trim;
    let [start, end] = [0, trim.length];
    while (start < end && BLANK.test(trim.charAt(start)))
        start++;
    while (end > start && BLANK.test(trim.charAt(end - 1)))
        end--;
    return trim.slice(start, end);
}
function isHigh(character) {
    return character !== undefined && character > '\u2000';
}
function simpleText(value) {
    return typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : '';
}
function hasClientId(object) {
    return stringMembers(object).has('clientid');
}
function hasProof(object) {
    const { clientId, clientSecret, certificate, privateKey } = fieldsOf(object);
    return clientId !== undefined && (clientSecret ?? certificate ?? privateKey) !== undefined;
}
function isFieldName(name) {
    const plain = plainName(name);
    return (/client(?:id|secret)$/.test(plain) ||
        Object.values(NAMES).some((names) => names.includes(plain)));
}
function fieldsOf(object) {
    const members = stringMembers(object);
    const fields = {};
    for (const [field, names] of NAMES_BY_FIELD) {
        const name = names.find((candidate) => members.has(candidate));
        const value = name === undefined ? undefined : members.get(name);
        if (value !== undefined)
            fields[field] = value;
    }
    return fields;
}

;// CONCATENATED MODULE: ./build/src/credentials/api-url.js




const BESIDE_CLIENT = [
    'uri',
    'targeturl',
    'url',
    'apiurl',
    'apibaseurl',
    'baseurl',
    'serviceurl',
];
const IN_FLAT = ['smurl', 'saasregistryurl'];
function endpointsOf(document) {
    const endpoints = {};
    const member = document['endpoints'];
    if (!isJsonObject(member))
        return endpoints;
    for (const [name, value] of Object.entries(member)) {
        const inner = isJsonObject(value) ? (value['uri'] ?? value['url']) : value;
        if (typeof inner === 'string' && isUrl(inner) && !hasControls(name))
            endpoints[name] = inner.trim();
    }
    return endpoints;
}
function apiUrlOf({ document, fields, nested }, chosen, tokenUrl) {
    const endpoints = Object.entries(endpointsOf(document));
    if (chosen !== undefined)
        return chosenEndpoint(endpoints, chosen);
    const first = endpoints.find(([, url]) => isWebUrl(url));
    if (first !== undefined)
        return first[1];
    const members = stringMembers(document);
    const names = nested ? BESIDE_CLIENT : IN_FLAT;
    const named = names.map((name) => members.get(name)).find((url) => url && isWebUrl(url));
    if (named !== undefined)
        return named;
    const found = aiApiUrl(document) ?? (nested ? onlyUrl(members) : flatApiUrl(fields, tokenUrl));
    if (found !== undefined)
        return isWebUrl(found) ? found : undefined;
    const last = nested && members.size > 0 ? undefined : (members.get('uri') ?? fields.apiUrl);
    return last !== undefined && isWebUrl(last) ? last : undefined;
}
function onlyUrl(members) {
    const urls = [...members.values()].filter((value) => /^https:\/\//.test(value) && isUrl(value));
    return urls.length === 1 ? urls[0] : undefined;
}
function aiApiUrl(document) {
    const urls = document['serviceurls'];
    return isJsonObject(urls) ? stringMembers(urls).get('aiapiurl') : undefined;
}
function flatApiUrl(fields, tokenUrl) {
    const { url } = fields;
    if (url === undefined || fields.uaaDomain !== undefined)
        return undefined;
    const host = URL.parse(url.includes('://') ? url : `https://${url}`)?.hostname;
    const plain = (name) => name?.replace('.authentication.cert.', '.authentication.');
    return plain(host) === plain(tokenUrl.hostname) ? undefined : url;
}
function chosenEndpoint(endpoints, chosen) {
    const match = (same) => endpoints.find(([name]) => same(name))?.[1];
    const url = match((name) => name === chosen) ??
        match((name) => name.toLowerCase() === chosen.toLowerCase());
    if (url !== undefined)
        return url;
    const names = endpoints.map(([name]) => name);
    throw new failure_Failure('E_INPUT_INVALID', names.length === 0
        ? 'The input endpoint is set, but the credential names no endpoints. Remove the input, or give api-url.'
        : `The input endpoint names none of the credential's endpoints; they are ${text_oneLine(text_listOf(names))}.`);
}
function isWebUrl(text) {
    return isUrl(text) && /^https?:/i.test(text.trim());
}
function isUrl(text) {
    return !hasGaps(text.trim()) && URL.canParse(text.trim());
}

;// CONCATENATED MODULE: ./build/src/credentials/proof.js


const KINDS = {
    client_secret_post: 'secret',
    client_secret_basic: 'secret',
    tls_client_auth: 'certificate',
    private_key_jwt: 'private-key',
    github_oidc: 'github-oidc',
};
function proofKind(fields, parts, method) {
    if (method !== 'auto')
        return KINDS[method];
    const typedCertificate = parts.certificate !== undefined || parts.privateKey !== undefined;
    if (parts.clientSecret !== undefined && typedCertificate) {
        throw new failure_Failure('E_INPUT_CONFLICT', 'The inputs client-secret and certificate or private-key are both set; a client proves itself in one way (RFC 6749 2.3). Remove one, or set auth-method.');
    }
    if (parts.clientSecret !== undefined)
        return 'secret';
    if (typedCertificate)
        return 'certificate';
    if (fields.credentialType !== undefined) {
        return /x509|certificate/i.test(fields.credentialType) ? 'certificate' : 'secret';
    }
    const hasCertificate = fields.certificate !== undefined || fields.certUrl !== undefined;
    return fields.clientSecret === undefined && hasCertificate ? 'certificate' : 'secret';
}
function authMethodOf(kind, fields, chosen) {
    if (chosen !== 'auto')
        return chosen;
    if (kind === 'certificate')
        return 'tls_client_auth';
    const basic = fields.credentialsInBody?.toLowerCase() === 'false';
    return basic ? 'client_secret_basic' : 'client_secret_post';
}
async function proofOf(kind, fields, stored, now) {
    switch (kind) {
        case 'secret':
            return secretProof(fields, stored);
        case 'certificate':
            return certificatePair(fields, now);
        case 'private-key': {
            const { signingKeyProof } = await require('./signing-key.cjs');
            return signingKeyProof(fields, now);
        }
        case 'github-oidc':
            return { kind };
    }
}
const ENDS = '>})]*s\u2022\u25cf';
async function secretProof({ clientSecret }, stored) {
    if (clientSecret !== undefined) {
        if (ENDS.includes(clientSecret.at(-1) ?? '')) {
            (await require('./no-proof.cjs')).refusePlaceholder(clientSecret);
        }
        return { kind: 'secret', clientSecret: visible(clientSecret, 'client secret') };
    }
    const { hiddenSecret, missingInput } = await require('./no-proof.cjs');
    throw stored === undefined ? missingInput('client-secret') : hiddenSecret();
}
async function certificatePair({ certificate, privateKey }, now) {
    if (certificate !== undefined && privateKey !== undefined) {
        const { certificateProof } = await require('./certificate.cjs');
        return certificateProof(certificate, privateKey, now);
    }
    const { halfPair } = await require('./no-proof.cjs');
    throw halfPair(privateKey === undefined ? 'private key' : 'certificate');
}

;// CONCATENATED MODULE: ./build/src/credentials/token-url.js


const TOKEN_PATH = '/oauth/token';
const TOKEN_PATHS = [TOKEN_PATH, '/oauth2/token'];
function typedTokenUrl(text, path = TOKEN_PATH) {
    const url = secureUrl(text, 'token URL');
    if (token_url_withoutRepeats(url.pathname) !== url.pathname) {
        throw new failure_Failure('E_URL_DOUBLED', `The token URL ends with its token path twice (${url.pathname.slice(-60)}). Write the path once.`);
    }
    return url.pathname === '/' ? withPath(url, path) : url;
}
function uaaTokenUrl(fields) {
    if (fields.tokenUrl !== undefined) {
        const url = withoutAuthorize(secureUrl(fields.tokenUrl, 'token URL of the credential'));
        url.pathname = token_url_withoutRepeats(url.pathname);
        return url.pathname.includes('token')
            ? url
            : withPath(url, fields.tokenUrlSuffix ?? TOKEN_PATH);
    }
    if (fields.url === undefined)
        return undefined;
    return withTokenPath(withoutAuthorize(secureUrl(fields.url, 'url of the credential')), TOKEN_PATH);
}
function token_url_withoutRepeats(path) {
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
    return bare.pathname.endsWith(path) ? bare : withPath(bare, path);
}

;// CONCATENATED MODULE: ./build/src/credentials/providers/etrusted.js

const etrusted_HOST = /^(?:https:\/\/)?(?:login|api)\.etrusted\.com(?:\/|$)/;
const etrusted = {
    name: 'etrusted',
    recognises: (fields) => /^etrusted/i.test(fields.serviceLabel ?? '') ||
        [fields.tokenUrl, fields.apiUrl, fields.audience].some((url) => url?.includes('etrusted.com') === true && etrusted_HOST.test(url)),
    tokenUrl: (fields) => typedTokenUrl(fields.tokenUrl ?? 'https://login.etrusted.com/oauth/token'),
    parameters: () => ({ audience: 'https://api.etrusted.com' }),
    apiUrl: 'https://api.etrusted.com',
};

;// CONCATENATED MODULE: ./build/src/credentials/providers/xsuaa.js

const xsuaa = {
    name: 'xsuaa',
    recognises: (fields) => fields.uaaDomain !== undefined ||
        fields.xsAppName !== undefined ||
        fields.clientId?.startsWith('sb-') === true ||
        [fields.url, fields.tokenUrl, fields.certUrl].some((url) => url?.includes('.authentication.')),
    tokenUrl: (fields, proof) => proof === 'certificate' ? uaaMutualTlsUrl(fields) : uaaTokenUrl(fields),
    parameters: () => ({}),
};

;// CONCATENATED MODULE: ./build/src/credentials/providers/ias.js



const ias_TOKEN_PATH = '/oauth2/token';
const ias_HOST = /\.accounts(?:400)?\.(?:ondemand\.com|cloud\.sap|sapcloud\.cn)(?:[:/]|$)/;
const LABEL = /^(?:identity|ias)$/i;
const CREDENTIAL_TYPE = /^(?:SECRET|X509_[A-Z]+|NONE)$/;
const ias = {
    name: 'ias',
    tokenPath: ias_TOKEN_PATH,
    recognises: (fields) => LABEL.test(fields.serviceLabel ?? '') ||
        CREDENTIAL_TYPE.test(fields.credentialType ?? '') ||
        [fields.url, fields.tokenUrl].some((url) => url !== undefined && ias_HOST.test(url)) ||
        ((fields.domains !== undefined || fields.applicationTenant !== undefined) &&
            !xsuaa.recognises(fields)),
    tokenUrl(fields) {
        const url = fields.tokenUrl ?? fields.url;
        if (url === undefined)
            return undefined;
        const base = withoutAuthorize(secureUrl(url, 'url of the credential'));
        const whole = base.pathname.includes('token') || (url === fields.tokenUrl && base.pathname !== '/');
        return whole ? base : withTokenPath(base, ias_TOKEN_PATH);
    },
    parameters: (fields) => fields.applicationTenant === undefined ? {} : { app_tid: fields.applicationTenant },
};

;// CONCATENATED MODULE: ./build/src/credentials/providers/oauth2.js

const oauth2 = {
    name: 'oauth2',
    recognises: (fields) => fields.tokenUrl !== undefined,
    tokenUrl: (fields) => fields.tokenUrl === undefined ? undefined : typedTokenUrl(fields.tokenUrl),
    parameters: ({ audience }) => audience === undefined ? {} : { audience },
};

;// CONCATENATED MODULE: ./build/src/credentials/providers/index.js




const providers = [etrusted, ias, xsuaa, oauth2];
function providerOf(fields, name) {
    const found = providers.find((provider) => name === 'auto' ? provider.recognises(fields) : provider.name === name);
    return found ?? xsuaa;
}

;// CONCATENATED MODULE: ./build/src/credentials/complete.js









const NOTHING_STORED = {
    fields: {},
    document: {},
    nested: false,
    secrets: [],
    remarks: [],
};
async function completeCredential(stored, parts, choices, now) {
    const statement = stored ?? NOTHING_STORED;
    const fields = withParts(statement.fields, parts);
    if (fields.clientId === undefined) {
        throw (await require('./no-proof.cjs')).missingInput('client-id');
    }
    const clientId = oneValue(visible(fields.clientId, 'client id'));
    refuseOtherGrants(fields);
    const provider = providerOf(fields, choices.provider);
    const kind = proofKind(fields, parts, choices.authMethod);
    const proof = await proofOf(kind, fields, stored, now);
    const stated = parts.tokenUrl === undefined
        ? provider.tokenUrl(fields, kind)
        : typedTokenUrl(parts.tokenUrl, provider.tokenPath);
    const { tokenUrl, metadataUrl } = stated === undefined
        ? await elsewhere(provider.name, kind, fields, stored !== undefined)
        : { tokenUrl: stated };
    const apiUrl = parts.apiUrl === undefined
        ? (apiUrlOf({ ...statement, fields }, choices.endpoint, tokenUrl) ?? provider.apiUrl)
        : secureUrl(parts.apiUrl, 'API URL').href.replace(/\/$/, '');
    return {
        provider: provider.name,
        clientId,
        authMethod: authMethodOf(kind, fields, choices.authMethod),
        proof,
        tokenUrl,
        metadataUrl,
        apiUrl,
        endpoints: endpointsOf(statement.document),
        zoneId: switchesTenant(fields, parts) ? undefined : fields.zoneId,
        parameters: provider.parameters(fields),
    };
}
function oneValue(clientId) {
    if (!clientId.includes(' ') || !/[\s,;].*[=:]/.test(clientId))
        return clientId;
    throw new failure_Failure('E_INPUT_CHARSET', 'The client id holds more than one value. Store each value on a line of its own.');
}
const OVERRIDING = [
    'clientId',
    'clientSecret',
    'certificate',
    'privateKey',
    'tokenUrl',
];
function withParts(stored, parts) {
    const fields = { ...stored };
    for (const name of OVERRIDING) {
        const part = parts[name];
        if (part !== undefined)
            fields[name] = part;
    }
    return fields;
}
function switchesTenant({ uaaDomain }, { tokenUrl }) {
    if (tokenUrl === undefined || uaaDomain === undefined)
        return false;
    return URL.parse(tokenUrl)?.hostname.endsWith(`.${uaaDomain}`) === true;
}
function refuseOtherGrants({ grantType, authentication }) {
    const grant = grantType ?? /^OAuth2(.+)$/.exec(authentication ?? '')?.[1];
    if (grant === undefined)
        return;
    if (plainName(grant.replaceAll(' ', '')) === 'clientcredentials')
        return;
    const needs = /^(?:user_?token|password)$/i.test(grant)
        ? 'the password of a person. Create the instance anew with the parameter {"grantType":"clientCredentials"}, and store a key of that.'
        : 'more than a client. Create a client for the grant type client_credentials.';
    throw new failure_Failure('E_CREDENTIAL_GRANT', `The credential is made for the grant type ${text_oneLine(grant, 60)}, which needs ${needs}`);
}
async function elsewhere(...about) {
    const { unstatedTokenUrl } = await require('./unstated-token-url.cjs');
    return unstatedTokenUrl(...about);
}

;// CONCATENATED MODULE: ./build/src/credentials/secrets.js




const SECRET_ENDINGS = [
    'secret',
    'password',
    'passwd',
    'pwd',
    'passphrase',
    'passcode',
    'privatekey',
    'apikey',
    'tlskey',
    'accesstoken',
    'refreshtoken',
    'connectionstring',
];
const LIKELY_ENDINGS = ['key', 'token', 'jwt', 'assertion', 'authorization'];
const PUBLIC_ENDINGS = ['verificationkey', 'publickey'];
const LONG = 12;
function isSecret(plain, value) {
    if (SECRET_ENDINGS.some((ending) => plain.endsWith(ending)))
        return true;
    if (value.length >= LONG && LIKELY_ENDINGS.some((ending) => plain.endsWith(ending))) {
        return !PUBLIC_ENDINGS.some((ending) => plain.endsWith(ending));
    }
    return ((plain.includes('secret') || plain.includes('privatekey')) &&
        !/(?:name|id|type|url|uri|ref|at|date)$/.test(plain));
}
const DEPTH = 12;
function secretLeaves(document, depth = DEPTH) {
    if (depth === 0)
        return [];
    if (Array.isArray(document))
        return document.flatMap((item) => secretLeaves(item, depth - 1));
    if (typeof document === 'string')
        return textSecrets(document, depth);
    if (!isJsonObject(document))
        return [];
    return Object.entries(document).flatMap(([name, value]) => {
        const plain = plainName(name);
        const texts = [value].flat().filter((item) => typeof item === 'string');
        const isKey = name === 'key' && !('value' in document);
        const secrets = texts.filter((text) => isKey || isSecret(plain, text));
        return secrets.length > 0
            ? secrets.flatMap((text) => (secrets_isUrl(text) ? urlSecrets(text) : [trimmed(text)]))
            : secretLeaves(value, depth - 1);
    });
}
function textSecrets(text, depth) {
    const inner = text.startsWith('{') || text.startsWith('[') ? parsedJson(text) : undefined;
    return typeof inner === 'object' ? secretLeaves(inner, depth - 1) : urlSecrets(text);
}
function secrets_isUrl(text) {
    return text.includes('://') && /^\s*[A-Za-z][\w+.-]*:\/\//.test(text);
}

;// CONCATENATED MODULE: ./build/src/credentials/shapes/flat.js

const flat = {
    name: 'flat',
    find: (document) => (hasClientId(document) ? { client: document, document } : undefined),
};

;// CONCATENATED MODULE: ./build/src/credentials/shapes/shape.js

function member(document, name) {
    return (document[name] ?? Object.entries(document).find(([other]) => plainName(other) === name)?.[1]);
}

;// CONCATENATED MODULE: ./build/src/credentials/shapes/uaa.js



const uaa = {
    name: 'uaa',
    find(document) {
        const client = member(document, 'uaa');
        return isJsonObject(client) && hasClientId(client)
            ? { client, document, name: 'uaa' }
            : undefined;
    },
};

;// CONCATENATED MODULE: ./build/src/credentials/statement.js

function statementOf({ client, document }, secrets, remarks = []) {
    const fields = fieldsOf(client);
    const nested = client !== document;
    const grantType = nested ? stringMembers(document).get('granttype') : undefined;
    return {
        fields: grantType === undefined ? fields : { grantType, ...fields },
        document,
        nested,
        secrets,
        remarks,
    };
}

;// CONCATENATED MODULE: ./build/src/credentials/read.js








const read_SIZE = 128 * 1024;
async function readCredential(text, binding) {
    if (text.length > read_SIZE) {
        throw new failure_Failure('E_CREDENTIAL_SIZE', `The credential is ${text.length} characters long; no issuer hands out more than ${read_SIZE}. Store the credential alone.`);
    }
    const document = binding === undefined ? parsedJson(text) : undefined;
    if (isJsonObject(document)) {
        const found = flat.find(document) ?? uaa.find(document);
        if (found !== undefined && read_isPlain(document, found.client)) {
            return statementOf(found, secretLeaves(document));
        }
    }
    const { readOtherForm } = await require('./other-forms.cjs');
    return readOtherForm(text, binding);
}
function read_isPlain(document, client) {
    for (const [name, value] of Object.entries(document)) {
        if (typeof value === 'string') {
            if (name.length > 8 && isOtherClientId(plainName(name)))
                return false;
            if (value.startsWith('aHR0c') || value.startsWith('{"'))
                return false;
        }
        else if (value !== client && isJsonObject(value) && hasClientId(value)) {
            return false;
        }
    }
    return true;
}
function isOtherClientId(plain) {
    return plain.length > 8 && plain.endsWith('clientid');
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

;// CONCATENATED MODULE: ./build/src/credentials/remarks.js


const THREE_DAYS = 3 * 86_400_000;
function remarks(text, tokenUrl, credential, now) {
    return [
        ...aboutLines(text),
        ...aboutTokenUrl(tokenUrl, credential.tokenUrl),
        ...aboutProof(credential, now),
        ...aboutClientId(credential),
    ];
}
function aboutLines(text) {
    if (text === undefined || !/[\r\n]/.test(text.trim()))
        return [];
    return [
        'The stored credential has several lines. The runner masks each line of a secret, { and } included, and then drops every job output that holds a brace. Store it on one line: jq -c . key.json',
    ];
}
function aboutTokenUrl(written, used) {
    if (written === undefined)
        return [];
    const path = used.pathname;
    if (path !== '/' && written.includes(`${path}${path}`)) {
        return ['The token URL of the credential ends with its token path twice; it is used once.'];
    }
    return written.includes('://')
        ? []
        : [`The token URL has no scheme; https://${used.host} is used.`];
}
function aboutProof({ proof, provider }, now) {
    if (proof.kind === 'secret')
        return aboutSecret(proof.clientSecret, provider);
    const expiry = credential_expiryOf(proof);
    return expiry !== undefined && expiry.getTime() - now < THREE_DAYS
        ? [`The client certificate expires at ${expiry.toISOString()}. Replace it before then.`]
        : [];
}
function aboutSecret(clientSecret, provider) {
    if (clientSecret.length < 24 && looksLikePlaceholder(clientSecret)) {
        return ['The client secret looks like a placeholder: store the secret itself.'];
    }
    if (clientSecret.length < 8) {
        return [
            'The client secret is shorter than 8 characters. Masking it may hide innocent text in the log, and it is easy to guess.',
        ];
    }
    return provider === 'xsuaa' && lostItsDollar(clientSecret)
        ? [
            'The client secret has no single $ after its first part, as secrets of XSUAA have: a shell or a tool has probably replaced or doubled it.',
        ]
        : [];
}
function aboutClientId({ provider, clientId }) {
    return provider === 'xsuaa' && looksCut(clientId)
        ? ['The client id looks cut: XSUAA ids look like sb-name!b123 or sb-name!b123|service!b456.']
        : [];
}

;// CONCATENATED MODULE: ./build/src/action/understand.js




async function understand({ credentials, binding, parts, choices, }, now, mask) {
    const statement = credentials === undefined ? undefined : await readCredential(credentials, binding);
    const clientId = parts.clientId ?? statement?.fields.clientId;
    const leaves = statement?.secrets ?? [];
    mask(leaves.filter((leaf) => leaf !== clientId).flatMap(leafMasks));
    const credential = await completeCredential(statement, parts, choices, now);
    mask(credentialMasks(credential));
    const written = parts.tokenUrl ?? statement?.fields.tokenUrl;
    const found = remarks(credentials, written, credential, now);
    return { credential, warnings: [...(statement?.remarks ?? []), ...found] };
}
function leafMasks(leaf) {
    return leaf.includes('-----BEGIN') ? keyMasks(leaf) : [leaf];
}

;// CONCATENATED MODULE: ./build/src/action/credential-set.js















const REQUESTS_IN_FLIGHT = 50;
async function credentialSet(inputs, world) {
    const { env, write } = world;
    compileOnce();
    refuseInputsOfOne(env);
    const read = await understandAll(inputs, world);
    const members = await fetchAll(read, inputs, world);
    const failure = await failureOf(members);
    if (failure !== undefined) {
        write(setReport(members));
        throw failure;
    }
    appendFileCommands(env, { OUTPUT: [['tokens', tokensOutput(members)]] });
    write(setReport(members));
    warn(write, setWarnings(members));
}
function compileOnce() {
    (0,external_node_v8_namespaceObject.setFlagsFromString)('--no-opt');
    (0,external_node_v8_namespaceObject.setFlagsFromString)('--no-maglev');
}
async function understandAll({ choices, parts, wishes }, { env, timing, mask }) {
    const now = timing.now();
    const secrets = [];
    const members = [];
    for (const { name, text } of setLines(env['INPUT_CREDENTIAL-SET'] ?? '')) {
        try {
            const inputs = { credentials: text, binding: undefined, parts, choices };
            const understood = await understand(inputs, now, (values) => secrets.push(...values));
            members.push({ name, ...understood, failure: hostFailure(understood.credential) });
        }
        catch (error) {
            members.push({ name, failure: failureFrom(error), warnings: [] });
        }
    }
    mask(secrets);
    return members;
    function hostFailure({ tokenUrl }) {
        try {
            checkHost(tokenUrl, wishes.allowedHosts);
            return undefined;
        }
        catch (error) {
            return failureFrom(error);
        }
    }
}
const MASKED_AT_ONCE = 200;
async function fetchAll(members, { wishes }, { mask, proxyFor, ...options }) {
    let secrets = [];
    const exchangeOptions = {
        ...options,
        transport: transport({
            caCertificate: wishes.caCertificate,
            proxyFor,
            connections: keptConnections(),
        }),
    };
    async function fetch(stored) {
        if (options.timing.now() >= options.deadline)
            throw outOfTime(stored);
        const { credential, token } = await obtainToken(stored, wishes, exchangeOptions);
        secrets.push(...tokenMasks(token));
        if (secrets.length >= MASKED_AT_ONCE)
            maskSecrets();
        return {
            value: token.value,
            tokenType: token.tokenType,
            expiresAt: outputs_isoSeconds(token.expiresAt),
            warnings: [...token.warnings, ...checkToken(credential, wishes, token)],
        };
    }
    function maskSecrets() {
        const batch = secrets;
        secrets = [];
        mask(batch);
    }
    const usable = members.filter(({ failure }) => failure === undefined);
    const credentials = usable.map(({ credential }) => credential);
    const limits = { perOrigin: CONNECTIONS_PER_ORIGIN, inAll: REQUESTS_IN_FLIGHT };
    const outcomes = await fetchTokens(credentials, fetch, limits);
    maskSecrets();
    const fetched = new Map(usable.map((member, index) => [member, outcomes[index]]));
    return members.map((member) => {
        const outcome = fetched.get(member);
        if (outcome === undefined)
            return member;
        return 'error' in outcome
            ? { ...member, failure: failureFrom(outcome.error) }
            : { ...member, token: outcome.result };
    });
}
function outOfTime({ tokenUrl }) {
    return new failure_Failure('E_TIMEOUT', `No time was left to ask for this token. Raise the input timeout, or give fewer credentials to one step. (${tokenUrl.host}, 0 attempts)`);
}
function failureFrom(error) {
    return error instanceof failure_Failure ? error : unexpected(error);
}

module.exports = __webpack_exports__;
/******/ })()
;