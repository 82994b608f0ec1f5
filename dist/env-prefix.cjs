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
  checkedPrefix: () => (/* binding */ checkedPrefix)
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

;// CONCATENATED MODULE: ./build/src/action/env-prefix.js

const RESERVED = [
    ...['ACTIONS', 'GH', 'GITHUB', 'INPUT', 'RUNNER', 'STATE'],
    ...['BASH', 'DYLD', 'GLIBC', 'HOME', 'LD', 'MALLOC', 'PATH', 'SSH', 'SSL', 'ZSH'],
    ...['BUN', 'COREPACK', 'DENO', 'NODE', 'NPM', 'PNPM', 'YARN'],
    ...['CONDA', 'PIP', 'POETRY', 'PYTHON', 'TWINE', 'UV'],
    ...['GRADLE', 'JAVA', 'JDK', 'MAVEN'],
    ...['COR', 'COMPLUS', 'CORECLR', 'DOTNET', 'MSBUILD', 'NUGET'],
    ...['BUNDLE', 'BUNDLER', 'COMPOSER', 'GEM', 'LUA', 'PERL', 'PERL5', 'PHP', 'RUBY'],
    ...['CARGO', 'CMAKE', 'GCC', 'GIT', 'MAKE', 'RUST', 'RUSTC', 'RUSTUP'],
    ...['BUILDKIT', 'DOCKER', 'HELM', 'KUBE', 'KUBERNETES'],
    ...['ARM', 'AWS', 'AZURE', 'CLOUDSDK', 'DIGITALOCEAN', 'GCLOUD', 'GOOGLE', 'PULUMI'],
];
function checkedPrefix(prefix) {
    const isReserved = RESERVED.some((name) => prefix === name || prefix.startsWith(`${name}_`));
    if (/^[A-Z][A-Z0-9_]{0,63}$/.test(prefix) && !isReserved)
        return prefix;
    throw new Failure('E_NAME', 'The input env-prefix must be capital letters, digits and _, begin with a letter, and not with a name that belongs to the runner, the system or a common tool, such as GITHUB, PATH or AWS. Example: CALM.');
}

module.exports = __webpack_exports__;
/******/ })()
;