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
  explainError: () => (/* binding */ explainError)
});

;// CONCATENATED MODULE: ./build/src/failure.js
class Failure extends Error {
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
    return new Failure('E_RUNNER', `The action failed in a way that was not foreseen (${kind} ${place}). Please report this with the version of the action.`);
}

;// CONCATENATED MODULE: ./build/src/http/transport-failure.js

class TransportFailure extends Failure {
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

module.exports = __webpack_exports__;
/******/ })()
;