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
  repeatsSecret: () => (/* binding */ repeatsSecret)
});

;// CONCATENATED MODULE: ./build/src/credentials/credential.js
function expiryOf(proof) {
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

;// CONCATENATED MODULE: ./build/src/token/repeats-secret.js

const WINDOW = 8;
const LOOKED_AT = 8000;
function repeatsSecret(text, proof, others) {
    const secret = secretOf(proof) ?? '';
    const own = 'privateKey' in proof ? secret.replace(/-----[A-Z ]+-----|\s/g, '') : secret;
    const shown = text.slice(0, LOOKED_AT);
    const variants = [shown, decoded(shown), shown.replace(/\s/g, ''), lettersAndDigits(shown)].map((variant) => variant.toLowerCase());
    const secrets = [own, ...others].filter((one) => one !== '');
    const needles = secrets.flatMap(encodings).filter((needle) => needle !== '');
    const short = needles.filter(({ length }) => length < WINDOW);
    if (short.some((needle) => variants.some((variant) => variant.includes(needle))))
        return true;
    const windows = windowsOf(variants);
    return needles.some((needle) => holdsWindow(needle, windows));
}
function windowsOf(texts) {
    const windows = new Set();
    for (const text of texts) {
        for (let at = 0; at + WINDOW <= text.length; at++)
            windows.add(text.slice(at, at + WINDOW));
    }
    return windows;
}
function holdsWindow(needle, windows) {
    for (let at = 0; at + WINDOW <= needle.length; at++) {
        if (windows.has(needle.slice(at, at + WINDOW)))
            return true;
    }
    return false;
}
function encodings(secret) {
    const bytes = Buffer.from(secret);
    const shifted = [0, 1, 2].map((shift) => Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64'));
    const plain = shifted.map((text) => text.replace(/=+$/, ''));
    const url = plain.map((text) => text.replace(/\+/g, '-').replace(/\//g, '_'));
    const reversed = [...secret].reverse().join('');
    return [secret, lettersAndDigits(secret), reversed, bytes.toString('hex'), ...plain, ...url].map((text) => text.toLowerCase());
}
function lettersAndDigits(text) {
    return text.replace(/[^A-Za-z0-9]/g, '');
}
function decoded(text) {
    return text
        .replace(/\+/g, ' ')
        .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replace(/%/g, ''), 'hex').toString());
}

module.exports = __webpack_exports__;
/******/ })()
;