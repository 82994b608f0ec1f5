"use strict";
exports.id = 300;
exports.ids = [300];
exports.modules = {

/***/ 300:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   proxiesFrom: () => (/* binding */ proxiesFrom),
/* harmony export */   proxySecrets: () => (/* binding */ proxySecrets)
/* harmony export */ });
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(30);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_net__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(961);


const VARIABLES = {
    'https:': ['https_proxy', 'HTTPS_PROXY'],
    'http:': ['http_proxy', 'HTTP_PROXY'],
};
function proxiesFrom(env) {
    const exceptions = env['no_proxy'] ?? env['NO_PROXY'] ?? '';
    return (url) => {
        const names = VARIABLES[url.protocol] ?? [];
        const name = names.find((candidate) => (env[candidate]?.trim() ?? '') !== '');
        if (name === undefined || isException(url, exceptions))
            return undefined;
        const proxy = parseProxyUrl(env[name] ?? '');
        if (proxy === null) {
            throw new _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .H('E_PROXY', `The environment variable ${name} is not the URL of an http or https proxy. Expected something like http://proxy.example.com:3128.`);
        }
        const authorization = basicAuthorization(proxy);
        proxy.username = '';
        proxy.password = '';
        return { url: proxy, authorization };
    };
}
function proxySecrets(env) {
    return Object.values(VARIABLES)
        .flat()
        .flatMap((name) => {
        const url = parseProxyUrl(env[name] ?? '');
        if (url === null || url.password === '')
            return [];
        const header = basicAuthorization(url)?.slice('Basic '.length) ?? '';
        return [url.password, decoded(url.password), header];
    });
}
function parseProxyUrl(text) {
    const trimmed = text.trim();
    const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`);
    return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : null;
}
function basicAuthorization({ username, password }) {
    if (username === '' && password === '')
        return undefined;
    const pair = `${decoded(username)}:${decoded(password)}`;
    return `Basic ${Buffer.from(pair).toString('base64')}`;
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function isException(url, list) {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
    return list
        .toLowerCase()
        .split(/[\s,]+/)
        .filter((entry) => entry !== '')
        .some((entry) => {
        if (entry === '*' || entry === host)
            return true;
        if ((0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(host) !== 0)
            return inNetwork(host, entry) || entry === `${url.hostname}:${port}`;
        const [, name = '', wantedPort] = /^(?:\*?\.)?([^:]+)(?::(\d+))?$/.exec(entry) ?? [];
        if (wantedPort !== undefined && wantedPort !== port)
            return false;
        return name !== '' && (host === name || host.endsWith(`.${name}`));
    });
}
function inNetwork(address, entry) {
    const [network = '', bits = ''] = entry.split('/');
    const family = (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(network) === 6 ? 'ipv6' : 'ipv4';
    if ((0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(network) === 0 || !/^\d{1,3}$/.test(bits))
        return false;
    if (Number(bits) > (family === 'ipv6' ? 128 : 32))
        return false;
    const list = new node_net__WEBPACK_IMPORTED_MODULE_0__.BlockList();
    list.addSubnet(network, Number(bits), family);
    return list.check(address, (0,node_net__WEBPACK_IMPORTED_MODULE_0__.isIP)(address) === 6 ? 'ipv6' : 'ipv4');
}


/***/ })

};
;