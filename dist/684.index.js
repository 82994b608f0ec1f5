"use strict";
exports.id = 684;
exports.ids = [684];
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


/***/ })

};
;