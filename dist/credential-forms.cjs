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
  damagedUrl: () => damagedUrl,
  examinedClient: () => examinedClient,
  findClients: () => findClients,
  searchCredential: () => searchCredential,
  tokenUrlToDiscover: () => tokenUrlToDiscover
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
 function withParts(failure, parts) {
  const {happened = failure.happened, next = failure.next, facts = []} = parts;
  return new failure_Failure(failure.code, happened, next, [ ...failure.facts, ...facts ]);
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
 function requireText(text, what) {
  if (!hasControls(text) && text.isWellFormed()) return text;
  throw new failure_Failure("E_INPUT_CHARSET", `The ${what} holds a line break or another control character.`, "Was more than one value pasted?");
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
 function secretLeaves(document) {
  return leavesOf("", document, {
   depth: DEEPEST,
   isSecret: isSecretValue
  });
 }
 function namedSecrets(document) {
  return leavesOf("", document, {
   depth: DEEPEST,
   isSecret: hasSecretName
  });
 }
 function hasSecretName(name, value) {
  const secrecy = secrecyOf(name);
  if (secrecy === void 0 || value === "") return false;
  return secrecy === "sure" || name === "key" || value.length >= 12;
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
  if (!isJsonObject(value)) return [];
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
  const plain = plainName(name).replace(/\d+$/, "");
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
  return text.length < LONGEST_WORDS && (COMMON.test(text) || VALUES_THAT_NAME.has(plainName(text)));
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
 function isFieldName(name) {
  const plain = plainName(name);
  return /client(?:id|secret)$/.test(plain) || Object.values(fields_NAMES).some(names => names.includes(plain));
 }
 function isNameOfOwner(name) {
  return OWNER_NAMES.includes(plainName(name));
 }
 const OWNER_NAMES = [ "name", "instancename", "bindingname", "credentialname", "title", "instance", "environment", "env", "stage", "profile" ];
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
   const plain = plainName(name);
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
 const NOTHING = 0;
 const BLANK_LINE = 1;
 const LIST_SIGN = 2;
 const HEADING = 3;
 function stronger(one, other) {
  return one > other ? one : other;
 }
 function documentOf(entries) {
  const ids = entries.filter(isClientId);
  const twice = contradiction(entries.filter(entry => ids.length > 1 || isField(entry)));
  if (twice === void 0) return {
   value: objectOf(entries)
  };
  if (ids.length === 0) return;
  const blocks = ids.length > 1 ? blocksOf(entries) : void 0;
  if (blocks !== void 0) return {
   value: blocks
  };
  const different = new Set(ids.map(({name, value}) => `${plainName(name)}\n${value}`));
  if (different.size > 1) return {
   value: void 0,
   refusal: unclear(ids)
  };
  const one = oneClient(entries);
  return one === void 0 ? {
   value: void 0,
   refusal: saidTwice(twice[0].line, twice[1].line)
  } : {
   value: one
  };
 }
 function unclear(ids) {
  const lines = ids.slice(0, MOST_LINES).map(({line}) => String(line));
  return new failure_Failure("E_CREDENTIAL_AMBIGUOUS", `The credential holds ${ids.length} OAuth clients (lines ${listOf(lines)}${ids.length > MOST_LINES ? " and so on" : ""}), and it does not show which lines belong to which client.`, "Write [name] or a blank line before each client and nowhere else, or store the one that is meant alone.");
 }
 const MOST_LINES = 9;
 function saidTwice(first, second) {
  return new failure_Failure("E_CREDENTIAL_FORMAT", `The credential says the same field twice with different values (lines ${first} and ${second}).`, "Remove the one that does not count.");
 }
 function contradiction(entries) {
  const known = new Map;
  for (const entry of entries.filter(isRelevant)) {
   const name = plainName(entry.name);
   const before = known.get(name);
   if (before !== void 0 && before.value !== entry.value) return [ before, entry ];
   known.set(name, entry);
  }
  return;
 }
 function blocksOf(entries) {
  for (const apart of [ HEADING, LIST_SIGN, BLANK_LINE ]) {
   const found = clientsOf(splitBefore(entries, entry => entry.apart >= apart));
   if (found !== void 0) return found;
  }
  const relevant = entries.filter(isRelevant);
  const first = plainName(relevant[0]?.name ?? "");
  const start = relevant[0]?.line ?? 0;
  const begins = entry => entry.line > start && plainName(entry.name) === first;
  const blocks = splitBefore(entries, begins);
  const namesIn = block => [ ...new Set(block.filter(isRelevant).map(({name}) => plainName(name))) ].sort().join("\n");
  const weakest = Math.min(...blocks.slice(1).map(([entry]) => entry?.apart ?? NOTHING));
  const isRegular = blocks.every(block => namesIn(block) === namesIn(blocks[0] ?? []) && block.slice(1).every(({apart}) => apart <= weakest));
  return isRegular ? clientsOf(blocks) : void 0;
 }
 function splitBefore(entries, begins) {
  const blocks = [];
  let block = [];
  for (const entry of entries) {
   if (begins(entry) && block.length > 0) {
    blocks.push(block);
    block = [];
   }
   block.push(entry);
  }
  return [ ...blocks, block ];
 }
 function clientsOf(blocks) {
  const start = blocks.findIndex(block => block.some(isClientId));
  const common = blocks.slice(0, start).flat();
  const own = blocks.slice(start).filter(block => block.some(isRelevant));
  const isClear = own.every(block => block.filter(isClientId).length === 1 && contradiction(block) === void 0);
  if (!isClear || own.length < 2) return;
  const isServer = ({name, value}) => hasServer(fieldsOf({
   [name]: value
  }));
  const shared = common.filter(entry => isServer(entry));
  const proofs = common.filter(entry => isField(entry) && !isServer(entry));
  const needsShared = own.every(block => !block.some(isServer));
  if (proofs.length > 0 || contradiction(shared) !== void 0) return;
  if (shared.length > 0 && !needsShared) return;
  const areTitled = own.every(([entry]) => entry?.title !== void 0);
  return own.map(block => {
   const titles = areTitled && block[0]?.title !== void 0 ? [ block[0].title ] : [];
   const names = block.filter(({name}) => isNameOfOwner(name)).map(({value}) => value);
   const object = objectOf([ ...shared, ...block ]);
   const all = [ ...names, ...titles ];
   return all.length === 0 ? object : {
    ...object,
    name: all
   };
  });
 }
 function hasServer({url, tokenUrl, certUrl}) {
  return (url ?? tokenUrl ?? certUrl) !== void 0;
 }
 function oneClient(entries) {
  const blocks = splitBefore(entries, ({apart}) => apart === HEADING);
  const own = blocks.find(block => block.some(isClientId)) ?? [];
  const known = new Set(own.map(({name}) => plainName(name)));
  const others = entries.filter(({name}) => !known.has(plainName(name)));
  const isClear = contradiction([ ...own, ...others ].filter(isField)) === void 0;
  return isClear ? objectOf([ ...others, ...own ]) : void 0;
 }
 function objectOf(entries) {
  return Object.fromEntries(entries.map(({name, value}) => [ name, value ]));
 }
 function isRelevant(entry) {
  return isField(entry) || isNameOfOwner(entry.name);
 }
 function isField({name}) {
  return isFieldName(name);
 }
 function isClientId({name}) {
  return plainName(name).endsWith("clientid");
 }
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
  name: "Keycloak",
  find: clientOfKeycloak
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
 function clientOfKeycloak(document) {
  const members = stringMembers(document);
  const [server, realm] = [ members.get("authserverurl"), members.get("realm") ];
  const clientid = members.get("resource") ?? members.get("clientid");
  if (clientid === void 0 || server === void 0 || realm === void 0) return;
  const credentials = isJsonObject(document["credentials"]) ? document["credentials"] : {};
  const path = `realms/${encodeURIComponent(realm)}/protocol/openid-connect/token`;
  const tokenurl = `${server.replace(/\/?$/, "/")}${path}`;
  const client = {
   ...credentials,
   clientid,
   tokenurl
  };
  return {
   client,
   document: client,
   chosenFrom: [ document["credentials"] ]
  };
 }
 function onlyClient(document) {
  if ("credentials" in document) return;
  const clients = Object.entries(document).flatMap(([name, client]) => isJsonObject(client) && hasProof(client) && !isGoogleServiceAccount(client) ? [ {
   client,
   name
  } ] : []);
  if (clients.some(({client}) => Object.values(client).some(isEncodedUrl))) return;
  if (clients.some(({client}) => SEVERAL_URLS.some(name => isText(client, name)))) return;
  const [found] = clients;
  if (found === void 0 || clients.length > 1) return;
  const isAround = namesApi(document) && !namesSeveralUrls(found.client);
  return {
   ...found,
   document: isAround ? document : found.client,
   chosenFrom: [ found.client ]
  };
 }
 function isGoogleServiceAccount({type}) {
  return type === "service_account";
 }
 function isText(document, name) {
  return typeof member(document, name) === "string";
 }
 function isEncodedUrl(value) {
  return typeof value === "string" && /^\s*aHR0c[A-Za-z0-9+/]*={0,2}\s*$/.test(value);
 }
 const API_URLS = [ "uri", "apiurl", "apibaseurl", "baseurl", "serviceurl" ];
 const SEVERAL_URLS = [ "endpoints", "serviceurls" ];
 function namesApi(document) {
  const urls = stringMembers(document);
  return [ ...API_URLS, "url" ].some(name => urls.has(name)) || namesSeveralUrls(document);
 }
 function namesSeveralUrls(document) {
  return SEVERAL_URLS.some(name => isJsonObject(member(document, name)));
 }
 function membersAboutApi(document, isNested) {
  const names = isNested ? [ ...API_URLS, "url" ] : API_URLS;
  return Object.fromEntries(Object.entries(document).filter(([name, value]) => (isJsonObject(value) ? SEVERAL_URLS : names).includes(plainName(name))));
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
   client,
   document,
   nested,
   secrets,
   warnings
  };
 }
 const containers = [ {
  name: "credentials envelope",
  open: openEnvelope
 }, {
  name: "VCAP_SERVICES",
  open: openVcapServices
 }, {
  name: "names with a prefix",
  open: openPrefixedNames
 }, {
  name: "names with an ending",
  open: openNamesWithEnding
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
 }, {
  name: "JSON in members",
  open: openJsonMembers
 }, {
  name: "parts with a prefix",
  open: openPrefixedParts
 }, {
  name: "URLs with a dot in their names",
  open: openDottedUrls
 } ];
 const SHORTEST_TEXT = 16;
 function openJsonMembers(document) {
  let found = false;
  const members = Object.entries(document).map(([name, value]) => {
   const isText = typeof value === "string" && /^\s*[{[]/.test(value) && !isValueOfClient(name);
   const inner = isText ? parsedJson(value) : void 0;
   found ||= inner !== void 0;
   return [ name, inner ?? value ];
  });
  return found ? [ {
   value: Object.fromEntries(members)
  } ] : void 0;
 }
 function isValueOfClient(name) {
  return /(?:clientid|secret|password)$/.test(plainName(name));
 }
 function openEnvelope(document) {
  const {credentials} = document;
  if (credentials === void 0 || credentials === null) return;
  const isObject = isJsonObject(credentials);
  const beside = isObject ? membersAboutApi(document, !hasClientId(credentials)) : {};
  const value = isObject ? {
   ...beside,
   ...credentials
  } : credentials;
  const others = Object.entries(document).filter(([name, inner]) => name !== "credentials" && [ inner ].flat().some(isJsonObject));
  return [ {
   value,
   ...namesOf(document)
  }, ...documentsIn(Object.fromEntries(others)) ];
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
 function openPrefixedParts(document) {
  const members = Object.entries(document);
  const parts = new Map;
  for (const [name, value] of members) {
   const prefix = PREFIXED_PART.exec(name)?.[1];
   if (prefix !== void 0 && isJsonObject(value) && hasClientId(value)) parts.set(prefix, []);
  }
  if (parts.size === 0) return;
  const lengths = [ ...new Set([ ...parts.keys() ].map(({length}) => length)) ];
  lengths.sort((a, b) => b - a);
  const others = [];
  for (const [name, value] of members) {
   const length = lengths.find(each => parts.has(name.slice(0, each)));
   if (length === void 0) others.push([ name, value ]); else parts.get(name.slice(0, length))?.push([ name.slice(length), value ]);
  }
  const contents = [ ...parts ].map(([prefix, own]) => ({
   value: Object.fromEntries(own),
   names: [ prefix.slice(0, -1) ]
  }));
  return others.length === 0 ? contents : [ ...contents, {
   value: Object.fromEntries(others)
  } ];
 }
 const PREFIXED_PART = /^(.{1,100}[_.-])(?:uaa|oauth)$/i;
 function openDottedUrls(document) {
  const groups = new Map;
  const others = Object.entries(document).filter(([name, value]) => {
   const [, group, inner] = DOTTED_URL.exec(name) ?? [];
   if (group === void 0 || inner === void 0 || group in document) return true;
   groups.set(group, [ ...groups.get(group) ?? [], [ inner, value ] ]);
   return false;
  });
  if (groups.size === 0) return;
  const parts = [ ...groups ].map(([name, members]) => [ name, Object.fromEntries(members) ]);
  return [ {
   value: Object.fromEntries([ ...others, ...parts ])
  } ];
 }
 const DOTTED_URL = /^(endpoints|service_?urls)\.(.{1,100})$/i;
 const CLIENT_ID = /^(.+?[ _.-]?)client[ _.-]?id$/i;
 function openPrefixedNames(document) {
  const members = Object.entries(document);
  const found = members.flatMap(([name, value]) => isPrefixedClientId(name) && name.length <= LONGEST_NAME && hasClientId({
   clientid: value
  }) ? CLIENT_ID.exec(name)?.[1] ?? [] : []);
  if (found.length === 0) return;
  const clients = new Map(found.map(prefix => [ prefix, [] ]));
  const lengths = [ ...new Set(found.map(({length}) => length)) ].sort((a, b) => b - a);
  const others = [];
  for (const [name, value] of members) {
   const exact = ID_OR_SECRET.exec(name.slice(0, LONGEST_NAME))?.[1] ?? "";
   const length = clients.has(exact) ? exact.length : lengths.find(each => isPrefix(clients, name, each));
   if (length === void 0) others.push([ name, value ]); else clients.get(name.slice(0, length))?.push([ name.slice(length).replaceAll(" ", ""), value ]);
  }
  const [only] = found;
  if (clients.size === 1 && only !== void 0 && isPartOfKey(only)) {
   const whole = fromDottedNames(members);
   if (whole !== void 0) return [ {
    value: whole
   } ];
  }
  const common = tokenServers(others);
  const contents = [ ...clients ].map(([prefix, own]) => {
   const bare = prefix.replace(/(.)[ _.-]$/, "$1");
   return {
    value: Object.fromEntries([ ...common, ...own ]),
    names: [ bare ],
    label: bare.toLowerCase()
   };
  });
  return [ ...contents, ...clientsAmong(Object.fromEntries(others)) ];
 }
 function tokenServers(members) {
  return members.filter(([name, value]) => fieldsOf({
   [name]: value
  }).tokenUrl).slice(0, MOST_COMMON);
 }
 function clientsAmong(document) {
  const withEnding = (openNamesWithEnding(document) ?? []).filter(({value}) => isJsonObject(value) && holdsProof(value));
  return [ ...withEnding, ...documentsIn(document) ];
 }
 function holdsProof(document) {
  return hasProof(document) || Object.keys(document).some(name => PREFIXED_SECRET.test(name));
 }
 const PREFIXED_SECRET = /^.{0,100}client[ _.-]?secret$/i;
 const ID_OR_SECRET = /^(.+?[ _.-]?)client[ _.-]?(?:id|secret)$/i;
 function openNamesWithEnding(document) {
  const members = Object.entries(document).filter(([name]) => name.length <= LONGEST_NAME);
  const endings = new Map;
  for (const [name] of members) {
   const ending = ID_WITH_ENDING.exec(name)?.[1];
   if (ending !== void 0) endings.set(ending, []);
  }
  if (endings.size === 0) return;
  const lengths = [ ...new Set([ ...endings.keys() ].map(({length}) => length)) ];
  lengths.sort((a, b) => b - a);
  const others = [];
  for (const [name, value] of members) {
   const length = lengths.find(each => each < name.length && endings.has(name.slice(-each)));
   if (length === void 0) others.push([ name, value ]); else endings.get(name.slice(-length))?.push([ name.slice(0, -length), value ]);
  }
  const common = tokenServers(others);
  return [ ...endings ].map(([ending, own]) => ({
   value: Object.fromEntries([ ...common, ...own ]),
   names: [ ending.replace(/^[ _.-]/, "") ]
  }));
 }
 const ID_WITH_ENDING = /^(?:.{1,100}[ _.-])?client[ _.-]?id([ _.-].+|\d+)$/i;
 const LONGEST_NAME = 200;
 const MOST_COMMON = 10;
 function isPrefix(prefixes, name, length) {
  if (name.length > LONGEST_NAME || !prefixes.has(name.slice(0, length))) return false;
  const [last, rest] = [ name.charAt(length - 1), name.slice(length) ];
  return /[ _.-]/.test(last) || /^[A-Z](?![A-Z])/.test(rest) || isFieldName(rest);
 }
 function isPartOfKey(prefix) {
  return /(?:^|\.)(?:uaa|oauth|credentials)\.$/.test(prefix);
 }
 function fromDottedNames(members) {
  const root = Object.create(null);
  for (const [name, value] of members) {
   const path = name.split(".").slice(0, DEEPEST_NAME);
   const last = path.pop() ?? "";
   let around = root;
   for (const part of path) {
    around[part] ??= Object.create(null);
    if (!isJsonObject(around[part])) return;
    around = around[part];
   }
   if (last in around) return;
   around[last] = value;
  }
  return root;
 }
 const DEEPEST_NAME = 8;
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
  const {value, masks} = decodedData(isJsonObject(data) ? data : {});
  const name = isJsonObject(metadata) ? metadata["name"] : void 0;
  return [ {
   value: {
    ...value,
    ...isJsonObject(stringData) ? stringData : {}
   },
   names: typeof name === "string" ? [ name ] : [],
   masks
  } ];
 }
 function hidesSecrets(name, text) {
  return /[{["'`\n\0]|[^\s:]{100}/.test(text) || namedSecrets({
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
 const ENCODED_JSON = /^(?:[eW][w-z0-9+/]|[CI])/;
 function openEncodedData(document) {
  const hasUrl = [ ...stringMembers(document).values() ].some(isEncodedUrl);
  if (!hasUrl && !isEncoded(document)) return;
  const {value, masks} = decodedData(document);
  const others = Object.entries(document).filter(([, inner]) => typeof inner !== "string");
  return [ {
   value: {
    ...Object.fromEntries(others),
    ...value
   },
   masks
  } ];
 }
 function isEncoded(document) {
  const texts = Object.values(document);
  const areBase64 = texts.every(text => typeof text === "string" && BASE64.test(text));
  if (!areBase64 || !texts.some(text => ENCODED_JSON.test(String(text)))) return false;
  const decoded = texts.map(text => textFromBytes(Buffer.from(String(text), "base64")));
  return decoded.every(text => !text.includes("\ufffd")) && decoded.some(text => typeof parsedJson(text) === "object");
 }
 const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
 function decodedData(data) {
  const decoded = Object.entries(data).flatMap(([key, value]) => {
   const encoded = typeof value === "string" ? value.replace(/\s+/g, "") : void 0;
   if (encoded === void 0) return [];
   return [ {
    key,
    encoded,
    text: textFromBytes(Buffer.from(encoded, "base64"))
   } ];
  });
  const masks = decoded.filter(({key, text}) => hidesSecrets(key, text));
  return {
   value: Object.fromEntries(decoded.map(({key, text}) => [ key, text ])),
   masks: masks.map(({encoded}) => encoded)
  };
 }
 const MOST_NAMES = 50;
 function namesOf(document) {
  const texts = value => [ value ].flat().flatMap(item => typeof item === "string" && item.trim() !== "" ? [ item.trim() ] : []).slice(0, MOST_NAMES);
  const members = Object.entries(document).filter(([name]) => isNameOfOwner(name));
  const sorted = OWNER_NAMES.flatMap(owner => members.filter(([name]) => plainName(name) === owner));
  const key = Object.entries(document).find(([name]) => plainName(name) === "key")?.[1];
  const isName = typeof key === "string" && /^[\w .:/-]{1,40}$/.test(key);
  return {
   names: [ ...sorted.flatMap(([, value]) => texts(value)), ...isName ? [ key ] : [] ],
   label: stringMembers(document).get("label"),
   tags: texts(document["tags"])
  };
 }
 function pairsIn(list) {
  const pairs = [];
  for (const [index, item] of list.entries()) {
   const pair = pairOf(item);
   if (pair === void 0) return;
   const [name, value, isOn = true] = pair;
   if (value !== void 0 && isOn) pairs.push({
    name: name.replaceAll(" ", ""),
    value,
    line: index + 1,
    apart: NOTHING
   });
  }
  return pairs.length > 1 ? pairs : void 0;
 }
 function pairOf(item) {
  if (typeof item === "string") {
   const [, name, value] = /^([A-Za-z_][\w.-]*)=(.*)$/s.exec(item) ?? [];
   return name === void 0 ? void 0 : [ name, value ];
  }
  if (!isJsonObject(item)) return;
  const members = new Map(Object.entries(item).map(([key, inner]) => [ key.toLowerCase(), inner ]));
  const name = PAIR_NAMES.map(key => members.get(key)).find(text => typeof text === "string");
  if (typeof name !== "string" || [ ...members.keys() ].some(isOfClient)) return;
  const value = members.get("value");
  if (/^(?:string|number|boolean)$/.test(typeof value)) return [ name, String(value), members.get("enabled") !== false ];
  const isNote = [ ...members ].every(([key, inner]) => key === "section" || !isContent(inner));
  return (value === void 0 || value === null) && isNote ? [ name, void 0 ] : void 0;
 }
 function isOfClient(name) {
  return /^(?:client|credentials$|url$|uaa$)/.test(plainName(name));
 }
 function isContent(value) {
  return typeof value === "string" ? /^\s*[{[]/.test(value) : typeof value === "object" && value !== null;
 }
 const PAIR_NAMES = [ "label", "name", "key", "field", "id" ];
 function readBase64(text) {
  const joined = text.replace(/\\n|\s+/g, "");
  if (joined.length < SHORTEST || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(joined)) return;
  const value = textFromBytes(Buffer.from(joined, "base64"));
  if (!encodings_isText(value)) return;
  const lines = text.split(/\s+/).filter(line => line.length >= SHORTEST);
  return {
   value,
   masks: [ joined, ...lines ]
  };
 }
 const SHORTEST = 16;
 function encodings_isText(value) {
  return value !== "" && !value.includes("\ufffd") && !hasControls(value.replace(/\s+/g, ""));
 }
 function readQuoted(text) {
  const quote = text[0] ?? "";
  const inside = text.length > 2 && text.endsWith(quote) && /['`]/.test(quote);
  return inside ? {
   value: text.slice(1, -1)
  } : void 0;
 }
 function withoutTypographicQuotes(value) {
  return /^[\u2018-\u201f\u00ab\u2039].*[\u2018-\u201f\u00bb\u203a]$/s.test(value) ? value.slice(1, -1) : value;
 }
 function readInlineTable(text) {
  if (!/^\{\s*(?:[\w-]+|"[^"]*"|'[^']*')\s*=/.test(text)) return;
  const json = text.replace(/("(?:[^"\\]|\\.)*(?:"|$))(\s*=)?|'([^']*)(?:'|$)(\s*=)?|([A-Za-z_][\w-]*)(\s*=)?/gs, (whole, double, sign, single, singleSign, bare, bareSign) => {
   if (bare !== void 0 && bareSign === void 0) return whole;
   const name = double ?? JSON.stringify(single ?? bare);
   return (sign ?? singleSign ?? bareSign) === void 0 ? name : `${name}:`;
  });
  const value = parsedJson(json);
  return isJsonObject(value) ? {
   value
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
  if (!name.startsWith("#")) return known[name] ?? whole;
  const code = Number(name.slice(1));
  return code <= LAST_CHARACTER ? String.fromCodePoint(code) : whole;
 }
 const LAST_CHARACTER = 1114111;
 function decoded(text) {
  try {
   return decodeURIComponent(text);
  } catch {
   return "";
  }
 }
 function readJson(text) {
  const value = parsedJson(text);
  return value === void 0 ? void 0 : {
   value
  };
 }
 function readJsonInText(text) {
  if (parsedJson(text) !== void 0) return;
  const found = [];
  let around = "";
  let at = 0;
  for (let count = 0; count < MOST_PIECES; count++) {
   const start = nextStart(text, at);
   if (start === -1) break;
   const scanned = scanJson(text, start);
   const before = text.slice(at, start);
   const end = before.slice(-LONGEST_LABEL).replace(FENCE, "");
   if (scanned === void 0 || OTHER_MEMBER.test(end)) return;
   if (MEMBER.test(end)) return {
    value: void 0,
    refusal: lostBrace()
   };
   around += before;
   at = scanned.end;
   const value = parsedJson(scanned.json);
   found.push({
    label: labelBefore(end),
    heading: json_HEADING.exec(end)?.[1]?.trim(),
    value
   });
  }
  const rest = text.slice(at);
  const areBefore = found.every(isNamed) && !/^#{1,6}[ \t]/m.test(rest);
  const whole = found.filter(({value}) => value !== void 0).map(({label, heading, value}) => ({
   label: label ?? (areBefore ? heading : void 0),
   value
  }));
  if (whole.length === 0) return;
  around += rest;
  const warnings = [];
  if (isMeaningful(around)) warnings.push(OTHER_TEXT);
  if (whole.length < found.length) warnings.push(LEFT_OUT);
  return {
   value: withLabels(whole, around),
   warnings
  };
 }
 function isNamed({label, heading}) {
  return (label ?? heading) !== void 0;
 }
 const LONGEST_LABEL = 200;
 const MEMBER = /"\s*:\s*$/;
 const LABEL = /(?:^|\n)[ \t]*(?:export[ \t]+|\$env:)?(?:([A-Za-z_][\w.-]*)|"([^"\n]+)"|'([^'\n]+)')(?:[ \t]*[:=]\s*|\t[ \t]*| {2,})["'`]?$/;
 const json_HEADING = /(?:^|\n)#{1,6}[ \t]+([^\n]{1,80})\s*$/;
 const FENCE = /```\w*\s*$/;
 const OTHER_MEMBER = /[{,]\s*'?[\w.-]+'?\s*:\s*$/;
 const LABELLED_LINE = /^[ \t]*([A-Za-z_][\w.-]*)(?:[ \t]*[:=][ \t]+|\t[ \t]*| {2,})(\S.*)$/gm;
 const OTHER_TEXT = {
  code: "W_OTHER_TEXT",
  text: "The stored credential has other text around its JSON. Store the JSON alone."
 };
 const LEFT_OUT = {
  code: "W_LEFT_OUT",
  text: "A part of the stored credential looks like JSON and cannot be read; it is left out. Store the JSON that is meant alone."
 };
 function labelBefore(text) {
  const [, bare, double, single] = LABEL.exec(text) ?? [];
  return bare ?? double ?? single;
 }
 function lostBrace() {
  return new failure_Failure("E_CREDENTIAL_FORMAT", "The credential is JSON that has lost its first brace, and perhaps more of its beginning.", "Store exactly what was handed out, from { to }.");
 }
 function withLabels(pieces, around) {
  const labelled = pieces.filter(({label}) => label !== void 0);
  const names = new Set(labelled.map(({label}) => label));
  if (labelled.length === 0 || names.size < labelled.length) return pieces.length === 1 ? pieces[0]?.value : pieces.map(({value}) => value);
  const beside = [ ...around.matchAll(LABELLED_LINE) ].map(([, name = "", value]) => [ name, value ]);
  const members = labelled.map(({label = "", value}) => [ label, value ]);
  const object = Object.fromEntries([ ...beside, ...members ]);
  const others = pieces.filter(({label}) => label === void 0).map(({value}) => value);
  return others.length === 0 ? object : [ ...others, object ];
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
  return piece.replace(/\\?(?:\r\n?|\n)/g, "\\n").replace(/\t/g, "\\t").replace(/\\(.)/gs, (whole, character) => '"\\/bfnrtu'.includes(character) ? whole : character);
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
  const found = assignmentsIn(text.split(/\r?\n/), DOTENV);
  if (found === void 0 || found.entries.length === 0 || arePropertyValues(found.starts)) return;
  return documentOf(found.entries);
 }
 function assignmentsIn(lines, syntax, offset = 0) {
  const found = {
   entries: [],
   starts: []
  };
  let apart = NOTHING;
  let title;
  for (let at = 0; at < lines.length; at++) {
   const line = lines[at] ?? "";
   if (line.trim() === "") {
    apart = stronger(apart, BLANK_LINE);
    continue;
   }
   if (syntax.ignored.test(line)) {
    [apart, title] = [ HEADING, line.replace(/^[\s#;/!]+/, "").trim() ];
    continue;
   }
   const one = assignmentOn(lines, at, syntax);
   if (one === void 0 || apart < HEADING && isRest(one)) return;
   const {name, value, start, last} = one;
   found.entries.push({
    name,
    value,
    line: offset + at + 1,
    apart,
    title
   });
   found.starts.push(start);
   if (apart === HEADING) title = void 0;
   apart = NOTHING;
   at = last;
  }
  if (!title) return found;
  return {
   ...found,
   entries: found.entries.map(entry => ({
    ...entry,
    title: void 0
   }))
  };
 }
 function assignmentOn(lines, at, {assignment, comment}) {
  const line = lines[at] ?? "";
  const [before, name] = assignment.exec(line) ?? [];
  if (before === void 0 || name === void 0) return;
  const start = line.slice(before.length);
  const found = /^["'`]/.test(start) ? quotedValue(lines, at, start) : plainValue(start, at, comment);
  return found && {
   ...found,
   name,
   start
  };
 }
 function isRest({name, start}) {
  return /^=*$/.test(start) && !isFieldName(name) && !isNameOfOwner(name) && !isWord(name);
 }
 function isWord(name) {
  return /^(?:[A-Z]|[A-Z][A-Z_]{3,}|[A-Z][A-Z\d]*(?:_[A-Z\d]+)+|[a-z]+\d?(?:[_.-][a-z]+\d?)+)$/.test(name.slice(0, 100));
 }
 const ASSIGNMENT = /^[ \t]*(?:export[ \t]+|set[ \t]+|\$env:)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/;
 const IGNORED = /^\s*(?:#|\/\/|set [-+]|echo\b)/;
 const DOTENV = {
  assignment: ASSIGNMENT,
  ignored: IGNORED,
  comment: /\s#/
 };
 function arePropertyValues(starts) {
  return starts.some(start => /(?:^|[^\\])\\[:=#!]/.test(start)) && !starts.some(start => /^["'`]/.test(start));
 }
 function plainValue(first, at, comment) {
  const end = first.search(comment);
  const value = first.slice(0, end === -1 ? first.length : end).trim();
  return /\s[A-Za-z_]\w*=/.test(value) && !(/^[{[]/.test(value) && parsedJson(value) !== void 0) ? void 0 : {
   value: withoutTypographicQuotes(value),
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
  const entries = [];
  let apart = NOTHING;
  for (const {line, number} of joinedLines(text)) {
   if (/^\s*(?:[#!]|$)/.test(line)) {
    if (line.trim() === "") apart = BLANK_LINE;
    continue;
   }
   const pair = propertyOn(line);
   if (pair === void 0) return;
   entries.push({
    ...pair,
    line: number,
    apart
   });
   apart = NOTHING;
  }
  return documentOf(entries);
 }
 function joinedLines(text) {
  let number = 1;
  return text.replace(/\\\r?\n[ \t]*/g, "\0").split(/\r?\n/).map(joined => {
   const parts = joined.split("\0");
   number += parts.length;
   return {
    line: parts.join(""),
    number: number - parts.length
   };
  });
 }
 function propertyOn(line) {
  const [, name, value] = /^\s*((?:[^\s:=\\]|\\.)+)\s*[:=\s]\s*(.*)$/s.exec(line) ?? [];
  if (name === void 0 || value === void 0 || /^["']/.test(value)) return;
  if (/^=*$/.test(value) && !(/[:=]/.test(line) && isWord(name))) return;
  return {
   name: javaUnescaped(name),
   value: javaUnescaped(value)
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
 function withoutCommas(text) {
  let [start, end] = [ 0, text.length ];
  while (text[start] === ",") start++;
  while (end > start && text[end - 1] === ",") end--;
  return text.slice(start, end);
 }
 function readTerraformText(text) {
  if (!/^ *(?:[\w.-]+ = )?(?:tomap\()?\{ *$/m.test(text) || !/^ *"?[\w.-]+"? *= /m.test(text)) return;
  const lines = text.split(/\r?\n/).map(line => {
   const named = line.replace(/^( *)"?([\w.-]+)"? *= (?:tomap\()?/, '$1"$2": ');
   return /[{[,]\s*$/.test(named) ? named : `${named.replace(/\)$/, "")},`;
  });
  const inside = withoutCommas(lines.join("\n"));
  const document = text.startsWith("{") ? inside : `{${inside}}`;
  const value = parsedJson(scanJson(document, 0)?.json ?? "");
  return typeof value === "object" && value !== null ? {
   value
  } : void 0;
 }
 function readLabelledText(text) {
  const lines = plainSpaces(text).split(/\r?\n/);
  const lastEnd = lines.findLastIndex(line => line.includes("-----END"));
  const scan = {
   lines,
   lastEnd,
   entries: [],
   pieces: [],
   apart: NOTHING,
   title: void 0,
   kind: -1,
   kinds: new Set,
   next: -1,
   column: -1
  };
  for (let at = 0; at < lines.length; at++) {
   if (isNested(lines, at)) return;
   const end = readLine(scan, at);
   if (end instanceof failure_Failure) return {
    value: void 0,
    refusal: end
   };
   at = end;
  }
  if (!scan.entries.some(({name, value}) => isFieldName(name) || labelled_text_ENCODED_JSON.test(value))) return;
  const isAfter = scan.title !== void 0 && scan.kinds.has(scan.kind);
  const entries = isAfter ? scan.entries.map(entry => ({
   ...entry,
   title: void 0
  })) : scan.entries;
  const document = documentOf(withoutListSigns(entries));
  return document && (scan.pieces.length > 0 ? {
   ...document,
   masks: scan.pieces
  } : document);
 }
 function readLine(scan, at) {
  const written = scan.lines[at] ?? "";
  const last = scan.next === at ? scan.entries.at(-1) : void 0;
  if (written.trim() === "") {
   setApart(scan, BLANK_LINE);
   return at;
  }
  if (RULER.test(written)) {
   if (/^values?$/i.test(last?.value ?? "")) scan.entries.pop();
   setApart(scan, HEADING);
   return at;
  }
  const unfinished = isFieldName(last?.name ?? "") ? last : void 0;
  if (unfinished !== void 0 && isPiece(written, scan.column)) return addPiece(scan, unfinished, at);
  const found = labelledLine(scan.lines, at);
  if (found !== void 0) return addEntry(scan, found, at);
  return readOtherLine(scan, at, last);
 }
 function readOtherLine(scan, at, last) {
  const written = scan.lines[at] ?? "";
  const heading = headingOf(written, last === void 0 ? scan : void 0);
  if (heading !== void 0) {
   setApart(scan, HEADING);
   scan.title = heading;
   scan.kind = HEADINGS.findIndex(pattern => pattern.test(written.trim().slice(0, 200)));
   return at;
  }
  const unfinished = last ?? scan.entries.at(-1);
  if (unfinished === void 0 || !isFieldName(unfinished.name)) return at;
  const goesOn = last === void 0 ? isRandom(written) : mayGoOn(written, scan.lines[at - 1] ?? "");
  return goesOn ? goingOn(at, unfinished) : at;
 }
 function isRandom(written) {
  const line = plainLine(written);
  const isLong = /^[\w+/=$!.~-]{8,}$/.test(line) && /\d/.test(line) && /[A-Za-z]/.test(line);
  return isLong || /^(?![A-Z_]+=)[\w+/$!.~-]{0,8}={1,2}$/.test(line);
 }
 const labelled_text_ENCODED_JSON = /^(?:ey[IJ]|ew)[A-Za-z0-9+/]{16,}={0,2}$/;
 function setApart(scan, apart) {
  if (apart > scan.apart) scan.apart = apart;
 }
 function isPiece(written, column) {
  return column > 1 && indentOf(written) === column && /^\s*\S+\s*$/.test(written);
 }
 function addPiece(scan, last, at) {
  const piece = (scan.lines[at] ?? "").trim();
  scan.entries[scan.entries.length - 1] = {
   ...last,
   value: last.value + piece
  };
  scan.pieces.push(...scan.pieces.includes(last.value) ? [] : [ last.value ], piece);
  scan.next = at + 1;
  return at;
 }
 function addEntry(scan, {name, start, from}, at) {
  const written = scan.lines[at] ?? "";
  if (LIST_START.test(written)) setApart(scan, LIST_SIGN);
  if (isFieldName(name) && /<br *\/?>/i.test(start)) return goingOn(from, {
   name
  });
  const end = endOfPem(scan.lines, from, start, scan.lastEnd);
  const value = [ start, ...scan.lines.slice(from + 1, end + 1) ].join("\n");
  const {apart, title} = scan;
  scan.entries.push({
   name,
   value: withoutQuotes(value),
   line: at + 1,
   apart,
   title
  });
  if (apart === HEADING) {
   if (title !== void 0) scan.kinds.add(scan.kind);
   scan.title = void 0;
  }
  scan.apart = NOTHING;
  scan.column = from === at ? written.trimEnd().length - start.length : -1;
  scan.next = end + 1;
  return end;
 }
 const RULER = /^[ \t]*(?:[-=*_+][-=*_+| \t:]{2,}|\|(?=.*(?:-|===))[-=+| \t:]+)$/;
 const LIST_START = /^[> \t]*[-*][ \t]/;
 function withoutListSigns(entries) {
  const isList = entries.slice(1).every(({apart}) => apart >= LIST_SIGN);
  if (!isList) return entries;
  return entries.map(entry => entry.apart === LIST_SIGN ? {
   ...entry,
   apart: NOTHING
  } : entry);
 }
 function headingOf(written, scan) {
  const line = written.trim().slice(0, 200);
  const marked = HEADINGS.map(pattern => pattern.exec(line)?.[1]).find(words => words !== void 0);
  if (marked !== void 0 && !isKnown(marked)) return marked.trim();
  const isAlone = scan !== void 0 && (scan.apart > NOTHING || scan.entries.length === 0);
  return isAlone && WORDS.test(line) && !isKnown(line) ? line : void 0;
 }
 const HEADINGS = [ /^#{1,6}[ \t]*(\S.*)$/, /^\[\[?[ \t]*([^[\]]+)\]\]?$/, /^(?:[-*>][ \t]+)?\*\*([^*:]+):?\*\*:?$/, /^(?:[-*>][ \t]+)?([A-Za-z][\w ./()-]{0,60}):$/ ];
 const WORDS = /^[A-Za-z][\w.-]{0,14}(?: [\w.()-]{1,15}){0,4}$/;
 function mayGoOn(written, above) {
  const line = plainLine(written);
  if (line === "OK" || /^#/.test(line) || isKnown(line.replace(/ *:$/, ""))) return false;
  return !/\s/.test(line) || indentOf(written) > indentOf(above);
 }
 function goingOn(at, {name}) {
  const plain = plainName(name);
  const field = /client(?:id|secret)$/.exec(plain)?.[0] ?? plain;
  return new failure_Failure("E_CREDENTIAL_FORMAT", `Line ${at + 1} of the credential has no label: it may go on with the value of ${field} above it.`, "Write each value on one line.");
 }
 const LABELLED = /^([A-Za-z][\w./()-]*(?: [\w./()-]+)*)(?: *[:=][ \t]*| *\t[ \t]*| +\| +| {2,})(\S.*)$/s;
 const LABEL_ALONE = /^([A-Za-z][\w./()-]*(?: [\w./()-]+)*) *:?$/;
 const labelled_text_LONGEST_LABEL = 61;
 const MARKDOWN = /^(?:[>|] *|[*-] +)+/;
 const SHELL = /^(?:export[ \t]+|set[ \t]+|\$env:)(?=[A-Za-z_][\w.-]*[ \t]*=)/;
 function labelledLine(lines, at) {
  const line = plainLine(lines[at]);
  const [label, beside] = labelAndValue(line);
  const name = label.replace(/\s/g, "");
  if (beside !== void 0) return {
   name,
   start: beside,
   from: at
  };
  const from = isFieldName(name) || isNameOfOwner(name) ? lineOfValue(lines, at) : -1;
  return from === -1 ? void 0 : {
   name,
   start: plainLine(lines[from]).replace(/^[:=] +/, ""),
   from
  };
 }
 function labelAndValue(line) {
  const [, label, value] = LABELLED.exec(line) ?? [];
  const isLabelled = label !== void 0 && value !== void 0 && !/^=*["'`]?$/.test(value) && !value.startsWith("//");
  if (isLabelled && label.length <= labelled_text_LONGEST_LABEL) return [ label, value ];
  const alone = LABEL_ALONE.exec(line)?.[1] ?? "";
  return [ alone.length <= labelled_text_LONGEST_LABEL ? alone : "" ];
 }
 function lineOfValue(lines, at) {
  let next = at + 1;
  while (lines[next]?.trim() === "") next++;
  if (next >= lines.length) return -1;
  const line = plainLine(lines[next]);
  const [label, value] = labelAndValue(line);
  const isLabel = (value !== void 0 || line.endsWith(":")) && isKnown(label);
  return isLabel || RULER.test(lines[next] ?? "") ? -1 : next;
 }
 function isKnown(label) {
  const name = label.replace(/\s/g, "");
  return isFieldName(name) || isNameOfOwner(name);
 }
 function plainLine(written) {
  const line = (written ?? "").trim().replace(SHELL, "");
  if (!MARKDOWN.test(line) && !line.startsWith("**")) return line;
  const plain = line.replace(MARKDOWN, "").replace(/^\*\*([^*]+)\*\*(:?)/, "$1$2");
  return plain.endsWith("|") ? plain.slice(0, -1).trimEnd() : plain;
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
  return /^(["'`])(.*)\1,?$/s.exec(value)?.[2] ?? withoutTypographicQuotes(value);
 }
 function readSections(text) {
  if (!HEADER_SOMEWHERE.test(text)) return;
  const lines = text.split(/\r?\n/);
  const starts = lines.flatMap((line, at) => HEADER.test(line) ? [ at ] : []);
  const sections = [];
  for (const [index, start] of [ -1, ...starts ].entries()) {
   const read = sectionOf(lines.slice(start + 1, starts[index] ?? lines.length), start + 1);
   if (read === void 0 || read.refusal !== void 0) return read;
   sections.push({
    name: sectionName(lines[start]),
    value: read.value
   });
  }
  return {
   value: treeOf(sections)
  };
 }
 function sectionName(line = "") {
  const name = HEADER.exec(line)?.[1]?.trim() ?? "";
  return /^(["'])(.*)\1$/.exec(name)?.[2] ?? name;
 }
 function treeOf(sections) {
  const root = new Map;
  const server = commonServer(sections);
  for (const {name, value} of sections) {
   const isClient = isJsonObject(value) && hasClientId(value);
   const whole = isClient ? {
    ...server,
    ...value
   } : value;
   if (name !== "" || Array.isArray(whole)) put(root, name, whole); else if (isJsonObject(whole)) for (const [key, member] of Object.entries(whole)) root.set(key, member);
  }
  return sections_objectOf(root);
 }
 const HEADER_SOMEWHERE = /^[ \t]*\[\[?[^\][\n{}]+\]/m;
 const HEADER = /^[ \t]*\[\[?([^\][\n{}]+)\]\]?[ \t]*(?:[#;].*)?$/;
 const SYNTAX = {
  assignment: /^[ \t]*["']?([A-Za-z_][\w.-]*(?: [\w.-]+)*)["']?[ \t]*[=:](?!\/\/)[ \t]*/,
  ignored: /^\s*(?:[#;]|\/\/)/,
  comment: /\s[#;]/
 };
 function sectionOf(lines, offset) {
  const found = assignmentsIn(lines, SYNTAX, offset);
  if (found === void 0) return;
  const entries = found.entries.map(entry => ({
   ...entry,
   name: entry.name.replaceAll(" ", "")
  }));
  const document = documentOf(entries);
  return isJsonObject(document?.value) ? {
   value: withTables(document.value)
  } : document;
 }
 function withTables(object) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [ name, (typeof value === "string" ? readInlineTable(value)?.value : void 0) ?? value ]));
 }
 function put(root, name, value) {
  const [, parent, part] = /^(.+)\.([^.]+)$/.exec(name) ?? [];
  const isPart = parent !== void 0 && part !== void 0 && PARTS.includes(plainName(part));
  const [outer, key] = isPart ? [ parent, part ] : [ void 0, name ];
  const around = outer === void 0 ? root : tableOf(root, outer);
  const before = around.get(key);
  const table = isJsonObject(value) ? new Map(Object.entries(value)) : value;
  if (before === void 0) around.set(key, table); else if (Array.isArray(before)) before.push(...[ table ].flat()); else around.set(key, [ before, table ].flat());
 }
 function tableOf(root, name) {
  const found = root.get(name);
  const last = Array.isArray(found) ? found.at(-1) : found;
  if (last instanceof Map) return last;
  const table = new Map;
  root.set(name, table);
  return table;
 }
 const PARTS = [ "uaa", "endpoints", "oauth", "credentials", "serviceurls" ];
 function sections_objectOf(tree) {
  if (Array.isArray(tree)) return tree.map(sections_objectOf);
  if (!(tree instanceof Map)) return tree;
  return Object.fromEntries([ ...tree ].map(([name, value]) => [ name, sections_objectOf(value) ]));
 }
 function commonServer(sections) {
  const objects = sections.flatMap(({name, value}) => isJsonObject(value) ? [ {
   name,
   value
  } ] : []);
  const clients = objects.filter(({value}) => hasClientId(value));
  const [server, ...others] = objects.filter(({value}) => isServer(value));
  if (server === void 0 || others.length > 0 || hasClientId(server.value)) return;
  return clients.length === 1 || OF_ALL.test(server.name) ? server.value : void 0;
 }
 const OF_ALL = /^(?:|defaults?|common|global|shared)$/i;
 function isServer(object) {
  const {url, tokenUrl, certUrl} = fieldsOf(object);
  return (url ?? tokenUrl ?? certUrl) !== void 0;
 }
 async function readYaml(text) {
  if (/^[{[]/.test(text) || !SIGNATURE.test(text)) return;
  const stream = await readStream(text);
  if (stream?.refusal !== void 0) return stream;
  const documents = (stream?.value ?? []).filter(document => isJsonObject(document) || Array.isArray(document));
  if (documents.length === 0 || documents.some(isListOfLines)) return;
  return {
   value: documents.length === 1 ? documents[0] : documents
  };
 }
 const SIGNATURE = /^kind:[ \t]*["']?(?:Secret|List)\b|^[\w."'-]+:[ \t]*(?:[|>][+-]?\d?[ \t]*)?\r?\n[ \t]+\S|^---[ \t]*$|^- +["']?[\w.-]+["']?:[ \t]|^["']?[\w.-]+["']?:[ \t]+(?:["'{[].*|\S+[ \t]+#.*)$/m;
 function isListOfLines(document) {
  return Array.isArray(document) && document.length > 1 && document.every(item => isJsonObject(item) && Object.keys(item).length === 1) && document.every(item => typeof Object.values(item)[0] === "string");
 }
 async function readStream(text) {
  if (TOO_DEEP.test(text)) return;
  const yaml = await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 887, 23));
  try {
   const documents = yaml.parseAllDocuments(text, OPTIONS);
   if (!Array.isArray(documents)) return;
   if (documents.some(({errors}) => errors.length > 0)) return;
   const isSecret = /^kind:[ \t]*["']?Secret\b/m.test(text);
   for (const document of documents) {
    const seen = oddities(yaml, document, text, isSecret);
    if (seen.same !== void 0) return {
     value: [],
     refusal: joined(...linesOf(seen.same, text))
    };
    if (seen.twice !== void 0) {
     if (!seen.isNested) return;
     return {
      value: [],
      refusal: saidTwice(...linesOf(seen.twice, text))
     };
    }
    if (seen.folded !== void 0) return {
     value: [],
     refusal: foldedAt(text, seen.folded)
    };
   }
   return {
    value: documents.map(document => named(document.toJS({
     maxAliasCount: 0
    })))
   };
  } catch {
   return;
  }
 }
 function oddities(yaml, document, text, isSecret) {
  let folded;
  let twice;
  let same;
  let isNested = false;
  yaml.visit(document, {
   Map(_, {items}, path) {
    same ??= samePartsIn(items);
    if (twice !== void 0) return;
    twice = saidTwiceIn(items);
    isNested = path.length > 1;
   },
   Pair(_, {key, value}, path) {
    const name = yaml.isScalar(key) ? String(key.value) : "";
    const mayBeWrapped = name === "key" || isSecret && path.some(one => yaml.isPair(one) && isNamedData(one));
    if (isFieldName(name) && !mayBeWrapped) folded ??= startOfFolded(value, text);
   }
  });
  return {
   folded,
   twice,
   same,
   isNested
  };
 }
 function saidTwiceIn(items) {
  const known = new Map;
  for (const {key, value} of items) {
   const {value: word, range} = key ?? {};
   const name = plainName(String(word ?? ""));
   const text = value?.value;
   const offset = range?.[0] ?? 0;
   const before = known.get(name);
   if (before !== void 0 && before.text !== text && isFieldName(name)) return [ before.offset, offset ];
   known.set(name, {
    text,
    offset
   });
  }
  return;
 }
 function samePartsIn(items) {
  const known = new Map;
  for (const {key, value} of items) {
   if (!Array.isArray(value?.items)) continue;
   const {value: word, range} = key ?? {};
   const before = known.get(String(word));
   if (before !== void 0) return [ before, range?.[0] ?? 0 ];
   known.set(String(word), range?.[0] ?? 0);
  }
  return;
 }
 function joined(first, second) {
  return new failure_Failure("E_CREDENTIAL_AMBIGUOUS", `The credential holds two parts of the same name (lines ${first} and ${second}), of which YAML would take the second.`, "Write --- between two documents and name the one that is meant in the input binding, or store that one alone.");
 }
 function linesOf([first, second], text) {
  return [ lineOf(text, first), lineOf(text, second) ];
 }
 function lineOf(text, offset) {
  return text.slice(0, offset).split("\n").length;
 }
 function startOfFolded(value, text) {
  const {type, range} = value ?? {};
  if (range === void 0 || !FOLDED.test(type ?? "")) return;
  const written = text.slice(range[0], range[1]).replace(type === "BLOCK_FOLDED" ? /^.*\n/ : /^$/, "").trim();
  const isFolded = /[^\s\\]\s*\n\s*\S/.test(written) && !/-----|^[{[]/.test(written);
  return isFolded ? range[0] : void 0;
 }
 const FOLDED = /^(?:PLAIN|QUOTE_SINGLE|QUOTE_DOUBLE|BLOCK_FOLDED)$/;
 function isNamedData({key}) {
  return key?.value === "data";
 }
 function foldedAt(text, offset) {
  const line = lineOf(text, offset);
  return new failure_Failure("E_CREDENTIAL_FORMAT", `The value on line ${line} of the credential goes on in the next line, where YAML puts a space into it.`, "Write each value on one line.");
 }
 function named(value) {
  if (Array.isArray(value)) return value.map(named);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => {
   const plain = name.replaceAll(" ", "");
   return [ isFieldName(plain) ? plain : name, named(inner) ];
  }));
 }
 const TOO_DEEP = /^[ ]{100,}\S|(?:[[{]\s*){50}|(?:- ){50}|[}\]]{50}|"{50}/m;
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
  name: "inline table",
  read: readInlineTable
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
  name: "sections",
  read: readSections
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
 function expiryOf(proof) {
  return "expiresAt" in proof ? proof.expiresAt : void 0;
 }
 function damageOf(value) {
  return firstOf(ANY, value.trim());
 }
 function damageOfSecret(clientSecret, clientId, isOfXsuaa) {
  if (isPlainIdOfXsuaa(clientSecret) || isSecretOfIssuer(clientId)) return SWAPPED;
  if (damage_isText(clientSecret) && isSecretOfIssuer(Buffer.from(clientSecret, "base64").toString())) return {
   ...IN_BASE64,
   certainty: "certain"
  };
  const found = firstOf(SECRET, clientSecret.trim()) ?? damageOf(clientSecret);
  if (found !== void 0 && found.certainty !== "possible") return found;
  if (clientId.length > 4 && clientSecret.startsWith(`${clientId}:`)) return PAIR;
  if (isOfXsuaa && lostItsDollar(clientSecret)) return LOST_DOLLAR;
  if (isOfOthers(clientSecret)) return {
   ...SWAPPED,
   certainty: "likely"
  };
  return found ?? possibleDamage(clientSecret, clientId);
 }
 function possibleDamage(clientSecret, clientId) {
  if (clientSecret === clientId) return SAME_AS_ID;
  if (damage_isRandom(clientId) && /^(?:[a-z][a-z0-9_-]{2,40}|[0-9a-f-]{36})$/.test(clientSecret)) return {
   ...SWAPPED,
   certainty: "possible"
  };
  return damage_isText(clientSecret) ? IN_BASE64 : void 0;
 }
 function damage_isRandom(text) {
  return /^[\w.~+/=-]{30,}$/.test(text) && [ /[a-z]/, /[A-Z]/, /\d/ ].every(kind => kind.test(text));
 }
 function damage_isText(base64) {
  if (!/^[A-Za-z0-9+/]{16,4000}={0,2}$/.test(base64)) return false;
  const decoded = Buffer.from(base64, "base64").toString("latin1");
  return /^[\x20-\x7e]+\n?$/.test(decoded);
 }
 function damageOfClientId(clientId, isOfXsuaa) {
  const found = firstOf(damage_CLIENT_ID, clientId.trim()) ?? damageOf(clientId);
  if (found?.certainty === "certain") return found;
  return isOfXsuaa && looksCut(clientId) && found?.what !== IN_QUOTES ? CUT_ID : found;
 }
 function damageOfUrl(text) {
  const found = damageOf(text);
  return found?.certainty === "certain" ? found : firstOf(URLS, text.trim()) ?? found;
 }
 function firstOf(rules, value) {
  const found = rules.find(([, pattern]) => pattern.test(value));
  return found && {
   certainty: found[0],
   what: found[2],
   next: found[3]
  };
 }
 const AN_EXPRESSION = {
  what: "is the text of an expression, not its value",
  next: "Write it in the workflow as an expression, $" + "{{ secrets.NAME }}, and nowhere else."
 };
 const STORE_THE_VALUE = "Store the value itself, exactly as it was handed out.";
 const IN_QUOTES = "is in quotes";
 const AFTER_A_NAME = [ "begins with the name of a variable", "Store what is behind NAME= alone." ];
 const RESOLVE = "Let that tool put in the value, or store the value itself.";
 const ANY = [ [ "certain", /^(?:<<.*>>|\*{3,}|[\u2022\u25cf]+|[[(<](?:redacted|masked|filtered|hidden|sensitive(?: value)?|secure|private data hidden)[\])>]|\d+ bytes)$/is, "is what a tool writes where it does not show a secret", "Export the credential with its secrets, or take it from where it was issued." ], [ "certain", /^(?:\$ *\{\{.*\}\}|[\s${]*(?:secrets|vars|env|inputs|github|needs|steps)(?:\.[A-Za-z_][\w.-]*|\[.{1,200}\])[\s}]*)$/s, AN_EXPRESSION.what, AN_EXPRESSION.next ], [ "certain", /^(?:\$?\{\{.*\}\}|\$\{[^{}]*\}|<%.*%>|#\{[^{}]*\}#?|\(\([\w./ -]+\)\)|\$\([\w. -]+\)|\$__\w+\{.*\}|\$env:\w+|@@\w+@@|__[A-Z][A-Z0-9_]*__|process\.env[.[].*|os\.environ.*)$/s, "is a variable or a placeholder that nothing has replaced with its value", RESOLVE ], [ "certain", /^(?:(?:op|vault|sm|ssm|akv|awssm|azurekeyvault|keyvault|gcpsm|gcp-sm|secretsmanager|aws-ssm|bws|doppler|infisical|conjur|keepass|lastpass|keeper|credhub|berglas|file|env):\/\/|ref\+|vault:[\w./-]+[#:]|vault:(?:secret|kv)\/|@Microsoft\.KeyVault\(|arn:aws[\w-]*:(?:secretsmanager|ssm):|projects\/[\w:.-]+\/secrets\/|secretsmanager:|\{\{?resolve:|aws-ssm:|ssm:\/|keyring:|(?:https:\/\/)?[\w-]+\.vault\.azure\.net\/secrets\/)/i, "is a reference to a secret in another store, not the secret", RESOLVE ], [ "certain", /^(?:ENC\[[A-Z0-9_]+,|ENC\(.*\)$|\{cipher\}|\$ANSIBLE_VAULT;|!vault\b|-----BEGIN (?:AGE|PGP) |age1[0-9a-z]{20,})/s, "is still encrypted", "Decrypt it with the tool that has encrypted it, and store the result as the secret." ], [ "certain", /^(?:null|undefined|none|nil|nan|<null>|<nil>|<none>|\[object Object\])$/i, "is the word that a program writes where a value is missing", STORE_THE_VALUE ], [ "likely", /^(?:"[^"]*"|'[^']*'|`[^`]*`|[\u2018-\u201f\u00ab\u2039].*[\u2018-\u201f\u00bb\u203a]|\\".*\\"|&quot;.*&quot;)$/s, IN_QUOTES, "Store it without the quotes around it." ], [ "likely", /^(?:\*+|<[^<>]*>|\[?redacted\]?|x{6,}|\.{3,}|\u2026|\$[A-Z_][A-Z0-9_]*|%[A-Za-z_]\w*%|(?:please[ _-]?)?(?:change|replace)[ _-]?(?:me|this|it)|todo|tbd|tba|n\/a|dummy|placeholder|(?:<?(?:the|your|my|insert|enter|paste|put|replace)[ _-])[\w -]{0,60}(?:secret|password|key|value|here|id|url|token|credentials?|domain|tenant)>?|client[ _-]?(?:secret|id)|secret[ _-]?(?:here|value))$/i, "looks like a placeholder", STORE_THE_VALUE ], [ "likely", /(?:\.{3}|\u2026)$/, "ends with dots, as a text that was cut for display", "Store it whole, from where it was issued." ], [ "likely", /^[A-Z][A-Z0-9]*_(?:[A-Z0-9]+_)*(?:SECRET|KEY|PASSWORD|TOKEN|CREDENTIALS?|ID|URL)$/, "looks like the name of a secret or variable", "Write its value, in a workflow the expression $" + "{{ secrets.NAME }}." ], [ "likely", /&(?:amp|lt|gt|quot|apos|#\d{1,5}|#x[0-9a-f]{1,5});|\\u00[0-9a-f]{2}/i, "holds characters that a web page or a program has written as escapes", STORE_THE_VALUE ], [ "possible", /\\(?:[$!"'`\\]|[nr]$)/, "holds a backslash before a special character", "Store it without shell escapes." ], [ "possible", /[^\x21-\x7e]/, "holds a space, an invisible character or one that is not ASCII", "Was it copied from a web page, or wrapped? Store it exactly as it was handed out." ], [ "possible", /\.{3}|^["'`]|["'`]$/, "holds dots or a quotation mark that may not be part of it", "Compare it with what was handed out." ] ];
 const SECRET = [ [ "certain", /^\s*[{[]\s*"[\w.-]+"\s*:/, "is a JSON document", "A whole key belongs into the input credentials; the secret is one member of it." ], [ "certain", /^(?:export\s+|set\s+|\$env:)?"?(?:[A-Za-z][\w-]{0,100}[_-])?(?:client[ _.-]?)?(?:secret|password)"?\s*[:=]\s*\S/i, "begins with its own name", "Store what is behind the name alone." ], [ "certain", /^(?:export\s+|set\s+|\$env:)[A-Za-z_]\w{0,100}\s*=\s*\S{8}/, ...AFTER_A_NAME ], [ "likely", /^[A-Z][A-Z0-9]{0,50}(?:_[A-Z0-9]{1,50}){1,9}=\s*\S{8}/, ...AFTER_A_NAME ], [ "certain", /^-----BEGIN [A-Z ]*(?:KEY|CERTIFICATE)-----/, "is PEM, a key or a certificate", "Give it in the inputs private-key and certificate." ], [ "likely", /^https?:\/\//i, "is a URL", "Secret and URL are probably swapped: give each in its own place." ], [ "certain", /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}%24/i, "is encoded for a URL", STORE_THE_VALUE ], [ "likely", /^(?:Bearer|Basic)\s+\S/i, "is the value of an Authorization header", "Store the client secret alone." ], [ "possible", /%(?:2[0-9A-F]|3[A-F]|40|5[B-E]|7[B-E])/i, "may be encoded for a URL", STORE_THE_VALUE ] ];
 const damage_CLIENT_ID = [ [ "certain", /^[{[]\s*"[\w.-]+"\s*:/, "is a JSON document", "A whole key belongs into the input credentials; the client id is one member of it." ], [ "certain", /^(?:export\s+|set\s+|\$env:)?"?(?:[A-Za-z][\w-]{0,100}[_-])?client[ _.-]?id"?\s*[:=]\s*\S/i, "begins with its own name", "Store what is behind the name alone." ] ];
 const FILL_VARIABLE = "What the workflow writes there is probably empty: compare the names of variables and secrets with the settings.";
 const URLS = [ [ "certain", /^https?(?:\/\/|:\/?(?![/]))[^/]|^https?:\/\/https?(?::|\/\/)/i, "begins with its scheme twice, or with a part of it", "Write https:// once, and the host behind it." ], [ "certain", /^(?:https?:\/\/[/.:?]|https?:\/*$|[/.:?]|oauth2?\/|token$)/i, "has no host", FILL_VARIABLE ], [ "certain", /^(?:https?:\/\/)?(?:undefined|null)(?![\w-])/i, "has undefined or null, what a program writes where a value is missing, as its host", FILL_VARIABLE ], [ "certain", /^(?:https?:\/\/)?[^/?#]{0,300}?\.\./i, "has an empty part in its host", FILL_VARIABLE ], [ "certain", /[<{](?:your|my|the)?[ _-]*(?:sub-?domain|sub-?account|tenant|domain|host|server|realm|zone|region)[\w -]{0,20}[>}]|^(?:https?:\/\/)?your[-_.]?(?:tenant|sub-?domain|sub-?account|domain|host|server|realm|company|zone)\b/i, "holds a placeholder", "Write the real host in its place." ], [ "likely", /[<>{}]|\$\(|\$\w|%[A-Z_]{2,}%|^(?:[a-z]+:\/\/)?(?:your|my)[-_.]/i, "holds a placeholder", "Write the real host in its place." ], [ "certain", /^[\u2018-\u201f\u00ab\u2039]/, "holds a quotation mark", "Write the URL without quotes." ], [ "likely", /["'`\u2018-\u201f]/, "holds a quotation mark", "Write the URL without quotes." ], [ "likely", /\s/, "holds a blank or a line break", "Write the URL alone, on one line." ] ];
 const SWAPPED = {
  certainty: "certain",
  what: "looks like a client id, or the client id like a secret",
  next: "Client id and secret are probably swapped: give each in its own place."
 };
 const PAIR = {
  certainty: "likely",
  what: "begins with the client id and a colon",
  next: "Store what is behind the colon alone."
 };
 const LOST_DOLLAR = {
  certainty: "likely",
  what: "has no single $ after its first part, as secrets of XSUAA have",
  next: "A shell or a tool has probably replaced or doubled it; store the secret from a file."
 };
 const IN_BASE64 = {
  certainty: "possible",
  what: "is base64 of a text",
  next: "Store the secret decoded: the data of Kubernetes secrets is encoded so."
 };
 const SAME_AS_ID = {
  certainty: "possible",
  what: "is the same text as the client id",
  next: "Store the secret in its place."
 };
 const CUT_ID = {
  certainty: "likely",
  what: "looks cut",
  next: "XSUAA ids look like sb-name!b123 or sb-name!b123|service!b456."
 };
 function isPlainIdOfXsuaa(text) {
  return /^sb-[\w.-]+![a-z]\d+(?:\|[\w.-]+![a-z]\d+)?$/.test(text);
 }
 function isSecretOfIssuer(text) {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\$[\w+/-]{40,50}=*$/i.test(text) || /^[\w.~-]{3}\dQ~[\w.~-]{31,34}$/.test(text);
 }
 function isOfOthers(text) {
  return /^(?:[0-9a-z]{12}__[\w-]+|\d+-\w+\.apps\.googleusercontent\.com)$/.test(text);
 }
 function looksCut(clientId) {
  return /(?:\.\.\.|\u2026|[!|])$/.test(clientId) || /^sb-[^!]*$/.test(clientId);
 }
 function lostItsDollar(clientSecret) {
  if (clientSecret.includes("$")) return clientSecret.includes("$$");
  const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
  return clientSecret[8] === "-" && clientSecret[13] === "-" && isUuid.test(clientSecret);
 }
 function credentialWarnings(text, tokenUrl, credential, now) {
  return [ ...aboutLines(text), ...aboutTokenUrl(tokenUrl, credential.tokenUrl), ...aboutProof(credential, now), ...aboutClientId(credential) ];
 }
 function aboutLines(text) {
  const trimmed = text?.trim() ?? "";
  if (!/[\r\n]/.test(trimmed)) return [];
  return /^(?:\{|\[\s*[[{])/.test(trimmed) ? warning("W_SEVERAL_LINES", "The stored credential has several lines. The runner masks each line of a secret, { and } included, and then drops every job output that holds a brace. Store it on one line: jq -c . key.json") : warning("W_SEVERAL_LINES", "The stored credential has several lines. The runner masks each line of a secret by itself, and whatever a line says is then hidden in the log and in job outputs. Store it on one line, in base64: base64 -w 0 FILE");
 }
 function aboutTokenUrl(written, used) {
  if (written === void 0) return [];
  const path = used.pathname;
  if (path !== "/" && written.includes(`${path}${path}`)) return warning("W_URL_REPAIRED", "The token URL of the credential ends with its token path twice; it is used once.");
  return written.includes("://") ? [] : warning("W_URL_REPAIRED", `The token URL has no scheme; https://${used.host} is used.`);
 }
 const THREE_DAYS = 3 * 864e5;
 function aboutProof(credential, now) {
  const {proof} = credential;
  if (proof.kind === "secret") return aboutSecret(proof.clientSecret, credential);
  const expiry = expiryOf(proof);
  return expiry !== void 0 && expiry.getTime() - now < THREE_DAYS ? warning("W_CERT_ENDS_SOON", `The client certificate expires at ${expiry.toISOString()}. Replace it before then.`) : [];
 }
 function aboutSecret(clientSecret, {clientId, provider}) {
  const damage = damageOfSecret(clientSecret, clientId, provider === "xsuaa");
  if (damage !== void 0 && damage.certainty !== "possible") return warning("W_SECRET_DAMAGED", `The client secret ${damage.what}. ${damage.next}`);
  const common = commonness(clientSecret);
  if (common !== void 0) return warning("W_SECRET_SHORT", `${common} ${IF_COMMON}`);
  return [];
 }
 function commonness(clientSecret) {
  if (clientSecret.length < in_documents_SHORTEST_MASK) return "The client secret is shorter than 6 characters.";
  return isCommon(clientSecret) && /^(?!\d{12})[A-Za-z\d]+$/.test(clientSecret) ? "The client secret is a word or a number that other texts hold." : void 0;
 }
 const IF_COMMON = "A mask of it hides each such text of the log, and the runner drops each job output that holds it. Have the issuer make a longer secret.";
 function aboutClientId({provider, clientId}) {
  const damage = damageOfClientId(clientId, provider === "xsuaa");
  return damage !== void 0 && damage.certainty !== "possible" ? warning("W_CLIENT_ID_CUT", `The client id ${damage.what}. ${damage.next}`) : [];
 }
 function warning(code, text) {
  return [ {
   code,
   text
  } ];
 }
 const LIKE_JSON = /^\W?(?:\{|"|\[\s*[{"])/;
 function unreadableText(text) {
  const {reason, next} = aboutText(text);
  const happened = `The credential cannot be read (${text.length} characters). ${reason}`;
  if (next !== void 0) return new failure_Failure("E_CREDENTIAL_FORMAT", happened, next);
  return new failure_Failure("E_CREDENTIAL_FORMAT", happened, LIKE_JSON.test(text) ? "Store exactly what was handed out, JSON on one line (jq -c . key.json), without quotes around it." : "Store exactly what was handed out: a service key or binding in JSON, or lines with a name and a value.");
 }
 function aboutText(text) {
  if (EXPRESSION.test(text) && !FILE.test(text)) return {
   reason: `It ${AN_EXPRESSION.what}.`,
   next: AN_EXPRESSION.next
  };
  const found = REASONS.find(([pattern]) => pattern.test(text));
  if (found !== void 0) return {
   reason: found[1](text),
   next: found[2]
  };
  if (/^"[\w.-]+"\s*:/.test(text)) return {
   reason: "It is JSON that has lost its first brace."
  };
  const damage = damageOf(text);
  if (damage !== void 0 && damage.certainty !== "possible") return {
   reason: `It ${damage.what}.`,
   next: damage.next
  };
  if (/^[^\s{}"]{8,}$/.test(text) && !/^\[|client/i.test(text)) return {
   reason: "It is one word.",
   next: ALONE
  };
  return {
   reason: /^[{["]/.test(text) ? aboutJson(text) : "It is no form that this action knows."
  };
 }
 const EXPRESSION = /^(?:\$ *\{\{.*\}\}|["'`]?[\s$({[]*(?:secrets|vars|env|inputs|needs|steps|github)(?:\.[A-Za-z_][\w.-]*|\[.{1,200}\])[\s)}\]]*["'`]?)$/s;
 const FILE = /^(?!(?:inputs|needs|steps)\.|process\.env)[\w./\\:@ -]+\.(?:json|txt|ya?ml|env|key|pem)$/i;
 const ALONE = "A client secret alone belongs into the input client-secret, beside client-id and token-url.";
 const REASONS = [ [ /[\u2018-\u201f\u00ab\u00bb]/, text => `Character ${text.search(/[\u2018-\u201f\u00ab\u00bb]/) + 1} is a typographic quote: the text went through a chat or a word processor.` ], [ /^\*+$/, () => "It consists of asterisks: a masked value was copied from a log." ], [ /^\$(?:(?!ANSIBLE_VAULT;)[A-Za-z_(]|\{(?!\{)|env:)/, () => "It begins like the name of a variable that nothing has replaced with its value.", "Let the tool that knows the variable put in its value, or store the value itself." ], [ /^[[{]\s*'|'client_?id'/i, () => "Its names stand in single quotes, as Python prints them; JSON has double quotes." ], [ /^\s*<(?:!doctype|html|\?xml)/i, () => "It is a web page or XML." ], [ /^kind:[ \t]*["']?(?:Secret|List)\b/m, () => "It is YAML of Kubernetes that is cut, or damaged by wrong indentation." ], [ FILE, () => "It is the name of a file.", "Store the content of the file." ], [ /^https?:\/\/\S+$/i, () => "It is a URL alone." ], [ /^-----BEGIN (?!AGE|PGP)/, () => "It is PEM alone.", "Give it in the inputs certificate and private-key, beside client-id." ], [ /^(?=[A-Z0-9_]{3,60}$)[A-Z][A-Z0-9_]*[A-Z_]/, () => "It looks like the name of a secret.", "Write it as an expression, secrets.NAME in double braces after a $." ] ];
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
 function secureUrl(text, what) {
  const url = parseUrl(text.trim(), what);
  if (url.username !== "" || url.password !== "") throw new failure_Failure("E_URL_USERINFO", `The ${what} carries a user name or password.`, "Remove them from the URL; the client id and secret have places of their own.");
  if (!isPrivate(url)) throw new failure_Failure("E_URL_INSECURE", `The ${what} starts with ${url.protocol}// and would send the secret unencrypted to ${url.hostname}.`, "Use https://.");
  if (url.hostname.includes("safelinks.") || url.hostname.startsWith("urldefense.")) throw new failure_Failure("E_URL_INVALID", `The ${what} was rewritten by a mail program (${url.hostname}).`, "Take it from where it was issued.");
  if (url.hash !== "" || text.includes("#")) throw new failure_Failure("E_URL_FRAGMENT", `The ${what} has a fragment (#...).`, "Remove it.");
  if (url.search !== "") checkQuery(url, what);
  return url;
 }
 function parseUrl(text, what) {
  const damaged = text === "" || text.includes("\\") || hasInvisible(text);
  const hasScheme = SCHEME.test(text);
  const url = damaged ? null : URL.parse(hasScheme ? text : `https://${text}`);
  const named = hasScheme || text.includes(".") || text.startsWith("localhost");
  const usable = named && url !== null && /^https?:$/.test(url.protocol) && isHost(url.hostname) && url.port !== "0";
  if (!usable) throw new failure_Failure("E_URL_INVALID", `The ${what} is not a URL.`, "Expected something like https://tenant.authentication.eu10.hana.ondemand.com/oauth/token.");
  return url;
 }
 const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;
 function isHost(hostname) {
  return /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/.test(hostname);
 }
 function checkQuery(url, what) {
  for (const name of [ ...url.searchParams.keys() ]) if (SECRET_PARAMETERS.has(name.toLowerCase())) throw new failure_Failure("E_URL_SECRET_IN_QUERY", `The ${what} carries a secret in its query (${name.toLowerCase()}), where every proxy logs it.`, "Remove the query and replace that secret.");
  for (const name of REPEATED_PARAMETERS) if (url.searchParams.has(name)) url.searchParams.delete(name);
 }
 const SECRET_PARAMETERS = new Set([ "client_secret", "password", "client_assertion", "assertion", "access_token", "refresh_token" ]);
 const REPEATED_PARAMETERS = [ "grant_type", "response_type", "client_id" ];
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
 const external_node_crypto_namespaceObject = require("node:crypto");
 const external_node_tls_namespaceObject = require("node:tls");
 function pemBlocks(text) {
  const blocks = [];
  let at = text.indexOf(BEGIN);
  while (at !== -1) {
   const labelEnd = text.indexOf(DASHES, at + BEGIN.length);
   const label = labelEnd === -1 ? "" : text.slice(at + BEGIN.length, labelEnd);
   const endMark = `-----END ${label}-----`;
   const end = label === "" ? -1 : text.indexOf(endMark, labelEnd);
   if (end === -1) throw damaged();
   blocks.push({
    label,
    body: base64Body(text.slice(labelEnd + DASHES.length, end), label)
   });
   at = text.indexOf(BEGIN, end + endMark.length);
  }
  return blocks;
 }
 function pemLabels(text) {
  return [ ...text.matchAll(/-----BEGIN ([A-Z0-9# ]{1,40})-----/g) ].map(([, label = ""]) => label);
 }
 function writePem({label, body}) {
  const lines = body.match(/.{1,64}/g) ?? [];
  return [ `${BEGIN}${label}${DASHES}`, ...lines, `-----END ${label}-----`, "" ].join("\n");
 }
 const BEGIN = "-----BEGIN ";
 const DASHES = "-----";
 function base64Body(text, label) {
  if (label.startsWith("ENCRYPTED") || text.includes("Proc-Type")) throw new failure_Failure("E_PEM_ENCRYPTED", "The private key is encrypted with a passphrase.", "Decrypt it (openssl pkey -in key.pem -out plain.pem) and store the result as the secret.");
  const body = text.replace(/\\r|\\n|\s/g, "");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) throw damaged();
  return body;
 }
 function damaged() {
  return new failure_Failure("E_PEM", "A certificate or private key is not a complete PEM block.", "Store it from its -----BEGIN line to its -----END line, unchanged.");
 }
 function certificateProof(certificate, privateKey, now) {
  const pems = certificate_blocksOf(certificate, "CERTIFICATE", "certificate").map(writePem);
  const chain = pems.join("");
  const key = keyBlock(privateKey);
  const leaf = readByOpenSsl(() => new external_node_crypto_namespaceObject.X509Certificate(chain), "certificate");
  const expiresAt = new Date(leaf.validTo);
  if (expiresAt.getTime() <= now) throw new failure_Failure("E_CERT_EXPIRED", `The client certificate expired at ${expiresAt.toISOString()}.`, "Create a new key or binding and store it; keys of type x509 live for days (XSUAA: 7 by default).");
  const validFrom = new Date(leaf.validFrom);
  if (validFrom.getTime() > now) throw new failure_Failure("E_CERT_NOT_YET_VALID", `The client certificate is valid from ${validFrom.toISOString()} on.`, "Check the clock of the runner, or wait.");
  if (!leaf.checkPrivateKey(keyObject(key))) throw mismatch(pems, key);
  readByOpenSsl(() => (0, external_node_tls_namespaceObject.createSecureContext)({
   cert: chain,
   key
  }), "certificate chain");
  return {
   kind: "certificate",
   certificate: chain,
   privateKey: key,
   expiresAt
  };
 }
 function mismatch(pems, key) {
  const place = pems.findIndex((pem, index) => {
   if (index === 0) return false;
   const other = readByOpenSsl(() => new external_node_crypto_namespaceObject.X509Certificate(pem), "certificate chain");
   return other.checkPrivateKey(keyObject(key));
  });
  return place > 0 ? new failure_Failure("E_CERT_KEY_MISMATCH", `The private key belongs to certificate ${place + 1} of the chain, not to the first one.`, "Store the certificate of the client first, then those of its issuers.") : new failure_Failure("E_CERT_KEY_MISMATCH", "The private key does not belong to the client certificate.", "Store certificate and key of the same service key. If one of them comes from an input and the other from the credential, give both in inputs.");
 }
 function signingKeyProof({privateKey, keyId, certificate}, now) {
  if (privateKey === void 0) throw new failure_Failure("E_CREDENTIAL_NO_SECRET", "The authentication method private_key_jwt signs with a private key, but there is none.", "Give it in the input private-key, or store a credential that holds it (key). " + "A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.");
  const pem = keyBlock(privateKey);
  keyObject(pem);
  const pair = certificate === void 0 ? void 0 : certificateProof(certificate, pem, now);
  return {
   kind: "private-key",
   privateKey: pem,
   keyId: keyId === void 0 ? void 0 : requireText(keyId, "key id"),
   certificate: pair?.certificate,
   expiresAt: pair?.expiresAt
  };
 }
 function keyBlock(text) {
  return certificate_blocksOf(text, "PRIVATE KEY", "private key").map(writePem)[0] ?? "";
 }
 function keyObject(pem) {
  return readByOpenSsl(() => (0, external_node_crypto_namespaceObject.createPrivateKey)(pem), "private key");
 }
 function certificate_blocksOf(text, label, what) {
  const isTaken = label === "CERTIFICATE" ? /^CERTIFICATE$/ : /^(?:(?:RSA|EC|ENCRYPTED) )?PRIVATE KEY$/;
  const labels = pemLabels(text);
  if (labels.some(each => isTaken.test(each))) {
   const blocks = pemBlocks(text).filter(block => isTaken.test(block.label));
   if (blocks.length > 0) return blocks;
  }
  const other = OTHER_FORMS.find(([pattern]) => pattern.test(labels[0] ?? text.trim()));
  throw other === void 0 ? new failure_Failure("E_PEM", `There is no ${what} in PEM form (-----BEGIN ... ${label}-----) where one is needed.`, damageAdvice(text)) : new failure_Failure("E_PEM", `In place of the ${what} there is ${other[1]}.`, other[2]);
 }
 function damageAdvice(text) {
  const damage = damageOf(text);
  return damage === void 0 || damage.certainty === "possible" ? "Store the text of the PEM file, from its -----BEGIN line to its -----END line." : `The value ${damage.what}. ${damage.next}`;
 }
 const OTHER_FORMS = [ [ /^OPENSSH PRIVATE KEY$|^PuTTY-User-Key-File/, "a private key in a format of SSH", "Convert a copy of it (ssh-keygen -p -m PKCS8 -f copy.key) and store the result." ], [ /^PGP |^SSH2 /, "a key of PGP or SSH2", "Store the private key and the certificate that were issued for this client." ], [ /^(?:PKCS7|PKCS #7 SIGNED DATA|CMS)$/, "a PKCS#7 file", "Take the certificates out of it (openssl pkcs7 -print_certs -in file.p7b)." ], [ /PUBLIC KEY$|^(?:ssh-(?:rsa|ed25519)|ecdsa-sha2-\S+) /, "a public key", "Store the private key or the certificate that belongs to it." ], [ /CERTIFICATE REQUEST$/, "a request for a certificate", "Store the certificate that the issuer has made of it." ], [ /^(?:TRUSTED|X509) CERTIFICATE$/, "a certificate in a form of OpenSSL alone", "Convert it (openssl x509 -in file.pem) and store the result." ], [ /^(?:DSA|ANY) PRIVATE KEY$/, "a private key of a kind that TLS does not take", "Store a key of type RSA or EC." ], [ /^CERTIFICATE$/, "a certificate", "Certificate and private key are probably swapped: give each in its own place." ], [ /PRIVATE KEY$/, "a private key", "Certificate and private key are probably swapped: give each in its own place." ], [ /PARAMETERS$/, "parameters of a key, not the key", "Store the PEM block of the key or certificate." ], [ /^(?:MII[\w+/]{2}[AQgw]IBAz|MIACAQMw)/, "a PKCS#12 file (.p12, .pfx)", "Take key and certificate out of it (openssl pkcs12 -in file.p12 -nodes) and store both as PEM." ], [ /^(?:\/u3\+7Q|zs7Ozg)/, "a Java key store", "Export key and certificate as PEM." ], [ /^MI[IGH][A-Za-z0-9+/\s]{20,}={0,2}$/, "base64 without its BEGIN and END lines", "Store the PEM file whole." ], [ /^\s*\{[^{}]*"kty"\s*:/, "a key as a JWK", "Store it as PEM (PKCS#8)." ] ];
 function readByOpenSsl(read, what) {
  try {
   return read();
  } catch {
   throw new failure_Failure("E_PEM", `The ${what} is PEM in form, but OpenSSL does not take it.`, "Was it cut, or is its key too short?");
  }
 }
 const KINDS = {
  client_secret_post: "secret",
  client_secret_basic: "secret",
  tls_client_auth: "certificate",
  private_key_jwt: "private-key",
  github_oidc: "github-oidc"
 };
 function proofKind({fields, overrides, options: {authMethod}}) {
  if (authMethod !== "auto") return KINDS[authMethod];
  const {clientSecret, certificate, privateKey} = overrides;
  const typed = certificate ?? privateKey;
  if (clientSecret !== void 0 && typed !== void 0) throw new failure_Failure("E_INPUT_CONFLICT", "The inputs client-secret and certificate or private-key are both set; a client proves itself in one way (RFC 6749 2.3).", "Remove one, or set auth-method.");
  if (clientSecret !== void 0) return "secret";
  if (signsOnly(fields, overrides)) return "private-key";
  return typed === void 0 ? storedKind(fields) : "certificate";
 }
 function storedKind({credentialType, clientSecret, certificate, certUrl}) {
  if (credentialType !== void 0) return /x509|certificate/i.test(credentialType) ? "certificate" : "secret";
  const hasCertificate = (certificate ?? certUrl) !== void 0;
  return clientSecret === void 0 && hasCertificate ? "certificate" : "secret";
 }
 function signsOnly(fields, overrides) {
  const {privateKey, certificate, certUrl, credentialType, clientSecret} = fields;
  if (privateKey === void 0) return false;
  if (registeredMethod(fields) === "private_key_jwt") return true;
  const other = overrides.privateKey === void 0 ? clientSecret : void 0;
  return (certificate ?? certUrl ?? credentialType ?? other) === void 0;
 }
 const TWO_LEGGED = /^[a-z][a-z0-9]*_(?:2lo|2legged|two_legged)$/;
 const REGISTERED = new Map([ [ "clientsecretpost", "client_secret_post" ], [ "post", "client_secret_post" ], [ "body", "client_secret_post" ], [ "clientsecretbasic", "client_secret_basic" ], [ "basic", "client_secret_basic" ], [ "header", "client_secret_basic" ], [ "tlsclientauth", "tls_client_auth" ], [ "selfsignedtlsclientauth", "tls_client_auth" ], [ "privatekeyjwt", "private_key_jwt" ] ]);
 function registeredMethod({authMethod}) {
  return REGISTERED.get(plainName(authMethod ?? ""));
 }
 function authMethodOf(kind, fields, chosen) {
  if (chosen !== "auto") return chosen;
  if (kind === "certificate") return "tls_client_auth";
  if (kind === "private-key") return "private_key_jwt";
  const registered = registeredMethod(fields);
  if (registered !== void 0 && KINDS[registered] === kind) return registered;
  const basic = fields.credentialsInBody?.toLowerCase() === "false" || TWO_LEGGED.test(fields.grantType ?? "");
  return basic ? "client_secret_basic" : "client_secret_post";
 }
 function unusedMethod(kind, fields, chosen) {
  const {authMethod} = fields;
  if (authMethod === void 0 || chosen !== "auto") return [];
  const used = authMethodOf(kind, fields, chosen);
  if (registeredMethod(fields) === used) return [];
  const isTls = used === "tls_client_auth" && KINDS[registeredMethod(fields) ?? used] === kind;
  if (isTls) return [];
  const named = /^[\w-]{1,40}$/.test(authMethod) ? authMethod : "that is not known";
  const text = `The credential names the authentication method ${named}; ${used} is used, for which it holds what is needed.`;
  return [ {
   code: "W_STORED_UNUSED",
   text
  } ];
 }
 function proofOf(kind, {fields, stored, options}, now) {
  if (stored === void 0 && INPUTS_OF_PROOF[kind].some(name => isMissing(fields, name))) throw missingInputs(kind, fields, options.provider);
  switch (kind) {
  case "secret":
   return secretProof(fields, stored?.document ?? {});

  case "certificate":
   return certificatePair(fields, now);

  case "private-key":
   return signingKeyProof(fields, now);

  case "github-oidc":
   return {
    kind
   };
  }
 }
 function secretProof({clientSecret}, document) {
  if (clientSecret === void 0) throw missingSecret(document);
  return {
   kind: "secret",
   clientSecret: requireText(clientSecret, "client secret")
  };
 }
 function certificatePair({certificate, privateKey}, now) {
  if (certificate !== void 0 && privateKey !== void 0) return certificateProof(certificate, privateKey, now);
  throw halfPair(privateKey === void 0 ? "private key" : "certificate");
 }
 function missingSecret(document) {
  if (Object.values(document).some(isPrivateJwk)) return new failure_Failure("E_CREDENTIAL_NO_SECRET", "The credential holds a client id and a private key as a JWK, but no secret.", "Give the key as PEM in the input private-key, with auth-method: private_key_jwt.");
  return new failure_Failure("E_CREDENTIAL_NO_SECRET", "The credential holds a client id but no secret. Only the output of create shows it: the output of get and keys with a hidden secret do not.", "Create a new credential and store what that prints.");
 }
 function isPrivateJwk(value) {
  return typeof value === "object" && value !== null && "kty" in value && "d" in value;
 }
 function halfPair(missing) {
  const signs = "If the server knows the client by the public key alone, set auth-method: private_key_jwt.";
  return new failure_Failure("E_CREDENTIAL_NO_SECRET", `The credential authenticates with a certificate, but there is no ${missing} in it.`, "Give it in the inputs certificate and private-key, or create a key whose certificate is made by the issuer." + (missing === "certificate" ? ` ${signs}` : ""));
 }
 const FIELD_OF_INPUT = {
  "client-id": "clientId",
  "client-secret": "clientSecret",
  certificate: "certificate",
  "private-key": "privateKey",
  "token-url": "tokenUrl"
 };
 const INPUTS_OF_PROOF = {
  secret: [ "client-secret" ],
  certificate: [ "certificate", "private-key" ],
  "private-key": [ "private-key" ],
  "github-oidc": []
 };
 function isMissing(fields, name) {
  return fields[FIELD_OF_INPUT[name]] === void 0;
 }
 function missingInputs(kind, fields, provider) {
  const needed = [ "client-id", ...INPUTS_OF_PROOF[kind], ...provider === "etrusted" ? [] : [ "token-url" ] ];
  const there = Object.keys(FIELD_OF_INPUT).filter(name => !isMissing(fields, name));
  const missing = needed.filter(name => isMissing(fields, name));
  return new failure_Failure("E_INPUT_MISSING", there.length === 0 ? `There is no credential: the inputs credentials, ${listOf(needed)} are all empty.` : `Of the inputs of a credential there are ${listOf(there)}; missing: ${listOf(missing)}.`, "Give the input credentials, or all of the others. A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.");
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
 const IAS_HOST = /\.accounts(?:400)?\.(?:ondemand\.com|cloud\.sap|sapcloud\.cn)(?:[:/]|$)/;
 const ETRUSTED_HOST = /^(?:https:\/\/)?(?:[\w-]+\.)*etrusted\.com(?:[:/]|$)/i;
 function providers_isOfOthers(fields) {
  const url = statedUrl(fields);
  return xsuaa.recognises(fields) || url !== void 0 && (familyOf(url) === "ias" || fields.tokenUrl === void 0 && familyOf(url) !== "etrusted");
 }
 const TOKEN_PATH = "/oauth/token";
 const TOKEN_PATHS = [ TOKEN_PATH, "/oauth2/token" ];
 function uaaTokenUrl(fields) {
  if (fields.tokenUrl !== void 0) {
   const url = withoutAuthorize(secureUrl(fields.tokenUrl, "token URL of the credential"));
   url.pathname = withoutRepeats(url.pathname);
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
 function withoutRepeats(path) {
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
 function storedRequest(client, fields) {
  const members = stringMembers(client);
  const own = ofAnyClient(members, fields);
  const ofDestination = Object.entries(client).flatMap(([name, value]) => partOf(name, value));
  const parts = [ ...ofDestination, ...own, ...ofOtherRequests(members) ];
  const used = parts.flatMap(({parameter, value}) => parameter === void 0 || value === void 0 ? [] : [ [ parameter, value ] ]);
  const unused = parts.filter(({value}) => value === void 0).map(({name}) => name);
  return {
   parameters: Object.fromEntries(used),
   warnings: aboutUnused(unused)
  };
 }
 function ofAnyClient(members, fields) {
  const isListed = members.has("authorities") || members.has("authorizedgranttypes");
  const isUsable = {
   scope: text => SCOPE.test(text) && !isListed,
   audience: text => !hasControls(text),
   resource: text => !/\s/.test(text) && !hasControls(text)
  };
  return [ "scope", "audience", "resource" ].flatMap(name => {
   const text = fields[name];
   if (text === void 0) return [];
   return [ {
    name,
    parameter: name,
    value: isUsable[name](text) ? text : void 0
   } ];
  });
 }
 function partOf(name, value) {
  const [, place, parameter = ""] = OF_DESTINATION.exec(name) ?? [];
  if (place === void 0) return [];
  const isUsable = /body$/i.test(place) && !OWN.test(parameter) && typeof value === "string" && !hasControls(value);
  return [ {
   name,
   parameter,
   value: isUsable ? value : void 0
  } ];
 }
 function ofOtherRequests(members) {
  const names = OF_OTHER_REQUESTS.filter(name => members.has(plainName(name)));
  const isCommon = members.get("tokenserviceurltype")?.toLowerCase() === "common";
  return [ ...names, ...isCommon ? [ "tokenServiceURLType" ] : [] ].map(name => ({
   name
  }));
 }
 const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+(?: +[\x21\x23-\x5b\x5d-\x7e]+)*$/;
 const OF_DESTINATION = /^(tokenService\.body|tokenServiceURL\.(?:queries|headers)|x_user_token|clientAssertion)\.([\w.:-]{1,60})$/i;
 const OF_OTHER_REQUESTS = [ "tokenServiceUser", "tokenServicePassword" ];
 const OWN = /^(?:grant_type|client_id|client_secret|client_assertion|client_assertion_type)$/;
 function aboutUnused(names) {
  if (names.length === 0) return [];
  const text = `The credential holds ${listOf(names)}, which is not used in the token request. Give what the server needs in the inputs token-url, scope, audience, resource or parameters.`;
  return [ {
   code: "W_STORED_UNUSED",
   text
  } ];
 }
 function vendorOf(document, fields) {
  const members = stringMembers(document);
  if (isOfAzure(members, fields)) return {
   name: "client of Microsoft Entra ID (a file for azure/login)",
   next: ", https://login.microsoftonline.com/TENANT/oauth2/v2.0/token with its tenantId for TENANT, and the input scope, such as https://graph.microsoft.com/.default."
  };
  const places = [ "domain", "orgurl", "issuer", "host", "baseurl", "authority" ].map(name => members.get(name)).filter(text => text !== void 0);
  const found = HOSTS.find(([pattern]) => places.some(place => pattern.test(place)));
  return found && {
   name: found[1],
   next: found[2]
  };
 }
 const HOSTS = [ [ /^(?:https:\/\/)?[\w.-]+\.auth0\.com\/?$/, "client of Auth0", ", https://DOMAIN/oauth/token with its domain for DOMAIN, and the input audience." ], [ /^(?:https:\/\/)?[\w.-]+\.(?:okta|oktapreview|okta-emea)\.com(?:\/|$)/, "client of Okta", ", https://DOMAIN/oauth2/default/v1/token with its domain for DOMAIN, and the input scope." ], [ /^(?:https:\/\/)?[\w.-]+\.amazoncognito\.com\/?$/, "client of Amazon Cognito", ", https://DOMAIN/oauth2/token with its domain for DOMAIN." ] ];
 const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
 function isOfAzure(members, {clientId, clientSecret}) {
  return GUID.test(clientId ?? "") && GUID.test(members.get("tenantid") ?? "") && (members.has("activedirectoryendpointurl") || members.has("subscriptionid") || /^[\w.~-]{3}\dQ~/.test(clientSecret ?? ""));
 }
 function refuseOtherVendors(document, {clientId, tokenUrl}, {clientId: typedId, tokenUrl: typedUrl}) {
  if (typedId !== void 0 || typedUrl !== void 0) return;
  const type = stringMembers(document).get("type");
  if (type === "authorized_user" && isOfGoogle(tokenUrl ?? GOOGLE) || isOfGoogle(tokenUrl)) throw new failure_Failure("E_CREDENTIAL_GRANT", "The credential is a client of Google for people who log in; Google has no client credentials grant.", "Use google-github-actions/auth.");
  if (/^Iv(?:1\.[0-9a-f]{16}|23[\w]{16,17})$/.test(clientId ?? "") && tokenUrl === void 0) throw new failure_Failure("E_CREDENTIAL_GRANT", "The credential is one of a GitHub App, which gets tokens for a JWT that its private key signs.", "Use actions/create-github-app-token.");
 }
 const GOOGLE = "https://oauth2.googleapis.com/token";
 function isOfGoogle(tokenUrl) {
  return /^https:\/\/(?:oauth2|www|accounts)\.google(?:apis)?\.com\//.test(tokenUrl ?? "");
 }
 function examinedClient(draft, provider, now) {
  const {stored, fields, overrides, options} = draft;
  const kind = proofKind(draft);
  if (fields.clientId === void 0) throw missingInputs(kind, fields, options.provider);
  refuseDamage(draft, kind, provider);
  const clientId = oneValue(requireText(fields.clientId, "client id"));
  refuseOtherVendors(stored?.document ?? {}, fields, overrides);
  const grantType = vendorGrant(fields);
  refuseOtherHost(draft);
  const proof = proofOf(kind, draft, now);
  const {parameters, warnings} = storedRequest(stored?.client ?? {}, fields);
  return {
   clientId,
   authMethod: authMethodOf(kind, fields, options.authMethod),
   proof,
   parameters,
   ...grantType !== void 0 && {
    grantType
   },
   warnings: [ ...unusedMethod(kind, fields, options.authMethod), ...warnings ]
  };
 }
 function refuseDamage({fields, overrides}, kind, provider) {
  const {clientId = "", clientSecret} = fields;
  const isOfXsuaa = provider === "xsuaa";
  const secretDamage = kind !== "secret" || clientSecret === void 0 ? void 0 : damageOfSecret(clientSecret, clientId, isOfXsuaa);
  if (isCertain(secretDamage)) throw new failure_Failure("E_CREDENTIAL_NO_SECRET", `The client secret ${secretDamage.what}.`, secretDamage.next);
  const idDamage = damageOfClientId(clientId, isOfXsuaa);
  if (isCertain(idDamage)) {
   const {what, next} = idDamage;
   throw overrides.clientId === void 0 ? new failure_Failure("E_CREDENTIAL_SHAPE", `The client id of the credential ${what}.`, next) : new failure_Failure("E_INPUT_INVALID", `The input client-id ${what}.`, next);
  }
  for (const [text, what] of urlsOf({
   fields,
   overrides
  })) {
   const damage = damageOfUrl(text);
   if (isCertain(damage)) throw new failure_Failure("E_URL_INVALID", `The ${what} ${damage.what}.`, damage.next);
  }
 }
 function urlsOf({fields, overrides}) {
  const {tokenUrl, certUrl, url} = fields;
  const typed = [ [ overrides.tokenUrl, "token URL" ], [ overrides.apiUrl, "API URL" ] ];
  const stored = [ [ tokenUrl, "token URL of the credential" ], [ certUrl, "certurl of the credential" ], [ url, "url of the credential" ] ];
  return [ ...typed, ...overrides.tokenUrl === void 0 ? stored : [] ].flatMap(([text, what]) => text === void 0 ? [] : [ [ text, what ] ]);
 }
 function isCertain(damage) {
  return damage?.certainty === "certain";
 }
 function damagedUrl(failure, draft) {
  const damage = urlsOf(draft).map(([text]) => damageOfUrl(text)).find(found => found !== void 0);
  return damage === void 0 ? failure : withParts(failure, {
   next: `It ${damage.what}. ${damage.next}`
  });
 }
 function oneValue(clientId) {
  const end = clientId.search(/[\s,;]/);
  if (!clientId.includes(" ") || !/[=:]/.test(clientId.slice(end))) return clientId;
  throw new failure_Failure("E_INPUT_CHARSET", "The client id holds more than one value.", "Store each value on a line of its own.");
 }
 function refuseOtherHost(draft) {
  const {fields, overrides, options} = draft;
  const {provider} = options;
  if (overrides.tokenUrl !== void 0) return;
  const stated = statedUrl(fields);
  const url = stated ?? (provider === "etrusted" ? placeElsewhere(draft) : void 0);
  const family = familyOf(url ?? "");
  const isOther = provider === "etrusted" ? providers_isOfOthers(fields) || url !== void 0 && family !== "etrusted" : (provider === "xsuaa" || provider === "ias") && family !== void 0 && family !== provider;
  if (!isOther) return;
  throw new failure_Failure("E_INPUT_CONFLICT", `The input provider is ${provider}, but the credential ${whoseItIs(url, stated)}. Nothing was sent.`, "Remove the input provider, or store the credential that is meant.");
 }
 function whoseItIs(url, stated) {
  const host = URL.parse(url?.includes("://") ? url : `https://${url}`)?.host;
  return url !== void 0 && host !== void 0 && /^[\w.:-]+$/.test(host) ? `names another host${stated === void 0 ? "" : " for its tokens"}, ${text_oneLine(host, 100)}` : "belongs to another one";
 }
 const PLACES = [ "domain", "host", "hostname", "server", "issuer", "authority", "baseurl", "orgurl" ];
 function placeElsewhere({stored, fields}) {
  if (stored === void 0 || looksLikeETrusted(fields)) return;
  const {document, client, secrets} = stored;
  const text = JSON.stringify([ document, client ]);
  const urls = text.match(/\bhttps?:\/\/[^\s"'\\]{1,300}/gi) ?? [];
  const hosts = [ document, client ].flatMap(object => {
   const members = stringMembers(object);
   return PLACES.map(name => members.get(name) ?? "");
  });
  const named = hosts.filter(host => /^[\w-]+(?:\.[\w-]+)+(?:[:/]|$)/.test(host));
  return [ ...urls, ...named ].filter(place => familyOf(place) !== "etrusted").slice(0, 100).find(place => !secrets.some(secret => secret.includes(place)));
 }
 function tokenUrlToDiscover(provider, kind, fields, stored) {
  const metadataUrl = provider === "xsuaa" && kind === "certificate" ? uaaMetadataUrl(fields) : void 0;
  const tokenUrl = metadataUrl === void 0 ? void 0 : uaaTokenUrl(fields);
  if (tokenUrl !== void 0) return {
   tokenUrl,
   metadataUrl
  };
  const document = stored?.document ?? {};
  refuseOtherVendors(document, fields, {});
  if (stored === void 0 && !looksLikeETrusted(fields)) throw missingInputs(kind, fields, provider);
  const vendor = vendorOf(document, fields);
  if (kind === "certificate" && stored !== void 0 && vendor === void 0) throw new failure_Failure("E_CERT_NO_URL", "The credential authenticates with a certificate, but does not say at which host (certurl).", "Give the input token-url.");
  const next = looksLikeETrusted(fields) ? ", or provider: etrusted if it is an eTrusted client." : ".";
  throw new failure_Failure("E_INPUT_MISSING", `Nothing says where the token endpoint of this ${vendor?.name ?? nameOf(fields)} is.`, `Give the input token-url${vendor?.next ?? next}`);
 }
 function nameOf({clientId, xsAppName, uaaDomain, applicationTenant}) {
  if (clientId?.startsWith("sb-") || xsAppName !== void 0 || uaaDomain !== void 0) return "XSUAA client";
  return applicationTenant === void 0 ? "OAuth client" : "SAP Cloud Identity Services client";
 }
 function looksLikeETrusted({clientId}) {
  return /^[0-9a-z]{12}__/i.test(clientId ?? "");
 }
 function uaaMetadataUrl({url}) {
  if (url === void 0) return;
  const issuer = secureUrl(url, "url of the credential");
  issuer.search = "";
  const path = withoutSlashes(issuer.pathname);
  issuer.pathname = path.endsWith("/oauth/token") ? path.slice(0, -"/oauth/token".length) : path;
  return withPath(issuer, "/.well-known/openid-configuration");
 }
 function vendorGrant({grantType, authentication}) {
  const grant = grantType ?? /^OAuth2(.+)$/.exec(authentication ?? "")?.[1];
  if (grant === void 0) return;
  const all = grant.split(/[\s,]+/).map(plainName);
  if (all.includes("clientcredentials") || all.join("") === "clientcredentials") return;
  if (TWO_LEGGED.test(grant)) return grant;
  const [needs, next] = /^(?:user_?token|password)$/i.test(grant) ? [ "the password of a person", 'Create the instance anew with the parameter {"grantType":"clientCredentials"}, and store a key of that.' ] : [ "more than a client", "Create a client for the grant type client_credentials." ];
  throw new failure_Failure("E_CREDENTIAL_GRANT", `The credential is made for the grant type ${text_oneLine(grant, 60)}, which needs ${needs}.`, next);
 }
 async function searchCredential(text, binding) {
  const found = await findClients(text);
  const {clients, secrets} = found;
  const usable = distinct(clients, binding).filter(({client}) => hasProof(client));
  const isMeant = binding === void 0 || clientsByName(usable)(binding).length > 0;
  const hosts = clients.filter(({isFriend}) => !isFriend);
  const candidates = usable.length === 0 ? hosts : usable;
  const [first, ...others] = isMeant ? candidates : clients;
  if (first === void 0) throw noClient(text, found);
  const unclear = found.refusals.find(({code}) => code === "E_CREDENTIAL_AMBIGUOUS");
  if (binding === void 0 && unclear !== void 0) throw unclear;
  const unshown = others.length > 0 || binding !== void 0 ? namedSecrets(found.documents) : [];
  const chosen = chooseClient([ first, ...others ], binding, new Set([ ...secrets, ...unshown ]));
  const warnings = [ ...found.warnings, ...aboutRest(found, chosen, binding) ];
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
 function distinct(clients, binding) {
  const byId = new Map(clients.toReversed().map(client => [ client.id, client ]));
  return binding === void 0 ? clients.filter(client => byId.get(client.id) === client) : clients;
 }
 function aboutRest({clients, unread, refusals, secrets}, chosen, binding) {
  const warnings = [];
  const warn = text => warnings.push({
   code: "W_LEFT_OUT",
   text
  });
  const friends = clients.filter(({client}) => !hasProof(client));
  const left = binding === void 0 ? friends.filter(one => one !== chosen) : [];
  if (left.length > 0) {
   const names = namesToChooseFrom(left, clientsByName(clients), secrets);
   const [what, are] = left.length === 1 ? [ "a client", "is" ] : [ `${left.length} clients`, "are" ];
   warn(`The stored credential holds ${what} without a secret or a certificate, which ${are} left out: ${names}.`);
  }
  const same = clients.filter(client => client !== chosen && client.id === chosen.id);
  if (binding === void 0 && same.length > 0) warn("The stored credential holds the client more than once, with different API URLs; those of the first are used. Name the one that is meant in the input binding.");
  const [refusal] = refusals;
  if (refusal !== void 0) warn(`The stored credential holds a text that is left out. ${refusal.happened}`);
  if (unread.length > 0) warn(`The stored credential holds JSON that cannot be read and is left out${whereIs(unread, secrets)}.`);
  return warnings;
 }
 function whereIs(unread, secrets) {
  const names = unread.flatMap(({names}) => names.filter(isShown(secrets)).slice(0, 1));
  return names.length === 0 ? "" : `: ${listOf([ ...new Set(names) ].slice(0, MOST_SHOWN))}`;
 }
 function nothing() {
  return new failure_Failure("E_CREDENTIAL_SHAPE", "The credential is the word null, which a program writes where a value is missing.", "Look at the command or the expression that gives it, and store what was handed out.");
 }
 function noClient(text, found) {
  const {documents, refusals, unread, isReadable, secrets} = found;
  if (text.trim() === "null") return nothing();
  const [refusal] = refusals;
  if (refusal !== void 0) return refusal;
  const [damaged] = unread;
  if (damaged !== void 0) {
   const where = whereIs([ damaged ], secrets);
   return new failure_Failure("E_CREDENTIAL_FORMAT", `The credential holds JSON that cannot be read${where}. ${aboutJson(damaged.text)}`, "Store the value exactly as it was handed out.");
  }
  if (!isReadable) return unreadableText(text);
  if (documents.some(isGoogleServiceAccount)) return new failure_Failure("E_CREDENTIAL_SHAPE", "The credential is the key of a Google service account: it signs assertions with its private key for another grant (RFC 7523), and holds no client of the grant client_credentials.", "Use an action of Google for it, or store the credential of an OAuth client.");
  const isForBasic = documents.map(fieldsOf).some(({userName, password}) => userName !== void 0 && password !== void 0);
  if (isForBasic) return new failure_Failure("E_CREDENTIAL_BASIC_ONLY", "The credential holds a user name and a password for HTTP Basic authentication, no OAuth client.", "No token can be had with it: create a credential of an OAuth plan, or call the API with Basic.");
  return new failure_Failure("E_CREDENTIAL_SHAPE", "The credential was read, but nothing in it is named as a client id (clientid, client_id).", "Store the whole service key or binding as it was handed out; fields of a password manager have to be named clientid, clientsecret and url.");
 }
 const search_DEEPEST = 32;
 const READS_OF_A_CHARACTER = 100;
 async function findClients(text) {
  const search = {
   clients: new Map,
   secrets: new Set,
   warnings: new Map,
   documents: [],
   refusals: [],
   unread: [],
   isReadable: false,
   found: 0,
   charactersLeft: READS_OF_A_CHARACTER * (text.length + 1e3)
  };
  await searchText(search, text, {
   names: [],
   labels: [],
   tags: []
  }, 0);
  return {
   ...search,
   clients: [ ...search.clients.values() ],
   warnings: [ ...search.warnings.values() ]
  };
 }
 async function searchText(search, text, owner, depth) {
  const clean = withoutFileMarks(text);
  let isRead = false;
  for (const form of forms_forms) {
   search.charactersLeft -= clean.length;
   const decoded = search.charactersLeft < 0 ? void 0 : await form.read(clean);
   if (decoded === void 0) continue;
   isRead ||= form.read === readJson || typeof decoded.value !== "string";
   const before = search.found;
   if (decoded.refusal !== void 0) addRefusal(search, decoded.refusal); else await searchValue(search, decoded.value, owner, depth + 1);
   if (search.found === before) continue;
   addAll(search.secrets, decoded.masks);
   for (const warning of decoded.warnings ?? []) search.warnings.set(warning.text, warning);
   return;
  }
  search.isReadable ||= isRead;
  if (!isRead && depth > 0 && search_LIKE_JSON.test(clean)) search.unread.push({
   text: clean,
   names: owner.names
  });
 }
 function addRefusal(search, refusal) {
  search.refusals.push(refusal);
  search.found += 1;
 }
 const search_LIKE_JSON = /^(?:\[\s*)?[{[]\s*\\?"/;
 async function searchValue(search, value, owner, depth) {
  if (depth > search_DEEPEST) return;
  if (typeof value === "string") {
   if (value.length >= SHORTEST_TEXT) await searchText(search, value, owner, depth);
  } else if (Array.isArray(value)) await searchList(search, value, owner, depth); else if (isJsonObject(value)) await searchDocument(search, value, owner, depth);
 }
 async function searchList(search, list, owner, depth) {
  const pairs = pairsIn(list);
  if (pairs !== void 0) {
   const read = documentOf(pairs);
   if (read?.refusal !== void 0) addRefusal(search, read.refusal);
   return searchValue(search, read?.value, owner, depth + 1);
  }
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
  let within = owner.within;
  if (found !== void 0 && !isGoogleServiceAccount(document)) within = addClient(search, found, withNames(owner, namesOf(document)));
  const contents = closed ?? (found === void 0 ? first(containers, container => container.open(document)) : contentsBeside(found, document));
  for (const content of contents ?? []) {
   addAll(search.secrets, content.masks);
   await searchValue(search, content.value, {
    ...withNames(owner, content),
    within
   }, depth + 1);
  }
 }
 function contentsBeside({client, chosenFrom = [ client ], name = ""}, document) {
  const members = Object.entries(document);
  const others = Object.fromEntries(members.filter(([, value]) => !chosenFrom.includes(value)));
  const isMember = members.some(([, value]) => value === client);
  const inside = (isMember ? documentsIn(client) : []).map(content => ({
   ...content,
   names: [ ...content.names ?? [], name ]
  }));
  return [ ...openPrefixedNames(others) ?? clientsAmong(others), ...inside ];
 }
 function addClient(search, located, owner) {
  search.found += 1;
  const {clientId, clientSecret, certificate, tokenUrl, url, certUrl} = fieldsOf(located.client);
  const server = (tokenUrl ?? url)?.replace(/\/(?:oauth\/token)?$/, "");
  const other = tokenUrl === void 0 ? void 0 : url;
  const id = JSON.stringify([ clientId, clientSecret, certificate, server, other, certUrl ]);
  if (owner.within === id) return id;
  const isNested = located.client !== located.document;
  const key = JSON.stringify([ id, membersAboutApi(located.document, isNested) ]);
  const {names, labels, tags} = owner;
  const before = search.clients.get(key);
  const all = [ ...before?.names ?? [], ...names, ...located.name === void 0 ? [] : [ located.name ] ];
  const isFriend = owner.within !== void 0 && !hasProof(located.client);
  const known = before ?? {
   ...located,
   labels,
   tags,
   id,
   isFriend
  };
  search.clients.set(key, {
   ...known,
   names: [ ...new Set(all) ].slice(0, MOST_NAMES)
  });
  return id;
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
 function withNames({names, labels, tags, within}, inner) {
  return {
   within,
   names: [ ...inner.names ?? [], ...names ],
   labels: inner.label === void 0 ? labels : [ inner.label, ...labels ],
   tags: [ ...inner.tags ?? [], ...tags ]
  };
 }
 function chooseClient(clients, binding, secrets) {
  const byName = clientsByName(clients);
  const found = binding === void 0 ? clients : byName(binding);
  const [first, ...others] = found;
  if (first !== void 0 && others.length === 0) return first;
  const choice = namesToChooseFrom(found.length === 0 ? clients : found, byName, secrets);
  if (first !== void 0) throw new failure_Failure("E_CREDENTIAL_AMBIGUOUS", `The credential holds ${found.length} OAuth clients${binding === void 0 ? "" : " to which the input binding fits"}: ${choice}.`, choice.split(/, | and /).every(name => name === UNNAMED) ? "They have no name of their own: store the one that is meant alone." : "Name the one that is meant in the input binding.");
  if (clients.length > 1) throw new failure_Failure("E_INPUT_INVALID", `The input binding fits none of the clients in the credential; they are ${choice}.`);
  throw new failure_Failure("E_INPUT_INVALID", `The input binding does not fit the one client in the credential, ${choice}.`, "Remove the input binding, or store the credential that is meant.");
 }
 function clientsByName(clients) {
  const lower = text => text.toLowerCase();
  const levels = [ indexOf(clients, ({names}) => names), indexOf(clients, ({names}) => names.map(lower)), indexOf(clients, ({labels}) => labels.map(lower)), indexOf(clients, ({tags}) => tags.map(lower)), indexOf(clients, ({client}) => [ fieldsOf(client).clientId ?? "" ]), indexOf(clients, ({names}) => names.map(name => name.replace(/^(?:profile |.*\.)/, ""))) ];
  return binding => {
   const [names, anyCase, labels, tags, ids, ends] = levels;
   const small = lower(binding);
   return names.get(binding) ?? anyCase.get(small) ?? labels.get(small) ?? tags.get(small) ?? ids.get(binding) ?? ends.get(binding) ?? [];
  };
 }
 function indexOf(clients, wordsOf) {
  const index = new Map;
  for (const client of clients) for (const word of new Set(wordsOf(client))) {
   const known = index.get(word);
   if (known === void 0) index.set(word, [ client ]); else known.push(client);
  }
  return index;
 }
 const MOST_SHOWN = 20;
 const UNNAMED = "one without a name of its own";
 function namesToChooseFrom(clients, byName, secrets) {
  const isUsable = isShown(secrets);
  const shown = clients.slice(0, MOST_SHOWN).map(one => {
   const words = [ ...one.names, ...one.labels, fieldsOf(one.client).clientId ?? "" ];
   const isOwn = word => byName(word).length === 1 && byName(word)[0] === one;
   return words.find(word => isOwn(word) && isUsable(word)) ?? UNNAMED;
  });
  const more = clients.length - shown.length;
  return listOf(more > 0 ? [ ...shown, `${more} more` ] : shown);
 }
 function isShown(secrets) {
  const hidden = [ ...secrets ].map(secret => secret.toLowerCase());
  return name => name !== "" && name.length <= search_LONGEST_NAME && !hasControls(name) && text_oneLine(name, search_LONGEST_NAME) === name && !hidden.some(secret => name.toLowerCase().includes(secret));
 }
 const search_LONGEST_NAME = 100;
 module.exports = __webpack_exports__;
})();
