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
  backoff: () => (/* binding */ backoff),
  nextStep: () => (/* binding */ nextStep),
  retryAfter: () => (/* binding */ retryAfter)
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

;// CONCATENATED MODULE: ./build/src/http/retry.js




const MAX_RETRIES = 3;
function nextStep(result, attempt, { timing, deadline }) {
    const failed = result instanceof TransportFailure;
    const retries = failed ? result.retries : MAX_RETRIES;
    const backedOff = attempt > Math.min(retries, MAX_RETRIES)
        ? undefined
        : backoff(failed ? undefined : result.status, attempt, timing.random());
    if (backedOff === undefined)
        return failed ? { giveUp: result } : {};
    const asked = failed ? undefined : retryAfter(result, timing.now());
    const wait = asked ?? backedOff;
    if (timing.now() + wait < deadline)
        return { wait };
    if (failed)
        return { giveUp: outOfTime(result) };
    return asked === undefined ? {} : { giveUp: tooLate(result.status, asked) };
}
function backoff(status, attempt, random) {
    switch (status) {
        case undefined:
        case 408:
        case 425:
        case 502:
        case 504:
            return random * 300 * 2 ** (attempt - 1);
        case 429:
        case 500:
        case 503:
            return random * 1000 * 3 ** (attempt - 1);
        default:
            return undefined;
    }
}
function retryAfter(response, now) {
    const value = header(response, 'retry-after')?.trim() ?? '';
    if (/^\d{1,12}$/.test(value))
        return Number(value) * 1000;
    const date = httpDate(value);
    return date === undefined ? undefined : Math.max(0, date - now);
}
function outOfTime({ code, message }) {
    return new Failure(code, `${message} No time is left for another attempt. Raise the input timeout if the server is slow.`);
}
function tooLate(status, wait) {
    return new Failure(status === 429 ? 'E_RATE_LIMITED' : 'E_TIMEOUT', `The server answered ${status} and may be asked again in ${Math.ceil(wait / 1000)} s, which is after the deadline. Run the job later, or raise the input timeout.`);
}

module.exports = __webpack_exports__;
/******/ })()
;