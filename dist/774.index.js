"use strict";
exports.id = 774;
exports.ids = [774];
exports.modules = {

/***/ 774:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   nextStep: () => (/* binding */ nextStep)
/* harmony export */ });
/* unused harmony exports backoff, retryAfter */
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(961);
/* harmony import */ var _http_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(282);
/* harmony import */ var _http_date_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(703);
/* harmony import */ var _transport_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(758);




const MAX_RETRIES = 3;
function nextStep(result, attempt, { timing, deadline }) {
    const failed = result instanceof _transport_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .TransportFailure */ .A;
    const retries = failed ? result.retries : MAX_RETRIES;
    const backedOff = attempt > Math.min(retries, MAX_RETRIES)
        ? undefined
        : backoff(failed ? undefined : result.status, attempt, timing.random());
    if (backedOff === undefined)
        return failed ? { giveUp: result } : {};
    const wait = failed ? backedOff : (retryAfter(result, timing.now()) ?? backedOff);
    return timing.now() + wait < deadline ? { wait } : { giveUp: tooLate(result, wait) };
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
    const value = (0,_http_js__WEBPACK_IMPORTED_MODULE_2__/* .header */ .w)(response, 'retry-after')?.trim() ?? '';
    if (/^\d{1,12}$/.test(value))
        return Number(value) * 1000;
    const date = (0,_http_date_js__WEBPACK_IMPORTED_MODULE_3__/* .httpDate */ .z)(value);
    return date === undefined ? undefined : Math.max(0, date - now);
}
function tooLate(result, wait) {
    if (result instanceof _transport_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .TransportFailure */ .A) {
        return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H('E_TIMEOUT', `${result.message} No time is left for another attempt. Raise the input timeout if the server is slow.`);
    }
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .H(result.status === 429 ? 'E_RATE_LIMITED' : 'E_TIMEOUT', `The server answered ${result.status} and may be asked again in ${Math.ceil(wait / 1000)} s, which is after the deadline. Run the job later, or raise the input timeout.`);
}


/***/ })

};
;