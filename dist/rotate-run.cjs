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
  rotateRun: () => (/* binding */ rotateRun)
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

;// CONCATENATED MODULE: ./build/src/rotation/inventory-faults.js

function faultOf(entry, before) {
    if (before.some(({ name }) => name === entry.name)) {
        return `the name ${entry.name} is given to two entries.`;
    }
    if (entry.keepOld >= entry.rotateEvery) {
        return 'keep-old must be shorter than rotate-every, or credentials pile up.';
    }
    const { environment, destinations } = entry;
    if (destinations.some((one) => one.kind === 'dependabot' && one.environment !== undefined)) {
        return 'a Dependabot secret is one of a repository or an organization, and not of an environment.';
    }
    const environments = [environment, ...destinations.map((one) => one.environment)];
    if (environments.some((name) => name !== undefined && /^(?:\s*|\.\.?)$/.test(name))) {
        return 'an environment cannot be called so: its name is blank, or a dot or two.';
    }
    return undefined;
}
function rivalry(entries, repository) {
    const writers = new Map();
    for (const entry of entries) {
        for (const place of new Set(placesOf(entry, repository))) {
            const other = writers.get(place);
            if (other !== undefined)
                return sameSecret(other, entry.name);
            writers.set(place, entry.name);
        }
    }
    return undefined;
}
function sameSecret(one, other) {
    return new Failure('E_CONFIG', `The entries ${one} and ${other} of the inventory write the same secret, so that each would replace what the other has stored. Nothing was done. Give each entry secrets of its own.`);
}
function placesOf({ secret, environment, destinations }, repository) {
    const main = { repository, secret, kind: 'actions' };
    const all = [environment === undefined ? main : { ...main, environment }, ...destinations];
    return all.map(({ kind, repository, organization, environment, secret }) => JSON.stringify([kind, repository, organization, environment, secret]).toLowerCase());
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: ./build/src/action/file-commands.js


function requireFileCommand(command, env) {
    const path = env[`GITHUB_${command}`] ?? '';
    try {
        if (!(0,external_node_fs_namespaceObject.lstatSync)(path).isFile())
            throw new Error('not a plain file');
        (0,external_node_fs_namespaceObject.accessSync)(path, external_node_fs_namespaceObject.constants.W_OK);
    }
    catch {
        throw new Failure('E_RUNNER', `GITHUB_${command} does not name a file that this step can write, so the runner could not receive the result. Run this as a step of a workflow, on a runner of version 2.327.1 or newer.`);
    }
}
function appendFileCommands(env, commands) {
    const texts = Object.entries(commands).map(([command, entries]) => ({
        path: env[`GITHUB_${command}`] ?? '',
        text: entries.map(entryLine).join(''),
    }));
    const undo = [];
    const atOnce = texts.length === 1 && (texts[0]?.text.length ?? 0) <= ONE_WRITE;
    const release = atOnce ? undefined : holdSignals();
    try {
        for (const { path, text } of texts) {
            const { size } = (0,external_node_fs_namespaceObject.lstatSync)(path);
            undo.push(() => (0,external_node_fs_namespaceObject.truncateSync)(path, size));
            (0,external_node_fs_namespaceObject.appendFileSync)(path, text);
        }
    }
    catch {
        for (const step of undo)
            step();
        throw new Failure('E_RUNNER', 'The files for the result of the step could not be written. Is the disk full?');
    }
    finally {
        release?.();
    }
}
const ONE_WRITE = 4096;
function holdSignals() {
    const hold = () => { };
    process.on('SIGINT', hold).on('SIGTERM', hold);
    return () => process.off('SIGINT', hold).off('SIGTERM', hold);
}
function entryLine([name, value]) {
    if (!/[\r\n]/.test(value))
        return `${name}=${value}\n`;
    throw new Failure('E_RUNNER', `The value of ${name} has more than one line.`);
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
const LONGEST = 60 * 60_000;
function milliseconds(text) {
    const [, count = '', unit = ''] = /^(\d{1,7})(ms|s|m)$/.exec(text) ?? [];
    const value = Number(count) * ({ ms: 1, s: 1000, m: 60_000 }[unit] ?? 0);
    if (value > 0 && value <= LONGEST)
        return value;
    throw new Failure('E_INPUT_INVALID', 'The input timeout must be a number with a unit, such as 60s, 500ms or 2m, and at most 60m.');
}

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
            rest = rest.subarray(writeSync(1, rest));
        }
        catch (error) {
            if (error.code !== 'EAGAIN')
                throw error;
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
        }
    }
}

;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = require("node:path");
;// CONCATENATED MODULE: ./build/src/action/rotation/entries.js



async function inventoryOf(config, env, read) {
    const workspace = env['GITHUB_WORKSPACE'] ?? '.';
    const text = read((0,external_node_path_namespaceObject.isAbsolute)(config) ? config : (0,external_node_path_namespaceObject.join)(workspace, config));
    if (text !== undefined) {
        const { readInventory } = await require('./inventory.cjs');
        return readInventory(text, config);
    }
    throw new Failure('E_CONFIG', `There is no inventory ${oneLine(config, 200)} in the workspace. Check out the repository in a step before, or give its path in the input config.`);
}
function entryNamed(entries, name) {
    const names = entries.map((entry) => entry.name);
    const shown = names.length <= 20 ? listOf(names) : `${names.slice(0, 20).join(', ')} and others`;
    if (name === undefined) {
        const [only, ...others] = entries;
        if (only !== undefined && others.length === 0)
            return only;
        throw new Failure('E_INPUT_MISSING', `The inventory has several entries (${shown}). Name one in the input name.`);
    }
    const entry = entries.find((candidate) => candidate.name === name);
    if (entry !== undefined)
        return entry;
    throw new Failure('E_CONFIG', `The inventory has no entry ${oneLine(name, 60)}. It has ${shown}.`);
}

;// CONCATENATED MODULE: ./build/src/action/rotation/files.js

const LARGEST = 8 * 1024 * 1024;
function readText(path) {
    try {
        const { size } = (0,external_node_fs_namespaceObject.statSync)(path);
        return size <= LARGEST ? (0,external_node_fs_namespaceObject.readFileSync)(path, 'utf8') : undefined;
    }
    catch {
        return undefined;
    }
}
function appendSummary(env, markdown) {
    try {
        (0,external_node_fs_namespaceObject.appendFileSync)(env['GITHUB_STEP_SUMMARY'] ?? '', `${markdown}\n`);
    }
    catch { }
}

;// CONCATENATED MODULE: ./build/src/action/rotation/plan.js
const MOST_JOBS = 256;
const DAY = 86_400_000;
function planOf(entries, now) {
    const count = Math.min(entries.length, MOST_JOBS);
    const first = (Math.floor(now / DAY) * count) % entries.length;
    const turn = [...entries.slice(first), ...entries.slice(0, first)].slice(0, count);
    return {
        jobs: turn.map(({ name, secret, environment = '' }) => ({ name, secret, environment })),
        left: entries.length - count,
    };
}
function matrixOf({ jobs }) {
    return JSON.stringify({ include: jobs });
}
function writesOf(entries) {
    return entries.reduce((sum, { destinations }) => sum + 2 * (destinations.length + 1), 0);
}

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = require("node:crypto");
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

;// CONCATENATED MODULE: ./build/src/credentials/forms/json.js
const json = {
    name: 'JSON',
    read(text) {
        const value = json_parsedJson(text);
        return value === undefined ? undefined : { value };
    },
};
function json_parsedJson(text) {
    if (!/^[ \t\r\n]*[[{"\dtfn-]/.test(text))
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/src/token/claims.js


function claimsOf(token) {
    const parts = token.split('.');
    if (parts.length !== 3)
        return undefined;
    const claims = parsedJson(Buffer.from(parts[1] ?? '', 'base64url').toString());
    return isJsonObject(claims) ? claims : undefined;
}
function isScopeName(text) {
    return /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(text);
}
function grantedScopes(scope, claims) {
    if (scope !== undefined)
        return scope.split(' ').filter((name) => name !== '');
    const claim = isJsonObject(claims) ? claims['scope'] : undefined;
    if (typeof claim === 'string')
        return claim.split(' ').filter((name) => name !== '');
    return Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
}
function missingScopes(wanted, granted) {
    const names = new Set(granted.flatMap((name) => [name, localName(name)]));
    return wanted.filter((name) => !names.has(name));
}
function localName(scope) {
    return /^[^.\s]*![a-z]\d+\.(.+)$/.exec(scope)?.[1] ?? scope;
}

;// CONCATENATED MODULE: ./build/src/visible.js


function visible(text, what) {
    if (!hasControls(text) && text.isWellFormed())
        return text;
    throw new Failure('E_INPUT_CHARSET', `The ${what} holds a line break or another control character. Was more than one value pasted?`);
}

;// CONCATENATED MODULE: ./build/src/action/wishes.js






function readWishes(env) {
    const allowedHosts = input(env, 'allowed-hosts');
    return {
        parameters: readParameters(env),
        requireScopes: scopeNames(input(env, 'require-scopes') ?? '', 'require-scopes'),
        allowedHosts: allowedHosts === undefined ? undefined : hostPatterns(allowedHosts),
        caCertificate: caCertificate(input(env, 'ca-certificate')),
    };
}
function readParameters(env) {
    const scope = scopeNames(input(env, 'scope') ?? '', 'scope').join(' ');
    const audience = input(env, 'audience');
    const resource = (input(env, 'resource') ?? '').split(/\s+/).filter((value) => value !== '');
    const format = oneOf(env, 'token-format', ['', 'jwt', 'opaque']);
    const others = parameterLines(input(env, 'parameters') ?? '');
    const typed = {
        scope: scope !== '',
        audience: audience !== undefined,
        resource: resource.length > 0,
        token_format: format !== '',
    };
    const twice = others.find(([name]) => typed[name] === true);
    if (twice !== undefined) {
        throw new Failure('E_INPUT_CONFLICT', `The parameter ${twice[0]} is given twice: by its own input and in parameters. RFC 6749 3.2 allows it once.`);
    }
    return {
        scope: scope === '' ? undefined : scope,
        audience: audience === undefined ? undefined : visible(audience, 'input audience'),
        resource: resource.map((value) => visible(value, 'input resource')),
        tokenFormat: format === '' ? undefined : format,
        others,
    };
}
function scopeNames(text, name) {
    const names = text.split(/\s+/).filter((scope) => scope !== '');
    if (names.every(isScopeName))
        return names;
    throw new Failure('E_INPUT_CHARSET', `The input ${name} holds characters that RFC 6749 (3.3) does not allow in a scope. Separate scopes by spaces.`);
}
const HOST_PATTERN = /^(?:\*\.)?(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
function hostPatterns(text) {
    const patterns = text.split(/[\s,]+/).filter((pattern) => pattern !== '');
    if (patterns.every((pattern) => HOST_PATTERN.test(pattern)))
        return patterns;
    throw new Failure('E_INPUT_INVALID', 'The input allowed-hosts must list host names such as login.etrusted.com or *.hana.ondemand.com, without https:// and paths.');
}
function caCertificate(text) {
    if (text === undefined)
        return undefined;
    const blocks = pemBlocks(text).filter(({ label }) => label.endsWith('CERTIFICATE'));
    const certificates = blocks.map(writePem);
    if (certificates.length > 0 && certificates.every(isCertificate))
        return certificates.join('');
    throw new Failure('E_PEM', 'The input ca-certificate holds no certificate in PEM form (-----BEGIN CERTIFICATE-----), or one that cannot be read.');
}
function isCertificate(pem) {
    try {
        new external_node_crypto_namespaceObject.X509Certificate(pem);
        return true;
    }
    catch {
        return false;
    }
}
const OWN_PARAMETERS = new Set([
    'grant_type',
    'client_id',
    'client_secret',
    'client_assertion',
    'client_assertion_type',
]);
function parameterLines(text) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    const parameters = lines.map((line) => {
        const [, name = '', value = ''] = /^\s*([^=\s]+)\s*=(.*)$/.exec(line) ?? [];
        if (/^[\w.-]+$/.test(name) && !OWN_PARAMETERS.has(name.toLowerCase())) {
            return [name, visible(value.trim(), 'input parameters')];
        }
        throw new Failure('E_INPUT_INVALID', 'Each line of the input parameters must be name=value, and the name none of the parameters that the action sets itself (grant_type, client_id, client_secret, client_assertion).');
    });
    if (new Set(parameters.map(([name]) => name)).size === parameters.length)
        return parameters;
    throw new Failure('E_INPUT_CONFLICT', 'The input parameters gives a name twice. RFC 6749 3.2 allows each parameter once.');
}

;// CONCATENATED MODULE: ./build/src/action/rotation/rotate-inputs.js



function readRotateInputs(env) {
    const mode = oneOf(env, 'mode', ['when-due', 'force', 'plan', 'retire', 'revoke-now']);
    const confirm = input(env, 'confirm');
    if (confirm !== undefined && mode !== 'revoke-now') {
        throw new Failure('E_INPUT_CONFLICT', `The input confirm belongs to the mode revoke-now, and the mode is ${mode}. Nothing was done.`);
    }
    return {
        config: input(env, 'config') ?? '.github/api-credentials.yml',
        name: input(env, 'name'),
        credentials: input(env, 'credentials'),
        mode,
        confirm,
        authorityLogin: input(env, 'authority-login'),
        gitHubToken: input(env, 'github-token'),
        wishes: readWishes(env),
        timeout: milliseconds(input(env, 'timeout') ?? '10m'),
    };
}

;// CONCATENATED MODULE: ./build/src/action/outputs.js

function outputs(credential, token) {
    return present([
        ['access-token', token.value],
        ['token-type', token.tokenType],
        ['scope', token.scope],
        ['expires-in', token.expiresIn?.toString()],
        ['expires-at', outputs_isoSeconds(token.expiresAt)],
        ['api-url', credential.apiUrl],
        ['endpoints', JSON.stringify(credential.endpoints)],
        ['token-url', credential.tokenUrl.href],
        ['client-id', credential.clientId],
        ['provider', credential.provider],
        ['auth-method', credential.authMethod],
        ['certificate-expires-at', outputs_isoSeconds(expiryOf(credential.proof))],
    ]);
}
function variables(prefix, credential, token) {
    return present([
        [`${prefix}_ACCESS_TOKEN`, token.value],
        [`${prefix}_API_URL`, credential.apiUrl],
        [`${prefix}_EXPIRES_AT`, outputs_isoSeconds(token.expiresAt)],
    ]);
}
function outputs_isoSeconds(date) {
    return date?.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
function present(entries) {
    return entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

;// CONCATENATED MODULE: ./build/src/action/rotation/rotation-outputs.js


function rotationOutputs(outcome) {
    return rotation_outputs_present([
        ['state', outcome.state],
        ['credential-name', outcome.credentialName],
        ['created-at', outcome.createdAt && outputs_isoSeconds(outcome.createdAt)],
        ['next-rotation-at', outcome.nextRotationAt && outputs_isoSeconds(outcome.nextRotationAt)],
        ['certificate-expires-at', outcome.expiresAt && outputs_isoSeconds(outcome.expiresAt)],
        ['retire-pending', JSON.stringify(outcome.retirePending.map(({ name }) => name))],
        ['destinations', JSON.stringify(outcome.destinations)],
    ]);
}
function planOutputs(plan) {
    return [
        ['state', 'planned'],
        ['matrix', matrixOf(plan)],
    ];
}
function tokenActionOutputs(outcome) {
    return rotation_outputs_present([
        ['rotated', String(outcome.state === 'rotated')],
        ['rotation-state', outcome.state],
        ['credential-name', outcome.credentialName],
        ['next-rotation-at', outcome.nextRotationAt && isoSeconds(outcome.nextRotationAt)],
    ]);
}
function rotation_outputs_present(outputs) {
    return outputs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}

;// CONCATENATED MODULE: ./build/src/action/rotation/summary.js

const HOUR = 3_600_000;
const summary_DAY = 24 * HOUR;
const TITLES = {
    'not-due': 'nothing to do',
    rotated: 'rotated',
    planned: 'plan',
    retired: 'old ones deleted',
    'stale-snapshot': 'left to the next run',
    'needs-a-person': 'needs a person',
    failed: 'failed',
};
function rotationSummary(entry, outcome, now) {
    const { credentialName, createdAt, previousName, nextRotationAt, expiresAt } = outcome;
    const rows = [
        credentialName === undefined
            ? undefined
            : ['Stored now', `${code(credentialName)}${createdAt ? `, created ${day(createdAt)}` : ''}`],
        previousName === undefined || previousName === credentialName
            ? undefined
            : ['Stored before', code(previousName)],
        expiresAt === undefined ? undefined : ['Its certificate ends', when(expiresAt, now)],
        nextRotationAt === undefined ? undefined : ['Next rotation', when(nextRotationAt, now)],
        ...outcome.retirePending.map((pending) => ['Alive as well', `${code(pending.name)}, ${fateOf(pending)}`]),
        ...outcome.retiredNames.map((name) => ['Deleted', code(name)]),
        ...outcome.destinations.map(({ label, state }) => [capital(label), state]),
    ];
    const table = page(`${code(entry)}: ${TITLES[outcome.state]}`, rows, outcome.notes);
    return outcome.steps === undefined ? table : `${table}\n${outcome.steps}\n`;
}
function fateOf({ after, byHand }) {
    if (after === undefined)
        return 'kept until it is known to be unused';
    return byHand === true
        ? `to be disabled by a person, not before ${minute(after)}`
        : `deleted by the first run after ${minute(after)}`;
}
function failureSummary(entry, { code: title, message }) {
    const heading = `${entry === undefined ? 'Rotation' : code(entry)}: ${TITLES.failed}`;
    return page(heading, [[title, summary_text(message)]], ['Nothing that a job may hold was deleted; the next run goes on where this one has ended.']);
}
function planSummary(entries, plan) {
    const rows = plan.jobs.map(({ name, secret, environment }) => {
        const entry = entries.find((candidate) => candidate.name === name);
        const place = environment === '' ? code(secret) : `${code(secret)} of ${code(environment)}`;
        const every = entry === undefined ? '' : `, every ${span(entry.rotateEvery)}`;
        return [code(name), `${place}, issued by ${entry?.authority.kind ?? ''}${every}`];
    });
    const left = plan.left === 0 ? [] : [`${plan.left} more entries have their turn on the next days.`];
    return page(`Plan for ${plan.jobs.length} ${plan.jobs.length === 1 ? 'credential' : 'credentials'}`, rows, left);
}
function page(heading, rows, notes) {
    const table = rows.flatMap((row) => (row === undefined ? [] : [`| ${row[0]} | ${row[1]} |`]));
    return [
        `### ${heading}`,
        '',
        ...(table.length === 0 ? [] : ['| | |', '|---|---|', ...table, '']),
        ...notes.flatMap((note) => [summary_text(note), '']),
    ].join('\n');
}
function code(name) {
    return `\`${oneLine(name, 100).replace(/[`|]/g, ' ')}\``;
}
function summary_text(words) {
    return oneLine(words, 2000).replace(/[\\`*_[\]<>|&]/g, (character) => `\\${character}`);
}
function capital(words) {
    const escaped = summary_text(words);
    return `${escaped.charAt(0).toUpperCase()}${escaped.slice(1)}`;
}
function when(date, now) {
    const days = Math.round((date.getTime() - now) / summary_DAY);
    if (days < 0)
        return `${day(date)} (${-days} days ago)`;
    return `${day(date)} (${days === 0 ? 'today' : `in ${days} days`})`;
}
function span(milliseconds) {
    if (milliseconds >= 2 * summary_DAY)
        return `${Math.round(milliseconds / summary_DAY)} days`;
    return `${Number((milliseconds / HOUR).toFixed(1))} h`;
}
function day(date) {
    return date.toISOString().slice(0, 10);
}
function minute(date) {
    return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

;// CONCATENATED MODULE: ./build/src/action/rotation/tell.js



const UNDONE = ['needs-a-person', 'stale-snapshot'];
function tell(entry, outcome, { env, timing, write }) {
    appendSummary(env, rotationSummary(entry, outcome, timing.now()));
    const level = UNDONE.includes(outcome.state) ? 'warning' : 'notice';
    for (const note of outcome.notes)
        write(workflowCommand(level, { title: entry }, note));
}

;// CONCATENATED MODULE: ./build/src/credentials/credential.js
function credential_expiryOf(proof) {
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
function credential_isJsonObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./build/src/action/rotation/workflow-run.js




function workflowRun(env) {
    return {
        id: expected(env, 'GITHUB_RUN_ID', /^\d{1,18}$/),
        repository: expected(env, 'GITHUB_REPOSITORY', /^[\w.-]{1,100}\/[\w.-]{1,100}$/),
        repositoryId: expected(env, 'GITHUB_REPOSITORY_ID', /^\d{1,18}$/),
        apiUrl: apiUrl(env),
    };
}
function apiUrl(env) {
    const url = env['GITHUB_API_URL']?.trim() || 'https://api.github.com';
    if (URL.canParse(url))
        return url;
    throw unusual('GITHUB_API_URL');
}
function expected(env, name, form) {
    const value = env[name]?.trim() ?? '';
    if (form.test(value))
        return value;
    throw unusual(name);
}
function unusual(name) {
    return new Failure('E_RUNNER', `${name} is not what GitHub's runner sets. Run the rotation as a step of a workflow, on a runner of version 2.327.1 or newer.`);
}
const UNSAFE_EVENTS = ['pull_request_target'];
function refuseUnsafeEvents(env, read) {
    const event = env['GITHUB_EVENT_NAME']?.trim() ?? '';
    if (UNSAFE_EVENTS.includes(event))
        throw refused(`the event ${event}`);
    if (!/^(?:pull_request|workflow_run)/.test(event))
        return;
    const payload = json_parsedJson(read(env['GITHUB_EVENT_PATH'] ?? '') ?? '');
    if (!credential_isJsonObject(payload)) {
        throw new Failure('E_CONFIG', `The event ${oneLine(event, 60)} may come from a fork, and GITHUB_EVENT_PATH does not tell: nothing was done. Rotate in a workflow that is started by schedule or workflow_dispatch.`);
    }
    if (member(payload, 'workflow_run', 'event') === 'pull_request_target') {
        throw refused('a workflow that was started by the event pull_request_target');
    }
    const own = member(payload, 'repository', 'id');
    const heads = [
        member(payload, 'pull_request', 'head', 'repo', 'id'),
        member(payload, 'workflow_run', 'head_repository', 'id'),
    ];
    const about = [payload['pull_request'], payload['workflow_run']];
    const foreign = about.some((part, at) => part !== undefined && heads[at] !== own);
    if (foreign || own === undefined)
        throw refused(`the event ${event} of a fork`);
}
function member(value, ...path) {
    return path.reduce((part, name) => (credential_isJsonObject(part) ? part[name] : undefined), value);
}
function refused(event) {
    return new Failure('E_CONFIG', `This run was started by ${oneLine(event, 100)}, so people outside of the repository could reach the credential and the login of its issuer. Nothing was done. Rotate in a workflow that is started by schedule or workflow_dispatch.`);
}

;// CONCATENATED MODULE: ./build/src/action/rotation/rotate-run.js













async function rotateRun(step) {
    const { env } = step;
    requireFileCommand('OUTPUT', env);
    try {
        await run(step);
    }
    catch (error) {
        const failure = error instanceof Failure ? error : unexpected(error);
        appendSummary(env, failureSummary(input(env, 'name'), failure));
        appendFileCommands(env, { OUTPUT: [['state', 'failed']] });
        throw error;
    }
}
async function run(step) {
    const { env, timing, write } = step;
    refuseUnsafeEvents(env, readText);
    const inputs = readRotateInputs(env);
    const entries = await inventoryOf(inputs.config, env, readText);
    const repository = env['GITHUB_REPOSITORY']?.trim() ?? '';
    if (inputs.mode === 'plan' && inputs.name === undefined) {
        const plan = planOf(entries, timing.now());
        const rivals = rivalry(entries, repository);
        if (rivals !== undefined) {
            write(workflowCommand('warning', { title: rivals.code }, rivals.message));
        }
        appendFileCommands(env, { OUTPUT: planOutputs(plan) });
        appendSummary(env, planSummary(entries, plan));
        write(`Planned ${plan.jobs.length} of ${entries.length} credentials.\n`);
        return;
    }
    const entry = entryNamed(entries, inputs.name);
    for (const other of entries) {
        const rivals = other === entry ? undefined : rivalry([entry, other], repository);
        if (rivals !== undefined)
            throw rivals;
    }
    const outcome = await rotateOne(entry, entries, inputs, step);
    appendFileCommands(env, { OUTPUT: rotationOutputs(outcome) });
    write(`${entry.name}: ${outcome.state}\n`);
    tell(entry.name, outcome, step);
}
async function rotateOne(entry, entries, inputs, step) {
    if (entry.storeAs === 'client-secret')
        step.mask([inputs.credentials ?? '']);
    const token = {
        binding: undefined,
        parts: {},
        choices: { provider: 'auto', authMethod: 'auto' },
        wishes: inputs.wishes,
    };
    const { rotateEntry } = await require('./rotate-entry.cjs');
    return rotateEntry({
        ...{ entry, token, mode: inputs.mode, confirm: inputs.confirm },
        current: inputs.credentials,
        authorityLogin: inputs.authorityLogin,
        gitHubToken: inputs.gitHubToken,
        run: workflowRun(step.env),
        writesInAnHour: writesOf(entries),
    }, { ...step, deadline: step.startedAt + inputs.timeout });
}

module.exports = __webpack_exports__;
/******/ })()
;