/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = require("node:tls");
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
function urls_portOf({ port, protocol }) {
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
    const port = urls_portOf(url);
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
    const socket = net.connect({ host: hostOf(url), port: Number(portOf(url)), noDelay: true });
    route.opened(socket);
    socket.on('error', route.failed);
    socket.once('connect', () => then(socket));
}
function openTls(url, route, socket, then) {
    let secure;
    try {
        secure = tls.connect({ ...route.tlsOptions, ...serverIdentity(url), socket });
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

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = require("node:timers/promises");
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
const LONGEST = (/* unused pure expression or super */ null && (60 * 60_000));
function milliseconds(text) {
    const [, count = '', unit = ''] = /^(\d{1,7})(ms|s|m)$/.exec(text) ?? [];
    const value = Number(count) * ({ ms: 1, s: 1000, m: 60_000 }[unit] ?? 0);
    if (value > 0 && value <= LONGEST)
        return value;
    throw new Failure('E_INPUT_INVALID', 'The input timeout must be a number with a unit, such as 60s, 500ms or 2m, and at most 60m.');
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

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: ./build/src/action/workflow-commands.js

function workflowCommand(name, properties, data) {
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
            rest = rest.subarray((0,external_node_fs_namespaceObject.writeSync)(1, rest));
        }
        catch (error) {
            if (error.code !== 'EAGAIN')
                throw error;
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
        }
    }
}

;// CONCATENATED MODULE: ./build/src/action/step.js


async function guarded({ write }, run) {
    try {
        await run();
        return 0;
    }
    catch (error) {
        if (error instanceof failure_Failure)
            annotate(write, error.code, error.message);
        else
            annotateUnexpected(write, error);
        return 1;
    }
}
function annotate(write, code, message) {
    write(workflowCommand('error', { title: code }, message));
}
function annotateUnexpected(write, error) {
    const { code, message } = unexpected(error);
    annotate(write, code, message);
}
async function proxiesOf(env, mask) {
    const proxies = usesProxy(env) ? await require('./proxy.cjs') : undefined;
    mask(proxies?.proxySecrets(env) ?? []);
    if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
        throw (await require('./mistakes.cjs')).weakTls();
    return proxies?.proxiesFrom(env);
}
function usesProxy(env) {
    return Boolean(env['https_proxy'] || env['HTTPS_PROXY'] || env['http_proxy'] || env['HTTP_PROXY']);
}

;// CONCATENATED MODULE: ./build/src/action/rotate-action.js




function rotateAction(step) {
    const { env, timing, write } = step;
    return guarded(step, async () => {
        const startedAt = timing.now();
        const mask = masker((values) => write(maskCommands(values)));
        const token = input(env, 'github-token');
        if (token !== undefined)
            mask([token]);
        const proxyFor = await proxiesOf(env, mask);
        const { rotateRun } = await require('./rotate-run.cjs');
        await rotateRun({ ...step, mask, proxyFor, startedAt });
    });
}

;// CONCATENATED MODULE: ./build/src/action/start.js


function start(action, sleep) {
    action({
        env: process.env,
        timing: { now: Date.now, sleep, random: Math.random },
        write: writeStandardOutput,
    }).then(end, () => end(1));
    process.on('uncaughtException', (error) => {
        annotateUnexpected(writeStandardOutput, error);
        end(1);
    });
}
function end(exitCode) {
    process.exit(exitCode);
}

;// CONCATENATED MODULE: ./build/src/action/rotate-index.js




start(rotateAction, (milliseconds) => (0,promises_namespaceObject.setTimeout)(milliseconds));

module.exports = __webpack_exports__;
/******/ })()
;