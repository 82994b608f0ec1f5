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
  rotateFirst: () => (/* binding */ rotateFirst)
});

;// CONCATENATED MODULE: ./build/src/failure.js
class failure_Failure extends Error {
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
    return new failure_Failure('E_RUNNER', `The action failed in a way that was not foreseen (${kind} ${place}). Please report this with the version of the action.`);
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
const LONGEST = (/* unused pure expression or super */ null && (60 * 60_000));
function milliseconds(text) {
    const [, count = '', unit = ''] = /^(\d{1,7})(ms|s|m)$/.exec(text) ?? [];
    const value = Number(count) * ({ ms: 1, s: 1000, m: 60_000 }[unit] ?? 0);
    if (value > 0 && value <= LONGEST)
        return value;
    throw new Failure('E_INPUT_INVALID', 'The input timeout must be a number with a unit, such as 60s, 500ms or 2m, and at most 60m.');
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
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
function plan_matrixOf({ jobs }) {
    return JSON.stringify({ include: jobs });
}
function writesOf(entries) {
    return entries.reduce((sum, { destinations }) => sum + 2 * (destinations.length + 1), 0);
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
        ['created-at', outcome.createdAt && isoSeconds(outcome.createdAt)],
        ['next-rotation-at', outcome.nextRotationAt && isoSeconds(outcome.nextRotationAt)],
        ['certificate-expires-at', outcome.expiresAt && isoSeconds(outcome.expiresAt)],
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
        ['next-rotation-at', outcome.nextRotationAt && outputs_isoSeconds(outcome.nextRotationAt)],
    ]);
}
function rotation_outputs_present(outputs) {
    return outputs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
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
function text_listOf(names, last = 'and') {
    const head = names.slice(0, -1).join(', ');
    const tail = names.at(-1) ?? '';
    return head === '' ? tail : `${head} ${last} ${tail}`;
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
function isJsonObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./build/src/credentials/forms/json.js
const json = {
    name: 'JSON',
    read(text) {
        const value = parsedJson(text);
        return value === undefined ? undefined : { value };
    },
};
function parsedJson(text) {
    if (!/^[ \t\r\n]*[[{"\dtfn-]/.test(text))
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
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
    return new failure_Failure('E_RUNNER', `${name} is not what GitHub's runner sets. Run the rotation as a step of a workflow, on a runner of version 2.327.1 or newer.`);
}
const UNSAFE_EVENTS = ['pull_request_target'];
function refuseUnsafeEvents(env, read) {
    const event = env['GITHUB_EVENT_NAME']?.trim() ?? '';
    if (UNSAFE_EVENTS.includes(event))
        throw refused(`the event ${event}`);
    if (!/^(?:pull_request|workflow_run)/.test(event))
        return;
    const payload = parsedJson(read(env['GITHUB_EVENT_PATH'] ?? '') ?? '');
    if (!isJsonObject(payload)) {
        throw new failure_Failure('E_CONFIG', `The event ${oneLine(event, 60)} may come from a fork, and GITHUB_EVENT_PATH does not tell: nothing was done. Rotate in a workflow that is started by schedule or workflow_dispatch.`);
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
    return path.reduce((part, name) => (isJsonObject(part) ? part[name] : undefined), value);
}
function refused(event) {
    return new failure_Failure('E_CONFIG', `This run was started by ${oneLine(event, 100)}, so people outside of the repository could reach the credential and the login of its issuer. Nothing was done. Rotate in a workflow that is started by schedule or workflow_dispatch.`);
}

;// CONCATENATED MODULE: ./build/src/action/rotation/rotate-first.js









const SHARE = 0.8;
const MISTAKES = [
    'E_CONFIG',
    'E_INPUT_MISSING',
    'E_INPUT_INVALID',
    'E_INPUT_CONFLICT',
    'E_INPUT_CHARSET',
    'E_HOST_NOT_ALLOWED',
    'E_RUNNER',
];
async function rotateFirst(inputs, step) {
    const { env, write } = step;
    step.mask([input(env, 'github-token') ?? '']);
    refuseUnsafeEvents(env, readText);
    const text = input(env, 'rotation');
    if (text === undefined) {
        throw new failure_Failure('E_INPUT_MISSING', 'The input rotate needs the input rotation: the entry of an inventory (name, secret, authority and the rest), as YAML.');
    }
    const { readEntry } = await require('./inventory.cjs');
    const entry = readEntry(text, 'input rotation');
    const json = entry.storeAs === 'json';
    const current = json ? inputs.credentials : (inputs.parts.clientSecret ?? inputs.credentials);
    if (!json && current !== undefined)
        step.mask([current]);
    try {
        const { rotateEntry } = await require('./rotate-entry.cjs');
        const outcome = await rotateEntry({
            entry,
            mode: inputs.rotate === 'always' ? 'force' : 'when-due',
            confirm: undefined,
            current,
            authorityLogin: input(env, 'authority-login'),
            gitHubToken: input(env, 'github-token'),
            token: inputs,
            run: workflowRun(env),
            writesInAnHour: writesOf([entry]),
        }, { ...step, deadline: step.startedAt + inputs.timeout * SHARE });
        tell(entry.name, outcome, step);
        return { inputs: withStored(inputs, outcome, json), outputs: tokenActionOutputs(outcome) };
    }
    catch (error) {
        if (!(error instanceof failure_Failure))
            throw error;
        appendSummary(env, failureSummary(entry.name, error));
        if (inputs.rotate === 'always' || MISTAKES.includes(error.code))
            throw error;
        write(workflowCommand('warning', { title: error.code }, `Not rotated: ${error.message}`));
        return {
            inputs,
            outputs: [
                ['rotated', 'false'],
                ['rotation-state', 'failed'],
            ],
        };
    }
}
function withStored(inputs, { currentText }, json) {
    if (currentText === undefined)
        return inputs;
    if (json)
        return { ...inputs, credentials: currentText };
    const credentials = inputs.parts.clientSecret === undefined ? undefined : inputs.credentials;
    return { ...inputs, credentials, parts: { ...inputs.parts, clientSecret: currentText } };
}

module.exports = __webpack_exports__;
/******/ })()
;