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
  readOtherForm: () => (/* binding */ readOtherForm)
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
function text_hasGaps(text) {
    return text.includes(' ') || (!isPlain(text) && unicode('[\\s\\p{C}]', 'u').test(text));
}
function listOf(names, last = 'and') {
    const head = names.slice(0, -1).join(', ');
    const tail = names.at(-1) ?? '';
    return head === '' ? tail : `${head} ${last} ${tail}`;
}

;// CONCATENATED MODULE: ./build/src/credentials/fields.js
const NAMES = {
    clientId: ['clientid'],
    clientSecret: ['clientsecret', 'secret'],
    certificate: ['certificate', 'tlscrt'],
    privateKey: ['key', 'privatekey', 'tlskey'],
    keyId: ['kid', 'keyid'],
    credentialType: ['credentialtype'],
    grantType: ['granttype'],
    url: ['url'],
    tokenUrl: [
        'tokenurl',
        'tokenendpoint',
        'tokenserviceurl',
        'oauthurl',
        'oauthtokenurl',
        'authurl',
        'authenticationurl',
        'accesstokenurl',
        'tokenuri',
        'oauthtokenendpoint',
        'oauth2tokenurl',
        'uaaurl',
        'xsuaaurl',
    ],
    tokenUrlSuffix: ['tokenurlsuffix'],
    certUrl: ['certurl'],
    apiUrl: ['apiurl', 'apibaseurl', 'baseurl', 'apiendpoint', 'serviceurl'],
    audience: ['audience'],
    uaaDomain: ['uaadomain'],
    xsAppName: ['xsappname'],
    zoneId: ['zoneid', 'identityzoneid', 'tenantid'],
    domains: ['domains', 'domain'],
    serviceLabel: ['label'],
    authentication: ['authentication'],
    applicationTenant: ['apptid'],
    credentialsInBody: ['tokenserviceaddclientcredentialsinbody', 'addclientcredentialsinbody'],
    userName: ['username', 'user'],
    password: ['password'],
};
const NAMES_BY_FIELD = Object.entries(NAMES);
function plainName(name) {
    return name.toLowerCase().replaceAll('_', '').replaceAll('-', '').replaceAll('.', '');
}
function stringMembers(object) {
    const members = new Map();
    for (const [name, member] of Object.entries(object)) {
        const value = Array.isArray(member) ? fromList(member) : member;
        const text = typeof value === 'string' ? trimmed(value) : simpleText(value);
        if (text === '' || text === '<null>')
            continue;
        const plain = plainName(name);
        if (plain === name || !members.has(plain))
            members.set(plain, text);
    }
    return members;
}
function fromList(list) {
    return list.find((item) => item === 'client_credentials') ?? list[0];
}
const BLANK = /[\s\u200b-\u200f\u2060\ufeff]/;
function trimmed(text) {
    const trim = text.trim();
    if (!isHigh(trim.at(0)) && !isHigh(trim.at(-1)))
        return trim;
    let [start, end] = [0, trim.length];
    while (start < end && BLANK.test(trim.charAt(start)))
        start++;
    while (end > start && BLANK.test(trim.charAt(end - 1)))
        end--;
    return trim.slice(start, end);
}
function isHigh(character) {
    return character !== undefined && character > '\u2000';
}
function simpleText(value) {
    return typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : '';
}
function hasClientId(object) {
    return stringMembers(object).has('clientid');
}
function hasProof(object) {
    const { clientId, clientSecret, certificate, privateKey } = fieldsOf(object);
    return clientId !== undefined && (clientSecret ?? certificate ?? privateKey) !== undefined;
}
function isFieldName(name) {
    const plain = plainName(name);
    return (/client(?:id|secret)$/.test(plain) ||
        Object.values(NAMES).some((names) => names.includes(plain)));
}
function fieldsOf(object) {
    const members = stringMembers(object);
    const fields = {};
    for (const [field, names] of NAMES_BY_FIELD) {
        const name = names.find((candidate) => members.has(candidate));
        const value = name === undefined ? undefined : members.get(name);
        if (value !== undefined)
            fields[field] = value;
    }
    return fields;
}

;// CONCATENATED MODULE: ./build/src/credentials/choose-binding.js



function chooseBinding(bindings, wanted, secrets) {
    const found = wanted === undefined ? bindings : matching(bindings, wanted);
    const [first, ...others] = found;
    if (first !== undefined && others.length === 0)
        return first;
    const choice = describe(found.length === 0 ? bindings : found, secrets);
    if (first !== undefined) {
        throw new failure_Failure('E_CREDENTIAL_AMBIGUOUS', `The credential holds ${found.length} OAuth clients${wanted === undefined ? '' : ' to which the input binding fits'}: ${choice}. Name the one that is meant in the input binding.`);
    }
    throw new failure_Failure('E_INPUT_INVALID', bindings.length === 1
        ? `The input binding does not fit the one client in the credential, ${choice}. Remove the input, or store the credential that is meant.`
        : `The input binding fits none of the clients in the credential; they are ${choice}.`);
}
function matching(bindings, wanted) {
    const lower = wanted.toLowerCase();
    const tests = [
        ({ names }) => names.includes(wanted),
        ({ names }) => names.some((name) => name.toLowerCase() === lower),
        ({ labels }) => labels.some((label) => label.toLowerCase() === lower),
        ({ tags }) => tags.some((tag) => tag.toLowerCase() === lower),
        ({ client }) => fieldsOf(client).clientId === wanted,
    ];
    for (const test of tests) {
        const found = bindings.filter(test);
        if (found.length > 0)
            return found;
    }
    return [];
}
const SHOWN = 20;
function describe(bindings, secrets) {
    const hidden = [...secrets].map((secret) => secret.toLowerCase());
    const usable = (name) => name.length <= 100 &&
        !hasControls(name) &&
        !hidden.some((secret) => name.toLowerCase().includes(secret));
    const candidates = bindings
        .slice(0, SHOWN)
        .map(({ names, labels, client }) => [...names, ...labels, fieldsOf(client).clientId ?? ''].filter(usable));
    const taken = candidates.map(([first]) => first);
    const shown = candidates.map((names) => {
        const own = names.find((name) => taken.filter((other) => other === name).length < 2);
        return oneLine(own ?? names[0] ?? 'one without a name', 100);
    });
    const more = bindings.length - shown.length;
    return listOf(more > 0 ? [...shown, `${more} more`] : shown);
}

;// CONCATENATED MODULE: ./build/src/credentials/shapes/shape.js

function member(document, name) {
    return (document[name] ?? Object.entries(document).find(([other]) => plainName(other) === name)?.[1]);
}

;// CONCATENATED MODULE: ./build/src/credentials/statement.js

function statementOf({ client, document }, secrets, remarks = []) {
    const fields = fieldsOf(client);
    const nested = client !== document;
    const grantType = nested ? stringMembers(document).get('granttype') : undefined;
    return {
        fields: grantType === undefined ? fields : { grantType, ...fields },
        document,
        nested,
        secrets,
        remarks,
    };
}

;// CONCATENATED MODULE: ./build/src/credentials/unreadable.js

function unreadable(text) {
    return new failure_Failure('E_CREDENTIAL_FORMAT', `The credential cannot be read (${text.length} characters). ${reason(text)} ` +
        'Store exactly what was handed out, JSON on one line (jq -c . key.json), without quotes around it.');
}
function reason(text) {
    const found = REASONS.find(([looksSo]) => looksSo.test(text));
    if (found !== undefined)
        return found[1](text);
    return /^[{["]/.test(text) ? aboutJson(text) : 'It is no form that this action knows.';
}
const REASONS = [
    [
        /[\u2018-\u201f\u00ab\u00bb]/,
        (text) => `Character ${text.search(/[\u2018-\u201f\u00ab\u00bb]/) + 1} is a typographic quote: the text went through a chat or a word processor.`,
    ],
    [/^\*+$/, () => 'It consists of asterisks: a masked value was copied from a log.'],
    [
        /^\$(?:[A-Za-z_{(]|env:)/,
        () => 'It begins like the name of a variable that nothing has replaced with its value.',
    ],
    [
        /^[[{]\s*'|'client_?id'/i,
        () => 'Its names stand in single quotes, as Python prints them; JSON has double quotes.',
    ],
    [/^\s*<(?:!doctype|html|\?xml)/i, () => 'It is a web page or XML.'],
    [
        /^[\w./\\:@ -]+\.(?:json|txt|ya?ml|env|key|pem)$/i,
        () => 'It is the name of a file; store the content of the file.',
    ],
    [
        /^-----BEGIN /,
        () => 'It is PEM alone: give it in the inputs certificate and private-key, beside client-id.',
    ],
    [
        /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/,
        () => 'It looks like the name of a secret; write it as an expression, secrets.NAME in double braces after a $.',
    ],
    [
        /^[^\s{}[\]":]{8,}$/,
        () => 'It is one word: a client secret alone belongs into the input client-secret, beside client-id and token-url.',
    ],
];
function aboutJson(text) {
    try {
        JSON.parse(text);
    }
    catch (error) {
        const position = / at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(String(error))?.[1];
        const whole = text.trimEnd();
        const end = whole.replace(/[,;]$/, '').trimEnd();
        const cut = !/[}\]"]$/.test(end) || Number(position) >= whole.length;
        if (cut)
            return 'It starts like JSON and looks truncated at its end.';
        if (position !== undefined) {
            return `It starts like JSON, but breaks its rules at character ${Number(position) + 1}.`;
        }
    }
    return 'It starts like JSON, but is none.';
}

;// CONCATENATED MODULE: ./build/src/credentials/containers/container.js
const SHORTEST_TEXT = 16;

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

;// CONCATENATED MODULE: ./build/src/credentials/containers/envelope.js

const envelope = {
    name: 'credentials envelope',
    open(document) {
        const { credentials, uri, endpoints } = document;
        if (credentials === undefined || credentials === null)
            return undefined;
        if (!isJsonObject(credentials))
            return [{ value: credentials, ...namesOf(document) }];
        const beside = {
            ...(typeof uri === 'string' ? { uri } : {}),
            ...(isJsonObject(endpoints) ? { endpoints } : {}),
        };
        return [{ value: { ...beside, ...credentials }, ...namesOf(document) }];
    },
};
const MANY = 50;
function namesOf(document) {
    const texts = (value) => [value]
        .flat()
        .filter((item) => typeof item === 'string' && item !== '')
        .slice(0, MANY);
    return {
        names: ['name', 'instance_name', 'binding_name', 'Name'].flatMap((key) => texts(document[key])),
        label: texts(document['label'])[0],
        tags: texts(document['tags']),
    };
}

;// CONCATENATED MODULE: ./build/src/credentials/decode-text.js
const OTHER_SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;
function textOf(bytes) {
    if (bytes[0] === 0xfe && bytes[1] === 0xff)
        return swapped(bytes).toString('utf16le');
    if (bytes[0] === 0xff && bytes[1] === 0xfe)
        return bytes.toString('utf16le');
    if (bytes[1] === 0)
        return bytes.toString('utf16le');
    if (bytes[0] === 0)
        return swapped(bytes).toString('utf16le');
    return bytes.toString();
}
function swapped(bytes) {
    return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
}
function cleaned(text) {
    const withoutZeros = text.includes('\0') ? text.replace(/\0/g, '').replace(/^\ufffd+/, '') : text;
    return withoutZeros.replace(/^\ufeff+/, '').trim();
}
function plainSpaces(text) {
    return text.replace(OTHER_SPACES, ' ').replace(INVISIBLE, '');
}

;// CONCATENATED MODULE: ./build/src/credentials/containers/encoded-data.js


const ENCODED_URL = /^aHR0c[A-Za-z0-9+/]*={0,2}$/;
const encodedData = {
    name: 'data of a Kubernetes Secret',
    open(document) {
        const urls = [...stringMembers(document).values()].filter((text) => ENCODED_URL.test(text));
        if (urls.length === 0)
            return undefined;
        const texts = Object.entries(document).map(([name, value]) => [
            name,
            typeof value === 'string' ? textOf(Buffer.from(value, 'base64')) : value,
        ]);
        return [{ value: Object.fromEntries(texts) }];
    },
};

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

;// CONCATENATED MODULE: ./build/src/credentials/containers/json-members.js

const jsonMembers = {
    name: 'JSON in members',
    open(document) {
        let found = false;
        const members = Object.entries(document).map(([name, value]) => {
            const isText = typeof value === 'string' && /^\s*[{[]/.test(value);
            const inner = isText ? parsedJson(value) : undefined;
            found ||= inner !== undefined;
            return [name, inner ?? value];
        });
        return found ? [{ value: Object.fromEntries(members) }] : undefined;
    },
};

;// CONCATENATED MODULE: ./build/src/credentials/urls.js


const SECRET_PARAMETERS = new Set([
    'client_secret',
    'password',
    'client_assertion',
    'assertion',
    'access_token',
    'refresh_token',
]);
const REPEATED_PARAMETERS = (/* unused pure expression or super */ null && (['grant_type', 'response_type', 'client_id']));
function secureUrl(text, what) {
    const url = parseUrl(text.trim(), what);
    if (url.username !== '' || url.password !== '') {
        throw new Failure('E_URL_USERINFO', `The ${what} carries a user name or password. Remove them from the URL; the client id and secret have places of their own.`);
    }
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
        throw new Failure('E_URL_INSECURE', `The ${what} starts with ${url.protocol}// and would send the secret unencrypted to ${url.hostname}. Use https://.`);
    }
    if (url.hostname.includes('safelinks.') || url.hostname.startsWith('urldefense.')) {
        throw new Failure('E_URL_INVALID', `The ${what} was rewritten by a mail program (${url.hostname}). Take it from where it was issued.`);
    }
    if (url.hash !== '' || text.includes('#')) {
        throw new Failure('E_URL_FRAGMENT', `The ${what} has a fragment (#...). Remove it.`);
    }
    if (url.search !== '')
        checkQuery(url, what);
    return url;
}
function checkQuery(url, what) {
    for (const name of [...url.searchParams.keys()]) {
        if (SECRET_PARAMETERS.has(name.toLowerCase())) {
            throw new Failure('E_URL_SECRET_IN_QUERY', `The ${what} carries a secret in its query (${name.toLowerCase()}), where every proxy logs it. Remove the query and replace that secret.`);
        }
    }
    for (const name of REPEATED_PARAMETERS) {
        if (url.searchParams.has(name))
            url.searchParams.delete(name);
    }
}
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;
function urlSecrets(text) {
    if (!text.includes('@') && !text.includes('='))
        return [];
    const [, authority = '', rest = ''] = /^\s*(?:[A-Za-z][\w+.-]*:\/\/)?([^/?#]*)(.*)$/s.exec(text) ?? [];
    const user = authority.slice(0, Math.max(0, authority.lastIndexOf('@')));
    const written = user === '' ? [] : [user, user.slice(user.indexOf(':') + 1)];
    for (const pair of rest.split(/[?&#]/)) {
        const equals = pair.indexOf('=');
        if (SECRET_PARAMETERS.has(pair.slice(0, Math.max(0, equals)).toLowerCase())) {
            written.push(pair.slice(equals + 1).trim());
        }
    }
    const meant = written.map((part) => new URLSearchParams(`_=${part}`).get('_') ?? '');
    return [...new Set([...written, ...meant])].filter((secret) => secret !== '');
}
const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;
function parseUrl(text, what) {
    const damaged = text === '' || text.includes('\\') || hasGaps(text);
    const hasScheme = SCHEME.test(text);
    const url = damaged ? null : URL.parse(hasScheme ? text : `https://${text}`);
    const named = hasScheme || text.includes('.') || text.startsWith('localhost');
    const usable = named &&
        url !== null &&
        /^https?:$/.test(url.protocol) &&
        HOST.test(url.hostname) &&
        url.port !== '0';
    if (!usable) {
        throw new Failure('E_URL_INVALID', `The ${what} is not a URL. Expected something like https://tenant.authentication.eu10.hana.ondemand.com/oauth/token.`);
    }
    return url;
}
function portOf({ port, protocol }) {
    if (port !== '')
        return port;
    return protocol === 'https:' ? '443' : '80';
}
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}
function withPath(url, path) {
    const joined = new URL(url);
    joined.pathname = withoutSlashes(url.pathname) + path;
    return joined;
}
function withoutSlashes(path) {
    let end = path.length;
    while (path[end - 1] === '/')
        end--;
    return path.slice(0, end);
}
function hostAllowed(url, patterns) {
    const port = portOf(url);
    return patterns.some((pattern) => {
        const [, host = '', wantedPort] = /^(.*?)(?::(\d+))?$/.exec(pattern.toLowerCase()) ?? [];
        if (wantedPort !== undefined && wantedPort !== port)
            return false;
        return host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host;
    });
}

;// CONCATENATED MODULE: ./build/src/credentials/secrets.js




const SECRET_ENDINGS = [
    'secret',
    'password',
    'passwd',
    'pwd',
    'passphrase',
    'passcode',
    'privatekey',
    'apikey',
    'tlskey',
    'accesstoken',
    'refreshtoken',
    'connectionstring',
];
const LIKELY_ENDINGS = ['key', 'token', 'jwt', 'assertion', 'authorization'];
const PUBLIC_ENDINGS = ['verificationkey', 'publickey'];
const LONG = 12;
function isSecret(plain, value) {
    if (SECRET_ENDINGS.some((ending) => plain.endsWith(ending)))
        return true;
    if (value.length >= LONG && LIKELY_ENDINGS.some((ending) => plain.endsWith(ending))) {
        return !PUBLIC_ENDINGS.some((ending) => plain.endsWith(ending));
    }
    return ((plain.includes('secret') || plain.includes('privatekey')) &&
        !/(?:name|id|type|url|uri|ref|at|date)$/.test(plain));
}
const DEPTH = 12;
function secretLeaves(document, depth = DEPTH) {
    if (depth === 0)
        return [];
    if (Array.isArray(document))
        return document.flatMap((item) => secretLeaves(item, depth - 1));
    if (typeof document === 'string')
        return textSecrets(document, depth);
    if (!isJsonObject(document))
        return [];
    return Object.entries(document).flatMap(([name, value]) => {
        const plain = plainName(name);
        const texts = [value].flat().filter((item) => typeof item === 'string');
        const isKey = name === 'key' && !('value' in document);
        const secrets = texts.filter((text) => isKey || isSecret(plain, text));
        return secrets.length > 0
            ? secrets.flatMap((text) => (isUrl(text) ? urlSecrets(text) : [trimmed(text)]))
            : secretLeaves(value, depth - 1);
    });
}
function textSecrets(text, depth) {
    const inner = text.startsWith('{') || text.startsWith('[') ? parsedJson(text) : undefined;
    return typeof inner === 'object' ? secretLeaves(inner, depth - 1) : urlSecrets(text);
}
function isUrl(text) {
    return text.includes('://') && /^\s*[A-Za-z][\w+.-]*:\/\//.test(text);
}

;// CONCATENATED MODULE: ./build/src/credentials/containers/kubernetes-secret.js



const kubernetesSecret = {
    name: 'Kubernetes Secret',
    open({ kind, items, data, stringData, metadata }) {
        if (kind === 'List' && Array.isArray(items))
            return items.map((value) => ({ value }));
        if (kind === 'SealedSecret')
            return [];
        if (kind !== 'Secret')
            return undefined;
        const decoded = Object.entries(isJsonObject(data) ? data : {}).flatMap(([key, value]) => {
            const encoded = typeof value === 'string' ? value.replace(/\s+/g, '') : undefined;
            if (encoded === undefined)
                return [];
            return [{ key, encoded, text: textOf(Buffer.from(encoded, 'base64')) }];
        });
        const texts = [
            ...decoded.map(({ key, text }) => [key, text]),
            ...Object.entries(isJsonObject(stringData) ? stringData : {}),
        ];
        const masks = decoded.filter(({ key, text }) => hidesSecrets(key, text));
        const name = isJsonObject(metadata) ? metadata['name'] : undefined;
        return [
            {
                value: Object.fromEntries(texts),
                names: typeof name === 'string' ? [name] : [],
                masks: masks.map(({ encoded }) => encoded),
            },
        ];
    },
};
function hidesSecrets(name, text) {
    return /[{["'`\n\0]|[^\s:]{100}/.test(text) || secretLeaves({ [name]: text }).length > 0;
}

;// CONCATENATED MODULE: ./build/src/credentials/containers/members.js



const members = {
    name: 'members',
    open(document) {
        const parts = partsOf(document, (text) => text.length >= SHORTEST_TEXT);
        return parts.length === 0 ? undefined : parts;
    },
};
function documentsIn(document) {
    return partsOf(document, (text) => /^\s*[{[]/.test(text));
}
function partsOf(document, counts) {
    return Object.entries(document).flatMap(([name, value]) => {
        const isPart = typeof value === 'string' ? counts(value) : typeof value === 'object' && value;
        if (!isPart)
            return [];
        const names = isJsonObject(value) ? (namesOf(value).names ?? []) : [];
        return [{ value, names: [name, ...names] }];
    });
}

;// CONCATENATED MODULE: ./build/src/credentials/containers/prefixed.js


const CLIENT_ID = /^(.+?[ _.-]?)client[ _.-]?id$/i;
const prefixed = {
    name: 'names with a prefix',
    open(document) {
        const members = Object.entries(document);
        const found = members.flatMap(([name, value]) => hasClientId({ clientid: value }) ? (CLIENT_ID.exec(name)?.[1] ?? []) : []);
        if (found.length === 0)
            return undefined;
        const prefixes = [...new Set(found)].slice(0, prefixed_MANY);
        const others = members.filter(([name]) => !prefixes.some((prefix) => name.startsWith(prefix)));
        const common = others.filter(([name, value]) => fieldsOf({ [name]: value }).tokenUrl);
        const clients = prefixes.map((prefix) => {
            const own = members.filter(([name]) => name.startsWith(prefix));
            const stripped = own.map(([name, value]) => [
                name.slice(prefix.length).replaceAll(' ', ''),
                value,
            ]);
            const bare = prefix.replace(/(.)[ _.-]$/, '$1');
            return {
                value: Object.fromEntries([...common, ...stripped]),
                names: [bare],
                label: bare.toLowerCase(),
            };
        });
        return [...clients, ...documentsIn(Object.fromEntries(others))];
    },
};
const prefixed_MANY = 20;

;// CONCATENATED MODULE: ./build/src/credentials/containers/terraform-output.js

const terraformOutput = {
    name: 'Terraform output',
    open(document) {
        const outputs = Object.entries(document);
        const isOutput = (value) => isJsonObject(value) && 'value' in value && ('sensitive' in value || 'type' in value);
        if (outputs.length === 0 || !outputs.every(([, value]) => isOutput(value)))
            return undefined;
        const values = outputs.map(([name, output]) => [name, output.value]);
        return [{ value: Object.fromEntries(values) }];
    },
};

;// CONCATENATED MODULE: ./build/src/credentials/containers/vcap-services.js

const vcapServices = {
    name: 'VCAP_SERVICES',
    open(document) {
        const { VCAP_SERVICES: services } = document;
        if (services !== undefined)
            return [{ value: services }];
        const parts = Object.entries(document).flatMap(([label, bindings]) => Array.isArray(bindings) && bindings.some(isBinding)
            ? bindings.map((value) => ({ value, label }))
            : []);
        return parts.length === 0 ? undefined : parts;
    },
};
function isBinding(value) {
    return isJsonObject(value) && 'credentials' in value;
}

;// CONCATENATED MODULE: ./build/src/credentials/containers/index.js








const containers = [
    jsonMembers,
    envelope,
    vcapServices,
    prefixed,
    members,
];
const closedContainers = [
    kubernetesSecret,
    terraformOutput,
    encodedData,
];

;// CONCATENATED MODULE: ./build/src/credentials/containers/pairs.js

function objectOfPairs(list) {
    const pairs = list.map(pairOf);
    const known = pairs.filter((pair) => pair !== undefined);
    return known.length > 1 && known.length === list.length ? Object.fromEntries(known) : undefined;
}
function pairOf(item) {
    if (typeof item === 'string') {
        const [, name, value] = /^([A-Za-z_][\w.-]*)=(.*)$/s.exec(item) ?? [];
        return name === undefined ? undefined : [name, value];
    }
    if (!isJsonObject(item))
        return undefined;
    const name = item['name'] ?? item['key'] ?? item['label'];
    const value = item['value'] ?? item['url'];
    return typeof name === 'string' && typeof value === 'string' ? [name, value] : undefined;
}

;// CONCATENATED MODULE: ./build/src/credentials/forms/base64.js


const SHORTEST = 16;
const base64 = {
    name: 'base64',
    read(text) {
        const joined = text.replace(/\\n|\s+/g, '');
        if (joined.length < SHORTEST || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(joined))
            return undefined;
        const value = textOf(Buffer.from(joined, 'base64'));
        if (!isText(value))
            return undefined;
        const lines = text.split(/\s+/).filter((line) => line.length >= SHORTEST);
        return { value, masks: [joined, ...lines] };
    },
};
function isText(value) {
    return value !== '' && !value.includes('\ufffd') && !hasControls(value.replace(/\s+/g, ''));
}

;// CONCATENATED MODULE: ./build/src/credentials/forms/dotenv.js
const ASSIGNMENT = /^[ \t]*(?:export[ \t]+|set[ \t]+|\$env:)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/;
const IGNORED = /^\s*(?:#|\/\/|set [-+]|echo\b)/;
const dotenv = {
    name: 'dotenv',
    read(text) {
        const values = new Map();
        const starts = [];
        const lines = text.split(/\r?\n/);
        for (let at = 0; at < lines.length; at++) {
            const line = lines[at] ?? '';
            if (line.trim() === '' || IGNORED.test(line))
                continue;
            const [start, name] = ASSIGNMENT.exec(line) ?? [];
            if (start === undefined || name === undefined)
                return undefined;
            const first = line.slice(start.length);
            const found = /^["'`]/.test(first) ? quotedValue(lines, at, first) : plainValue(first, at);
            if (found === undefined)
                return undefined;
            values.set(name, found.value);
            starts.push(first);
            at = found.last;
        }
        if (values.size === 0 || arePropertyValues(starts))
            return undefined;
        return { value: Object.fromEntries(values) };
    },
};
function arePropertyValues(starts) {
    return (starts.some((start) => /(?:^|[^\\])\\[:=#!]/.test(start)) &&
        !starts.some((start) => /^["'`]/.test(start)));
}
function plainValue(first, at) {
    const comment = first.search(/\s#/);
    const value = first.slice(0, comment === -1 ? first.length : comment).trim();
    return /\s[A-Za-z_]\w*=/.test(value) ? undefined : { value, last: at };
}
function quotedValue(lines, at, first) {
    const quote = first[0] ?? '';
    const inside = [];
    for (let last = at; last < lines.length; last++) {
        const line = last === at ? first.slice(1) : (lines[last] ?? '');
        const end = closingQuote(line, quote);
        if (end === -1) {
            inside.push(line);
            continue;
        }
        const text = [...inside, line.slice(0, end)].join('\n');
        return { value: quote === '"' ? unescaped(text) : text, last };
    }
    return undefined;
}
function closingQuote(line, quote) {
    const tokens = quote === '"' ? /\\.|("(?=\s*$|\s+#))/g : /(['`](?=\s*$|\s+#))/g;
    for (const { 1: end, index } of line.matchAll(tokens)) {
        if (end === quote)
            return index;
    }
    return -1;
}
function unescaped(text) {
    return text.replace(/\\(["$`!\\nr])/g, (_, escaped) => escaped === 'n' ? '\n' : escaped === 'r' ? '\r' : escaped);
}

;// CONCATENATED MODULE: ./build/src/credentials/forms/escaped-json.js


const ESCAPINGS = [
    [
        /^[{[](?:[{[\s]|\\[nrt])*\\"/,
        (text) => String(parsedJson(`"${text.replace(/[\r\n]+/g, ' ')}"`)),
    ],
    [/^"?[{[]\s*""/, (text) => text.replace(/^"|"$/g, '').replaceAll('""', '"')],
    [/^[{[]\s*&(?:quot|#34);/, (text) => text.replace(/&(\w+|#\d+);/g, entity)],
    [/^%(?:7B|5B)/i, (text) => decoded(text)],
];
const escapedJson = {
    name: 'escaped JSON',
    read(text) {
        for (const [looks, undo] of ESCAPINGS) {
            const value = looks.test(text) ? parsedJson(undo(text)) : undefined;
            if (isJsonObject(value) || Array.isArray(value))
                return { value };
        }
        return undefined;
    },
};
function entity(whole, name) {
    const known = {
        quot: '"',
        amp: '&',
        lt: '<',
        gt: '>',
        apos: "'",
    };
    return (known[name] ?? (name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : whole));
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return '';
    }
}

;// CONCATENATED MODULE: ./build/src/credentials/forms/scan-json.js

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|\/\/[^\n]*|\/\*.*?\*\/|[{[\]},]|[^"/{}[\],]+/sy;
const scan_json_DEPTH = { '{': 1, '[': 1, '}': -1, ']': -1 };
function scanJson(text, start) {
    const token = new RegExp(TOKEN);
    token.lastIndex = start;
    const pieces = [];
    let depth = 0;
    do {
        const piece = token.exec(text)?.[0];
        if (piece === undefined)
            return undefined;
        depth += scan_json_DEPTH[piece] ?? 0;
        if (!piece.startsWith('/'))
            pieces.push(mended(piece));
    } while (depth > 0);
    return { json: withoutTrailingCommas(pieces).join(''), end: token.lastIndex };
}
function mended(piece) {
    if (!piece.startsWith('"'))
        return plainSpaces(piece);
    return piece
        .replace(/\r\n?|\n/g, '\\n')
        .replace(/\t/g, '\\t')
        .replace(/\\(.)/gs, (whole, character) => '"\\/bfnrtu'.includes(character) ? whole : character);
}
function withoutTrailingCommas(pieces) {
    let comma = -1;
    const kept = [...pieces];
    for (const [at, piece] of pieces.entries()) {
        if (piece === ',')
            comma = at;
        else if (scan_json_DEPTH[piece] === -1 && comma !== -1)
            kept[comma] = '';
        if (piece !== ',' && piece.trim() !== '')
            comma = -1;
    }
    return kept;
}

;// CONCATENATED MODULE: ./build/src/credentials/forms/hcl.js


const hcl = {
    name: 'Terraform text',
    read(text) {
        if (!/^(?:[\w.-]+ = )?(?:tomap\()?\{ *$/m.test(text) || !/^ *"?[\w.-]+"? *= /m.test(text)) {
            return undefined;
        }
        const lines = text.split(/\r?\n/).map((line) => {
            const named = line.replace(/^( *)"?([\w.-]+)"? *= (?:tomap\()?/, '$1"$2": ');
            return /[{[,]\s*$/.test(named) ? named : `${named.replace(/\)$/, '')},`;
        });
        const inside = lines.join('\n').replace(/^,+|,+$/g, '');
        const document = text.startsWith('{') ? inside : `{${inside}}`;
        const value = parsedJson(scanJson(document, 0)?.json ?? '');
        return typeof value === 'object' && value !== null ? { value } : undefined;
    },
};

;// CONCATENATED MODULE: ./build/src/credentials/forms/json-in-text.js


const PIECES = 100;
const jsonInText = {
    name: 'JSON in text',
    read(text) {
        const found = [];
        let around = '';
        let at = 0;
        for (let count = 0; count < PIECES; count++) {
            const start = nextStart(text, at);
            if (start === -1)
                break;
            const scanned = scanJson(text, start);
            if (scanned === undefined)
                return undefined;
            around += text.slice(at, start);
            at = scanned.end;
            const value = parsedJson(scanned.json);
            if (value !== undefined)
                found.push(value);
        }
        if (found.length === 0)
            return undefined;
        const value = found.length === 1 ? found[0] : found;
        return isMeaningful(around + text.slice(at))
            ? {
                value,
                remark: 'The stored credential has other text around its JSON. Store the JSON alone.',
            }
            : { value };
    },
};
function nextStart(text, from) {
    const start = /^\[\s*["[/]|(?:\[\s*)?\{\s*(?:["}]|\/[/*])/g;
    start.lastIndex = from;
    return start.exec(text)?.index ?? -1;
}
function isMeaningful(text) {
    return text.split('\n').some((line) => {
        const word = line.trim().replace(/^[,;]/, '');
        return word !== '' && word !== 'OK' && !word.startsWith('//');
    });
}

;// CONCATENATED MODULE: ./build/src/credentials/forms/labelled.js


const LABELLED = /^([A-Za-z][\w ./()-]{0,60}?)(?: *[:=][ \t]*| *\t[ \t]*| +\| +| {2,})(\S.*)$/s;
const LABEL_ALONE = /^([A-Za-z][\w ./()-]{0,60}?)[ ]*:?$/;
const MARKDOWN = /^(?:[>|] *|[*-] +)+/;
const labelled = {
    name: 'labelled text',
    read(text) {
        const clients = [];
        const lines = plainSpaces(text).split(/\r?\n/);
        const lastEnd = lines.findLastIndex((line) => line.includes('-----END'));
        let values = new Map();
        for (let at = 0; at < lines.length; at++) {
            if (isNested(lines, at))
                return undefined;
            const found = labelledLine(lines, at);
            if (found === undefined)
                continue;
            const end = endOfPem(lines, found.from, found.start, lastEnd);
            const value = [found.start, ...lines.slice(found.from + 1, end + 1)].join('\n');
            if (values.has(found.name) && values.get(found.name) !== value && isFieldName(found.name)) {
                if (!isClientId(found.name))
                    return undefined;
                clients.push(values);
                values = new Map();
            }
            values.set(found.name, value);
            at = end;
        }
        const all = [...clients, values].map((client) => Object.fromEntries([...client].map(([name, value]) => [name, withoutQuotes(value)])));
        if (!all.some((client) => Object.keys(client).some(isFieldName)))
            return undefined;
        return { value: all.length === 1 ? all[0] : all };
    },
};
function labelledLine(lines, at) {
    const line = plainLine(lines[at]);
    const name = labelOf(line);
    const beside = LABELLED.exec(line)?.[2];
    if (beside !== undefined)
        return { name, start: beside, from: at };
    const from = isFieldName(name) ? lineOfValue(lines, at) : -1;
    return from === -1 ? undefined : { name, start: plainLine(lines[from]), from };
}
function labelOf(line) {
    return ((LABELLED.exec(line) ?? LABEL_ALONE.exec(line))?.[1] ?? '').replace(/\s/g, '');
}
function lineOfValue(lines, at) {
    let next = at + 1;
    while (lines[next]?.trim() === '')
        next++;
    if (next >= lines.length)
        return -1;
    const line = plainLine(lines[next]);
    const isLabel = (LABELLED.test(line) || line.endsWith(':')) && isFieldName(labelOf(line));
    return isLabel ? -1 : next;
}
function plainLine(written) {
    const line = (written ?? '').trim();
    if (!MARKDOWN.test(line) && !line.startsWith('**'))
        return line;
    return line
        .replace(MARKDOWN, '')
        .replace(/^\*\*([^*]+)\*\*(:?)/, '$1$2')
        .replace(/ *\|$/, '');
}
function isNested(lines, at) {
    const line = lines[at] ?? '';
    if (/[{[]\s*$/.test(line.slice(-100)))
        return true;
    const indent = indentOf(line);
    return /^\s*[\w-]+:\s*$/.test(line.slice(0, 100)) && indentOf(lines[at + 1] ?? '') > indent;
}
function indentOf(line) {
    return line.length - line.trimStart().length;
}
function isClientId(name) {
    return plainName(name).endsWith('clientid');
}
function endOfPem(lines, from, start, lastEnd) {
    let at = from;
    let line = start;
    while (at < lastEnd && line.includes('-----BEGIN') && !line.includes('-----END')) {
        let end = at + 1;
        while (lines[end]?.includes('-----END') === false)
            end++;
        line = lines[end + 1]?.trim() ?? '';
        if (!line.startsWith('-----BEGIN'))
            return end;
        at = end + 1;
    }
    return at;
}
function withoutQuotes(value) {
    return /^(["'`])(.*)\1,?$/s.exec(value)?.[2] ?? value;
}

;// CONCATENATED MODULE: ./build/src/credentials/forms/properties.js
const MARK = /(?:^|\n)[\w.-]+[ \t]*=(?:[^\n]*[^\\\n])?\\[:=#!]/;
const properties = {
    name: 'properties',
    read(text) {
        if (!MARK.test(text) || /^[{["]/.test(text))
            return undefined;
        const values = new Map();
        for (const line of text.replace(/\\\r?\n[ \t]*/g, '').split(/\r?\n/)) {
            if (line.trim() === '' || /^\s*[#!]/.test(line))
                continue;
            const [, name, value] = /^\s*((?:[^\s:=\\]|\\.)+)\s*[:=\s]\s*(.*)$/s.exec(line) ?? [];
            if (name === undefined || value === undefined || /^["']/.test(value))
                return undefined;
            values.set(properties_unescaped(name), properties_unescaped(value));
        }
        return { value: Object.fromEntries(values) };
    },
};
function properties_unescaped(text) {
    return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex, character) => {
        if (hex !== undefined)
            return String.fromCharCode(Number.parseInt(hex, 16));
        return { n: '\n', r: '\r', t: '\t', f: '\f' }[character ?? ''] ?? character ?? '';
    });
}

;// CONCATENATED MODULE: ./build/src/credentials/forms/quoted.js
const quoted = {
    name: 'quoted text',
    read(text) {
        const quote = text[0] ?? '';
        const inside = text.length > 2 && text.endsWith(quote) && /['`]/.test(quote);
        return inside ? { value: text.slice(1, -1) } : undefined;
    },
};

;// CONCATENATED MODULE: ./build/src/credentials/forms/yaml.js

const SIGNATURE = /^kind:[ \t]*["']?(?:Secret|List)\b|^[\w."'-]+:[ \t]*(?:[|>][+-]?\d?[ \t]*)?\r?\n[ \t]+\S|^---[ \t]*$|^[\w.-]+:[ \t]+(?:["'].*|\S+[ \t]+#.*)$/m;
const yaml = {
    name: 'YAML',
    async read(text) {
        if (/^[{[]/.test(text) || !SIGNATURE.test(text))
            return undefined;
        const { yamlDocuments } = await require('./yaml-documents.cjs');
        const documents = yamlDocuments(text).filter((document) => isJsonObject(document) || Array.isArray(document));
        if (documents.length === 0)
            return undefined;
        return { value: documents.length === 1 ? documents[0] : documents };
    },
};

;// CONCATENATED MODULE: ./build/src/credentials/forms/index.js










const forms_forms = [
    json,
    escapedJson,
    quoted,
    base64,
    dotenv,
    properties,
    yaml,
    hcl,
    jsonInText,
    labelled,
];

;// CONCATENATED MODULE: ./build/src/credentials/shapes/credential-store.js

const credentialStore = {
    name: 'credential store',
    find(document) {
        const members = stringMembers(document);
        const clientid = members.get('username');
        if (clientid === undefined || !members.has('oauthtokenurl'))
            return undefined;
        return { client: { ...document, clientid }, document };
    },
};

;// CONCATENATED MODULE: ./build/src/credentials/shapes/flat.js

const flat = {
    name: 'flat',
    find: (document) => (hasClientId(document) ? { client: document, document } : undefined),
};

;// CONCATENATED MODULE: ./build/src/credentials/shapes/messaging.js



const messaging = {
    name: 'messaging',
    find(document) {
        const chosenFrom = [member(document, 'messaging'), member(document, 'management')];
        const groups = [chosenFrom[0]].flat().filter(isJsonObject);
        const withClient = groups.filter(({ oa2 }) => isJsonObject(oa2) && hasClientId(oa2));
        const group = withClient.find((one) => protocols(one).includes('httprest')) ?? withClient[0];
        if (group === undefined)
            return undefined;
        const uris = withClient.flatMap((one) => protocols(one).map((protocol) => [protocol, one['uri']]));
        const first = uris.filter(([, uri]) => uri === group['uri']);
        const endpoints = Object.fromEntries([...first, ...uris]);
        return { client: group['oa2'], document: { endpoints }, chosenFrom };
    },
};
function protocols({ protocol }) {
    return [protocol].flat().filter((name) => typeof name === 'string');
}

;// CONCATENATED MODULE: ./build/src/credentials/shapes/oa2.js


const oa2 = {
    name: 'oa2',
    find(document) {
        const options = document['oa2'];
        if (!isJsonObject(options))
            return undefined;
        const members = stringMembers(options);
        const clientid = members.get('clientid') ?? members.get('client');
        if (clientid === undefined)
            return undefined;
        const tokenurl = members.get('tokenendpoint') ?? members.get('endpoint');
        return { client: { ...options, clientid, tokenurl }, document };
    },
};

;// CONCATENATED MODULE: ./build/src/credentials/shapes/oauth.js



const oauth = {
    name: 'oauth',
    find(document) {
        const client = member(document, 'oauth');
        return isJsonObject(client) && hasClientId(client)
            ? { client, document: client, name: 'oauth' }
            : undefined;
    },
};

;// CONCATENATED MODULE: ./build/src/credentials/shapes/only-client.js


const onlyClient = {
    name: 'only client',
    find(document) {
        if ('credentials' in document)
            return undefined;
        const clients = Object.entries(document).flatMap(([name, client]) => isJsonObject(client) && hasProof(client) ? [{ client, document, name }] : []);
        return clients.length === 1 ? clients[0] : undefined;
    },
};

;// CONCATENATED MODULE: ./build/src/credentials/shapes/uaa.js



const uaa = {
    name: 'uaa',
    find(document) {
        const client = member(document, 'uaa');
        return isJsonObject(client) && hasClientId(client)
            ? { client, document, name: 'uaa' }
            : undefined;
    },
};

;// CONCATENATED MODULE: ./build/src/credentials/shapes/index.js







const shapes = [
    flat,
    uaa,
    oauth,
    messaging,
    oa2,
    credentialStore,
    onlyClient,
];

;// CONCATENATED MODULE: ./build/src/credentials/unwrap.js













const DEEPEST = 32;
const LOOKS = 100;
async function unwrap(text) {
    const search = {
        bindings: new Map(),
        secrets: new Set(),
        remarks: new Set(),
        documents: [],
        readable: false,
        looks: LOOKS * (text.length + 1000),
    };
    await searchText(search, text, { names: [], labels: [], tags: [] }, 0);
    const { bindings, readable, secrets, remarks, documents } = search;
    return { bindings: [...bindings.values()], readable, secrets, remarks: [...remarks], documents };
}
async function searchText(search, text, named, depth) {
    const clean = cleaned(text);
    for (const form of forms_forms) {
        search.looks -= clean.length;
        const written = search.looks < 0 ? undefined : await form.read(clean);
        if (written === undefined)
            continue;
        search.readable ||= form === json || typeof written.value !== 'string';
        const before = search.bindings.size;
        await searchValue(search, written.value, named, depth + 1);
        if (search.bindings.size === before)
            continue;
        addAll(search.secrets, written.masks);
        if (written.remark !== undefined)
            search.remarks.add(written.remark);
        return;
    }
}
async function searchValue(search, value, named, depth) {
    if (depth > DEEPEST)
        return;
    if (typeof value === 'string') {
        if (value.length >= SHORTEST_TEXT)
            await searchText(search, value, named, depth);
    }
    else if (Array.isArray(value)) {
        await searchList(search, value, named, depth);
    }
    else if (isJsonObject(value)) {
        await searchDocument(search, value, named, depth);
    }
}
async function searchList(search, list, named, depth) {
    const pairs = objectOfPairs(list);
    if (pairs !== undefined)
        return searchValue(search, pairs, named, depth + 1);
    for (const item of list) {
        const part = isJsonObject(item) ? namesOf(item) : {};
        await searchValue(search, item, namedWith(named, part), depth + 1);
    }
}
async function searchDocument(search, document, named, depth) {
    search.documents.push(document);
    addAll(search.secrets, secretLeaves(document));
    const closed = first(closedContainers, (container) => container.open(document));
    const found = closed === undefined ? first(shapes, (shape) => shape.find(document)) : undefined;
    if (found !== undefined)
        keep(search, found, namedWith(named, namesOf(document)));
    const parts = closed ??
        (found === undefined
            ? first(containers, (container) => container.open(document))
            : othersBeside(found, document));
    for (const part of parts ?? []) {
        addAll(search.secrets, part.masks);
        await searchValue(search, part.value, namedWith(named, part), depth + 1);
    }
}
function othersBeside({ client, chosenFrom = [client] }, document) {
    const rest = Object.entries(document).filter(([, value]) => !chosenFrom.includes(value));
    const others = Object.fromEntries(rest);
    const parts = prefixed.open(others) ?? documentsIn(others);
    return parts.filter(({ value }) => !isJsonObject(value) || hasProof(value) || !hasClientId(value));
}
function keep(search, client, named) {
    const { clientId, clientSecret, certificate, tokenUrl, url, certUrl } = fieldsOf(client.client);
    const identity = JSON.stringify([clientId, clientSecret, certificate, tokenUrl, url, certUrl]);
    const names = client.name === undefined ? named.names : [...named.names, client.name];
    if (!search.bindings.has(identity)) {
        search.bindings.set(identity, { ...client, ...named, names });
    }
}
function first(candidates, look) {
    for (const candidate of candidates) {
        const found = look(candidate);
        if (found !== undefined)
            return found;
    }
    return undefined;
}
function addAll(set, values = []) {
    for (const value of values)
        if (value !== '')
            set.add(value);
}
function namedWith({ names, labels, tags }, part) {
    return {
        names: [...(part.names ?? []), ...names],
        labels: part.label === undefined ? labels : [part.label, ...labels],
        tags: [...(part.tags ?? []), ...tags],
    };
}

;// CONCATENATED MODULE: ./build/src/credentials/other-forms.js







async function readOtherForm(text, binding) {
    const { bindings, readable, secrets, remarks, documents } = await unwrap(text);
    const usable = bindings.filter(({ client }) => hasProof(client));
    const [first, ...others] = usable.length > 0 ? usable : bindings;
    if (first === undefined)
        throw readable ? noClient(documents) : unreadable(text);
    const chosen = chooseBinding([first, ...others], binding, secrets);
    const statement = statementOf(withUsualNames(chosen), [...secrets], remarks);
    const label = chosen.labels[0];
    return label === undefined
        ? statement
        : { ...statement, fields: { serviceLabel: label, ...statement.fields } };
}
function withUsualNames({ client, document }) {
    const found = ['endpoints', 'serviceurls'].map((name) => [name, member(document, name)]);
    const usual = Object.fromEntries(found.filter(([, value]) => value !== undefined));
    const renamed = { ...document, ...usual };
    return { client: client === document ? renamed : client, document: renamed };
}
function noClient(documents) {
    const basic = documents
        .map(fieldsOf)
        .some(({ userName, password }) => userName !== undefined && password !== undefined);
    if (basic) {
        return new failure_Failure('E_CREDENTIAL_BASIC_ONLY', 'The credential holds a user name and a password for HTTP Basic authentication, no OAuth client. ' +
            'No token can be had with it: create a credential of an OAuth plan, or call the API with Basic.');
    }
    return new failure_Failure('E_CREDENTIAL_SHAPE', 'The credential was read, but there is no OAuth client (clientid) in it. ' +
        'Store the whole service key or binding as it was handed out; if that is what was stored, the service hands out no OAuth client.');
}

module.exports = __webpack_exports__;
/******/ })()
;