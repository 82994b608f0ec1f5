(() => {
 "use strict";
 var __nccwpck_require__ = {};
 (() => {
  __nccwpck_require__.n = module => {
   var getter = module && module.__esModule ? () => module["default"] : () => module;
   __nccwpck_require__.d(getter, {
    a: getter
   });
   return getter;
  };
 })();
 (() => {
  __nccwpck_require__.d = (exports, definition) => {
   for (var key in definition) if (__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) Object.defineProperty(exports, key, {
    enumerable: true,
    get: definition[key]
   });
  };
 })();
 (() => {
  __nccwpck_require__.o = (obj, prop) => Object.prototype.hasOwnProperty.call(obj, prop);
 })();
 (() => {
  __nccwpck_require__.r = exports => {
   if (typeof Symbol !== "undefined" && Symbol.toStringTag) Object.defineProperty(exports, Symbol.toStringTag, {
    value: "Module"
   });
   Object.defineProperty(exports, "__esModule", {
    value: true
   });
  };
 })();
 var __webpack_exports__ = {};
 __nccwpck_require__.r(__webpack_exports__);
 __nccwpck_require__.d(__webpack_exports__, {
  attemptFailure: () => attemptFailure,
  proxiesFrom: () => proxiesFrom,
  proxySecrets: () => proxySecrets
 });
 class failure_Failure extends Error {
  code;
  happened;
  facts;
  next;
  constructor(code, happened, next = "", facts = []) {
   super();
   this.name = "Failure";
   this.code = code;
   this.happened = happened;
   this.next = next;
   this.facts = facts;
  }
  get message() {
   return inWords(this);
  }
  static [Symbol.hasInstance](value) {
   return isOwn(value) && /^(?:Transport)?Failure$/.test(value.name);
  }
 }
 function inWords({happened, facts, next}) {
  const place = facts.length === 0 ? "" : ` (${facts.join(", ")})`;
  const what = place === "" ? happened : `${happened.replace(/\.$/, "")}${place}.`;
  return next === "" ? what : `${what} ${next}`;
 }
 function isOwn(value) {
  return value instanceof Error && "code" in value && /^E_[A-Z_]+$/.test(String(value.code));
 }
 function listOf(names, last = "and") {
  const head = names.slice(0, -1).join(", ");
  const tail = names.at(-1) ?? "";
  return head === "" ? tail : `${head} ${last} ${tail}`;
 }
 function hasControls(text) {
  return !isPlain(text) && unicode("\\p{Cc}", "u").test(text);
 }
 function isPlain(text) {
  return /^[\x20-\x7e]*$/.test(text);
 }
 function unicode(pattern, flags) {
  return new RegExp(pattern, flags);
 }
 class errors_TransportFailure extends failure_Failure {
  retries;
  sent;
  constructor(code, happened, next = "", {retries = 0, sent = false, facts = []} = {}) {
   super(code, happened, next, facts);
   this.name = "TransportFailure";
   this.retries = retries;
   this.sent = sent;
  }
  static [Symbol.hasInstance](value) {
   return isOwn(value) && value.name === "TransportFailure";
  }
 }
 function errors_endedEarly() {
  return new errors_TransportFailure("E_CONNECT", "The connection was closed before the answer was complete.", "Run the job again.", {
   retries: RETRY
  });
 }
 const RETRY = 3;
 function attemptFailure(error, phase, mutualTls, sent) {
  const failure = error instanceof errors_TransportFailure ? error : explainError(error, phase, mutualTls);
  const {code, happened, next, retries, facts} = failure;
  return new errors_TransportFailure(code, happened, next, {
   retries,
   sent,
   facts
  });
 }
 const NEVER = 0;
 const CHECK = "Check host and port of the URL, and the firewall of the runner.";
 const NO_TLS = "The server does not speak TLS on this port.";
 const NO_ROUTE = "There is no route to the host.";
 const BY_CODE = {
  ENOTFOUND: [ "E_DNS", 1, "The host name cannot be resolved.", "Is the URL right?" ],
  EAI_AGAIN: [ "E_DNS", RETRY, "The name server did not answer.", "Try again." ],
  ECONNREFUSED: [ "E_CONNECT", RETRY, "The connection was refused.", CHECK ],
  ETIMEDOUT: [ "E_CONNECT", RETRY, "The connection could not be made in time.", CHECK ],
  EHOSTUNREACH: [ "E_CONNECT", RETRY, NO_ROUTE, CHECK ],
  ENETUNREACH: [ "E_CONNECT", RETRY, NO_ROUTE, CHECK ],
  ERR_SSL_WRONG_VERSION_NUMBER: [ "E_PROTOCOL", NEVER, NO_TLS, "Check the port of the URL." ],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: [ "E_PROTOCOL", NEVER, NO_TLS, "Check the port of the URL." ]
 };
 const NOT_TRUSTED = [ "E_TLS_UNTRUSTED", NEVER, "The server's certificate is not trusted.", "If a proxy inspects TLS or the server has a private CA, give that CA in the input ca-certificate." ];
 const REJECTED = [ "E_MTLS_REJECTED", NEVER, "The server rejected the client certificate.", "Was its key or binding deleted, or has it expired?" ];
 const NO_HANDSHAKE = [ "E_TLS", NEVER, "The TLS handshake failed.", "The server must offer TLS 1.2 or later; if it wants a client certificate, store a key of type x509." ];
 const FAILED = [ "E_CONNECT", NEVER, "The connection failed.", CHECK ];
 const NOT_NOW = [ "E_TLS_UNTRUSTED", NEVER, "The server's certificate, or the one of a CA above it, has expired or is not valid yet.", "Tell the operator of the server, or check the clock of the runner." ];
 const WEAK = [ "E_TLS", NEVER, "The server's certificate, or the one of a CA above it, has a key that is too short or a signature that is too weak.", "Tell the operator of the server: RSA keys need 2048 bits or more, and signatures SHA-256. No setting of the workflow changes that." ];
 const UNTRUSTED = /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|INVALID_CA|INVALID_PURPOSE)$/;
 const WEAK_BY_WORDS = /^(?:EE certificate key|CA certificate key|CA signature digest algorithm) too weak$/;
 const ABOUT_CERTIFICATE = /ALERT_(?:\w*CERTIFICATE\w*|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE|DECRYPT_ERROR)$/;
 function explainError(error, phase, mutualTls) {
  const code = codeOf(error);
  if (code === "ECONNRESET" || code === "EPIPE") return errors_endedEarly();
  const known = BY_CODE[code];
  if (known !== void 0) return told(known);
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID" || code === "HOSTNAME_MISMATCH") return told(ofAnotherHost(error), [ code ]);
  if (/^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/.test(code)) return told(NOT_NOW, [ code ]);
  if (UNTRUSTED.test(code)) return told(NOT_TRUSTED, [ code ]);
  if (isWeak(error, code)) return told(WEAK);
  if (mutualTls && ABOUT_CERTIFICATE.test(code)) return told(REJECTED, [ code ]);
  const isTls = phase === "tls" || /SSL|TLS|^EPROTO$/.test(code);
  return told(isTls ? NO_HANDSHAKE : FAILED, [ code ]);
 }
 function isWeak(error, code) {
  if (code === "ERR_SSL_DH_KEY_TOO_SMALL") return true;
  return code === "UNSPECIFIED" && error instanceof Error && WEAK_BY_WORDS.test(error.message);
 }
 function ofAnotherHost(error) {
  const {cert} = error;
  const names = [ ...String(cert?.subjectaltname ?? "").matchAll(HOST_NAMES) ].map(([, n = ""]) => n);
  const some = [ ...names.slice(0, 5), ...names.length > 5 ? [ `${names.length - 5} more` ] : [] ];
  return [ "E_TLS_UNTRUSTED", NEVER, `The server's certificate is ${some.length === 0 ? "for no host" : `for ${listOf(some)}`}, not for the host that was asked.`, "Check the host of the URL; if it is right, tell the operator of the server. No input makes such a certificate trusted." ];
 }
 const HOST_NAMES = /(?:^|, )(?:DNS|IP Address):([\w*.:-]{1,100})(?=,|$)/g;
 function told([code, retries, happened, next], facts = []) {
  return new errors_TransportFailure(code, happened, next, {
   retries,
   facts
  });
 }
 function codeOf(error) {
  const candidates = error instanceof AggregateError ? [ error, ...error.errors ] : [ error ];
  for (const candidate of candidates) {
   const code = candidate instanceof Error ? candidate.code : void 0;
   if (typeof code === "string" && /^[A-Z0-9_/]{1,64}$/.test(code)) return code;
  }
  return "no code";
 }
 const external_node_net_namespaceObject = require("node:net");
 var external_node_net_default = __nccwpck_require__.n(external_node_net_namespaceObject);
 function isHost(hostname) {
  return /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(hostname);
 }
 new Set([ "client_secret", "password", "client_assertion", "assertion", "access_token", "refresh_token" ]);
 function portOf({port, protocol}) {
  if (port !== "") return port;
  return protocol === "https:" ? "443" : "80";
 }
 const external_node_tls_namespaceObject = require("node:tls");
 var external_node_tls_default = __nccwpck_require__.n(external_node_tls_namespaceObject);
 function openTcp(url, attempt, then) {
  const socket = external_node_net_default().connect({
   host: hostOf(url),
   port: Number(portOf(url)),
   noDelay: true
  });
  attempt.opened(socket);
  socket.on("error", attempt.failed);
  socket.once("connect", () => then(socket));
 }
 function openTls(url, attempt, socket, then) {
  let secure;
  try {
   secure = external_node_tls_default().connect({
    ...attempt.tlsOptions,
    ...serverIdentity(url),
    socket
   });
  } catch (error) {
   attempt.failed(error);
   return;
  }
  attempt.opened(secure);
  secure.on("error", attempt.failed);
  secure.once("secureConnect", () => then(secure));
 }
 function hostOf(url) {
  return url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
 }
 function serverIdentity(url) {
  const host = hostOf(url);
  const isAddress = host.includes(":") || /(?:^|\.)\d+$/.test(host);
  return isAddress ? {
   host
  } : {
   host,
   servername: host
  };
 }
 Buffer.alloc(0);
 const LARGEST_HEAD = 16 * 1024;
 const LINES = /^(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*(?:\r\n|$))*$/;
 function readHead(bytes) {
  const end = bytes.indexOf("\r\n\r\n");
  if ((end === -1 ? bytes.length : end) > LARGEST_HEAD) throw headTooLarge();
  if (end === -1) {
   if (!"HTTP/1.".startsWith(bytes.toString("latin1", 0, 7))) throw notHttp();
   return;
  }
  const text = bytes.toString("latin1", 0, end);
  const first = text.indexOf("\r\n");
  const statusLine = first === -1 ? text : text.slice(0, first);
  const fields = first === -1 ? "" : text.slice(first + 2);
  const status = /^HTTP\/1\.[01] ([1-9]\d\d)(?: .*)?$/.exec(statusLine)?.[1];
  if (status === void 0) throw notHttp();
  if (!LINES.test(fields)) throw notHttp();
  const headers = Object.create(null);
  const lowered = fields.toLowerCase();
  for (let at = 0; at < fields.length; ) {
   const colon = fields.indexOf(":", at);
   const next = fields.indexOf("\r\n", colon);
   const lineEnd = next === -1 ? fields.length : next;
   const name = lowered.slice(at, colon);
   const value = withoutOuterSpace(fields, colon + 1, lineEnd);
   const known = headers[name];
   headers[name] = known === void 0 ? value : [ ...[ known ].flat(), value ];
   at = lineEnd + 2;
  }
  return {
   status: Number(status),
   headers,
   minorVersion: statusLine[7],
   length: end + 4
  };
 }
 function withoutOuterSpace(text, from, to) {
  let start = from;
  let end = to;
  while (start < end && (text[start] === " " || text[start] === "\t")) start += 1;
  while (end > start && (text[end - 1] === " " || text[end - 1] === "\t")) end -= 1;
  return text.slice(start, end);
 }
 function notHttp() {
  return new errors_TransportFailure("E_PROTOCOL", "The answer is not an HTTP/1.1 response.", "Check host and port of the URL.", {
   sent: true
  });
 }
 function headTooLarge() {
  return new errors_TransportFailure("E_HEADERS_TOO_LARGE", "The headers of the answer are larger than 16 KiB.", "Is this the token endpoint?", {
   sent: true
  });
 }
 const VARIABLES = [ "https_proxy", "HTTPS_PROXY" ];
 const PLAIN_HTTP_VARIABLES = [ "http_proxy", "HTTP_PROXY" ];
 function proxiesFrom(env) {
  const exceptions = env["no_proxy"] || env["NO_PROXY"] || "";
  return url => {
   if (url.protocol !== "https:") return;
   const name = VARIABLES.find(candidate => (env[candidate]?.trim() ?? "") !== "");
   if (name === void 0 || isException(url, exceptions)) return;
   const proxy = parseProxyUrl(env[name] ?? "");
   if (proxy === null) throw noProxyUrl(name, env[name] ?? "");
   const authorization = basicAuthorization(proxy);
   proxy.username = "";
   proxy.password = "";
   return proxyServer(proxy, authorization);
  };
 }
 function noProxyUrl(name, text) {
  const bare = text.trim();
  if (isQuote(bare.at(0)) || isQuote(bare.at(-1))) return new failure_Failure("E_PROXY", `The environment variable ${name} has quotation marks that are no part of a URL.`, "Write the URL of the proxy without them, such as http://proxy.example.com:3128.");
  return new failure_Failure("E_PROXY", `The environment variable ${name} is not the URL of an http or https proxy.`, "Expected something like http://proxy.example.com:3128, with special characters in a password percent-encoded.");
 }
 function proxySecrets(env) {
  return [ ...VARIABLES, ...PLAIN_HTTP_VARIABLES ].flatMap(name => {
   const text = env[name] ?? "";
   const written = writtenSecrets(text);
   const url = parseProxyUrl(text);
   const header = url === null ? void 0 : basicAuthorization(url);
   if (url === null || header === void 0) return written;
   const secret = url.password === "" ? url.username : url.password;
   return [ ...written, secret, decoded(secret), header.slice("Basic ".length) ];
  });
 }
 function writtenSecrets(text) {
  const bare = text.replace(/^[\s"'`\u2018-\u201f\u00ab\u00bb]+/, "");
  const [, user = ""] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(.*)@/is.exec(bare) ?? [];
  const secret = user.slice(user.indexOf(":") + 1);
  return secret === "" ? [] : [ secret ];
 }
 function parseProxyUrl(text) {
  const bare = withoutQuotes(text);
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(bare) ? bare : `http://${bare}`);
  if (url === null || hasControls(bare)) return null;
  const isProxy = /^https?:$/.test(url.protocol) && isHost(url.hostname);
  return isProxy && /^\/?$/.test(`${url.pathname}${url.search}${url.hash}`) ? url : null;
 }
 function withoutQuotes(text) {
  const bare = text.trim();
  const closing = CLOSING[bare.charAt(0)] ?? "";
  const isQuoted = bare.length > 1 && closing.includes(bare.slice(-1));
  return isQuoted ? bare.slice(1, -1).trim() : bare;
 }
 const CLOSING = {
  '"': '"',
  "'": "'",
  "`": "`'",
  "\u2018": "\u2019\u2018",
  "\u2019": "\u2019",
  "\u201a": "\u2018\u2019",
  "\u201c": "\u201d\u201c",
  "\u201d": "\u201d",
  "\u201e": "\u201c\u201d",
  "\xab": "\xbb",
  "\xbb": "\xab"
 };
 function isQuote(character) {
  return character !== void 0 && character in CLOSING;
 }
 function basicAuthorization({username, password}) {
  if (username === "" && password === "") return;
  const pair = `${decoded(username)}:${decoded(password)}`;
  return `Basic ${Buffer.from(pair).toString("base64")}`;
 }
 function decoded(text) {
  try {
   return decodeURIComponent(text);
  } catch {
   return text;
  }
 }
 function isException(url, list) {
  const host = url.hostname.replace(/[[\]]/g, "");
  const port = portOf(url);
  return list.toLowerCase().split(/[\s,]/).some(entry => {
   if (entry === "*") return true;
   if ((0, external_node_net_namespaceObject.isIP)(host) !== 0) return isAddress(url, port, entry) || inNetwork(host, entry);
   const [, name = "", wantedPort] = /^(?:\*?\.)?([^:]+)(?::(\d+))?$/.exec(entry) ?? [];
   if (wantedPort !== void 0 && wantedPort !== port) return false;
   return name !== "" && (host === name || host.endsWith(`.${name}`));
  });
 }
 function isAddress(url, port, entry) {
  if (entry.includes("/")) return false;
  const plain = (0, external_node_net_namespaceObject.isIP)(entry) === 6 ? `[${entry}]` : entry;
  const written = URL.parse(`${url.protocol}//${plain}`);
  if (written?.hostname !== url.hostname) return false;
  return !/\]?:\d+$/.test(plain) || plain.endsWith(`:${port}`);
 }
 function inNetwork(address, entry) {
  const [network = "", bits = ""] = entry.split("/");
  const family = (0, external_node_net_namespaceObject.isIP)(network) === 6 ? "ipv6" : "ipv4";
  if ((0, external_node_net_namespaceObject.isIP)(network) === 0 || !/^\d{1,3}$/.test(bits)) return false;
  if (Number(bits) > (family === "ipv6" ? 128 : 32)) return false;
  const list = new external_node_net_namespaceObject.BlockList;
  list.addSubnet(network, Number(bits), family);
  return list.check(address, (0, external_node_net_namespaceObject.isIP)(address) === 6 ? "ipv6" : "ipv4");
 }
 function proxyServer(url, authorization) {
  const proxy = {
   url,
   authorization,
   openTunnel: (target, attempt, then) => openTunnel(proxy, target, attempt, then)
  };
  return proxy;
 }
 function openTunnel(proxy, url, attempt, then) {
  let open = false;
  const toProxy = {
   tlsOptions: withoutClientCertificate(attempt.tlsOptions),
   opened: attempt.opened,
   failed: error => attempt.failed(open ? error : proxyFailure(error, proxy))
  };
  function connect(socket) {
   let received = Buffer.alloc(0);
   function onData(bytes) {
    received = Buffer.concat([ received, bytes ]);
    try {
     const head = readHead(received);
     if (head === void 0) return;
     socket.off("data", onData);
     socket.off("close", onClose);
     const isTunnel = head.status >= 200 && head.status <= 299 && received.length === head.length;
     if (!isTunnel) throw refused(head, proxy);
     open = true;
     then(socket);
    } catch (error) {
     toProxy.failed(error);
    }
   }
   function onClose() {
    toProxy.failed(noAnswer(proxy));
   }
   socket.on("data", onData);
   socket.on("close", onClose);
   socket.write(connectRequest(url, proxy));
  }
  openTcp(proxy.url, toProxy, socket => {
   if (proxy.url.protocol === "https:") openTls(proxy.url, toProxy, socket, connect); else connect(socket);
  });
 }
 function withoutClientCertificate(options) {
  const {cert: _certificate, key: _key, secureContext: _context, ...rest} = options;
  return rest;
 }
 function connectRequest(url, {authorization}) {
  const target = `${url.hostname}:${portOf(url)}`;
  const header = authorization === void 0 ? "" : `proxy-authorization: ${authorization}\r\n`;
  return `CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n${header}\r\n`;
 }
 function proxyFailure(error, proxy) {
  if (error instanceof errors_TransportFailure && error.code.startsWith("E_PROXY")) return error;
  const {happened, facts, next, retries} = error instanceof errors_TransportFailure ? error : explainError(error, "connect", false);
  const what = `The proxy ${proxy.url.host} cannot be used. ${happened}`;
  return new errors_TransportFailure("E_PROXY", what, next, {
   retries,
   facts
  });
 }
 function noAnswer({url}) {
  return new errors_TransportFailure("E_PROXY", `The proxy ${url.host} closed the connection without an answer.`, "Check the URL of the proxy variable.", {
   retries: 1
  });
 }
 const SCHEMES = [ "Basic", "Digest", "NTLM", "Negotiate", "Kerberos", "Bearer" ];
 function offeredSchemes({headers}) {
  const challenges = [ headers["proxy-authenticate"] ?? [] ].flat().join(",");
  const bare = challenges.replace(/"(?:[^"\\]|\\.)*"/g, "");
  const starts = bare.split(",").map(part => part.trim().split(/[ \t=]/, 1)[0]?.toLowerCase());
  return SCHEMES.filter(name => starts.includes(name.toLowerCase()));
 }
 function wantsLogin(head, {url}) {
  const schemes = offeredSchemes(head);
  const facts = [ `status ${head.status}` ];
  if (schemes.length > 0 && !schemes.includes("Basic")) return new errors_TransportFailure("E_PROXY_AUTH", `The proxy ${url.host} offers a login by ${listOf(schemes)}, and only Basic is possible here.`, "Have the proxy let the host through without a login, or with Basic; or run a proxy on the runner that logs in to that one, and name it in the proxy variable.", {
   facts
  });
  return new errors_TransportFailure("E_PROXY_AUTH", `The proxy ${url.host} wants a valid user name and password.`, "Put them into the URL of the proxy variable.", {
   facts
  });
 }
 function refused(head, proxy) {
  const {status} = head;
  const {url} = proxy;
  if (status === 401 || status === 407) return wantsLogin(head, proxy);
  const facts = [ `status ${status}` ];
  if (status >= 500) return new errors_TransportFailure("E_PROXY", `The proxy ${url.host} could not reach the host.`, "Is the URL right, and does the proxy know the host?", {
   retries: 1,
   facts
  });
  return new errors_TransportFailure("E_PROXY", `The proxy ${url.host} refused to connect to the host.`, "Allow the host there, or list it in NO_PROXY.", {
   facts
  });
 }
 module.exports = __webpack_exports__;
})();
