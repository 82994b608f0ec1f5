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
  halfPair: () => (/* binding */ halfPair),
  hiddenSecret: () => (/* binding */ hiddenSecret),
  missingInput: () => (/* binding */ missingInput),
  refusePlaceholder: () => (/* binding */ refusePlaceholder)
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

;// CONCATENATED MODULE: ./build/src/credentials/no-proof.js

const PLACEHOLDER = /^(?:<<.*>>|\$\{\{.*\}\}|\*{3,}|[\u2022\u25cf]+|\[REDACTED\]|\[PRIVATE DATA HIDDEN\]|[(<]sensitive(?: value)?[)>]|\d+ bytes)$/s;
function refusePlaceholder(clientSecret) {
    if (!PLACEHOLDER.test(clientSecret))
        return;
    throw new Failure('E_CREDENTIAL_NO_SECRET', 'In place of the client secret stands what a tool writes where it does not show a secret. Export the credential with its secrets, or take it from where it was issued.');
}
function hiddenSecret() {
    return new Failure('E_CREDENTIAL_NO_SECRET', 'The credential holds a client id but no secret. Only the output of create shows it: the output of get and keys with a hidden secret do not. Create a new credential and store what that prints.');
}
function halfPair(missing) {
    return new Failure('E_CREDENTIAL_NO_SECRET', `The credential authenticates with a certificate, but there is no ${missing} in it. ` +
        'Give it in the inputs certificate and private-key, or create a key whose certificate is made by the issuer.');
}
function missingInput(input) {
    return new Failure('E_INPUT_MISSING', `There is no ${input}: give the input credentials, or the inputs client-id, client-secret and token-url. ` +
        'A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.');
}

module.exports = __webpack_exports__;
/******/ })()
;