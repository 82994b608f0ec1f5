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
  signingKeyProof: () => (/* binding */ signingKeyProof)
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

;// CONCATENATED MODULE: ./build/src/text.js
const LIMIT = 300;
function oneLine(text, limit = LIMIT) {
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
function listOf(names, last = 'and') {
    const head = names.slice(0, -1).join(', ');
    const tail = names.at(-1) ?? '';
    return head === '' ? tail : `${head} ${last} ${tail}`;
}

;// CONCATENATED MODULE: ./build/src/visible.js


function visible(text, what) {
    if (!hasControls(text) && text.isWellFormed())
        return text;
    throw new Failure('E_INPUT_CHARSET', `The ${what} holds a line break or another control character. Was more than one value pasted?`);
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = require("node:crypto");
;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = require("node:tls");
;// CONCATENATED MODULE: ./build/src/credentials/pem.js

const BEGIN = '-----BEGIN ';
const DASHES = '-----';
function pemBlocks(text) {
    const blocks = [];
    let at = text.indexOf(BEGIN);
    while (at !== -1) {
        const labelEnd = text.indexOf(DASHES, at + BEGIN.length);
        const label = labelEnd === -1 ? '' : text.slice(at + BEGIN.length, labelEnd);
        const endMark = `-----END ${label}-----`;
        const end = label === '' ? -1 : text.indexOf(endMark, labelEnd);
        if (end === -1)
            throw damaged();
        blocks.push({ label, body: base64Body(text.slice(labelEnd + DASHES.length, end), label) });
        at = text.indexOf(BEGIN, end + endMark.length);
    }
    return blocks;
}
function base64Body(text, label) {
    if (label.startsWith('ENCRYPTED') || text.includes('Proc-Type')) {
        throw new Failure('E_PEM_ENCRYPTED', 'The private key is encrypted with a passphrase. Decrypt it (openssl pkey -in key.pem -out plain.pem) and store the result as the secret.');
    }
    const body = text.replace(/\\r|\\n|\s/g, '');
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body))
        throw damaged();
    return body;
}
function damaged() {
    return new Failure('E_PEM', 'A certificate or private key is not a complete PEM block. Store it from its -----BEGIN line to its -----END line, unchanged.');
}
function writePem({ label, body }) {
    const lines = body.match(/.{1,64}/g) ?? [];
    return [`${BEGIN}${label}${DASHES}`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

;// CONCATENATED MODULE: ./build/src/credentials/certificate.js




function certificateProof(certificate, privateKey, now) {
    const chain = blocksOf(certificate, 'CERTIFICATE', 'certificate').map(writePem).join('');
    const key = keyBlock(privateKey);
    const leaf = readable(() => new external_node_crypto_namespaceObject.X509Certificate(chain), 'certificate');
    const expiresAt = new Date(leaf.validTo);
    if (expiresAt.getTime() <= now) {
        throw new Failure('E_CERT_EXPIRED', `The client certificate expired at ${expiresAt.toISOString()}. Create a new key or binding and store it; keys of type x509 live for days (XSUAA: 7 by default).`);
    }
    const validFrom = new Date(leaf.validFrom);
    if (validFrom.getTime() > now) {
        throw new Failure('E_CERT_NOT_YET_VALID', `The client certificate is valid from ${validFrom.toISOString()} on. Check the clock of the runner, or wait.`);
    }
    if (!leaf.checkPrivateKey(keyObject(key))) {
        throw new Failure('E_CERT_KEY_MISMATCH', 'The private key does not belong to the client certificate. Store certificate and key of the same service key.');
    }
    readable(() => (0,external_node_tls_namespaceObject.createSecureContext)({ cert: chain, key }), 'certificate chain');
    return { kind: 'certificate', certificate: chain, privateKey: key, expiresAt };
}
function readPrivateKey(text) {
    const pem = keyBlock(text);
    return { pem, key: keyObject(pem) };
}
function keyBlock(text) {
    return blocksOf(text, 'PRIVATE KEY', 'private key').map(writePem)[0] ?? '';
}
function keyObject(pem) {
    return readable(() => (0,external_node_crypto_namespaceObject.createPrivateKey)(pem), 'private key');
}
function blocksOf(text, label, what) {
    const blocks = pemBlocks(text).filter((block) => block.label.endsWith(label));
    if (blocks.length === 0) {
        throw new Failure('E_PEM', `There is no ${what} in PEM form (-----BEGIN ... ${label}-----) where one is needed.`);
    }
    return blocks;
}
function readable(read, what) {
    try {
        return read();
    }
    catch {
        throw new Failure('E_PEM', `The ${what} is PEM in form, but OpenSSL does not take it. Was it cut, or is its key too short?`);
    }
}

;// CONCATENATED MODULE: ./build/src/credentials/signing-algorithm.js

const SHORTEST_RSA = 2048;
const CURVES = {
    prime256v1: { name: 'ES256', hash: 'sha256' },
    secp384r1: { name: 'ES384', hash: 'sha384' },
    secp521r1: { name: 'ES512', hash: 'sha512' },
};
function signingAlgorithm(key) {
    const details = key.asymmetricKeyDetails ?? {};
    switch (key.asymmetricKeyType) {
        case 'rsa':
            refuseShort(details.modulusLength);
            return { name: 'RS256', hash: 'sha256' };
        case 'rsa-pss':
            refuseShort(details.modulusLength);
            if (!allowsPs256(details))
                break;
            return { name: 'PS256', hash: 'sha256' };
        case 'ec': {
            const known = CURVES[details.namedCurve ?? ''];
            if (known !== undefined)
                return known;
            break;
        }
        case 'ed25519':
            return { name: 'EdDSA', hash: null };
    }
    throw new Failure('E_PEM', 'The private key is of a kind that cannot sign a client assertion here. Supported are RSA and RSA-PSS with SHA-256 (from 2048 bits on), EC on P-256, P-384 or P-521, and Ed25519.');
}
function allowsPs256({ hashAlgorithm = 'sha256', mgf1HashAlgorithm = 'sha256', saltLength = 32, }) {
    return hashAlgorithm === 'sha256' && mgf1HashAlgorithm === 'sha256' && saltLength <= 32;
}
function refuseShort(bits) {
    if (bits !== undefined && bits >= SHORTEST_RSA)
        return;
    throw new Failure('E_PEM', `The private key has ${bits} bits; an RSA key needs ${SHORTEST_RSA} or more (RFC 7518 3.3). Make a longer one and register its public key.`);
}

;// CONCATENATED MODULE: ./build/src/credentials/signing-key.js




function signingKeyProof({ privateKey, keyId, certificate }, now) {
    if (privateKey === undefined) {
        throw new Failure('E_CREDENTIAL_NO_SECRET', 'The authentication method private_key_jwt signs with a private key, but there is none. Give it in the input private-key, or store a credential that holds it (key). ' +
            'A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.');
    }
    const { pem, key } = readPrivateKey(privateKey);
    signingAlgorithm(key);
    const pair = certificate === undefined ? undefined : certificateProof(certificate, pem, now);
    return {
        kind: 'private-key',
        privateKey: pem,
        keyId: keyId === undefined ? undefined : visible(keyId, 'key id'),
        certificate: pair?.certificate,
        expiresAt: pair?.expiresAt,
    };
}

module.exports = __webpack_exports__;
/******/ })()
;