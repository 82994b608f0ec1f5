(() => {
 "use strict";
 var __webpack_modules__ = {
  887: module => {
   module.exports = require("./yaml.cjs");
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
  chooseClient: () => chooseClient,
  credentialWarnings: () => credentialWarnings,
  findClients: () => findClients,
  searchCredential: () => searchCredential
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
 function parsedJson(text) {
  if (!/^[ \t\r\n]*[[{"\dtfn-]/.test(text)) return;
  try {
   return JSON.parse(text);
  } catch {
   return;
  }
 }
 function isJsonObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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
 function hasControls(text) {
  return !isPlain(text) && unicode("\\p{Cc}", "u").test(text);
 }
 function isPlain(text) {
  return /^[\x20-\x7e]*$/.test(text);
 }
 function unicode(pattern, flags) {
  return new RegExp(pattern, flags);
 }
 function textFromBytes(bytes) {
  if (bytes[0] === 254 && bytes[1] === 255) return swapped(bytes).toString("utf16le");
  if (bytes[0] === 255 && bytes[1] === 254) return bytes.toString("utf16le");
  if (bytes[1] === 0) return bytes.toString("utf16le");
  if (bytes[0] === 0) return swapped(bytes).toString("utf16le");
  return bytes.toString();
 }
 function swapped(bytes) {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
 }
 function withoutFileMarks(text) {
  const withoutZeros = text.includes("\0") ? text.replace(/\0/g, "").replace(/^\ufffd+/, "") : text;
  return withoutZeros.replace(/^\ufeff+/, "").trim();
 }
 function plainSpaces(text) {
  return text.replace(OTHER_SPACES, " ").replace(INVISIBLE, "");
 }
 const OTHER_SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
 const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;
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
 function plainName(name) {
  return name.toLowerCase().replaceAll("_", "").replaceAll("-", "").replaceAll(".", "");
 }
 const SECRET_PARAMETERS = new Set([ "client_secret", "password", "client_assertion", "assertion", "access_token", "refresh_token" ]);
 function urlSecrets(text) {
  if (!text.includes("@") && !text.includes("=")) return [];
  const [, authority = "", rest = ""] = /^\s*(?:[A-Za-z][\w+.-]*:\/\/)?([^/?#]*)(.*)$/s.exec(text) ?? [];
  const user = authority.slice(0, Math.max(0, authority.lastIndexOf("@")));
  const written = user === "" ? [] : [ user, user.slice(user.indexOf(":") + 1) ];
  for (const pair of rest.split(/[?&#]/)) {
   const equals = pair.indexOf("=");
   if (SECRET_PARAMETERS.has(pair.slice(0, Math.max(0, equals)).toLowerCase())) written.push(pair.slice(equals + 1).trim());
  }
  const meant = written.map(part => new URLSearchParams(`_=${part}`).get("_") ?? "");
  return [ ...new Set([ ...written, ...meant ]) ].filter(secret => secret !== "");
 }
 function secretLeaves(document, depth = DEEPEST) {
  if (depth === 0) return [];
  if (Array.isArray(document)) return document.flatMap(item => secretLeaves(item, depth - 1));
  if (typeof document === "string") return textSecrets(document, depth);
  if (!isJsonObject(document)) return [];
  return Object.entries(document).flatMap(([name, value]) => {
   const plain = plainName(name);
   const texts = [ value ].flat().filter(item => typeof item === "string");
   const isKey = name === "key" && !("value" in document);
   const secrets = texts.filter(text => isKey || isSecret(plain, text));
   return secrets.length > 0 ? secrets.flatMap(text => isUrl(text) ? urlSecrets(text) : [ trimInvisible(text) ]) : secretLeaves(value, depth - 1);
  });
 }
 const DEEPEST = 12;
 function isSecret(plain, value) {
  if (SECRET_ENDINGS.some(ending => plain.endsWith(ending))) return true;
  if (value.length >= LONG && LIKELY_ENDINGS.some(ending => plain.endsWith(ending))) return !PUBLIC_ENDINGS.some(ending => plain.endsWith(ending));
  return (plain.includes("secret") || plain.includes("privatekey")) && !/(?:name|id|type|url|uri|ref|at|date)$/.test(plain);
 }
 const SECRET_ENDINGS = [ "secret", "password", "passwd", "pwd", "passphrase", "passcode", "privatekey", "apikey", "tlskey", "accesstoken", "refreshtoken", "connectionstring" ];
 const LIKELY_ENDINGS = [ "key", "token", "jwt", "assertion", "authorization" ];
 const PUBLIC_ENDINGS = [ "verificationkey", "publickey" ];
 const LONG = 12;
 function textSecrets(text, depth) {
  const inner = text.startsWith("{") || text.startsWith("[") ? parsedJson(text) : void 0;
  return typeof inner === "object" ? secretLeaves(inner, depth - 1) : urlSecrets(text);
 }
 function isUrl(text) {
  return text.includes("://") && /^\s*[A-Za-z][\w+.-]*:\/\//.test(text);
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
 const NAMES = {
  clientId: [ "clientid" ],
  clientSecret: [ "clientsecret", "secret" ],
  certificate: [ "certificate", "tlscrt" ],
  privateKey: [ "key", "privatekey", "tlskey" ],
  keyId: [ "kid", "keyid" ],
  credentialType: [ "credentialtype" ],
  grantType: [ "granttype" ],
  url: [ "url" ],
  tokenUrl: [ "tokenurl", "tokenendpoint", "tokenserviceurl", "oauthurl", "oauthtokenurl", "authurl", "authenticationurl", "accesstokenurl", "tokenuri", "oauthtokenendpoint", "oauth2tokenurl", "uaaurl", "xsuaaurl" ],
  tokenUrlSuffix: [ "tokenurlsuffix" ],
  certUrl: [ "certurl" ],
  apiUrl: [ "apiurl", "apibaseurl", "baseurl", "apiendpoint", "serviceurl" ],
  audience: [ "audience" ],
  uaaDomain: [ "uaadomain" ],
  xsAppName: [ "xsappname" ],
  zoneId: [ "zoneid", "identityzoneid", "tenantid" ],
  domains: [ "domains", "domain" ],
  serviceLabel: [ "label" ],
  authentication: [ "authentication" ],
  applicationTenant: [ "apptid" ],
  credentialsInBody: [ "tokenserviceaddclientcredentialsinbody", "addclientcredentialsinbody" ],
  userName: [ "username", "user" ],
  password: [ "password" ]
 };
 const NAMES_BY_FIELD = Object.entries(NAMES);
 function isFieldName(name) {
  const plain = plainName(name);
  return /client(?:id|secret)$/.test(plain) || Object.values(NAMES).some(names => names.includes(plain));
 }
 function hasClientId(object) {
  return stringMembers(object).has("clientid");
 }
 function isPrefixedClientId(name) {
  return /.client[ _.-]?id$/i.test(name) && plainName(name) !== "clientid";
 }
 function hasProof(object) {
  const {clientId, clientSecret, certificate, privateKey} = fieldsOf(object);
  return clientId !== void 0 && (clientSecret ?? certificate ?? privateKey) !== void 0;
 }
 function stringMembers(object) {
  const members = new Map;
  for (const [name, member] of Object.entries(object)) {
   const value = Array.isArray(member) ? fromList(member) : member;
   const text = typeof value === "string" ? trimInvisible(value) : simpleText(value);
   if (text === "" || text === "<null>") continue;
   const plain = plainName(name);
   if (plain === name || !members.has(plain)) members.set(plain, text);
  }
  return members;
 }
 function fromList(list) {
  return list.find(item => item === "client_credentials") ?? list[0];
 }
 function simpleText(value) {
  return typeof value === "boolean" || Number.isSafeInteger(value) ? String(value) : "";
 }
 const containers = [ {
  name: "JSON in members",
  open: openJsonMembers
 }, {
  name: "credentials envelope",
  open: openEnvelope
 }, {
  name: "VCAP_SERVICES",
  open: openVcapServices
 }, {
  name: "names with a prefix",
  open: openPrefixedNames
 }, {
  name: "members",
  open: openMembers
 } ];
 const closedContainers = [ {
  name: "Kubernetes Secret",
  open: openKubernetesSecret
 }, {
  name: "Terraform output",
  open: openTerraformOutput
 }, {
  name: "data of a Kubernetes Secret",
  open: openEncodedData
 } ];
 const SHORTEST_TEXT = 16;
 function openJsonMembers(document) {
  let found = false;
  const members = Object.entries(document).map(([name, value]) => {
   const isText = typeof value === "string" && /^\s*[{[]/.test(value);
   const inner = isText ? parsedJson(value) : void 0;
   found ||= inner !== void 0;
   return [ name, inner ?? value ];
  });
  return found ? [ {
   value: Object.fromEntries(members)
  } ] : void 0;
 }
 function openEnvelope(document) {
  const {credentials, uri, endpoints} = document;
  if (credentials === void 0 || credentials === null) return;
  if (!isJsonObject(credentials)) return [ {
   value: credentials,
   ...namesOf(document)
  } ];
  const beside = {
   ...typeof uri === "string" ? {
    uri
   } : {},
   ...isJsonObject(endpoints) ? {
    endpoints
   } : {}
  };
  return [ {
   value: {
    ...beside,
    ...credentials
   },
   ...namesOf(document)
  } ];
 }
 function openVcapServices(document) {
  const {VCAP_SERVICES: services} = document;
  if (services !== void 0) return [ {
   value: services
  } ];
  const bindings = Object.entries(document).flatMap(([label, list]) => Array.isArray(list) && list.some(isBinding) ? list.map(value => ({
   value,
   label
  })) : []);
  return bindings.length === 0 ? void 0 : bindings;
 }
 function isBinding(value) {
  return isJsonObject(value) && "credentials" in value;
 }
 const CLIENT_ID = /^(.+?[ _.-]?)client[ _.-]?id$/i;
 const MOST_PREFIXES = 20;
 function openPrefixedNames(document) {
  const members = Object.entries(document);
  const found = members.flatMap(([name, value]) => isPrefixedClientId(name) && hasClientId({
   clientid: value
  }) ? CLIENT_ID.exec(name)?.[1] ?? [] : []);
  if (found.length === 0) return;
  const prefixes = [ ...new Set(found) ].slice(0, MOST_PREFIXES);
  const others = members.filter(([name]) => !prefixes.some(prefix => name.startsWith(prefix)));
  const common = others.filter(([name, value]) => fieldsOf({
   [name]: value
  }).tokenUrl);
  const clients = prefixes.map(prefix => {
   const own = members.filter(([name]) => name.startsWith(prefix));
   const stripped = own.map(([name, value]) => [ name.slice(prefix.length).replaceAll(" ", ""), value ]);
   const bare = prefix.replace(/(.)[ _.-]$/, "$1");
   return {
    value: Object.fromEntries([ ...common, ...stripped ]),
    names: [ bare ],
    label: bare.toLowerCase()
   };
  });
  return [ ...clients, ...documentsIn(Object.fromEntries(others)) ];
 }
 function openMembers(document) {
  const values = membersIn(document, text => text.length >= SHORTEST_TEXT);
  return values.length === 0 ? void 0 : values;
 }
 function documentsIn(document) {
  return membersIn(document, text => /^\s*[{[]/.test(text));
 }
 function membersIn(document, isWanted) {
  return Object.entries(document).flatMap(([name, value]) => {
   const counts = typeof value === "string" ? isWanted(value) : typeof value === "object" && value;
   if (!counts) return [];
   const names = isJsonObject(value) ? namesOf(value).names ?? [] : [];
   return [ {
    value,
    names: [ name, ...names ]
   } ];
  });
 }
 function openKubernetesSecret({kind, items, data, stringData, metadata, spec}) {
  if (kind === "List" && Array.isArray(items)) return items.map(value => ({
   value
  }));
  if (kind === "SealedSecret" && spec !== void 0) return [];
  const hasData = data !== void 0 || stringData !== void 0;
  if (kind !== "Secret" || !hasData) return;
  const decoded = Object.entries(isJsonObject(data) ? data : {}).flatMap(([key, value]) => {
   const encoded = typeof value === "string" ? value.replace(/\s+/g, "") : void 0;
   if (encoded === void 0) return [];
   return [ {
    key,
    encoded,
    text: textFromBytes(Buffer.from(encoded, "base64"))
   } ];
  });
  const texts = [ ...decoded.map(({key, text}) => [ key, text ]), ...Object.entries(isJsonObject(stringData) ? stringData : {}) ];
  const masks = decoded.filter(({key, text}) => hidesSecrets(key, text));
  const name = isJsonObject(metadata) ? metadata["name"] : void 0;
  return [ {
   value: Object.fromEntries(texts),
   names: typeof name === "string" ? [ name ] : [],
   masks: masks.map(({encoded}) => encoded)
  } ];
 }
 function hidesSecrets(name, text) {
  return /[{["'`\n\0]|[^\s:]{100}/.test(text) || secretLeaves({
   [name]: text
  }).length > 0;
 }
 function openTerraformOutput(document) {
  const outputs = Object.entries(document);
  const isOutput = value => isJsonObject(value) && "value" in value && ("sensitive" in value || "type" in value) && !hasClientId(value);
  if (outputs.length === 0 || !outputs.every(([, value]) => isOutput(value))) return;
  const values = outputs.map(([name, output]) => [ name, output.value ]);
  return [ {
   value: Object.fromEntries(values)
  } ];
 }
 const ENCODED_URL = /^aHR0c[A-Za-z0-9+/]*={0,2}$/;
 function openEncodedData(document) {
  const urls = [ ...stringMembers(document).values() ].filter(text => ENCODED_URL.test(text));
  if (urls.length === 0) return;
  const texts = Object.entries(document).map(([name, value]) => [ name, typeof value === "string" ? textFromBytes(Buffer.from(value, "base64")) : value ]);
  return [ {
   value: Object.fromEntries(texts)
  } ];
 }
 const MOST_NAMES = 50;
 function namesOf(document) {
  const texts = value => [ value ].flat().filter(item => typeof item === "string" && item !== "").slice(0, MOST_NAMES);
  return {
   names: [ "name", "instance_name", "binding_name", "Name" ].flatMap(key => texts(document[key])),
   label: stringMembers(document).get("label"),
   tags: texts(document["tags"])
  };
 }
 function objectOfPairs(list) {
  const pairs = list.map(pairOf);
  const known = pairs.filter(pair => pair !== void 0);
  return known.length > 1 && known.length === list.length ? Object.fromEntries(known) : void 0;
 }
 function pairOf(item) {
  if (typeof item === "string") {
   const [, name, value] = /^([A-Za-z_][\w.-]*)=(.*)$/s.exec(item) ?? [];
   return name === void 0 ? void 0 : [ name, value ];
  }
  if (!isJsonObject(item)) return;
  const name = item["name"] ?? item["key"] ?? item["label"];
  const value = item["value"] ?? item["url"];
  return typeof name === "string" && typeof value === "string" ? [ name, value ] : void 0;
 }
 function readJson(text) {
  const value = parsedJson(text);
  return value === void 0 ? void 0 : {
   value
  };
 }
 function readJsonInText(text) {
  const found = [];
  let around = "";
  let at = 0;
  for (let count = 0; count < MOST_PIECES; count++) {
   const start = nextStart(text, at);
   if (start === -1) break;
   const scanned = scanJson(text, start);
   if (scanned === void 0) return;
   around += text.slice(at, start);
   at = scanned.end;
   const value = parsedJson(scanned.json);
   if (value !== void 0) found.push(value);
  }
  if (found.length === 0) return;
  const value = found.length === 1 ? found[0] : found;
  return isMeaningful(around + text.slice(at)) ? {
   value,
   warning: {
    code: "W_OTHER_TEXT",
    text: "The stored credential has other text around its JSON. Store the JSON alone."
   }
  } : {
   value
  };
 }
 const MOST_PIECES = 100;
 function nextStart(text, from) {
  const start = /^\[\s*["[/]|(?:\[\s*)?\{\s*(?:["}]|\/[/*])/g;
  start.lastIndex = from;
  return start.exec(text)?.index ?? -1;
 }
 function isMeaningful(text) {
  return text.split("\n").some(line => {
   const word = line.trim().replace(/^[,;]/, "");
   return word !== "" && word !== "OK" && !word.startsWith("//");
  });
 }
 function scanJson(text, start) {
  const token = new RegExp(TOKEN);
  token.lastIndex = start;
  const pieces = [];
  let depth = 0;
  do {
   const piece = token.exec(text)?.[0];
   if (piece === void 0) return;
   depth += DEPTH[piece] ?? 0;
   if (!piece.startsWith("/")) pieces.push(repaired(piece));
  } while (depth > 0);
  return {
   json: withoutTrailingCommas(pieces).join(""),
   end: token.lastIndex
  };
 }
 const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|\/\/[^\n]*|\/\*.*?\*\/|[{[\]},]|[^"/{}[\],]+/sy;
 const DEPTH = {
  "{": 1,
  "[": 1,
  "}": -1,
  "]": -1
 };
 function repaired(piece) {
  if (!piece.startsWith('"')) return plainSpaces(piece);
  return piece.replace(/\r\n?|\n/g, "\\n").replace(/\t/g, "\\t").replace(/\\(.)/gs, (whole, character) => '"\\/bfnrtu'.includes(character) ? whole : character);
 }
 function withoutTrailingCommas(pieces) {
  let comma = -1;
  const kept = [ ...pieces ];
  for (const [at, piece] of pieces.entries()) {
   if (piece === ",") comma = at; else if (DEPTH[piece] === -1 && comma !== -1) kept[comma] = "";
   if (piece !== "," && piece.trim() !== "") comma = -1;
  }
  return kept;
 }
 function readAssignments(text) {
  const values = new Map;
  const starts = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
   const line = lines[at] ?? "";
   if (line.trim() === "" || IGNORED.test(line)) continue;
   const [start, name] = ASSIGNMENT.exec(line) ?? [];
   if (start === void 0 || name === void 0) return;
   const first = line.slice(start.length);
   const found = /^["'`]/.test(first) ? quotedValue(lines, at, first) : plainValue(first, at);
   if (found === void 0) return;
   values.set(name, found.value);
   starts.push(first);
   at = found.last;
  }
  if (values.size === 0 || arePropertyValues(starts)) return;
  return {
   value: Object.fromEntries(values)
  };
 }
 const ASSIGNMENT = /^[ \t]*(?:export[ \t]+|set[ \t]+|\$env:)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/;
 const IGNORED = /^\s*(?:#|\/\/|set [-+]|echo\b)/;
 function arePropertyValues(starts) {
  return starts.some(start => /(?:^|[^\\])\\[:=#!]/.test(start)) && !starts.some(start => /^["'`]/.test(start));
 }
 function plainValue(first, at) {
  const comment = first.search(/\s#/);
  const value = first.slice(0, comment === -1 ? first.length : comment).trim();
  return /\s[A-Za-z_]\w*=/.test(value) ? void 0 : {
   value,
   last: at
  };
 }
 function quotedValue(lines, at, first) {
  const quote = first[0] ?? "";
  const inside = [];
  for (let last = at; last < lines.length; last++) {
   const line = last === at ? first.slice(1) : lines[last] ?? "";
   const end = closingQuote(line, quote);
   if (end === -1) {
    inside.push(line);
    continue;
   }
   const text = [ ...inside, line.slice(0, end) ].join("\n");
   return {
    value: quote === '"' ? shellUnescaped(text) : text,
    last
   };
  }
  return;
 }
 function closingQuote(line, quote) {
  const tokens = quote === '"' ? /\\.|("(?=\s*$|\s+#))/g : /(['`](?=\s*$|\s+#))/g;
  for (const {1: end, index} of line.matchAll(tokens)) if (end === quote) return index;
  return -1;
 }
 function shellUnescaped(text) {
  return text.replace(/\\(["$`!\\nr])/g, (_, escaped) => escaped === "n" ? "\n" : escaped === "r" ? "\r" : escaped);
 }
 function readProperties(text) {
  if (!JAVA_ESCAPE.test(text) || /^[{["]/.test(text)) return;
  const values = new Map;
  for (const line of text.replace(/\\\r?\n[ \t]*/g, "").split(/\r?\n/)) {
   if (line.trim() === "" || /^\s*[#!]/.test(line)) continue;
   const [, name, value] = /^\s*((?:[^\s:=\\]|\\.)+)\s*[:=\s]\s*(.*)$/s.exec(line) ?? [];
   if (name === void 0 || value === void 0 || /^["']/.test(value)) return;
   values.set(javaUnescaped(name), javaUnescaped(value));
  }
  return {
   value: Object.fromEntries(values)
  };
 }
 const JAVA_ESCAPE = /(?:^|\n)[\w.-]+[ \t]*=(?:[^\n]*[^\\\n])?\\[:=#!]/;
 function javaUnescaped(text) {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, hex, character) => {
   if (hex !== void 0) return String.fromCharCode(Number.parseInt(hex, 16));
   return {
    n: "\n",
    r: "\r",
    t: "\t",
    f: "\f"
   }[character ?? ""] ?? character ?? "";
  });
 }
 function readTerraformText(text) {
  if (!/^(?:[\w.-]+ = )?(?:tomap\()?\{ *$/m.test(text) || !/^ *"?[\w.-]+"? *= /m.test(text)) return;
  const lines = text.split(/\r?\n/).map(line => {
   const named = line.replace(/^( *)"?([\w.-]+)"? *= (?:tomap\()?/, '$1"$2": ');
   return /[{[,]\s*$/.test(named) ? named : `${named.replace(/\)$/, "")},`;
  });
  const inside = lines.join("\n").replace(/^,+|,+$/g, "");
  const document = text.startsWith("{") ? inside : `{${inside}}`;
  const value = parsedJson(scanJson(document, 0)?.json ?? "");
  return typeof value === "object" && value !== null ? {
   value
  } : void 0;
 }
 function readBase64(text) {
  const joined = text.replace(/\\n|\s+/g, "");
  if (joined.length < SHORTEST || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(joined)) return;
  const value = textFromBytes(Buffer.from(joined, "base64"));
  if (!isText(value)) return;
  const lines = text.split(/\s+/).filter(line => line.length >= SHORTEST);
  return {
   value,
   masks: [ joined, ...lines ]
  };
 }
 const SHORTEST = 16;
 function isText(value) {
  return value !== "" && !value.includes("\ufffd") && !hasControls(value.replace(/\s+/g, ""));
 }
 function readQuoted(text) {
  const quote = text[0] ?? "";
  const inside = text.length > 2 && text.endsWith(quote) && /['`]/.test(quote);
  return inside ? {
   value: text.slice(1, -1)
  } : void 0;
 }
 function readEscapedJson(text) {
  for (const [pattern, undo] of ESCAPINGS) {
   const value = pattern.test(text) ? parsedJson(undo(text)) : void 0;
   if (isJsonObject(value) || Array.isArray(value)) return {
    value
   };
  }
  return;
 }
 const ESCAPINGS = [ [ /^[{[](?:[{[\s]|\\[nrt])*\\"/, text => String(parsedJson(`"${text.replace(/[\r\n]+/g, " ")}"`)) ], [ /^"?[{[]\s*""/, text => text.replace(/^"|"$/g, "").replaceAll('""', '"') ], [ /^[{[]\s*&(?:quot|#34);/, text => text.replace(/&(\w+|#\d+);/g, entity) ], [ /^%(?:7B|5B)/i, decoded ] ];
 function entity(whole, name) {
  const known = {
   quot: '"',
   amp: "&",
   lt: "<",
   gt: ">",
   apos: "'"
  };
  return known[name] ?? (name.startsWith("#") ? String.fromCodePoint(Number(name.slice(1))) : whole);
 }
 function decoded(text) {
  try {
   return decodeURIComponent(text);
  } catch {
   return "";
  }
 }
 function readLabelledText(text) {
  const clients = [];
  const lines = plainSpaces(text).split(/\r?\n/);
  const lastEnd = lines.findLastIndex(line => line.includes("-----END"));
  let values = new Map;
  for (let at = 0; at < lines.length; at++) {
   if (isNested(lines, at)) return;
   const found = labelledLine(lines, at);
   if (found === void 0) continue;
   const end = endOfPem(lines, found.from, found.start, lastEnd);
   const value = [ found.start, ...lines.slice(found.from + 1, end + 1) ].join("\n");
   if (values.has(found.name) && values.get(found.name) !== value && isFieldName(found.name)) {
    if (!isClientId(found.name)) return;
    clients.push(values);
    values = new Map;
   }
   values.set(found.name, value);
   at = end;
  }
  const all = [ ...clients, values ].map(client => Object.fromEntries([ ...client ].map(([name, value]) => [ name, withoutQuotes(value) ])));
  if (!all.some(client => Object.keys(client).some(isFieldName))) return;
  return {
   value: all.length === 1 ? all[0] : all
  };
 }
 const LABELLED = /^([A-Za-z][\w ./()-]{0,60}?)(?: *[:=][ \t]*| *\t[ \t]*| +\| +| {2,})(\S.*)$/s;
 const LABEL_ALONE = /^([A-Za-z][\w ./()-]{0,60}?)[ ]*:?$/;
 const MARKDOWN = /^(?:[>|] *|[*-] +)+/;
 function labelledLine(lines, at) {
  const line = plainLine(lines[at]);
  const name = labelOf(line);
  const beside = LABELLED.exec(line)?.[2];
  if (beside !== void 0) return {
   name,
   start: beside,
   from: at
  };
  const from = isFieldName(name) ? lineOfValue(lines, at) : -1;
  return from === -1 ? void 0 : {
   name,
   start: plainLine(lines[from]),
   from
  };
 }
 function labelOf(line) {
  return ((LABELLED.exec(line) ?? LABEL_ALONE.exec(line))?.[1] ?? "").replace(/\s/g, "");
 }
 function lineOfValue(lines, at) {
  let next = at + 1;
  while (lines[next]?.trim() === "") next++;
  if (next >= lines.length) return -1;
  const line = plainLine(lines[next]);
  const isLabel = (LABELLED.test(line) || line.endsWith(":")) && isFieldName(labelOf(line));
  return isLabel ? -1 : next;
 }
 function plainLine(written) {
  const line = (written ?? "").trim();
  if (!MARKDOWN.test(line) && !line.startsWith("**")) return line;
  return line.replace(MARKDOWN, "").replace(/^\*\*([^*]+)\*\*(:?)/, "$1$2").replace(/ *\|$/, "");
 }
 function isNested(lines, at) {
  const line = lines[at] ?? "";
  if (/[{[]\s*$/.test(line.slice(-100))) return true;
  const indent = indentOf(line);
  return /^\s*[\w-]+:\s*$/.test(line.slice(0, 100)) && indentOf(lines[at + 1] ?? "") > indent;
 }
 function indentOf(line) {
  return line.length - line.trimStart().length;
 }
 function isClientId(name) {
  return plainName(name).endsWith("clientid");
 }
 function endOfPem(lines, from, start, lastEnd) {
  let at = from;
  let line = start;
  while (at < lastEnd && line.includes("-----BEGIN") && !line.includes("-----END")) {
   let end = at + 1;
   while (lines[end]?.includes("-----END") === false) end++;
   line = lines[end + 1]?.trim() ?? "";
   if (!line.startsWith("-----BEGIN")) return end;
   at = end + 1;
  }
  return at;
 }
 function withoutQuotes(value) {
  return /^(["'`])(.*)\1,?$/s.exec(value)?.[2] ?? value;
 }
 async function readYaml(text) {
  if (/^[{[]/.test(text) || !SIGNATURE.test(text)) return;
  const documents = (await yamlDocuments(text)).filter(document => isJsonObject(document) || Array.isArray(document));
  if (documents.length === 0) return;
  return {
   value: documents.length === 1 ? documents[0] : documents
  };
 }
 const SIGNATURE = /^kind:[ \t]*["']?(?:Secret|List)\b|^[\w."'-]+:[ \t]*(?:[|>][+-]?\d?[ \t]*)?\r?\n[ \t]+\S|^---[ \t]*$|^[\w.-]+:[ \t]+(?:["'].*|\S+[ \t]+#.*)$/m;
 async function yamlDocuments(text) {
  if (TOO_DEEP.test(text)) return [];
  const {parseAllDocuments} = await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 887, 23));
  try {
   const documents = parseAllDocuments(text, OPTIONS);
   if (!Array.isArray(documents)) return [];
   return documents.some(({errors}) => errors.length > 0) ? [] : documents.map(document => document.toJS({
    maxAliasCount: 0
   }));
  } catch {
   return [];
  }
 }
 const TOO_DEEP = /^[ ]{100,}\S|(?:[[{]\s*){50}|(?:- ){50}/m;
 const OPTIONS = {
  schema: "failsafe",
  logLevel: "silent",
  prettyErrors: false,
  uniqueKeys: false
 };
 const forms_forms = [ {
  name: "JSON",
  read: readJson
 }, {
  name: "escaped JSON",
  read: readEscapedJson
 }, {
  name: "quoted text",
  read: readQuoted
 }, {
  name: "base64",
  read: readBase64
 }, {
  name: "dotenv",
  read: readAssignments
 }, {
  name: "properties",
  read: readProperties
 }, {
  name: "YAML",
  read: readYaml
 }, {
  name: "Terraform text",
  read: readTerraformText
 }, {
  name: "JSON in text",
  read: readJsonInText
 }, {
  name: "labelled text",
  read: readLabelledText
 } ];
 const shapes = [ {
  name: "flat",
  find: clientAtTop
 }, {
  name: "uaa",
  find: clientUnderUaa
 }, {
  name: "oauth",
  find: clientUnderOauth
 }, {
  name: "messaging",
  find: clientForMessaging
 }, {
  name: "oa2",
  find: clientUnderOa2
 }, {
  name: "credential store",
  find: clientOfCredentialStore
 }, {
  name: "only client",
  find: onlyClient
 } ];
 function clientAtTop(document) {
  return hasClientId(document) ? {
   client: document,
   document
  } : void 0;
 }
 function clientUnderUaa(document) {
  const client = member(document, "uaa");
  return isJsonObject(client) && hasClientId(client) ? {
   client,
   document,
   name: "uaa"
  } : void 0;
 }
 function clientUnderOauth(document) {
  const client = member(document, "oauth");
  return isJsonObject(client) && hasClientId(client) ? {
   client,
   document: client,
   name: "oauth"
  } : void 0;
 }
 function clientForMessaging(document) {
  const chosenFrom = [ member(document, "messaging"), member(document, "management") ];
  const groups = [ chosenFrom[0] ].flat().filter(isJsonObject);
  const withClient = groups.filter(({oa2}) => isJsonObject(oa2) && hasClientId(oa2));
  const group = withClient.find(one => protocolsOf(one).includes("httprest")) ?? withClient[0];
  if (group === void 0) return;
  const uris = withClient.flatMap(one => protocolsOf(one).map(protocol => [ protocol, one["uri"] ]));
  const first = uris.filter(([, uri]) => uri === group["uri"]);
  const endpoints = Object.fromEntries([ ...first, ...uris ]);
  return {
   client: group["oa2"],
   document: {
    endpoints
   },
   chosenFrom
  };
 }
 function protocolsOf({protocol}) {
  return [ protocol ].flat().filter(name => typeof name === "string");
 }
 function clientUnderOa2(document) {
  const options = document["oa2"];
  if (!isJsonObject(options)) return;
  const members = stringMembers(options);
  const clientid = members.get("clientid") ?? members.get("client");
  if (clientid === void 0) return;
  const tokenurl = members.get("tokenendpoint") ?? members.get("endpoint");
  return {
   client: {
    ...options,
    clientid,
    tokenurl
   },
   document
  };
 }
 function clientOfCredentialStore(document) {
  const members = stringMembers(document);
  const clientid = members.get("username");
  if (clientid === void 0 || !members.has("oauthtokenurl")) return;
  return {
   client: {
    ...document,
    clientid
   },
   document
  };
 }
 function onlyClient(document) {
  if ("credentials" in document) return;
  const clients = Object.entries(document).flatMap(([name, client]) => isJsonObject(client) && hasProof(client) ? [ {
   client,
   document,
   name
  } ] : []);
  return clients.length === 1 ? clients[0] : void 0;
 }
 function member(document, name) {
  return document[name] ?? Object.entries(document).find(([other]) => plainName(other) === name)?.[1];
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
   document,
   nested,
   secrets,
   warnings
  };
 }
 function expiryOf(proof) {
  return "expiresAt" in proof ? proof.expiresAt : void 0;
 }
 function credentialWarnings(text, tokenUrl, credential, now) {
  return [ ...aboutLines(text), ...aboutTokenUrl(tokenUrl, credential.tokenUrl), ...aboutProof(credential, now), ...aboutClientId(credential) ];
 }
 function aboutLines(text) {
  if (text === void 0 || !/[\r\n]/.test(text.trim())) return [];
  return warning("W_SEVERAL_LINES", "The stored credential has several lines. The runner masks each line of a secret, { and } included, and then drops every job output that holds a brace. Store it on one line: jq -c . key.json");
 }
 function aboutTokenUrl(written, used) {
  if (written === void 0) return [];
  const path = used.pathname;
  if (path !== "/" && written.includes(`${path}${path}`)) return warning("W_URL_REPAIRED", "The token URL of the credential ends with its token path twice; it is used once.");
  return written.includes("://") ? [] : warning("W_URL_REPAIRED", `The token URL has no scheme; https://${used.host} is used.`);
 }
 const THREE_DAYS = 3 * 864e5;
 function aboutProof({proof, provider}, now) {
  if (proof.kind === "secret") return aboutSecret(proof.clientSecret, provider);
  const expiry = expiryOf(proof);
  return expiry !== void 0 && expiry.getTime() - now < THREE_DAYS ? warning("W_CERT_ENDS_SOON", `The client certificate expires at ${expiry.toISOString()}. Replace it before then.`) : [];
 }
 function aboutSecret(clientSecret, provider) {
  if (clientSecret.length < 24 && looksLikePlaceholder(clientSecret)) return warning("W_SECRET_DAMAGED", "The client secret looks like a placeholder: store the secret itself.");
  if (clientSecret.length < 8) return warning("W_SECRET_SHORT", "The client secret is shorter than 8 characters. Masking it may hide innocent text in the log, and it is easy to guess.");
  return provider === "xsuaa" && lostItsDollar(clientSecret) ? warning("W_SECRET_DAMAGED", "The client secret has no single $ after its first part, as secrets of XSUAA have: a shell or a tool has probably replaced or doubled it.") : [];
 }
 function aboutClientId({provider, clientId}) {
  return provider === "xsuaa" && looksCut(clientId) ? warning("W_CLIENT_ID_CUT", "The client id looks cut: XSUAA ids look like sb-name!b123 or sb-name!b123|service!b456.") : [];
 }
 function warning(code, text) {
  return [ {
   code,
   text
  } ];
 }
 function looksCut(clientId) {
  return /(?:\.\.\.|\u2026|[!|])$/.test(clientId) || /^sb-[^!]*$/.test(clientId);
 }
 function looksLikePlaceholder(clientSecret) {
  return /^(?:\*+|<.*>|\[?redacted\]?|x{6,}|\$[A-Z_]+|changeme)$/i.test(clientSecret);
 }
 function lostItsDollar(clientSecret) {
  if (clientSecret.includes("$")) return clientSecret.includes("$$");
  const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
  return clientSecret[8] === "-" && clientSecret[13] === "-" && isUuid.test(clientSecret);
 }
 function unreadableText(text) {
  return new failure_Failure("E_CREDENTIAL_FORMAT", `The credential cannot be read (${text.length} characters). ${reasonOf(text)}`, "Store exactly what was handed out, JSON on one line (jq -c . key.json), without quotes around it.");
 }
 function reasonOf(text) {
  const found = REASONS.find(([pattern]) => pattern.test(text));
  if (found !== void 0) return found[1](text);
  return /^[{["]/.test(text) ? aboutJson(text) : "It is no form that this action knows.";
 }
 const REASONS = [ [ /[\u2018-\u201f\u00ab\u00bb]/, text => `Character ${text.search(/[\u2018-\u201f\u00ab\u00bb]/) + 1} is a typographic quote: the text went through a chat or a word processor.` ], [ /^\*+$/, () => "It consists of asterisks: a masked value was copied from a log." ], [ /^\$(?:[A-Za-z_{(]|env:)/, () => "It begins like the name of a variable that nothing has replaced with its value." ], [ /^[[{]\s*'|'client_?id'/i, () => "Its names stand in single quotes, as Python prints them; JSON has double quotes." ], [ /^\s*<(?:!doctype|html|\?xml)/i, () => "It is a web page or XML." ], [ /^[\w./\\:@ -]+\.(?:json|txt|ya?ml|env|key|pem)$/i, () => "It is the name of a file; store the content of the file." ], [ /^-----BEGIN /, () => "It is PEM alone: give it in the inputs certificate and private-key, beside client-id." ], [ /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/, () => "It looks like the name of a secret; write it as an expression, secrets.NAME in double braces after a $." ], [ /^[^\s{}[\]":]{8,}$/, () => "It is one word: a client secret alone belongs into the input client-secret, beside client-id and token-url." ] ];
 function aboutJson(text) {
  try {
   JSON.parse(text);
  } catch (error) {
   const position = / at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(String(error))?.[1];
   const whole = text.trimEnd();
   const end = whole.replace(/[,;]$/, "").trimEnd();
   const cut = !/[}\]"]$/.test(end) || Number(position) >= whole.length;
   if (cut) return "It starts like JSON and looks truncated at its end.";
   if (position !== void 0) return `It starts like JSON, but breaks its rules at character ${Number(position) + 1}.`;
  }
  return "It starts like JSON, but is none.";
 }
 async function searchCredential(text, binding) {
  const {clients, isReadable, secrets, warnings, documents} = await findClients(text);
  const usable = clients.filter(({client}) => hasProof(client));
  const [first, ...others] = usable.length > 0 ? usable : clients;
  if (first === void 0) throw isReadable ? noClient(documents) : unreadableText(text);
  const chosen = chooseClient([ first, ...others ], binding, secrets);
  const parsed = parsedCredential(chosen, [ ...secrets ], warnings);
  const label = chosen.name === "uaa" ? void 0 : chosen.labels[0];
  return label === void 0 ? parsed : {
   ...parsed,
   fields: {
    serviceLabel: label,
    ...parsed.fields
   }
  };
 }
 function noClient(documents) {
  const isForBasic = documents.map(fieldsOf).some(({userName, password}) => userName !== void 0 && password !== void 0);
  if (isForBasic) return new failure_Failure("E_CREDENTIAL_BASIC_ONLY", "The credential holds a user name and a password for HTTP Basic authentication, no OAuth client.", "No token can be had with it: create a credential of an OAuth plan, or call the API with Basic.");
  return new failure_Failure("E_CREDENTIAL_SHAPE", "The credential was read, but there is no OAuth client (clientid) in it.", "Store the whole service key or binding as it was handed out; if that is what was stored, the service hands out no OAuth client.");
 }
 const search_DEEPEST = 32;
 const READS_OF_A_CHARACTER = 100;
 async function findClients(text) {
  const search = {
   clients: new Map,
   secrets: new Set,
   warnings: new Map,
   documents: [],
   isReadable: false,
   charactersLeft: READS_OF_A_CHARACTER * (text.length + 1e3)
  };
  await searchText(search, text, {
   names: [],
   labels: [],
   tags: []
  }, 0);
  const {clients, isReadable, secrets, warnings, documents} = search;
  return {
   clients: [ ...clients.values() ],
   isReadable,
   secrets,
   warnings: [ ...warnings.values() ],
   documents
  };
 }
 async function searchText(search, text, owner, depth) {
  const clean = withoutFileMarks(text);
  for (const form of forms_forms) {
   search.charactersLeft -= clean.length;
   const decoded = search.charactersLeft < 0 ? void 0 : await form.read(clean);
   if (decoded === void 0) continue;
   search.isReadable ||= form.read === readJson || typeof decoded.value !== "string";
   const before = search.clients.size;
   await searchValue(search, decoded.value, owner, depth + 1);
   if (search.clients.size === before) continue;
   addAll(search.secrets, decoded.masks);
   if (decoded.warning !== void 0) search.warnings.set(decoded.warning.text, decoded.warning);
   return;
  }
 }
 async function searchValue(search, value, owner, depth) {
  if (depth > search_DEEPEST) return;
  if (typeof value === "string") {
   if (value.length >= SHORTEST_TEXT) await searchText(search, value, owner, depth);
  } else if (Array.isArray(value)) await searchList(search, value, owner, depth); else if (isJsonObject(value)) await searchDocument(search, value, owner, depth);
 }
 async function searchList(search, list, owner, depth) {
  const pairs = objectOfPairs(list);
  if (pairs !== void 0) return searchValue(search, pairs, owner, depth + 1);
  for (const item of list) {
   const names = isJsonObject(item) ? namesOf(item) : {};
   await searchValue(search, item, withNames(owner, names), depth + 1);
  }
 }
 async function searchDocument(search, document, owner, depth) {
  search.documents.push(document);
  addAll(search.secrets, secretLeaves(document));
  const closed = first(closedContainers, container => container.open(document));
  const found = closed === void 0 ? first(shapes, shape => shape.find(document)) : void 0;
  if (found !== void 0) addClient(search, found, withNames(owner, namesOf(document)));
  const contents = closed ?? (found === void 0 ? first(containers, container => container.open(document)) : contentsBeside(found, document));
  for (const content of contents ?? []) {
   addAll(search.secrets, content.masks);
   await searchValue(search, content.value, withNames(owner, content), depth + 1);
  }
 }
 function contentsBeside({client, chosenFrom = [ client ]}, document) {
  const rest = Object.entries(document).filter(([, value]) => !chosenFrom.includes(value));
  const others = Object.fromEntries(rest);
  const contents = openPrefixedNames(others) ?? documentsIn(others);
  return contents.filter(({value}) => !isJsonObject(value) || hasProof(value) || !hasClientId(value));
 }
 function addClient(search, located, owner) {
  const {clientId, clientSecret, certificate, tokenUrl, url, certUrl} = fieldsOf(located.client);
  const server = (tokenUrl ?? url)?.replace(/\/(?:oauth\/token)?$/, "");
  const other = tokenUrl === void 0 ? void 0 : url;
  const identity = JSON.stringify([ clientId, clientSecret, certificate, server, other, certUrl ]);
  const names = located.name === void 0 ? owner.names : [ ...owner.names, located.name ];
  if (!search.clients.has(identity)) search.clients.set(identity, {
   ...located,
   ...owner,
   names
  });
 }
 function first(candidates, look) {
  for (const candidate of candidates) {
   const found = look(candidate);
   if (found !== void 0) return found;
  }
  return;
 }
 function addAll(set, values = []) {
  for (const value of values) if (value !== "") set.add(value);
 }
 function withNames({names, labels, tags}, inner) {
  return {
   names: [ ...inner.names ?? [], ...names ],
   labels: inner.label === void 0 ? labels : [ inner.label, ...labels ],
   tags: [ ...inner.tags ?? [], ...tags ]
  };
 }
 function chooseClient(clients, binding, secrets) {
  const found = binding === void 0 ? clients : clientsOf(clients, binding);
  const [first, ...others] = found;
  if (first !== void 0 && others.length === 0) return first;
  const choice = namesToChooseFrom(found.length === 0 ? clients : found, secrets);
  if (first !== void 0) throw new failure_Failure("E_CREDENTIAL_AMBIGUOUS", `The credential holds ${found.length} OAuth clients${binding === void 0 ? "" : " to which the input binding fits"}: ${choice}.`, "Name the one that is meant in the input binding.");
  if (clients.length > 1) throw new failure_Failure("E_INPUT_INVALID", `The input binding fits none of the clients in the credential; they are ${choice}.`);
  throw new failure_Failure("E_INPUT_INVALID", `The input binding does not fit the one client in the credential, ${choice}.`, "Remove the input, or store the credential that is meant.");
 }
 function clientsOf(clients, binding) {
  const lower = binding.toLowerCase();
  const tests = [ ({names}) => names.includes(binding), ({names}) => names.some(name => name.toLowerCase() === lower), ({labels}) => labels.some(label => label.toLowerCase() === lower), ({tags}) => tags.some(tag => tag.toLowerCase() === lower), ({client}) => fieldsOf(client).clientId === binding ];
  for (const test of tests) {
   const found = clients.filter(test);
   if (found.length > 0) return found;
  }
  return [];
 }
 const MOST_SHOWN = 20;
 function namesToChooseFrom(clients, secrets) {
  const hidden = [ ...secrets ].map(secret => secret.toLowerCase());
  const usable = name => name.length <= 100 && !hasControls(name) && !hidden.some(secret => name.toLowerCase().includes(secret));
  const candidates = clients.slice(0, MOST_SHOWN).map(({names, labels, client}) => [ ...names, ...labels, fieldsOf(client).clientId ?? "" ].filter(usable));
  const taken = candidates.map(([first]) => first);
  const shown = candidates.map(names => {
   const own = names.find(name => taken.filter(other => other === name).length < 2);
   return text_oneLine(own ?? names[0] ?? "one without a name", 100);
  });
  const more = clients.length - shown.length;
  return listOf(more > 0 ? [ ...shown, `${more} more` ] : shown);
 }
 module.exports = __webpack_exports__;
})();
