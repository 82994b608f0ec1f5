(() => {
 "use strict";
 var __webpack_modules__ = {
  255: module => {
   module.exports = require("./credential-forms.cjs");
  },
  462: module => {
   module.exports = require("./network.cjs");
  },
  695: module => {
   module.exports = require("./token-unusual.cjs");
  }
 };
 var __webpack_module_cache__ = {};
 function __nccwpck_require__(moduleId) {
  var cachedModule = __webpack_module_cache__[moduleId];
  if (cachedModule !== void 0) return cachedModule.exports;
  var module = __webpack_module_cache__[moduleId] = {
   exports: {}
  };
  var threw = true;
  try {
   __webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
   threw = false;
  } finally {
   if (threw) delete __webpack_module_cache__[moduleId];
  }
  return module.exports;
 }
 if (typeof __nccwpck_require__ !== "undefined") __nccwpck_require__.ab = __dirname + "/";
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
  var getProto = Object.getPrototypeOf ? obj => Object.getPrototypeOf(obj) : obj => obj.__proto__;
  var leafPrototypes;
  __nccwpck_require__.t = function(value, mode) {
   if (mode & 1) value = this(value);
   if (mode & 8) return value;
   if (typeof value === "object" && value) {
    if (mode & 4 && value.__esModule) return value;
    if (mode & 16 && typeof value.then === "function") return value;
   }
   var ns = Object.create(null);
   __nccwpck_require__.r(ns);
   var def = {};
   leafPrototypes = leafPrototypes || [ null, getProto({}), getProto([]), getProto(getProto) ];
   for (var current = mode & 2 && value; typeof current == "object" && !~leafPrototypes.indexOf(current); current = getProto(current)) Object.getOwnPropertyNames(current).forEach(key => def[key] = () => value[key]);
   def["default"] = () => value;
   __nccwpck_require__.d(ns, def);
   return ns;
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
  aboutUnknownInputs: () => aboutUnknownInputs,
  credentialSet: () => credentialSet,
  failureOf: () => failureOf,
  refuseInputsOfOne: () => refuseInputsOfOne,
  reportLines: () => reportLines,
  setLines: () => setLines,
  setWarnings: () => setWarnings,
  someOf: () => someOf,
  tokensOutput: () => tokensOutput
 });
 const external_node_v8_namespaceObject = require("node:v8");
 class Failure extends Error {
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
 function withParts(failure, parts) {
  const {happened = failure.happened, next = failure.next, facts = []} = parts;
  return new Failure(failure.code, happened, next, [ ...failure.facts, ...facts ]);
 }
 function inWords({happened, facts, next}) {
  const place = facts.length === 0 ? "" : ` (${facts.join(", ")})`;
  const what = place === "" ? happened : `${happened.replace(/\.$/, "")}${place}.`;
  return next === "" ? what : `${what} ${next}`;
 }
 function isOwn(value) {
  return value instanceof Error && "code" in value && /^E_[A-Z_]+$/.test(String(value.code));
 }
 function unexpected(error) {
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  const place = error instanceof Error ? /[\w-]+\.cjs:\d+:\d+/.exec(error.stack ?? "")?.[0] ?? "" : "";
  return new Failure("E_RUNNER", `The action failed in a way that was not foreseen (${kind} ${place}).`, "Please report this with the version of the action.");
 }
 function text_oneLine(text, limit = LIMIT) {
  const start = text.slice(0, limit * 4);
  let line = (isPlain(start) ? start : withoutControls(start)).trim();
  if (line.includes("::")) line = line.replace(/:(?=:)/g, ": ");
  line = line.replaceAll("##[", "## [");
  return line.length > limit ? `${line.slice(0, limit)}...` : line;
 }
 const LIMIT = 300;
 function withoutControls(text) {
  return text.replace(unicode("[\\p{C}\\p{Zl}\\p{Zp}\\s]+", "gu"), " ");
 }
 function listOf(names, last = "and") {
  const head = names.slice(0, -1).join(", ");
  const tail = names.at(-1) ?? "";
  return head === "" ? tail : `${head} ${last} ${tail}`;
 }
 function requireText(text, what) {
  if (!hasControls(text) && text.isWellFormed()) return text;
  throw new Failure("E_INPUT_CHARSET", `The ${what} holds a line break or another control character.`, "Was more than one value pasted?");
 }
 function hasControls(text) {
  return !isPlain(text) && unicode("\\p{Cc}", "u").test(text);
 }
 function hasInvisible(text) {
  return text.includes(" ") || !isPlain(text) && unicode("[\\s\\p{C}]", "u").test(text);
 }
 function isPlain(text) {
  return /^[\x20-\x7e]*$/.test(text);
 }
 function unicode(pattern, flags) {
  return new RegExp(pattern, flags);
 }
 function trimInvisible(text) {
  const trim = text.trim();
  if (!isHigh(trim.at(0)) && !isHigh(trim.at(-1))) return trim;
  let [start, end] = [ 0, trim.length ];
  while (start < end && BLANK.test(trim.charAt(start))) start++;
  while (end > start && BLANK.test(trim.charAt(end - 1))) end--;
  return trim.slice(start, end);
 }
 const BLANK = /[\s\u200b-\u200f\u2060\ufeff]/;
 function isHigh(character) {
  return character !== void 0 && character > "\u2000";
 }
 function text_plainName(name) {
  return name.toLowerCase().replaceAll("_", "").replaceAll("-", "").replaceAll(".", "");
 }
 function nearestOf(name, names) {
  const written = text_plainName(name.slice(0, 100));
  let nearest;
  for (const known of names) {
   const plain = text_plainName(known);
   const allowed = plain.length >= 10 ? 2 : Number(plain.length >= 3);
   if (Math.abs(plain.length - written.length) > allowed) continue;
   const edits = editsBetween(written, plain);
   if (edits <= allowed && edits < (nearest?.edits ?? 3)) nearest = {
    known,
    edits
   };
  }
  return nearest?.known;
 }
 function editsBetween(one, other) {
  let before = [];
  let row = Array.from({
   length: other.length + 1
  }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
   const next = [ i ];
   for (let j = 1; j <= other.length; j += 1) {
    const isSame = one[i - 1] === other[j - 1];
    const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
    next[j] = Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + Number(!isSame), isSwapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY);
   }
   [before, row] = [ row, next ];
  }
  return row[other.length] ?? 0;
 }
 const UNITS = {
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 36e5,
  d: 864e5
 };
 function durationOf(text, units) {
  const [, count, name] = /^(\d{1,7})([a-z]{1,2})$/.exec(text) ?? [];
  const unit = units.find(one => one === name);
  return unit === void 0 ? void 0 : Number(count) * UNITS[unit];
 }
 function httpDate(value) {
  if (value === void 0 || !HTTP_DATES.some(form => form.test(value))) return;
  const time = Date.parse(value.endsWith("GMT") ? value : `${value} GMT`);
  return Number.isNaN(time) ? void 0 : time;
 }
 const HTTP_DATES = [ /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/, /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/, /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/ ];
 function isoSeconds(date) {
  return date?.toISOString().replace(/\.\d{3}Z$/, "Z");
 }
 const external_node_tls_namespaceObject = require("node:tls");
 var external_node_tls_default = __nccwpck_require__.n(external_node_tls_namespaceObject);
 const external_node_net_namespaceObject = require("node:net");
 var external_node_net_default = __nccwpck_require__.n(external_node_net_namespaceObject);
 function secureUrl(text, what) {
  const url = parseUrl(text.trim(), what);
  if (url.username !== "" || url.password !== "") throw new Failure("E_URL_USERINFO", `The ${what} carries a user name or password.`, "Remove them from the URL; the client id and secret have places of their own.");
  if (!isPrivate(url)) throw new Failure("E_URL_INSECURE", `The ${what} starts with ${url.protocol}// and would send the secret unencrypted to ${url.hostname}.`, "Use https://.");
  if (url.hostname.includes("safelinks.") || url.hostname.startsWith("urldefense.")) throw new Failure("E_URL_INVALID", `The ${what} was rewritten by a mail program (${url.hostname}).`, "Take it from where it was issued.");
  if (url.hash !== "" || text.includes("#")) throw new Failure("E_URL_FRAGMENT", `The ${what} has a fragment (#...).`, "Remove it.");
  if (url.search !== "") checkQuery(url, what);
  return url;
 }
 function parseUrl(text, what) {
  const damaged = text === "" || text.includes("\\") || hasInvisible(text);
  const hasScheme = SCHEME.test(text);
  const url = damaged ? null : URL.parse(hasScheme ? text : `https://${text}`);
  const named = hasScheme || text.includes(".") || text.startsWith("localhost");
  const usable = named && url !== null && /^https?:$/.test(url.protocol) && isHost(url.hostname) && url.port !== "0";
  if (!usable) throw new Failure("E_URL_INVALID", `The ${what} is not a URL.`, "Expected something like https://tenant.authentication.eu10.hana.ondemand.com/oauth/token.");
  return url;
 }
 const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;
 function isHost(hostname) {
  return /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(hostname);
 }
 function checkQuery(url, what) {
  for (const name of [ ...url.searchParams.keys() ]) if (SECRET_PARAMETERS.has(name.toLowerCase())) throw new Failure("E_URL_SECRET_IN_QUERY", `The ${what} carries a secret in its query (${name.toLowerCase()}), where every proxy logs it.`, "Remove the query and replace that secret.");
  for (const name of REPEATED_PARAMETERS) if (url.searchParams.has(name)) url.searchParams.delete(name);
 }
 const SECRET_PARAMETERS = new Set([ "client_secret", "password", "client_assertion", "assertion", "access_token", "refresh_token" ]);
 const REPEATED_PARAMETERS = [ "grant_type", "response_type", "client_id" ];
 function portOf({port, protocol}) {
  if (port !== "") return port;
  return protocol === "https:" ? "443" : "80";
 }
 function isPrivate({protocol, hostname}) {
  return protocol === "https:" || protocol === "http:" && isLoopback(hostname);
 }
 function isLoopback(hostname) {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
 }
 function withPath(url, path) {
  const joined = new URL(url);
  joined.pathname = withoutSlashes(url.pathname) + path;
  return joined;
 }
 function withoutSlashes(path) {
  let end = path.length;
  while (path[end - 1] === "/") end--;
  return path.slice(0, end);
 }
 function hostAllowed(url, patterns) {
  const port = portOf(url);
  return patterns.some(pattern => {
   const [, host = "", wantedPort] = /^(.*?)(?::(\d+))?$/.exec(pattern.toLowerCase()) ?? [];
   if (wantedPort !== void 0 && wantedPort !== port) return false;
   return host.startsWith("*.") ? url.hostname.endsWith(host.slice(1)) : url.hostname === host;
  });
 }
 function newConnection(tlsOptions, listener) {
  const connection = {
   tlsOptions,
   sockets: [],
   listener,
   closed: false,
   opened(socket) {
    connection.sockets.push(socket);
    if (connection.closed) socket.destroy();
   },
   failed: error => connection.listener.failed(error)
  };
  return connection;
 }
 function listen(connection, socket) {
  const ended = () => connection.listener.ended();
  socket.on("data", bytes => connection.listener.received(bytes));
  socket.on("end", ended);
  socket.on("close", ended);
 }
 function closeConnection(connection) {
  connection.closed = true;
  for (const socket of connection.sockets) socket.destroy();
 }
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
 function tlsOptionsFor(clientCertificate, roots) {
  return {
   rejectUnauthorized: true,
   minVersion: "TLSv1.2",
   ALPNProtocols: [ "http/1.1" ],
   ...roots === void 0 ? {} : {
    ca: roots
   },
   ...clientCertificate === void 0 ? {} : {
    cert: clientCertificate.certificate,
    key: clientCertificate.privateKey
   }
  };
 }
 function trustedRoots(caCertificate) {
  if (caCertificate === void 0) return;
  const roots = external_node_tls_default().getCACertificates("default");
  const [bundled = ""] = external_node_tls_default().rootCertificates;
  const others = roots.includes(bundled) ? [] : external_node_tls_default().getCACertificates("system");
  return [ ...roots, ...others, caCertificate ];
 }
 class TransportFailure extends Failure {
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
 function timedOut(milliseconds, phase, begun) {
  const answer = begun ? "no complete answer" : "no answer";
  const what = phase === "http" ? answer : "no connection";
  const seconds = Math.round(milliseconds / 100) / 10;
  return new TransportFailure("E_TIMEOUT", `There was ${what} within ${seconds} s.`, "", {
   retries: RETRY
  });
 }
 function endedEarly() {
  return new TransportFailure("E_CONNECT", "The connection was closed before the answer was complete.", "Run the job again.", {
   retries: RETRY
  });
 }
 const RETRY = 3;
 function header(response, name) {
  const value = response.headers[name];
  return typeof value === "string" ? value : void 0;
 }
 const LARGEST_BODY = 256 * 1024;
 const NOTHING = Buffer.alloc(0);
 function responseReader() {
  let pending = NOTHING;
  let head;
  let body;
  let begun = false;
  function finalHead() {
   for (;;) {
    const found = readHead(pending);
    if (found === void 0) return;
    pending = pending.subarray(found.length);
    if (found.status === 101) throw notHttp();
    if (found.status >= 200) return found;
    if (!keepsConnection(found)) throw notHttp();
    framing(found);
   }
  }
  function response() {
   if (head === void 0 || body === void 0) return;
   return {
    status: head.status,
    headers: head.headers,
    body: joined(body.chunks)
   };
  }
  return {
   get begun() {
    return begun;
   },
   get head() {
    return head;
   },
   get exact() {
    return body?.exact === true;
   },
   push(bytes) {
    begun = true;
    pending = pending.length === 0 ? bytes : Buffer.concat([ pending, bytes ]);
    head ??= finalHead();
    if (head === void 0) return;
    body ??= bodyOf(head);
    const rest = pending;
    pending = NOTHING;
    return body.push(rest) ? response() : void 0;
   },
   end() {
    const complete = body?.endsWithConnection === true ? response() : void 0;
    if (complete === void 0) throw endedEarly();
    return complete;
   }
  };
 }
 function joined(chunks) {
  const [only] = chunks;
  return only !== void 0 && chunks.length === 1 ? only : Buffer.concat(chunks);
 }
 function refuseCompressed({status, headers}) {
  const encoding = String(headers["content-encoding"] ?? "").toLowerCase();
  if (status !== 200 || encoding === "" || encoding === "identity") return;
  throw new TransportFailure("E_ENCODING", "The answer is compressed although that was not asked for.", "Switch that off at the server or the proxy before it.", {
   sent: true
  });
 }
 function framing({headers}) {
  const {"transfer-encoding": transfer, "content-length": length} = headers;
  if (transfer === void 0 && length === void 0) return Number.POSITIVE_INFINITY;
  if (length === void 0 && String(transfer).toLowerCase() === "chunked") return "chunked";
  if (transfer !== void 0 || !/^\d{1,15}$/.test(String(length))) throw notHttp();
  return Number(length);
 }
 function keepsConnection({headers, minorVersion}) {
  const options = String(headers["connection"] ?? "");
  return minorVersion === "1" && !/(?:^|[\t ,])close(?:[\t ,]|$)/i.test(options);
 }
 function bodyOf(head) {
  refuseCompressed(head);
  const end = framing(head);
  if (head.status === 204 || head.status === 304) return countedBody(0);
  if (end === "chunked") return chunkedBody();
  if (Number.isFinite(end) && end > LARGEST_BODY) throw tooLarge();
  return countedBody(end);
 }
 function countedBody(expected) {
  const chunks = [];
  let missing = expected;
  let size = 0;
  return {
   chunks,
   endsWithConnection: expected === Number.POSITIVE_INFINITY,
   exact: false,
   push(bytes) {
    this.exact = bytes.length === missing;
    const part = bytes.length > missing ? bytes.subarray(0, missing) : bytes;
    chunks.push(part);
    missing -= part.length;
    size += part.length;
    if (size > LARGEST_BODY) throw tooLarge();
    return missing === 0;
   }
  };
 }
 const CHUNK_LINE = /^0*([0-9a-f]{1,8})(?:;[!#$%&'*+.^_`|~\w-]+(?:=(?:[!#$%&'*+.^_`|~\w-]+|"(?:[\t !#-[\]-~\x80-\xff]|\\[\t -~\x80-\xff])*"))?)*\r\n$/i;
 const TRAILER = /^(?!content-length:|transfer-encoding:)[!#$%&'*+.^_`|~\w-]+:[\t -~\x80-\xff]*\r\n$/i;
 function chunkedBody() {
  const chunks = [];
  let expected = "size";
  let size = 0;
  let missing = 0;
  let line = "";
  let aside = 0;
  function takeData(part) {
   chunks.push(part);
   missing -= part.length;
   return part.length;
  }
  function takeLine(bytes) {
   const lineFeed = bytes.indexOf("\n");
   const length = lineFeed === -1 ? bytes.length : lineFeed + 1;
   line += bytes.toString("latin1", 0, length);
   if (expected === "end of chunk" && !"\r\n".startsWith(line)) throw notHttp();
   if (line.length > LARGEST_HEAD) throw tooLarge();
   if (lineFeed !== -1) lineIsComplete();
   return length;
  }
  function lineIsComplete() {
   if (expected === "size") takeSize(); else if (expected === "end of chunk") expected = "size"; else if (line === "\r\n") expected = "nothing"; else takeTrailer();
   line = "";
  }
  function takeSize() {
   const digits = CHUNK_LINE.exec(line)?.[1];
   if (digits === void 0) throw notHttp();
   missing = Number.parseInt(digits, 16);
   size += missing;
   expected = missing === 0 ? "trailer" : "end of chunk";
   if (size > LARGEST_BODY) throw tooLarge();
   limitAside(line.length - "\r\n".length - digits.length);
  }
  function takeTrailer() {
   if (!TRAILER.test(line)) throw notHttp();
   limitAside(line.length);
  }
  function limitAside(more) {
   aside += more;
   if (aside > LARGEST_HEAD) throw tooLarge();
  }
  return {
   chunks,
   endsWithConnection: false,
   exact: false,
   push(bytes) {
    let at = 0;
    while (at < bytes.length && expected !== "nothing") at += missing > 0 ? takeData(bytes.subarray(at, at + missing)) : takeLine(bytes.subarray(at));
    this.exact = expected === "nothing" && at === bytes.length;
    return expected === "nothing";
   }
  };
 }
 function tooLarge() {
  return new TransportFailure("E_RESPONSE_TOO_LARGE", `The answer is larger than ${LARGEST_BODY / 1024} KiB.`, "Is this the token endpoint?", {
   sent: true
  });
 }
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
  return new TransportFailure("E_PROTOCOL", "The answer is not an HTTP/1.1 response.", "Check host and port of the URL.", {
   sent: true
  });
 }
 function headTooLarge() {
  return new TransportFailure("E_HEADERS_TOO_LARGE", "The headers of the answer are larger than 16 KiB.", "Is this the token endpoint?", {
   sent: true
  });
 }
 const CONNECTIONS_PER_ORIGIN = 8;
 function connectionPool(perOrigin = CONNECTIONS_PER_ORIGIN) {
  const origins = new Map;
  const allRoots = [];
  const contexts = new Map;
  function poolOf({origin}) {
   const known = origins.get(origin);
   if (known !== void 0) return known;
   const made = {
    open: 0,
    idle: [],
    waiting: []
   };
   origins.set(origin, made);
   return made;
  }
  function rootsNumber(roots) {
   const known = allRoots.indexOf(roots);
   return known === -1 ? allRoots.push(roots) - 1 : known;
  }
  return {
   leaseFor({url, clientCertificate}, roots, proxy) {
    const pool = poolOf(url);
    const route = proxy === void 0 ? "" : `${proxy.url.href} ${proxy.authorization ?? ""}`;
    const client = `${clientCertificate?.certificate ?? ""}${clientCertificate?.privateKey ?? ""}`;
    const identity = `${route}\n${rootsNumber(roots)}\n${client}`;
    return {
     tlsOptions() {
      const known = contexts.get(identity);
      if (known !== void 0) return known;
      const options = withSecureContext(tlsOptionsFor(clientCertificate, roots));
      contexts.set(identity, options);
      return options;
     },
     acquire: (listener, use) => acquire(pool, identity, perOrigin, listener, use),
     release: (connection, answered) => release(pool, identity, connection, answered !== void 0 && isPersistent(answered))
    };
   }
  };
 }
 function isPersistent({head, exact}) {
  return head !== void 0 && exact && keepsConnection(head);
 }
 function withSecureContext(options) {
  try {
   return {
    ...options,
    secureContext: external_node_tls_default().createSecureContext(options)
   };
  } catch {
   return options;
  }
 }
 function acquire(pool, identity, perOrigin, listener, use) {
  function attempt() {
   const kept = takeIdle(pool, identity);
   if (kept !== void 0) {
    const renew = () => {
     pool_close(kept);
     if (!use(void 0)) freeSlot(pool);
    };
    whenQuiet(kept, renew, () => {
     kept.listener = renewingListener(kept, listener, renew);
     if (!use(kept)) release(pool, identity, kept, true);
    });
    return true;
   }
   if (pool.open >= perOrigin) {
    const other = pool.idle.shift();
    if (other === void 0) return false;
    discard(pool, other.connection);
   }
   pool.open += 1;
   if (!use(void 0)) pool.open -= 1;
   return true;
  }
  if (!attempt()) pool.waiting.push(attempt);
 }
 function whenQuiet(connection, renew, then) {
  const waiting = {
   received: renew,
   ended: renew,
   failed: renew
  };
  connection.listener = waiting;
  setImmediate(setImmediate, () => {
   if (connection.listener === waiting) then();
  });
 }
 function release(pool, identity, connection, persistent) {
  const socket = connection.sockets.at(-1);
  if (persistent && socket?.writable === true) {
   connection.listener = idleListener(pool, connection);
   for (const each of connection.sockets) each.unref();
   pool.idle.push({
    identity,
    connection
   });
   setImmediate(() => {
    if (socket.writableLength > 0) connection.listener.ended();
   });
  } else discard(pool, connection);
  wakeWaiting(pool);
 }
 function takeIdle(pool, identity) {
  const at = pool.idle.findLastIndex(idle => idle.identity === identity);
  const connection = pool.idle.splice(at, at === -1 ? 0 : 1)[0]?.connection;
  for (const socket of connection?.sockets ?? []) socket.ref();
  return connection;
 }
 const FIRST_BYTE = "H".charCodeAt(0);
 function renewingListener(connection, listener, renew) {
  return {
   received(bytes) {
    if (bytes[0] !== FIRST_BYTE) {
     renew();
     return;
    }
    connection.listener = listener;
    listener.received(bytes);
   },
   ended: renew,
   failed: renew
  };
 }
 function idleListener(pool, connection) {
  function drop() {
   const at = pool.idle.findIndex(idle => idle.connection === connection);
   pool.idle.splice(at, at === -1 ? 0 : 1);
   discard(pool, connection);
   wakeWaiting(pool);
  }
  return {
   received: drop,
   ended: drop,
   failed: drop
  };
 }
 const NO_LISTENER = {
  received() {},
  ended() {},
  failed() {}
 };
 function discard(pool, connection) {
  pool_close(connection);
  pool.open -= 1;
 }
 function pool_close(connection) {
  connection.listener = NO_LISTENER;
  closeConnection(connection);
 }
 function freeSlot(pool) {
  pool.open -= 1;
  wakeWaiting(pool);
 }
 function wakeWaiting(pool) {
  for (let next = pool.waiting.shift(); next !== void 0; next = pool.waiting.shift()) {
   if (next()) continue;
   pool.waiting.unshift(next);
   return;
  }
 }
 function transport({caCertificate, proxyFor, pool, allowedHosts}) {
  const roots = trustedRoots(caCertificate);
  return async (request, limits) => {
   requireAllowed(request, allowedHosts);
   const proxy = proxyFor?.(request.url);
   return sendOnce(request, limits, roots, proxy, pool?.leaseFor(request, roots, proxy));
  };
 }
 function requireAllowed({url, namedByRunner}, allowed) {
  if (allowed === void 0 || namedByRunner || hostAllowed(url, allowed)) return;
  throw new Failure("E_HOST_NOT_ALLOWED", `The input allowed-hosts does not allow ${url.host}. Nothing was sent there.`, `If that host is right, add ${url.host} to allowed-hosts. If not, check token-url and the URL of the stored credential, and find out who has changed them.`);
 }
 function sendOnce(request, limits, roots, proxy, lease) {
  return new Promise((resolve, reject) => {
   const reader = responseReader();
   let phase = "connect";
   let sent = false;
   let connection;
   let settled = false;
   let phaseTimer;
   const totalTimer = setTimeout(outOfTime, limits.total, limits.total);
   function settle(answered) {
    if (settled) return false;
    settled = true;
    clearTimeout(phaseTimer);
    clearTimeout(totalTimer);
    if (connection === void 0) return true;
    if (lease === void 0) setImmediate(closeConnection, connection); else lease.release(connection, answered ? reader : void 0);
    return true;
   }
   function failed(error) {
    if (!settle(false)) return;
    const mutualTls = request.clientCertificate !== void 0;
    const [had, left] = [ phase, sent ];
    Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 462, 23)).then(({attemptFailure}) => attemptFailure(error, had, mutualTls, left)).then(reject, reject);
   }
   function outOfTime(milliseconds) {
    failed(timedOut(milliseconds, phase, reader.begun));
   }
   const listener = {
    received(bytes) {
     if (!reader.begun) clearTimeout(phaseTimer);
     try {
      const response = reader.push(bytes);
      if (response !== void 0 && settle(true)) resolve(response);
     } catch (error) {
      failed(error);
     }
    },
    ended() {
     try {
      const response = reader.end();
      if (settle(false)) resolve(response);
     } catch (error) {
      failed(error);
     }
    },
    failed
   };
   function open() {
    phase = "connect";
    clearTimeout(phaseTimer);
    phaseTimer = setTimeout(outOfTime, limits.connect, limits.connect);
    const tlsOptions = lease?.tlsOptions() ?? tlsOptionsFor(request.clientCertificate, roots);
    const fresh = newConnection(tlsOptions, listener);
    connection = fresh;
    function secure(socket) {
     if (request.url.protocol === "https:") {
      phase = "tls";
      openTls(request.url, fresh, socket, begin);
     } else begin(socket);
    }
    function begin(socket) {
     listen(fresh, socket);
     talk(socket);
    }
    if (proxy === void 0) openTcp(request.url, fresh, secure); else proxy.openTunnel(request.url, fresh, secure);
   }
   function talk(socket) {
    phase = "http";
    clearTimeout(phaseTimer);
    phaseTimer = setTimeout(outOfTime, limits.firstByte, limits.firstByte);
    sent = true;
    socket.write(requestText(request, lease === void 0));
   }
   if (lease === void 0) open(); else lease.acquire(listener, kept => {
    if (settled) return false;
    if (kept === void 0) open(); else {
     connection = kept;
     talk(kept.sockets.at(-1));
    }
    return true;
   });
  });
 }
 function requestText(request, last) {
  const {method, url, headers, body = ""} = request;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  if (body !== "" && !("content-length" in headers)) lines.push(`content-length: ${Buffer.byteLength(body)}\r\n`);
  if (last) lines.push("connection: close\r\n");
  return `${method} ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n${lines.join("")}\r\n${body}`;
 }
 function parsedJson(text) {
  if (!/^[ \t\r\n]*[[{"\dtfn-]/.test(text)) return;
  try {
   return JSON.parse(text);
  } catch {
   return;
  }
 }
 function json_isJsonObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
 }
 function secretLeaves(document) {
  return leavesOf("", document, {
   depth: DEEPEST,
   isSecret: isSecretValue
  });
 }
 const DEEPEST = 12;
 function leavesOf(name, value, search) {
  if (search.depth === 0) return [];
  const deeper = {
   ...search,
   depth: search.depth - 1
  };
  if (typeof value === "string") return textSecrets(name, trimInvisible(value), deeper);
  if (Array.isArray(value)) return value.flatMap(item => leavesOf(name, item, deeper));
  if (!json_isJsonObject(value)) return [];
  const members = Object.entries(value);
  const lower = new Map(members.map(([member, inner]) => [ member.toLowerCase(), inner ]));
  return members.flatMap(([member, inner]) => {
   const role = lower.has("value") ? member.toLowerCase() : "";
   if (role === "key" && !isKey(inner)) return [];
   return leavesOf(role === "value" ? nameOfValue(lower, name) : member, inner, deeper);
  });
 }
 function nameOfValue(pair, outer) {
  if ([ "sensitive", "issecret", "masked" ].some(flag => pair.get(flag) === true)) return "secret";
  if (/^(?:secret|password|concealed)$/i.test(String(pair.get("type")))) return "secret";
  const names = secrecyOf(outer) === void 0 ? [ ...NAMES, "id" ] : NAMES;
  return names.map(name => pair.get(name)).find(name => typeof name === "string") ?? outer;
 }
 const NAMES = [ "key", "name", "label" ];
 function isKey(value) {
  return typeof value === "string" && value.includes("-----");
 }
 function textSecrets(name, text, search) {
  const whole = search.isSecret(name, text) && !URL_START.test(text) ? [ text ] : [];
  const inner = text.startsWith("{") || text.startsWith("[") ? parsedJson(text) : void 0;
  const parts = typeof inner === "object" ? leavesOf("", inner, search) : urlSecrets(text);
  return [ ...whole, ...parts ];
 }
 const URL_START = /^\s*(?:jdbc:)?[A-Za-z][\w+.-]*:\/\//;
 function urlSecrets(text) {
  const written = [];
  if (text.includes("@")) written.push(...userSecrets(text));
  if (text.includes("=")) for (const pair of text.split(/[?&#;\s]/)) {
   const equals = pair.indexOf("=");
   const value = pair.slice(equals + 1);
   if (equals > 0 && equals < 60 && isSecretValue(pair.slice(0, equals), value)) written.push(value);
  }
  const meant = written.map(part => new URLSearchParams(`_=${part}`).get("_") ?? "");
  return [ ...new Set([ ...written, ...meant ]) ];
 }
 function userSecrets(text) {
  const start = URL_START.exec(text)?.[0];
  const [authority = ""] = /^[^/?#]*/.exec(text.slice(start?.length ?? 0).trimStart()) ?? [];
  const at = Math.max(0, authority.lastIndexOf("@"));
  const user = authority.slice(0, at);
  const colon = user.indexOf(":");
  if (colon < 0) return start !== void 0 && looksLikeToken(user) ? [ user ] : [];
  const isUser = start !== void 0 || HOST.test(authority.slice(at + 1)) && !NO_USER.test(user);
  const password = user.slice(colon + 1);
  return isUser ? [ user, ...isCommon(password) ? [] : [ password ] ] : [];
 }
 const HOST = /^(?:[\w-]+\.)+[A-Za-z][\w-]*(?::\d+)?\s*$|^localhost\b/;
 const NO_USER = /\s|^(?:mailto|acct|sips?|xmpp|npm):/i;
 const in_documents_SHORTEST_MASK = 6;
 function secrecyOf(name) {
  if (name.length > LONGEST_WORDS) return;
  const plain = text_plainName(name).replace(/\d+$/, "");
  if (SURE.some(ending => plain.endsWith(ending)) || SURE_WORD.test(words(name))) return "sure";
  const likely = LIKELY.some(ending => plain.endsWith(ending)) || LIKELY_PART.test(plain);
  return likely && !PUBLIC.test(plain) ? "likely" : void 0;
 }
 const SURE = [ "secret", "password", "passwd", "pwd", "passphrase", "passcode", "privatekey", "tlskey", "apikey", "accesskey", "accountkey", "accesstoken", "refreshtoken", "connectionstring" ];
 const SURE_WORD = /(?:^|[^A-Za-z])(?:pin|pass|t?otp|mfa)\d*$/i;
 function words(name) {
  return name.replace(/[a-z\d](?=[A-Z])/g, "$& ");
 }
 const LIKELY = [ "key", "token", "jwt", "assertion", "authorization", "cookie" ];
 const LIKELY_PART = /secret|privatekey|password/;
 const PUBLIC = /(?:name|ids?|type|ur[lin]|arn|ref|at|date|time|path|file|fingerprint|thumbprint|hint|label|alias|verificationkey|publickey)$/;
 function isSecretValue(name, value) {
  const secrecy = secrecyOf(name);
  if (secrecy === void 0 || value.length < in_documents_SHORTEST_MASK || isCommon(value)) return false;
  return secrecy === "sure" || value.length >= 12 && !isWords(value);
 }
 function looksLikeToken(text) {
  return text.length >= 16 && /^[\w.~+/=-]+$/.test(text) && !isCommon(text) && !isWords(text);
 }
 function isCommon(text) {
  return text.length < LONGEST_WORDS && (COMMON.test(text) || VALUES_THAT_NAME.has(text_plainName(text)));
 }
 const LONGEST_WORDS = 80;
 const COMMON = new RegExp([ /[A-Za-z]?[a-z]{0,14}|[A-Z]{1,15}/, /[-+\d.,:/ %]{1,20}|\d{4}-\d\d-\d\d[T ][-+\d:.Z]*/, /[A-Z]+\d{0,4}(?:_[A-Z]*\d{0,4})+/, /(?:[\w.-]+![a-z]\d+\|?)+|(?:mailto:)?[a-z][a-z.-]{2,}@[a-z\d-]+(?:\.[a-z-]{2,})+(?::[\w./-]*)?/, /\$(?:[A-Z_\d]+|[a-z_]+|\{[^}]*\}|\([^)]*\))|%\w+%|\$?\{\{.*\}\}|<.*>|\*+/ ].map(({source}) => `^(?:${source})$`).join("|"));
 const VALUES_THAT_NAME = new Set([ ...SURE, "clientsecret", "clientassertion" ]);
 function isWords(text) {
  if (text.length >= LONGEST_WORDS || !/^[\w ./:,@=&-]*$/.test(text)) return false;
  const parts = words(text).split(/[^A-Za-z\d]+/);
  const lettered = parts.filter(part => /^[A-Za-z]+$/.test(part));
  return parts.every(part => WORD.test(part)) && lettered.join("").length >= 3 * lettered.length;
 }
 const WORD = /^(?:(?:[A-Z]{0,3}[a-z]{0,15}|[A-Z]{0,15})\d{0,4}|\d{1,19})$/;
 function secretMasks(clientId, clientSecret) {
  const id = formEncode(clientId);
  const secret = formEncode(clientSecret);
  return [ clientSecret, secret, basicValue(clientId, clientSecret), basicValue(id, secret) ];
 }
 function keyMasks(privateKey) {
  const lines = keyLines(privateKey);
  const body = lines.join("");
  const standard = body.match(/.{1,64}/g) ?? [];
  const single = [ ...lines, ...standard ].filter(line => line.length >= 8);
  return [ ...single, body, lines.join("\\n"), standard.join("\\n") ];
 }
 function keyLines(privateKey) {
  return privateKey.replace(/-----[A-Z0-9 ]+-----/g, " ").split(/\\r|\\n|\s/).filter(line => line !== "");
 }
 function basicValue(clientId, clientSecret) {
  return Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
 }
 function formEncode(text) {
  return new URLSearchParams({
   "": text
  }).toString().slice(1);
 }
 function tokenRequest(credential, parameters, assertion) {
  const {proof, grantType = "client_credentials"} = credential;
  const form = new URLSearchParams({
   grant_type: grantType
  });
  const basic = credential.authMethod === "client_secret_basic";
  if (!basic) form.set("client_id", credential.clientId);
  if (proof.kind === "secret" && !basic) form.set("client_secret", proof.clientSecret);
  if (assertion !== void 0) {
   form.set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
   form.set("client_assertion", assertion);
  }
  for (const [name, value] of formParameters(credential, parameters)) form.append(name, value);
  const body = form.toString();
  return {
   method: "POST",
   url: withoutRepeats(credential.tokenUrl, form),
   headers: {
    accept: "application/json",
    "accept-encoding": "identity",
    "content-type": "application/x-www-form-urlencoded",
    "content-length": String(Buffer.byteLength(body)),
    "user-agent": "api-client-credentials",
    ...basic && proof.kind === "secret" ? basicHeaders(credential.clientId, proof.clientSecret) : {}
   },
   body,
   ...proof.kind === "certificate" ? {
    clientCertificate: proof
   } : {}
  };
 }
 function withoutRepeats(url, form) {
  if (url.search === "") return url;
  const kept = new URL(url);
  for (const name of new Set(form.keys())) kept.searchParams.delete(name);
  return kept;
 }
 function secretParameters({others}) {
  return others.filter(([name, value]) => {
   const secrecy = secrecyOf(name) ?? (/code$/i.test(name) ? "likely" : void 0);
   if (secrecy === void 0 || value.length < 4 || /^(?:true|false|null)$/i.test(value)) return false;
   return secrecy === "sure" || !isCommon(value);
  }).map(([, value]) => value);
 }
 function formParameters(credential, {scope, audience, resource, tokenFormat, others}) {
  const asked = [];
  if (scope !== void 0) asked.push([ "scope", scope ]);
  if (audience !== void 0) asked.push([ "audience", audience ]);
  for (const value of resource) asked.push([ "resource", value ]);
  if (tokenFormat !== void 0) asked.push([ "token_format", tokenFormat ]);
  for (const [name, value] of others) asked.push([ name, value ]);
  const names = new Set(asked.map(([name]) => name));
  const usual = Object.entries(credential.parameters).filter(([name]) => !names.has(name));
  return [ ...usual, ...asked ];
 }
 function basicHeaders(clientId, clientSecret) {
  return {
   authorization: `Basic ${basicValue(formEncode(clientId), formEncode(clientSecret))}`,
   "x-cf-encoded-credentials": "true"
  };
 }
 const LARGEST_TOKEN = 1e5;
 const SHORTEST_TOKEN = 16;
 const LARGE_TOKEN = 16e3;
 const TEN_YEARS = 10 * 366 * 86400;
 const SKEW = 3e4;
 function accessToken(body, response, receivedAt, requestedScope) {
  const value = tokenValue(body["access_token"]);
  const tokenType = bearer(body["token_type"]);
  const claims = claimsOf(value);
  const serverTime = httpDate(header(response, "date"));
  const clock = serverTime ?? receivedAt;
  const expiresIn = lifetime(body["expires_in"]) ?? usualLifetime(body, clock) ?? remaining(claims, clock) ?? secondsLeft(body["ext_expires_in"], clock);
  if (expiresIn !== void 0 && expiresIn <= 0) throw new Failure("E_TOKEN_EXPIRES", "The server issued a token that has already expired.", "Tell the operator of the server.");
  return {
   value,
   tokenType,
   scope: grantedScope(body["scope"]) ?? claimedScope(claims) ?? requestedScope,
   expiresIn,
   expiresAt: expiresIn === void 0 ? void 0 : new Date(clock + expiresIn * 1e3),
   claims,
   otherSecrets: [ body["refresh_token"], body["id_token"] ].filter(isTokenLike),
   warnings: [ ...value.length > LARGE_TOKEN ? [ {
    code: "W_TOKEN_LARGE",
    text: `The token is ${value.length} characters long; servers that allow headers of 16 KB will refuse it. Ask for fewer scopes.`
   } ] : [], ...skewWarning(serverTime, receivedAt) ]
  };
 }
 function jsonBody(response) {
  if (bodyText(response) === "") throw new Failure("E_TOKEN_EMPTY", "The server answered 200 with an empty body.", "Is this the token endpoint?");
  const parsed = parsedBody(response);
  if (parsed !== void 0) return parsed;
  throw new Failure("E_TOKEN_NOT_JSON", `The server answered 200 with ${response.body.length} bytes of ${contentType(response)} instead of a JSON object.`, "Is this the token endpoint, or a login page or proxy before it?");
 }
 function bodyText({body}) {
  return body.toString().replace(/^\uFEFF/, "").trim();
 }
 function contentType(response) {
  const type = header(response, "content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  return /^(?:text\/(?:html|plain|xml)|application\/(?:json|xml|octet-stream|problem\+json))$/.test(type) ? type : "another type";
 }
 function parsedBody(response) {
  const parsed = parsedJson(bodyText(response));
  return json_isJsonObject(parsed) ? parsed : void 0;
 }
 function tokenValue(value) {
  if (typeof value !== "string" || value === "") throw new Failure("E_TOKEN_MISSING", "The answer holds no access_token, or one that is not a text.", "Is this the token endpoint?");
  if (value.length > LARGEST_TOKEN) throw new Failure("E_TOKEN_SIZE", `The token is ${value.length} characters long; no server takes a header of that size.`, "Ask for fewer scopes.");
  if (!/^[\x21-\x7e]+$/.test(value)) throw new Failure("E_TOKEN_CHARSET", "The token holds characters that RFC 6749 (appendix A.12) does not allow, such as spaces or line breaks.", "Tell the operator of the server.");
  if (isTokenText(value)) return value;
  if (response_isWords(value) || value.includes("://")) throw new Failure("E_TOKEN_MISSING", "The answer holds a word or a URL where its access_token belongs.", "Is this the token endpoint?");
  throw new Failure("E_TOKEN_SIZE", `The token is ${value.length} characters long: too short to be masked without ruining the log, and easy to guess (RFC 6749 10.10).`, `Have the server issue tokens of at least ${SHORTEST_TOKEN} characters.`);
 }
 function isTokenLike(value) {
  return typeof value === "string" && isTokenText(value);
 }
 function isTokenText(text) {
  return text.length >= SHORTEST_TOKEN && /^[\x21-\x7e]+$/.test(text) && !text.includes("://") && !response_isWords(text);
 }
 function response_isWords(text) {
  return text.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).every(part => /^(?:[A-Z]?[a-z]{2,19}|[A-Z]{0,20}|[a-z])$/.test(part));
 }
 function bearer(value) {
  if (typeof value === "string" && /^ *bearer(?:[ _-]?token)? *$/i.test(value)) return value;
  if (typeof value === "string" && /^(?:mac|hawk|d?pop|n_a|basic|jwt|saml2?)$/i.test(value)) throw new Failure("E_TOKEN_TYPE", `The token is of type ${value}; only bearer tokens can be used.`, "Have the client set to them at the server.");
  throw new Failure("E_TOKEN_TYPE", "The answer does not say that its token is a bearer token (token_type).", "Is this the token endpoint?");
 }
 function lifetime(value) {
  if (value === void 0 || value === null) return;
  const seconds = typeof value === "string" && /^\d{1,12}(?:\.\d{1,6})?$/.test(value) ? Number(value) : value;
  if (typeof seconds !== "number" || !(seconds >= 0 && seconds <= TEN_YEARS)) throw new Failure("E_TOKEN_EXPIRES", "The lifetime of the token (expires_in) is not a number of seconds between 0 and ten years.", "Tell the operator of the server.");
  return Math.floor(seconds);
 }
 function usualLifetime(body, now) {
  return [ body["expires_at"], body["expires_on"], body["expires"] ].map(value => secondsLeft(value, now)).find(seconds => seconds !== void 0);
 }
 function secondsLeft(value, now) {
  const number = typeof value === "string" && /^\d{1,14}$/.test(value) ? Number(value) : value;
  const moment = typeof number === "number" ? inMilliseconds(number, now) : dateOf(value);
  const seconds = Math.floor((moment - now) / 1e3);
  return seconds > 0 && seconds <= TEN_YEARS ? seconds : void 0;
 }
 function inMilliseconds(number, now) {
  if (number <= TEN_YEARS) return now + number * 1e3;
  return number < 1e11 ? number * 1e3 : number;
 }
 function dateOf(value) {
  const named = typeof value === "string" && /(?:Z|GMT|UTC|[+-]\d\d:?\d\d)$/.test(value);
  return named ? Date.parse(value) : Number.NaN;
 }
 function remaining(claims, now) {
  const expiry = claims?.["exp"];
  const seconds = typeof expiry === "number" ? Math.floor(expiry - now / 1e3) : Number.NaN;
  return seconds <= TEN_YEARS ? seconds : void 0;
 }
 function grantedScope(value) {
  const isName = name => name && typeof name === "string";
  const scope = Array.isArray(value) ? value.filter(isName).join(" ") : value;
  if (scope === void 0 || scope === null || scope === "") return;
  if (typeof scope === "string" && /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)) return scope;
  throw new Failure("E_TOKEN_CHARSET", "The scope of the token is not a text of the characters that RFC 6749 (appendix A.4) allows.", "Tell the operator of the server.");
 }
 function claimedScope(claims) {
  const names = grantedScopes(void 0, claims);
  const wellFormed = names.every(isScopeName);
  return names.length > 0 && wellFormed ? names.join(" ") : void 0;
 }
 function skewWarning(serverTime, localTime) {
  const skew = serverTime === void 0 ? 0 : localTime - serverTime;
  if (Math.abs(skew) <= SKEW) return [];
  const seconds = Math.round(Math.abs(skew) / 1e3);
  return [ {
   code: "W_CLOCK",
   text: `The clock of this runner is ${seconds} s ${skew > 0 ? "ahead of" : "behind"} the server's. expires-at follows the server's clock.`
  } ];
 }
 function tokenMasks({value, claims, otherSecrets}) {
  return [ ...claims === void 0 ? [ value ] : jwtSecrets(value), ...otherSecrets ];
 }
 function jwtSecrets(jwt) {
  return [ jwt, jwt.split(".")[2] ].filter(isTokenLike);
 }
 function claimsOf(token) {
  const parts = token.split(".");
  if (parts.length !== 3) return;
  const claims = parsedJson(Buffer.from(parts[1] ?? "", "base64url").toString());
  return json_isJsonObject(claims) ? claims : void 0;
 }
 function isScopeName(text) {
  return /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(text);
 }
 function scopesIn(text) {
  return text.split(/[ ,]+/).filter(name => name !== "");
 }
 function grantedScopes(scope, claims) {
  if (scope !== void 0) return scopesIn(scope);
  const claim = json_isJsonObject(claims) ? claims["scope"] : void 0;
  if (typeof claim === "string") return scopesIn(claim);
  return Array.isArray(claim) ? claim.filter(name => typeof name === "string") : [];
 }
 function missingScopes(wanted, granted) {
  const names = new Set(granted.flatMap(name => [ name, localName(name) ]));
  return wanted.filter(name => !names.has(name));
 }
 function localName(scope) {
  return /^[^.\s]*![a-z]\d+\.(.+)$/.exec(scope)?.[1] ?? scope;
 }
 function isWanted({clientId, zoneId, parameters: stored}, {requireScopes, parameters}, {claims = {}, scope}) {
  const is = (name, value) => claims[name] === void 0 || value === void 0 || claims[name] === value;
  const scopes = [ ...requireScopes, parameters.scope ?? stored["scope"] ?? "" ].flatMap(scopesIn);
  return [ "client_id", "cid", "azp" ].every(name => is(name, clientId)) && is("zid", zoneId) && (scopes.length === 0 || missingScopes(scopes, grantedScopes(scope, claims)).length === 0);
 }
 const INPUTS = [ "credentials", "client-id", "client-secret", "certificate", "private-key", "token-url", "api-url", "binding", "provider", "auth-method", "endpoint", "scope", "audience", "resource", "token-format", "parameters", "require-scopes", "allowed-hosts", "assertion-audience", "ca-certificate", "timeout", "env-prefix", "credential-set", "set-options", "rotate", "rotation", "authority-login", "github-token" ];
 function readInputs(runner) {
  const credentials = runner.input("credentials");
  const overrides = {
   clientId: runner.input("client-id"),
   clientSecret: runner.input("client-secret"),
   certificate: runner.input("certificate"),
   privateKey: runner.input("private-key"),
   tokenUrl: runner.input("token-url"),
   apiUrl: runner.input("api-url")
  };
  if (credentials !== void 0 && areComplete(overrides, runner.input("auth-method") === "private_key_jwt")) throw twoCredentials();
  const requestOptions = readRequestOptions(runner);
  const envPrefix = runner.input("env-prefix");
  return {
   credentials,
   binding: runner.input("binding"),
   overrides,
   credentialOptions: {
    provider: oneOf(runner, "provider", [ "auto", "xsuaa", "ias", "etrusted", "oauth2" ]),
    authMethod: oneOf(runner, "auth-method", [ "auto", "client_secret_post", "client_secret_basic", "tls_client_auth", "private_key_jwt", "github_oidc" ]),
    endpoint: runner.input("endpoint")
   },
   requestOptions,
   timeout: timeoutOf(runner.input("timeout") ?? "60s"),
   rotate: oneOf(runner, "rotate", [ "never", "when-due", "always" ]),
   envPrefix: envPrefix === void 0 ? void 0 : checkedPrefix(envPrefix)
  };
 }
 function areComplete(overrides, signs) {
  const {clientId, tokenUrl, clientSecret, certificate, privateKey} = overrides;
  const proof = clientSecret ?? (certificate === void 0 && !signs ? void 0 : privateKey);
  return clientId !== void 0 && tokenUrl !== void 0 && proof !== void 0;
 }
 function oneOf(runner, name, allowed) {
  const value = runner.input(name) ?? allowed[0];
  const found = allowed.find(candidate => candidate === value);
  if (found !== void 0) return found;
  throw new Failure("E_INPUT_INVALID", `The input ${name} must be ${listOf(allowed.filter(candidate => candidate !== ""), "or")}.`);
 }
 const LONGEST = 60 * 6e4;
 function timeoutOf(text) {
  const value = durationOf(text, [ "ms", "s", "m" ]) ?? 0;
  if (value > 0 && value <= LONGEST) return value;
  throw new Failure("E_INPUT_INVALID", "The input timeout must be a number with a unit, such as 60s, 500ms or 2m, and at most 60m.");
 }
 function readRequestOptions(runner) {
  const allowedHosts = runner.input("allowed-hosts");
  const audience = runner.input("assertion-audience");
  return {
   parameters: readParameters(runner),
   requireScopes: scopeNames(runner.input("require-scopes") ?? "", "require-scopes"),
   allowedHosts: allowedHosts === void 0 ? void 0 : hostPatterns(allowedHosts),
   caCertificate: runner.input("ca-certificate"),
   assertionAudience: audience === void 0 ? void 0 : requireText(audience, "input assertion-audience")
  };
 }
 function readParameters(runner) {
  const scope = scopeNames(runner.input("scope") ?? "", "scope").join(" ");
  const audience = runner.input("audience");
  const resource = (runner.input("resource") ?? "").split(/\s+/).filter(value => value !== "");
  const format = oneOf(runner, "token-format", [ "", "jwt", "opaque" ]);
  const others = parameterLines(runner.input("parameters") ?? "");
  const typed = {
   scope: scope !== "",
   audience: audience !== void 0,
   resource: resource.length > 0,
   token_format: format !== ""
  };
  const twice = others.find(([name]) => typed[name] === true);
  if (twice !== void 0) throw new Failure("E_INPUT_CONFLICT", `The parameter ${twice[0]} is given twice: by its own input and in parameters.`, "RFC 6749 3.2 allows it once.");
  return {
   scope: scope === "" ? void 0 : scope,
   audience: audience === void 0 ? void 0 : requireText(audience, "input audience"),
   resource: resource.map(value => requireText(value, "input resource")),
   tokenFormat: format === "" ? void 0 : format,
   others
  };
 }
 function scopeNames(text, name) {
  const names = text.split(/\s+/).map(withoutCommas).filter(scope => scope !== "");
  if (names.every(isScopeName)) return names;
  throw new Failure("E_INPUT_CHARSET", `The input ${name} holds characters that RFC 6749 (3.3) does not allow in a scope.`, "Separate scopes by spaces.");
 }
 function withoutCommas(name) {
  let [start, end] = [ 0, name.length ];
  while (name[start] === ",") start += 1;
  while (end > start && name[end - 1] === ",") end -= 1;
  return name.slice(start, end);
 }
 const NO_LIMIT = "no limit";
 function noHosts() {
  return new Failure("E_INPUT_INVALID", "The input allowed-hosts is given, but names no host.", "Is the variable or secret of its expression set? Name the hosts, or remove the input from the step: then there is no limit.");
 }
 const HOST_PATTERN = /^(?:\*\.)?(?:[a-z0-9_][a-z0-9._-]*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
 function hostPatterns(text) {
  if (text === NO_LIMIT) return;
  const patterns = text.split(/[\s,]+/).filter(pattern => pattern !== "");
  if (patterns.length === 0) throw noHosts();
  const wrong = patterns.findIndex(pattern => !HOST_PATTERN.test(pattern));
  if (wrong === -1) return patterns;
  if (patterns[wrong]?.includes("*")) throw new Failure("E_INPUT_INVALID", `Host ${wrong + 1} of the input allowed-hosts has a star that is not its whole first part.`, "A star is possible at the beginning alone, as in *.hana.ondemand.com, where it is one part of the name or more. Name the hosts one by one, or shorten the pattern.");
  throw new Failure("E_INPUT_INVALID", "The input allowed-hosts must list host names such as login.etrusted.com or *.hana.ondemand.com, without https:// and paths.");
 }
 const OWN_PARAMETERS = new Set([ "grant_type", "client_id", "client_secret", "client_assertion", "client_assertion_type" ]);
 function parameterLines(text) {
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== "");
  const parameters = lines.map(line => {
   const [, name = "", value = ""] = /^\s*([^=\s]+)\s*=(.*)$/.exec(line) ?? [];
   if (/^[\w.-]+$/.test(name) && !OWN_PARAMETERS.has(name.toLowerCase())) return [ name, requireText(value.trim(), "input parameters") ];
   throw new Failure("E_INPUT_INVALID", "Each line of the input parameters must be name=value, and the name none of the parameters that the action sets itself (grant_type, client_id, client_secret, client_assertion).");
  });
  if (new Set(parameters.map(([name]) => name)).size === parameters.length) return parameters;
  throw new Failure("E_INPUT_CONFLICT", "The input parameters gives a name twice.", "RFC 6749 3.2 allows each parameter once.");
 }
 const RESERVED = [ "ACTIONS", "GH", "GITHUB", "INPUT", "RUNNER", "STATE", "BASH", "DYLD", "GLIBC", "HOME", "LD", "MALLOC", "PATH", "SSH", "SSL", "ZSH", "BUN", "COREPACK", "DENO", "NODE", "NPM", "PNPM", "YARN", "CONDA", "PIP", "POETRY", "PYTHON", "TWINE", "UV", "GRADLE", "JAVA", "JDK", "MAVEN", "COR", "COMPLUS", "CORECLR", "DOTNET", "MSBUILD", "NUGET", "BUNDLE", "BUNDLER", "COMPOSER", "GEM", "LUA", "PERL", "PERL5", "PHP", "RUBY", "CARGO", "CMAKE", "GCC", "GIT", "MAKE", "RUST", "RUSTC", "RUSTUP", "BUILDKIT", "DOCKER", "HELM", "KUBE", "KUBERNETES", "ARM", "AWS", "AZURE", "CLOUDSDK", "DIGITALOCEAN", "GCLOUD", "GOOGLE", "PULUMI" ];
 function checkedPrefix(prefix) {
  const isReserved = RESERVED.some(name => prefix === name || prefix.startsWith(`${name}_`));
  if (/^[A-Z][A-Z0-9_]{0,63}$/.test(prefix) && !isReserved) return prefix;
  throw new Failure("E_NAME", "The input env-prefix must be capital letters, digits and _, begin with a letter, and not with a name that belongs to the runner, the system or a common tool, such as GITHUB, PATH or AWS.", "Example: CALM.");
 }
 function twoCredentials() {
  return new Failure("E_INPUT_CONFLICT", "The input credentials and the inputs client-id, client-secret (or certificate and private-key) and token-url are both complete credentials.", "Keep one of the two.");
 }
 function fieldsOf(object) {
  const members = stringMembers(object);
  const fields = {};
  for (const [field, names] of NAMES_BY_FIELD) {
   const name = names.find(candidate => members.has(candidate));
   const value = name === void 0 ? void 0 : members.get(name);
   if (value !== void 0) fields[field] = value;
  }
  return fields;
 }
 const fields_NAMES = {
  clientId: [ "clientid" ],
  clientSecret: [ "clientsecret", "secret" ],
  certificate: [ "certificate", "tlscrt" ],
  privateKey: [ "key", "privatekey", "tlskey" ],
  keyId: [ "kid", "keyid" ],
  credentialType: [ "credentialtype" ],
  grantType: [ "granttype", "granttypes", "authorizedgranttypes" ],
  url: [ "url" ],
  tokenUrl: [ "tokenurl", "tokenendpoint", "tokenserviceurl", "oauthurl", "oauthtokenurl", "authurl", "authenticationurl", "accesstokenurl", "tokenuri", "oauthtokenendpoint", "oauth2tokenurl", "uaaurl", "xsuaaurl" ],
  tokenUrlSuffix: [ "tokenurlsuffix" ],
  certUrl: [ "certurl" ],
  apiUrl: [ "apiurl", "apibaseurl", "baseurl", "apiendpoint", "serviceurl" ],
  audience: [ "audience" ],
  uaaDomain: [ "uaadomain" ],
  xsAppName: [ "xsappname" ],
  zoneId: [ "zoneid", "identityzoneid", "tenantid" ],
  domains: [ "domains" ],
  serviceLabel: [ "label" ],
  authentication: [ "authentication" ],
  applicationTenant: [ "apptid" ],
  credentialsInBody: [ "tokenserviceaddclientcredentialsinbody", "addclientcredentialsinbody" ],
  authMethod: [ "tokenendpointauthmethod", "clientauthenticationmethod", "clientauthentication" ],
  scope: [ "scope" ],
  resource: [ "resource" ],
  userName: [ "username", "user" ],
  password: [ "password" ]
 };
 const NAMES_BY_FIELD = Object.entries(fields_NAMES);
 function hasClientId(object) {
  return stringMembers(object).has("clientid");
 }
 function stringMembers(object) {
  const members = new Map;
  for (const [name, member] of Object.entries(object)) {
   const plain = text_plainName(name);
   const value = Array.isArray(member) ? fromList(member, plain) : member;
   const text = typeof value === "string" ? trimInvisible(value) : simpleText(value);
   if (text === "" || text === "<null>") continue;
   if (plain === name || !members.has(plain)) members.set(plain, text);
  }
  return members;
 }
 function fromList(list, plain) {
  if (plain === "scope" || plain === "resource") return list.filter(item => typeof item === "string").join(" ");
  return list.find(item => item === "client_credentials") ?? list[0];
 }
 function simpleText(value) {
  return typeof value === "boolean" || Number.isSafeInteger(value) ? String(value) : "";
 }
 function clientAtTop(document) {
  return hasClientId(document) ? {
   client: document,
   document
  } : void 0;
 }
 function clientUnderUaa(document) {
  const client = member(document, "uaa");
  return json_isJsonObject(client) && hasClientId(client) ? {
   client,
   document,
   name: "uaa"
  } : void 0;
 }
 function member(document, name) {
  return document[name] ?? Object.entries(document).find(([other]) => text_plainName(other) === name)?.[1];
 }
 function parsedCredential({client, document}, secrets, warnings = []) {
  const fields = fieldsOf(client);
  const nested = client !== document;
  const grantType = nested ? stringMembers(document).get("granttype") : void 0;
  return {
   fields: grantType === void 0 ? fields : {
    grantType,
    ...fields
   },
   client,
   document,
   nested,
   secrets,
   warnings
  };
 }
 function endpointsOf(document) {
  const endpoints = {};
  const groups = [ member(document, "endpoints"), member(document, "serviceurls") ];
  const named = groups.filter(json_isJsonObject).flatMap(group => Object.entries(group));
  for (const [name, value] of named) {
   const inner = json_isJsonObject(value) ? value["uri"] ?? value["url"] : value;
   if (typeof inner !== "string" || !isUrl(inner) || hasControls(name)) continue;
   if (!Object.hasOwn(endpoints, name)) endpoints[name] = inner.trim();
  }
  return endpoints;
 }
 function endpointTaken(endpoints, taken) {
  const web = Object.entries(endpoints).filter(([, url]) => isWebUrl(url));
  const name = web.find(([, url]) => url === taken)?.[0];
  if (name === void 0 || web.every(([, url]) => url === taken)) return [];
  const names = text_oneLine(listOf(web.map(([each]) => each)));
  const text = `The credential names several API endpoints: ${names}. The output api-url is the one of ${text_oneLine(name)}; the input endpoint chooses another one.`;
  return [ {
   code: "W_ENDPOINT_TAKEN",
   text,
   level: "notice"
  } ];
 }
 function apiUrlOf({document, fields, nested}, chosen, tokenUrl) {
  const endpoints = Object.entries(endpointsOf(document));
  if (chosen !== void 0) return chosenEndpoint(endpoints, chosen);
  const first = endpoints.find(([, url]) => isWebUrl(url));
  if (first !== void 0) return aiApiUrl(endpoints) ?? first[1];
  const members = stringMembers(document);
  const names = nested ? BESIDE_CLIENT : IN_FLAT;
  const named = names.map(name => members.get(name)).find(url => url && isWebUrl(url));
  if (named !== void 0) return named;
  const found = nested ? onlyUrl(members) : flatApiUrl(fields, tokenUrl);
  if (found !== void 0) return isWebUrl(found) ? found : void 0;
  const last = nested && members.size > 0 ? void 0 : members.get("uri") ?? fields.apiUrl;
  return last !== void 0 && isWebUrl(last) ? last : void 0;
 }
 const BESIDE_CLIENT = [ "uri", "targeturl", "url", "apiurl", "apibaseurl", "baseurl", "serviceurl" ];
 const IN_FLAT = [ "smurl", "saasregistryurl" ];
 function chosenEndpoint(endpoints, chosen) {
  const match = same => endpoints.find(([name]) => same(name))?.[1];
  const url = match(name => name === chosen) ?? match(name => name.toLowerCase() === chosen.toLowerCase());
  if (url !== void 0) return url;
  const names = endpoints.map(([name]) => name);
  if (names.length > 0) throw new Failure("E_INPUT_INVALID", `The input endpoint names none of the credential's endpoints; they are ${text_oneLine(listOf(names))}.`);
  throw new Failure("E_INPUT_INVALID", "The input endpoint is set, but the credential has none.", "Remove the input endpoint, or give api-url.");
 }
 function onlyUrl(members) {
  const urls = [ ...members.values() ].filter(value => /^https:\/\//.test(value) && isUrl(value));
  return urls.length === 1 ? urls[0] : void 0;
 }
 function aiApiUrl(endpoints) {
  return endpoints.find(([name, url]) => text_plainName(name) === "aiapiurl" && isWebUrl(url))?.[1];
 }
 function flatApiUrl(fields, tokenUrl) {
  const {url} = fields;
  if (url === void 0 || fields.uaaDomain !== void 0) return;
  const host = URL.parse(url.includes("://") ? url : `https://${url}`)?.hostname;
  const plain = name => name?.replace(".authentication.cert.", ".authentication.");
  return plain(host) === plain(tokenUrl.hostname) ? void 0 : url;
 }
 function isWebUrl(text) {
  return isUrl(text) && /^https?:/i.test(text.trim());
 }
 function isUrl(text) {
  return !hasInvisible(text.trim()) && URL.canParse(text.trim());
 }
 function secretOf(proof) {
  switch (proof.kind) {
  case "secret":
   return proof.clientSecret;

  case "certificate":
  case "private-key":
   return proof.privateKey;

  case "github-oidc":
   return;
  }
 }
 function credentialMasks({clientId, proof}) {
  if (proof.kind === "secret") return secretMasks(clientId, proof.clientSecret);
  return "privateKey" in proof ? keyMasks(proof.privateKey) : [];
 }
 function isPlainPair(clientId, clientSecret) {
  return PLAIN_SECRET.test(clientSecret) && PLAIN_CLIENT_ID.test(clientId) && !ODD_WORD.test(clientSecret) && !ODD_WORD.test(clientId);
 }
 const PLAIN_SECRET = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\$[\w+/-]{40,50}=*|(?![0-9a-f]{8}-[0-9a-f]{4}-)[A-Za-z0-9][\w.~+/-]{22,100}[A-Za-z0-9=])$/i;
 const PLAIN_CLIENT_ID = /^(?:sb-[\w.-]+![bt]\d+(?:\|[\w.-]+![bt]\d+)?|(?!sb-)[\w-]+(?:[.@][\w-]+)*)$/;
 const ODD_WORD = /^(?:null|none|nil|nan|undefined|to?d[bo]|tb[ad]|dummy|age1|(?:secrets|vars|env|inputs|github|needs|steps|process|os|projects)[./]|(?:the|your|my|insert|enter|paste|put)[_-]|please|replace|change|client|place|secret)|x{6}|vault\.azure|googleusercontent|__|\.{3}|_(?:secret|key|password|token|credentials?|id|url)$/i;
 function isPlainUrl(text) {
  return PLAIN_URL.test(text) && !ODD_PATH.test(text);
 }
 const PLAIN_URL = /^https?:\/\/(?!your|my[-_.]|(?:undefined|null)(?![\w-])|[\w-]+\.vault\.|[\w.-]*google)[A-Za-z0-9][\w.-]*(?::\d+)?(?:[/?][\w./?=&~-]*)?$/i;
 const ODD_PATH = /token.*token|\.\./i;
 function providerOf(fields, name) {
  const found = providers.find(provider => name === "auto" ? provider.recognises(fields) : provider.name === name);
  return found ?? xsuaa;
 }
 function familyOf(url) {
  if (ETRUSTED_HOST.test(url)) return "etrusted";
  if (IAS_HOST.test(url)) return "ias";
  return url.includes(".authentication.") ? "xsuaa" : void 0;
 }
 function statedUrl({tokenUrl, certUrl, url}) {
  return tokenUrl ?? certUrl ?? url;
 }
 const xsuaa = {
  name: "xsuaa",
  recognises: fields => fields.uaaDomain !== void 0 || fields.xsAppName !== void 0 || fields.clientId?.startsWith("sb-") === true || [ fields.url, fields.tokenUrl, fields.certUrl ].some(url => url?.includes(".authentication.")),
  tokenUrl: (fields, proof) => proof === "certificate" ? uaaMutualTlsUrl(fields) : uaaTokenUrl(fields),
  parameters: () => ({})
 };
 const IAS_TOKEN_PATH = "/oauth2/token";
 const IAS_HOST = /\.accounts(?:400)?\.(?:ondemand\.com|cloud\.sap|sapcloud\.cn)(?:[:/]|$)/;
 const IAS_LABEL = /^(?:identity|ias)$/i;
 const IAS_CREDENTIAL_TYPE = /^(?:SECRET|X509_[A-Z]+|NONE)$/;
 function isAtUaa(fields) {
  return familyOf(statedUrl(fields) ?? "") === "xsuaa";
 }
 const ias = {
  name: "ias",
  tokenPath: IAS_TOKEN_PATH,
  recognises: fields => IAS_LABEL.test(fields.serviceLabel ?? "") && !isAtUaa(fields) || IAS_CREDENTIAL_TYPE.test(fields.credentialType ?? "") || [ fields.url, fields.tokenUrl ].some(url => url !== void 0 && IAS_HOST.test(url)) || !!(fields.applicationTenant ?? (!fields.tokenUrl && fields.domains)) && !xsuaa.recognises(fields),
  tokenUrl(fields) {
   const url = fields.tokenUrl ?? fields.url;
   if (url === void 0) return;
   const base = withoutAuthorize(secureUrl(url, "url of the credential"));
   const whole = base.pathname.includes("token") || url === fields.tokenUrl && base.pathname !== "/";
   return whole ? base : withTokenPath(base, IAS_TOKEN_PATH);
  },
  parameters: fields => fields.applicationTenant === void 0 ? {} : {
   app_tid: fields.applicationTenant
  }
 };
 const ETRUSTED_HOST = /^(?:https:\/\/)?(?:[\w-]+\.)*etrusted\.com(?:[:/]|$)/i;
 const ETRUSTED_LIVE = /^(?:https:\/\/)?(?:login|api)\.etrusted\.com(?:\/|$)/;
 const etrusted = {
  name: "etrusted",
  recognises: fields => (/^etrusted/i.test(fields.serviceLabel ?? "") || [ fields.tokenUrl, fields.apiUrl, fields.audience ].some(url => url?.includes("etrusted.com") === true && ETRUSTED_LIVE.test(url))) && !isOfOthers(fields),
  tokenUrl: fields => typedTokenUrl(fields.tokenUrl ?? "https://login.etrusted.com/oauth/token"),
  parameters: () => ({
   audience: "https://api.etrusted.com"
  }),
  apiUrl: "https://api.etrusted.com"
 };
 function isOfOthers(fields) {
  const url = statedUrl(fields);
  return xsuaa.recognises(fields) || url !== void 0 && (familyOf(url) === "ias" || fields.tokenUrl === void 0 && familyOf(url) !== "etrusted");
 }
 const oauth2 = {
  name: "oauth2",
  recognises: fields => fields.tokenUrl !== void 0,
  tokenUrl: fields => fields.tokenUrl === void 0 ? void 0 : typedTokenUrl(fields.tokenUrl),
  parameters: () => ({})
 };
 const providers = [ etrusted, ias, xsuaa, oauth2 ];
 const TOKEN_PATH = "/oauth/token";
 const TOKEN_PATHS = [ TOKEN_PATH, "/oauth2/token" ];
 function typedTokenUrl(text, path = TOKEN_PATH) {
  const url = secureUrl(text, "token URL");
  if (providers_withoutRepeats(url.pathname) !== url.pathname) throw new Failure("E_URL_DOUBLED", `The token URL ends with its token path twice (${url.pathname.slice(-60)}).`, "Write the path once.");
  return url.pathname === "/" ? withPath(url, path) : url;
 }
 function uaaTokenUrl(fields) {
  if (fields.tokenUrl !== void 0) {
   const url = withoutAuthorize(secureUrl(fields.tokenUrl, "token URL of the credential"));
   url.pathname = providers_withoutRepeats(url.pathname);
   return url.pathname.includes("token") ? url : withPath(url, fields.tokenUrlSuffix ?? TOKEN_PATH);
  }
  if (fields.url === void 0) return;
  return withTokenPath(withoutAuthorize(secureUrl(fields.url, "url of the credential")), TOKEN_PATH);
 }
 function uaaMutualTlsUrl(fields) {
  if (fields.certUrl !== void 0) return withTokenPath(secureUrl(fields.certUrl, "certurl of the credential"), TOKEN_PATH);
  const url = uaaTokenUrl(fields);
  if (url === void 0 || url.hostname.includes(".authentication.cert.")) return url;
  if (!url.hostname.includes(".authentication.")) return;
  url.hostname = url.hostname.replace(".authentication.", ".authentication.cert.");
  return url;
 }
 function withTokenPath(url, path) {
  const bare = new URL(url);
  bare.pathname = withoutSlashes(bare.pathname);
  return bare.pathname.endsWith(path) ? bare : withPath(bare, path);
 }
 function withoutAuthorize(url) {
  if (url.pathname.endsWith("/authorize")) url.pathname = url.pathname.replace(/authorize$/, "token");
  return url;
 }
 function providers_withoutRepeats(path) {
  let rest = path.endsWith("/") ? path.slice(0, -1) : path;
  let [first, count] = [ "", 0 ];
  for (;;) {
   const last = TOKEN_PATHS.find(tokenPath => rest.endsWith(tokenPath));
   if (last === void 0) return count > 1 ? rest + first : path;
   rest = rest.slice(0, -last.length);
   first = last;
   count += 1;
  }
 }
 async function completeCredential(stored, overrides, options, now) {
  const fields = overridden(stored?.fields ?? {}, overrides);
  const draft = {
   stored,
   fields,
   overrides,
   options
  };
  const provider = providerOf(fields, options.provider);
  const client = plainClient(draft) ?? (await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 255, 23))).examinedClient(draft, provider.name, now);
  try {
   return await located(client, provider, draft);
  } catch (error) {
   if (!(error instanceof Failure) || error.code !== "E_URL_INVALID") throw error;
   throw (await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 255, 23))).damagedUrl(error, draft);
  }
 }
 async function located({warnings = [], ...client}, provider, {stored, fields, overrides, options}) {
  const {kind} = client.proof;
  const statedUrl = overrides.tokenUrl === void 0 ? provider.tokenUrl(fields, kind) : typedTokenUrl(overrides.tokenUrl, provider.tokenPath);
  const {tokenUrl, metadataUrl} = statedUrl === void 0 ? (await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 255, 23))).tokenUrlToDiscover(provider.name, kind, fields, stored) : {
   tokenUrl: statedUrl
  };
  const document = stored?.document ?? {};
  const place = {
   document,
   fields,
   nested: stored?.nested === true
  };
  const apiUrl = overrides.apiUrl === void 0 ? apiUrlOf(place, options.endpoint, tokenUrl) ?? provider.apiUrl : secureUrl(overrides.apiUrl, "API URL").href.replace(/\/$/, "");
  const endpoints = endpointsOf(document);
  const isChosen = options.endpoint !== void 0 || overrides.apiUrl !== void 0;
  const all = [ ...warnings, ...isChosen ? [] : endpointTaken(endpoints, apiUrl) ];
  return {
   ...client,
   provider: provider.name,
   tokenUrl,
   metadataUrl,
   apiUrl,
   endpoints,
   zoneId: switchesTenant(fields, overrides) ? void 0 : fields.zoneId,
   parameters: {
    ...provider.parameters(fields),
    ...client.parameters
   },
   ...all.length > 0 && {
    warnings: all
   }
  };
 }
 const OVERRIDING = [ "clientId", "clientSecret", "certificate", "privateKey", "tokenUrl" ];
 function overridden(stored, overrides) {
  const fields = {
   ...stored
  };
  for (const name of OVERRIDING) {
   const value = overrides[name];
   if (value !== void 0) fields[name] = value;
  }
  return fields;
 }
 function switchesTenant({uaaDomain}, {tokenUrl}) {
  if (tokenUrl === void 0 || uaaDomain === void 0) return false;
  return URL.parse(tokenUrl)?.hostname.endsWith(`.${uaaDomain}`) === true;
 }
 function plainClient({stored, fields, overrides, options}) {
  const {clientId = "", clientSecret = ""} = fields;
  const isPlain = isPlainPair(clientId, clientSecret) && overrides.certificate === void 0 && overrides.privateKey === void 0 && options.authMethod === "auto" && options.provider === "auto" && UNUSUAL_FIELDS.every(name => fields[name] === void 0) && URL_FIELDS.every(name => fields[name] === void 0 || isPlainUrl(fields[name])) && (fields.grantType === void 0 || text_plainName(fields.grantType) === "clientcredentials") && (fields.credentialType === void 0 || !/x509|certificate/i.test(fields.credentialType)) && !Object.keys(stored?.client ?? {}).some(name => name.includes("."));
  if (!isPlain) return;
  const proof = {
   kind: "secret",
   clientSecret
  };
  return {
   clientId,
   authMethod: "client_secret_post",
   proof,
   parameters: {}
  };
 }
 const UNUSUAL_FIELDS = [ "authMethod", "authentication", "credentialsInBody", "scope", "audience", "resource" ];
 const URL_FIELDS = [ "tokenUrl", "certUrl", "url" ];
 const read_LONGEST = 128 * 1024;
 async function readCredential(text, binding) {
  if (text.length > read_LONGEST) throw new Failure("E_CREDENTIAL_SIZE", `The credential is ${text.length} characters long; no issuer hands out more than ${read_LONGEST}.`, "Store the credential alone.");
  const document = binding === void 0 ? parsedJson(text) : void 0;
  if (json_isJsonObject(document)) {
   const found = clientAtTop(document) ?? clientUnderUaa(document);
   if (found !== void 0 && isOnlyClient(document, found.client)) return parsedCredential(found, secretLeaves(document));
  }
  const {searchCredential} = await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 255, 23));
  return searchCredential(text, binding);
 }
 function isOnlyClient(document, client) {
  if ("kind" in document || document["type"] === "service_account") return false;
  return Object.entries(document).every(([name, value]) => {
   if (name === "rotation" && isRotationNote(value)) return true;
   if (value === client) return Object.values(client).every(inner => read_isPlain(inner));
   if (/\.|.client[ _-]?id$/i.test(name)) return false;
   return typeof value === "string" ? !ENCODED.test(trimInvisible(value)) : isHarmless(value, 3);
  });
 }
 function read_isPlain(value) {
  return typeof value === "string" ? !/^\s*[{[]/.test(value) : isHarmless(value, 3);
 }
 function isRotationNote(value) {
  return json_isJsonObject(value) && Object.values(value).every(text => typeof text === "string" && ROTATION_NOTE.test(text));
 }
 const ROTATION_NOTE = /^(?:[a-z0-9-]+-\d{8}t\d{6}z-[0-9a-z-]+|\d{4}-\d\d-\d\dT[\d:.]+Z)$/;
 const ENCODED = /^(?:[{[]|aHR0c|[eW][w-z0-9+/][A-Za-z0-9+/]{8,}=*$)/;
 const HARMLESS = /^(?:[^={[]{0,15}|https?:\/\/[\w.:/-]*|[\w/-]*[.!|][\w./!|-]*|[0-9a-f]{8}-[0-9a-f-]{27}|\d[\d:T-]+\.\d+Z)$/;
 const SUSPICIOUS = /client|^(?:oauthtokenurl|value|kind)$/;
 function isHarmless(value, depth) {
  if (typeof value === "string") return HARMLESS.test(value) && !ENCODED.test(trimInvisible(value));
  if (typeof value !== "object" || value === null) return true;
  if (depth === 0) return false;
  return Object.entries(value).every(([name, inner]) => !SUSPICIOUS.test(text_plainName(name)) && isHarmless(inner, depth - 1));
 }
 async function warningsAbout(text, tokenUrl, credential, now) {
  const {warnings = []} = credential;
  if (isUnremarkable(text, tokenUrl, credential)) return [ ...warnings ];
  const {credentialWarnings} = await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 255, 23));
  return [ ...warnings, ...credentialWarnings(text, tokenUrl, credential, now) ];
 }
 function isUnremarkable(text, tokenUrl, {proof, clientId}) {
  return proof.kind === "secret" && isPlainPair(clientId, proof.clientSecret) && (text === void 0 || !/[\r\n]/.test(text.trim())) && (tokenUrl === void 0 || isPlainUrl(tokenUrl));
 }
 const LIMITS = {
  connect: 1e4,
  firstByte: 15e3,
  total: 2e4
 };
 async function exchange(makeRequest, options) {
  const {timing} = options;
  for (let attempt = 1; ;attempt++) {
   const request = await makeRequest();
   const result = await once(request, options);
   const failed = result instanceof TransportFailure;
   const {wait, giveUp} = nextStep(result, attempt, options);
   if (giveUp !== void 0) throw withParts(giveUp, {
    facts: [ request.url.host, counted(attempt) ]
   });
   if (wait === void 0) {
    if (failed) throw result;
    return {
     response: result,
     attempts: attempt,
     receivedAt: timing.now()
    };
   }
   const what = failed ? result.code : `status ${result.status}`;
   options.runner?.debug(`another attempt after: ${what}`);
   await timing.sleep(wait);
  }
 }
 async function once(request, {transport, timing, deadline}) {
  try {
   return await transport(request, limitsUntil(deadline, timing.now(), LIMITS));
  } catch (error) {
   if (error instanceof TransportFailure) return error;
   throw error;
  }
 }
 function limitsUntil(deadline, now, limits) {
  const left = Math.max(1, deadline - now);
  return {
   connect: Math.min(limits.connect, left),
   firstByte: Math.min(limits.firstByte, left),
   total: Math.min(limits.total, left)
  };
 }
 function counted(attempts) {
  return attempts === 1 ? "1 attempt" : `${attempts} attempts`;
 }
 const MAX_RETRIES = 3;
 function nextStep(result, attempt, {timing, deadline}) {
  const failed = result instanceof TransportFailure;
  const retries = failed ? result.retries : MAX_RETRIES;
  const backedOff = attempt > Math.min(retries, MAX_RETRIES) ? void 0 : backoff(failed ? void 0 : result.status, attempt, timing.random());
  if (backedOff === void 0) return failed ? {
   giveUp: result
  } : {};
  const asked = failed ? void 0 : retryAfter(result, timing.now());
  const wait = asked ?? backedOff;
  if (timing.now() + wait < deadline) return {
   wait
  };
  if (failed) return {
   giveUp: outOfTime(result)
  };
  return asked === void 0 ? {} : {
   giveUp: tooLate(result.status, asked)
  };
 }
 function backoff(status, attempt, random) {
  switch (status) {
  case void 0:
  case 408:
  case 425:
  case 502:
  case 504:
   return random * 300 * 2 ** (attempt - 1);

  case 429:
  case 500:
  case 503:
   return random * 1e3 * 3 ** (attempt - 1);

  default:
   return;
  }
 }
 function retryAfter(response, now) {
  const value = header(response, "retry-after")?.trim() ?? "";
  if (/^\d{1,12}$/.test(value)) return Number(value) * 1e3;
  const date = httpDate(value);
  return date === void 0 ? void 0 : Math.max(0, date - now);
 }
 function outOfTime(failure) {
  const late = "No time is left for another attempt. Raise the input timeout if the server is slow.";
  return withParts(failure, {
   next: failure.next === "" ? late : `${failure.next} ${late}`
  });
 }
 function tooLate(status, wait) {
  return new Failure(status === 429 ? "E_RATE_LIMITED" : "E_TIMEOUT", `The server answered ${status} and may be asked again in ${Math.ceil(wait / 1e3)} s, which is after the deadline.`, "Run the job later, or raise the input timeout.");
 }
 async function fetchToken(credential, parameters, context) {
  const {proof, tokenUrl} = credential;
  const {secrets} = context;
  const scope = parameters.scope ?? credential.parameters["scope"];
  secrets.keep(secretParameters(parameters));
  const byAssertion = proof.kind === "private-key" || proof.kind === "github-oidc" ? await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 695, 23)) : void 0;
  let assertion;
  const {response, attempts, receivedAt} = await exchange(async () => {
   assertion = await (byAssertion?.clientAssertion(credential, context, parameters.assertionAudience));
   return tokenRequest(credential, parameters, assertion);
  }, context);
  try {
   const body = tokenBody(response);
   if (body !== void 0 && (typeof body["error"] !== "string" || body["error"] === "")) {
    const token = accessToken(body, response, receivedAt, scope);
    return proof.kind === "github-oidc" ? {
     ...token,
     subject: subjectOf(assertion)
    } : token;
   }
  } catch (error) {
   if (!(error instanceof Failure)) throw error;
   throw withParts(error, {
    facts: [ tokenUrl.host, counted(attempts) ]
   });
  }
  const {refusal} = await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 695, 23));
  throw refusal({
   response,
   attempts
  }, credential, secrets, {
   scope,
   assertion
  });
 }
 function tokenBody(response) {
  if (response.status === 200) return jsonBody(response);
  const body = response.status > 200 && response.status < 300 ? parsedBody(response) : void 0;
  return body?.["access_token"] === void 0 ? void 0 : body;
 }
 function subjectOf(assertion) {
  const subject = claimsOf(assertion ?? "")?.["sub"];
  return typeof subject === "string" ? subject : void 0;
 }
 async function withMutualTlsEndpoint(credential, options) {
  const {metadataUrl} = credential;
  if (metadataUrl === void 0) return credential;
  const {discoverMutualTlsEndpoint} = await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 695, 23));
  return discoverMutualTlsEndpoint(credential, metadataUrl, options);
 }
 async function resolveCredential({credentials, binding, overrides, credentialOptions}, {timing, secrets}) {
  const now = timing.now();
  const parsed = credentials === void 0 ? void 0 : await readCredential(credentials, binding);
  const clientId = overrides.clientId ?? parsed?.fields.clientId;
  const leaves = parsed?.secrets ?? [];
  secrets.mask(leaves.filter(leaf => leaf !== clientId));
  const credential = await completeCredential(parsed, overrides, credentialOptions, now);
  secrets.maskOwn(credentialMasks(credential));
  const secret = withoutName(secretOf(credential.proof) ?? "", parsed?.document["name"]);
  secrets.keep([ secret, ...credential.proof.kind === "secret" ? [ formEncode(secret) ] : [] ]);
  const written = overrides.tokenUrl ?? parsed?.fields.tokenUrl;
  const found = await warningsAbout(credentials, written, credential, now);
  return {
   credential,
   warnings: [ ...parsed?.warnings ?? [], ...found ]
  };
 }
 function withoutName(secret, name) {
  const start = `${String(name)}$`;
  return secret.startsWith(start) ? secret.slice(start.length) : secret;
 }
 async function obtainToken(stored, {parameters, assertionAudience}, context) {
  const credential = await withMutualTlsEndpoint(stored, context);
  try {
   const sent = {
    ...parameters,
    assertionAudience
   };
   return {
    credential,
    token: await fetchToken(credential, sent, context)
   };
  } catch (error) {
   throw afterDiscovery(error, stored);
  }
 }
 function afterDiscovery(error, {metadataUrl}) {
  if (metadataUrl === void 0) return error;
  if (!(error instanceof Failure && error.code === "E_HOST_NOT_ALLOWED")) return error;
  const happened = `${error.happened} The metadata of ${metadataUrl.host} name it as the place for certificates; they were asked for without anything of the credential.`;
  return withParts(error, {
   happened
  });
 }
 async function requireWanted(credential, wanted, token, secrets) {
  if (isWanted(credential, wanted, token)) return [];
  const {checkToken} = await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 695, 23));
  return checkToken(credential, wanted, token, secrets);
 }
 function fetchTokens(all, fetch, limits) {
  const flights = flightsOf(all);
  const outcomes = new Array(all.length);
  return new Promise(resolve => {
   const ready = originsOf(flights);
   let running = 0;
   let left = flights.length;
   function start() {
    while (running < limits.inAll) {
     const origin = ready.shift();
     if (origin === void 0) return;
     const flight = origin.flights[origin.next++];
     origin.running += 1;
     running += 1;
     if (mayStart(origin, limits)) ready.push(origin);
     fly(flight.wanted, fetch).then(outcome => {
      for (const index of flight.indexes) outcomes[index] = outcome;
      landed(origin);
     });
    }
   }
   function landed(origin) {
    const stoodReady = mayStart(origin, limits);
    origin.running -= 1;
    running -= 1;
    left -= 1;
    if (!stoodReady && mayStart(origin, limits)) ready.push(origin);
    if (left === 0) resolve(outcomes); else start();
   }
   if (left === 0) resolve(outcomes); else start();
  });
 }
 function mayStart({next, flights, running}, limits) {
  return next < flights.length && running < limits.perOrigin;
 }
 function flightsOf(all) {
  const flights = new Map;
  const optionKeys = new Map;
  all.forEach((wanted, index) => {
   const optionKey = optionKeys.get(wanted.options) ?? JSON.stringify(wanted.options);
   optionKeys.set(wanted.options, optionKey);
   const key = `${requestKey(wanted.credential)}${optionKey}`;
   const flight = flights.get(key);
   if (flight === void 0) flights.set(key, {
    wanted,
    indexes: [ index ]
   }); else flight.indexes.push(index);
  });
  return [ ...flights.values() ];
 }
 function originsOf(flights) {
  const origins = new Map;
  for (const flight of flights) {
   const name = flight.wanted.credential.tokenUrl.origin;
   const origin = origins.get(name);
   if (origin === void 0) origins.set(name, {
    flights: [ flight ],
    next: 0,
    running: 0
   }); else origin.flights.push(flight);
  }
  return [ ...origins.values() ];
 }
 function requestKey(credential) {
  const {apiUrl: _apiUrl, endpoints: _endpoints, warnings: _warnings, ...asked} = credential;
  return JSON.stringify(asked);
 }
 async function fly(wanted, fetch) {
  try {
   return {
    result: await fetch(wanted)
   };
  } catch (error) {
   return {
    error
   };
  }
 }
 const SETTINGS = [ "endpoint", "scope", "audience", "resource", "token-format", "provider", "auth-method", "token-url", "api-url", "binding", "require-scopes" ];
 function readSetOptions(text, names) {
  const members = new Set(names);
  const found = new Map;
  const lines = new Map;
  for (const [index, written] of text.split(/\r\n|\r|\n/).entries()) {
   const line = index + 1;
   const trimmed = written.trim();
   if (trimmed === "" || trimmed.startsWith("#")) continue;
   const {name, setting, value} = partsOf(trimmed, line);
   if (!members.has(name)) throw unknownMember(line, name, names);
   if (!SETTINGS.some(known => known === setting)) throw unknownSetting(line, setting);
   if (value === "") throw withoutValue(line);
   const key = `${name}.${setting}`;
   const first = lines.get(key);
   if (first !== void 0) throw twice(first, line);
   lines.set(key, line);
   const settings = found.get(name) ?? new Map;
   found.set(name, settings.set(setting, value));
  }
  return found;
 }
 function partsOf(line, number) {
  const end = line.indexOf("=");
  const key = line.slice(0, Math.max(end, 0)).trim();
  const dot = key.lastIndexOf(".");
  if (dot <= 0 || dot === key.length - 1) throw malformed(number);
  const value = line.slice(end + 1).trim();
  return {
   name: key.slice(0, dot),
   setting: key.slice(dot + 1),
   value
  };
 }
 function malformed(line) {
  return new Failure("E_INPUT_INVALID", `Line ${line} of the input set-options is not name.input=value.`, "The name is one of the credential-set, as in calm.scope=read.");
 }
 function unknownMember(line, name, names) {
  const nearest = nearestOf(name, names);
  return new Failure("E_INPUT_INVALID", `Line ${line} of the input set-options is about a name that the credential-set does not have.`, nearest === void 0 ? `It has ${names.slice(0, 10).join(", ")}${names.length > 10 ? ` and ${names.length - 10} more` : ""}.` : `Did you mean ${nearest}?`);
 }
 function unknownSetting(line, setting) {
  if (INPUTS.includes(setting)) return new Failure("E_INPUT_INVALID", `Line ${line} of the input set-options gives ${setting}, which a member cannot have for itself.`, `A member can have ${listOf(SETTINGS, "or")}.`);
  const nearest = nearestOf(setting, SETTINGS);
  return new Failure("E_INPUT_INVALID", `Line ${line} of the input set-options gives an input that is not known.`, nearest === void 0 ? `A member can have ${listOf(SETTINGS, "or")}.` : `Did you mean ${nearest}?`);
 }
 function withoutValue(line) {
  return new Failure("E_INPUT_INVALID", `Line ${line} of the input set-options has no value.`, "Look at the expression that gives it, or remove the line.");
 }
 function twice(first, second) {
  return new Failure("E_INPUT_INVALID", `Lines ${first} and ${second} of the input set-options give the same input of the same name.`, "Keep one of the two.");
 }
 function inputsOfMember(runner, settings) {
  return {
   input(name) {
    const value = settings.get(name) ?? runner.input(name);
    return name === "parameters" ? withoutSettings(value, settings) : value;
   }
  };
 }
 function withoutSettings(parameters, settings) {
  const isReplaced = line => settings.has((line.split("=", 1)[0] ?? "").trim().replace("token_format", "token-format"));
  return parameters?.split(/\r?\n/).filter(line => !isReplaced(line)).join("\n");
 }
 const MEMBERS_OF_JSON = new Map([ [ "client-id", "clientid" ], [ "client-secret", "clientsecret" ], [ "certificate", "certificate" ], [ "private-key", "key" ] ]);
 const NAME = INPUTS.toSorted((one, other) => other.length - one.length).join("|");
 const HYPHENATED = INPUTS.filter(name => name.includes("-")).join("|");
 const MENTION = new RegExp([ '"[^"]*"', "\\b[Rr]emove the input (?<off>provider|auth-method|endpoint|binding)(?![\\w-])", "\\b(?<set>provider|auth-method|token-format|endpoint|binding): (?<value>[\\w-]+)", `\\b(?<the>[Tt]he )?inputs? (?<list>(?:${NAME})(?:(?:, | and | or )(?:the input )?(?:${NAME}))*)(?![\\w-])`, `(?<!output |[\\w./-])(?<bare>${HYPHENATED})(?![\\w/-])` ].join("|"), "g");
 function forMember(text, member, settings) {
  return text.replace(MENTION, (...match) => {
   const [mention] = match;
   const {off, set, value, the, list, bare} = match.at(-1);
   if (off !== void 0) return switchedOff(String(mention), off, member, settings);
   if (set !== void 0) return `${member}.${set}=${value} in set-options`;
   const names = (list ?? bare)?.split(/, | and (?:the input )?| or (?:the input )?/);
   if (names === void 0) return String(mention);
   const isStatement = the === "The " && !names.every(name => settings?.has(name));
   return isStatement ? String(mention) : mentionOf(String(mention), names, member);
  });
 }
 function switchedOff(mention, name, member, settings) {
  if (name === "endpoint" && settings?.has(name) !== true) return `${mention}, and give it to each member that has it (NAME.endpoint=... in set-options)`;
  return settings?.has(name) ? `${mention.slice(0, "Remove".length)} ${member}.${name} in set-options` : `${mention.startsWith("R") ? "Give" : "give"} ${member}.${name}=auto in set-options`;
 }
 function mentionOf(mention, names, member) {
  const separators = mention.match(/, | and | or /g) ?? [];
  const joined = one => names.map((name, index) => `${one(name)}${separators[index] ?? ""}`).join("");
  if (names.every(isSetting)) return `${joined(name => `${member}.${name}`)} in set-options`;
  const inJson = name => MEMBERS_OF_JSON.get(name) ?? "";
  if (names.every(inJson)) return `the ${names.length > 1 ? "members" : "member"} ${joined(inJson)} in the JSON of ${member}`;
  if (names.length > 1) return joined(name => mentionOf(`the input ${name}`, [ name ], member));
  if (names[0] === "credentials") return `the line ${member}= of credential-set`;
  return names[0]?.endsWith("set") || names[0] === "set-options" ? mention : `${mention} (of the whole set)`;
 }
 function isSetting(name) {
  return SETTINGS.some(setting => setting === name);
 }
 function failureForMember(failure, member, settings) {
  const told = text => forMember(text, member, settings);
  return withParts(failure, {
   happened: told(failure.happened),
   next: told(failure.next)
  });
 }
 function aboutUnknownInputs(variables, env, known) {
  refuseRefresh(env);
  const found = variables.filter(variable => variable !== REFRESH).map(variable => ({
   variable,
   name: nameOf(variable)
  })).map(input => ({
   ...input,
   meant: nearestOf(input.name, known)
  }));
  const [misspelled] = found.filter(({meant}) => meant !== void 0);
  if (misspelled !== void 0) throw new Failure("E_INPUT_INVALID", `The input ${misspelled.name} is none of this action, and would do nothing.`, `Did you mean ${misspelled.meant}? If the step does not give it, an env: of the workflow sets ${text_oneLine(misspelled.variable, 60)}: take that away.`);
  const given = found.filter(({variable}) => (env[variable] ?? "").trim() !== "");
  if (given.length === 0) return [];
  const names = listOf(given.slice(0, 10).map(({name}) => name));
  const text = `This action has no inputs of these names, so that they do nothing: ${names}. Look at the inputs in the README.`;
  return [ {
   code: "W_INPUT_UNKNOWN",
   text
  } ];
 }
 function nameOf(variable) {
  return text_oneLine(variable.slice("INPUT_".length).toLowerCase(), 60);
 }
 const REFRESH = "INPUT_REFRESH";
 function refuseRefresh(env) {
  const value = (env[REFRESH] ?? "").trim();
  if (value === "" || value.toLowerCase() === "false") return;
  throw new Failure("E_INPUT_INVALID", "The input refresh asks for tokens that later steps can renew, and this version has no refresh yet.", "Remove it, and use the action again in the job before a token expires.");
 }
 const REQUESTS_IN_FLIGHT = 50;
 async function credentialSet(inputs, context, warnings = []) {
  const {runner} = context;
  compileOnce();
  refuseInputsOfOne(runner);
  const resolved = await resolveAll(inputs, context);
  const members = await fetchAll(resolved, inputs, context);
  const failure = failureOf(members);
  if (failure === void 0) runner.setResult({
   outputs: [ [ "tokens", tokensOutput(members) ] ]
  });
  runner.group(`Access tokens for ${members.length} credentials`, reportLines(members));
  if (failure !== void 0) throw failure;
  for (const {code, text, level = "warning"} of [ ...warnings, ...setWarnings(members) ]) runner.annotate(level, text, code);
 }
 function compileOnce() {
  (0, external_node_v8_namespaceObject.setFlagsFromString)("--no-opt");
  (0, external_node_v8_namespaceObject.setFlagsFromString)("--no-maglev");
 }
 async function resolveAll(step, {env, timing, secrets, runner}) {
  const [masked, own, kept] = [ [], [], [] ];
  const collected = {
   ...secrets,
   mask: values => void masked.push(...values),
   maskOwn: values => void own.push(...values),
   keep: values => void kept.push(...values)
  };
  const lines = setLines(env["INPUT_CREDENTIAL-SET"] ?? "");
  const names = lines.map(({name}) => name);
  const settingsOf = readSetOptions(env["INPUT_SET-OPTIONS"] ?? "", names);
  const urls = [ ...settingsOf.values() ].flatMap(settings => [ ...urlSecrets(settings.get("token-url") ?? ""), ...urlSecrets(settings.get("api-url") ?? "") ]);
  secrets.mask(urls);
  const members = [];
  for (const {name, text} of lines) {
   const settings = settingsOf.get(name);
   const inputs = settings === void 0 ? step : inputsOf(name, settings, runner);
   const options = inputs.requestOptions;
   if (settings !== void 0) kept.push(...secretParameters(options.parameters));
   try {
    const stored = {
     ...inputs,
     credentials: text
    };
    const resolved = await resolveCredential(stored, {
     timing,
     secrets: collected
    });
    members.push({
     name,
     settings,
     options,
     ...resolved
    });
   } catch (error) {
    members.push({
     name,
     settings,
     failure: failureFrom(error),
     warnings: []
    });
   }
  }
  secrets.mask(masked);
  secrets.maskOwn(own);
  secrets.keep(kept);
  return members;
 }
 function inputsOf(name, settings, runner) {
  try {
   return readInputs(inputsOfMember(runner, settings));
  } catch (error) {
   throw failureForMember(failureFrom(error), name, settings);
  }
 }
 const MASKED_AT_ONCE = 200;
 async function fetchAll(members, {requestOptions}, {proxyFor, ...step}) {
  const {caCertificate, allowedHosts} = requestOptions;
  const pool = connectionPool();
  const context = {
   ...step,
   transport: transport({
    caCertificate,
    proxyFor,
    pool,
    allowedHosts
   })
  };
  const {timing, deadline, secrets} = context;
  let masks = [];
  async function fetch({credential: stored, options}) {
   if (timing.now() >= deadline) throw credential_set_outOfTime(stored);
   const {credential, token} = await obtainToken(stored, options, context);
   masks.push(...tokenMasks(token));
   if (masks.length >= MASKED_AT_ONCE) maskTokens();
   return {
    value: token.value,
    tokenType: token.tokenType,
    expiresAt: isoSeconds(token.expiresAt),
    warnings: [ ...token.warnings, ...await requireWanted(credential, options, token, secrets) ]
   };
  }
  function maskTokens() {
   const batch = masks;
   masks = [];
   secrets.mask(batch);
  }
  const usable = members.filter(({failure}) => failure === void 0);
  const wanted = usable.map(({credential, options}) => ({
   credential,
   options
  }));
  const limits = {
   perOrigin: CONNECTIONS_PER_ORIGIN,
   inAll: REQUESTS_IN_FLIGHT
  };
  const outcomes = await fetchTokens(wanted, fetch, limits);
  maskTokens();
  const fetched = new Map(usable.map((member, index) => [ member, outcomes[index] ]));
  return members.map(member => {
   const outcome = fetched.get(member);
   if (outcome === void 0) return member;
   return "error" in outcome ? {
    ...member,
    failure: failureFrom(outcome.error)
   } : {
    ...member,
    token: outcome.result
   };
  });
 }
 function credential_set_outOfTime({tokenUrl}) {
  return new Failure("E_TIMEOUT", "No time was left to ask for this token.", "Raise the input timeout, or give fewer credentials to one step.", [ tokenUrl.host, "0 attempts" ]);
 }
 function failureFrom(error) {
  return error instanceof Failure ? error : unexpected(error);
 }
 const SIZE = 128 * 1024;
 const INPUTS_OF_ONE = [ "credentials", "client-id", "client-secret", "certificate", "private-key", "token-url", "api-url", "binding", "env-prefix", "rotate", "rotation" ];
 function refuseInputsOfOne(runner) {
  const absent = name => name === "rotate" ? "never" : void 0;
  const given = INPUTS_OF_ONE.filter(name => ![ void 0, absent(name) ].includes(runner.input(name)));
  if (given.length === 0) return;
  throw new Failure("E_INPUT_CONFLICT", `The input credential-set holds many credentials and cannot be combined with ${listOf(given)}, which ${given.length === 1 ? "is" : "are"} about one.`, "Remove one or the other.");
 }
 const LINE = /^\s*([A-Za-z_][A-Za-z0-9_.-]{0,63})\s*=(.*)$/;
 function setLines(text) {
  const size = Buffer.byteLength(text);
  if (size > SIZE) throw new Failure("E_CREDENTIAL_SIZE", `The input credential-set is ${size} bytes long; at most ${SIZE} can be passed to a step.`, "Spread the credentials over several steps.");
  const found = new Map;
  for (const [index, written] of text.split(/\r\n|\r|\n/).entries()) {
   const line = index + 1;
   if (/^\s*(?:#|$)/.test(written)) continue;
   const [, name, value = ""] = LINE.exec(written) ?? [];
   if (name === void 0) throw credential_set_malformed(line);
   if (/^[\s=]*$/.test(value)) throw empty(line);
   const first = found.get(name);
   if (first !== void 0) throw credential_set_twice(first.line, line);
   found.set(name, {
    line,
    text: value.trim()
   });
  }
  if (found.size === 0) throw new Failure("E_INPUT_INVALID", "The input credential-set holds no line name=credential.");
  return [ ...found ].map(([name, entry]) => ({
   name,
   text: entry.text
  }));
 }
 function credential_set_malformed(line) {
  return new Failure("E_INPUT_INVALID", `Line ${line} of the input credential-set is not name=credential. A name has letters, digits, _, . and -, at most 64, and begins with a letter or _; a credential stands on one line (jq -c . key.json).`);
 }
 function empty(line) {
  return new Failure("E_INPUT_MISSING", `Line ${line} of the input credential-set has no credential after its name. A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.`);
 }
 function credential_set_twice(first, second) {
  return new Failure("E_INPUT_INVALID", `Lines ${first} and ${second} of the input credential-set have the same name.`, "Give each credential a name of its own.");
 }
 function tokensOutput(members) {
  let text = "";
  for (const {name, credential, token} of members) {
   const result = {
    accessToken: token?.value,
    tokenType: token?.tokenType,
    expiresAt: token?.expiresAt,
    apiUrl: credential?.apiUrl,
    endpoints: credential?.endpoints
   };
   text += `${text === "" ? "{" : ","}${JSON.stringify(name)}:${JSON.stringify(result)}`;
  }
  return `${text}}`;
 }
 function reportLines(members) {
  const width = Math.max(...members.map(({name}) => name.length)) + 2;
  return members.map(member => `${member.name.padEnd(width)}${facts(member).join(", ")}`);
 }
 function facts({credential, token, failure}) {
  const client = credential === void 0 ? [] : [ text_oneLine(credential.clientId), credential.tokenUrl.host ];
  if (failure !== void 0) return [ ...client, failure.code ];
  return [ ...client, token?.expiresAt === void 0 ? "no known expiry" : `expires at ${token.expiresAt}` ];
 }
 const WARNINGS = 20;
 const ANY_NAME = "NAME";
 function setWarnings(members) {
  const found = new Map;
  for (const member of members) for (const warning of [ ...member.warnings, ...member.token?.warnings ?? [] ]) add(found, forMember(warning.text, ANY_NAME, member.settings), warning, member);
  const all = [ ...aboutNames(members), ...[ ...found.values() ].map(warningOf) ];
  const isWarning = ({level}) => level === void 0;
  const shown = [ ...all.filter(isWarning), ...all.filter(each => !isWarning(each)) ];
  const more = shown.length - WARNINGS;
  if (more <= 0) return shown;
  const rest = `There are ${more} more warnings about other credentials.`;
  return [ ...shown.slice(0, WARNINGS), {
   code: "W_MORE",
   text: rest
  } ];
 }
 function warningOf({what, members}) {
  const told = forMember(what.text, nameIn(members), members[0]?.settings);
  return {
   ...what,
   text: `${someOf(namesOf(members))}: ${told}`
  };
 }
 function add(found, key, what, member) {
  const known = found.get(key);
  if (known === void 0) found.set(key, {
   what,
   members: [ member ]
  }); else known.members.push(member);
 }
 function namesOf(members) {
  return members.map(({name}) => name);
 }
 function nameIn(members) {
  return members.length === 1 ? members[0]?.name ?? "" : ANY_NAME;
 }
 function aboutNames(members) {
  const spellings = new Map;
  for (const {name} of members) {
   const same = spellings.get(name.toLowerCase());
   if (same === void 0) spellings.set(name.toLowerCase(), [ name ]); else same.push(name);
  }
  return [ ...spellings.values() ].filter(same => same.length > 1).map(names => ({
   code: "W_SET_NAMES",
   text: `${someOf(names)}: The names differ by case alone, which fromJSON(...) of a workflow does not tell apart.`
  }));
 }
 function someOf(names, limit = 10) {
  const more = names.length - limit;
  return more > 0 ? `${names.slice(0, limit).join(", ")} and ${more} more` : names.join(", ");
 }
 const credential_set_LONGEST = 3500;
 function failureOf(members) {
  const failed = members.filter(({failure}) => failure !== void 0);
  const first = failed[0]?.failure;
  if (first === void 0) return;
  const {told, left} = cut(groups(failed));
  const head = `${failed.length} of ${members.length} credentials failed, so that no output was set.`;
  const tail = left === 0 ? [] : [ `${left} more failed; the log of the step names all.` ];
  return new Failure(first.code, [ head, ...told, ...tail ].join(" "));
 }
 function groups(failed) {
  const found = new Map;
  for (const member of failed) {
   const {failure, settings} = member;
   if (failure === void 0) continue;
   const told = failureForMember(failure, ANY_NAME, settings);
   add(found, `${told.code} ${told.message}`, failure, member);
  }
  return [ ...found.values() ];
 }
 function cut(all) {
  let room = credential_set_LONGEST;
  const told = [];
  for (const group of all) {
   const text = sentence(group);
   room -= text.length + 1;
   if (room < 0 && told.length > 0) break;
   told.push(text);
  }
  const left = all.slice(told.length).reduce((sum, {members}) => sum + members.length, 0);
  return {
   told,
   left
  };
 }
 function sentence({what, members}) {
  const told = failureForMember(what, nameIn(members), members[0]?.settings);
  return `${someOf(namesOf(members))}: ${told.code}: ${told.message}`;
 }
 module.exports = __webpack_exports__;
})();
