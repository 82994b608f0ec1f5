"use strict";
exports.id = 295;
exports.ids = [295,684];
exports.modules = {

/***/ 684:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   explainError: () => (/* binding */ explainError)
/* harmony export */ });
/* harmony import */ var _transport_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(758);

const RETRY = 3;
const NEVER = 0;
const NO_TLS = 'The server does not speak TLS on this port.';
const CLOSED = 'The connection was closed before the answer was complete.';
const BY_CODE = {
    ENOTFOUND: ['E_DNS', 1, 'The host name cannot be resolved. Is the URL right?'],
    EAI_AGAIN: ['E_DNS', RETRY, 'The name server did not answer. Try again.'],
    ECONNREFUSED: ['E_CONNECT', RETRY, 'The connection was refused.'],
    ECONNRESET: ['E_CONNECT', RETRY, CLOSED],
    EPIPE: ['E_CONNECT', RETRY, CLOSED],
    ETIMEDOUT: ['E_CONNECT', RETRY, 'The connection could not be made in time.'],
    EHOSTUNREACH: ['E_CONNECT', RETRY, 'There is no route to the host.'],
    ENETUNREACH: ['E_CONNECT', RETRY, 'There is no route to the host.'],
    ERR_SSL_WRONG_VERSION_NUMBER: ['E_PROTOCOL', NEVER, NO_TLS],
    ERR_SSL_PACKET_LENGTH_TOO_LONG: ['E_PROTOCOL', NEVER, NO_TLS],
};
const UNTRUSTED = /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_INVALID)$/;
function explainError(error, phase, mutualTls) {
    const code = codeOf(error);
    const known = BY_CODE[code];
    if (known !== undefined)
        return new _transport_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .TransportFailure */ .A(known[0], known[2], known[1]);
    if (UNTRUSTED.test(code)) {
        return new _transport_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .TransportFailure */ .A('E_TLS_UNTRUSTED', `The server's certificate is not trusted (${code}). If a proxy inspects TLS or the server has a private CA, give that CA in the input ca-certificate.`, NEVER);
    }
    if (mutualTls && code.includes('ALERT')) {
        return new _transport_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .TransportFailure */ .A('E_MTLS_REJECTED', `The server rejected the client certificate (${code}). Was its key or binding deleted, or has it expired?`, NEVER);
    }
    if (phase === 'tls' || code.includes('SSL') || code.includes('TLS') || code === 'EPROTO') {
        return new _transport_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .TransportFailure */ .A('E_TLS', `The TLS handshake failed (${code}).`, NEVER);
    }
    return new _transport_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .TransportFailure */ .A('E_CONNECT', `The connection failed (${code}).`, NEVER);
}
function codeOf(error) {
    const candidates = error instanceof AggregateError ? [error, ...error.errors] : [error];
    for (const candidate of candidates) {
        const code = candidate instanceof Error ? candidate.code : undefined;
        if (typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code))
            return code;
    }
    return 'no code';
}


/***/ }),

/***/ 295:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   openTunnel: () => (/* binding */ openTunnel)
/* harmony export */ });
/* harmony import */ var _connection_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(934);
/* harmony import */ var _explain_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(684);
/* harmony import */ var _response_head_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(40);
/* harmony import */ var _transport_failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(758);




function openTunnel(proxy, url, route, then) {
    let open = false;
    const toProxy = {
        tlsOptions: { ...withoutClientCertificate(route.tlsOptions) },
        opened: route.opened,
        failed: (error) => route.failed(open ? error : proxyFailure(error, proxy)),
    };
    function connect(socket) {
        let received = Buffer.alloc(0);
        function onData(bytes) {
            received = Buffer.concat([received, bytes]);
            try {
                const head = (0,_response_head_js__WEBPACK_IMPORTED_MODULE_2__/* .readHead */ .z)(received);
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
    (0,_connection_js__WEBPACK_IMPORTED_MODULE_0__/* .openTcp */ .UD)(proxy.url, toProxy, (socket) => {
        if (proxy.url.protocol === 'https:')
            (0,_connection_js__WEBPACK_IMPORTED_MODULE_0__/* .openTls */ .Gd)(proxy.url, toProxy, socket, connect);
        else
            connect(socket);
    });
}
function withoutClientCertificate(options) {
    const { cert: _certificate, key: _key, ...rest } = options;
    return rest;
}
function connectRequest(url, { authorization }) {
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
    const target = `${url.hostname}:${port}`;
    const header = authorization === undefined ? '' : `proxy-authorization: ${authorization}\r\n`;
    return `CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n${header}\r\n`;
}
function proxyFailure(error, proxy) {
    if (error instanceof _transport_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .TransportFailure */ .A && error.code.startsWith('E_PROXY'))
        return error;
    const { message, retries } = error instanceof _transport_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .TransportFailure */ .A ? error : (0,_explain_error_js__WEBPACK_IMPORTED_MODULE_1__.explainError)(error, 'connect', false);
    return new _transport_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .TransportFailure */ .A('E_PROXY', `The proxy ${proxy.url.host} cannot be used. ${message}`, retries);
}
function refused(status, { url }) {
    if (status === undefined) {
        return new _transport_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .TransportFailure */ .A('E_PROXY', `The proxy ${url.host} closed the connection without an answer.`, 1);
    }
    if (status === 401 || status === 407) {
        return new _transport_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .TransportFailure */ .A('E_PROXY_AUTH', `The proxy ${url.host} wants a valid user name and password (status ${status}). Put them into the URL of the proxy variable.`, 0);
    }
    return new _transport_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .TransportFailure */ .A('E_PROXY', `The proxy ${url.host} refused to connect to the host (status ${status}). Allow the host there, or list it in NO_PROXY.`, status >= 500 ? 1 : 0);
}


/***/ })

};
;