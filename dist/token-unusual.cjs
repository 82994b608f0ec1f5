(() => {
 "use strict";
 var __nccwpck_require__ = {};
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
  checkToken: () => checkToken,
  clientAssertion: () => clientAssertion,
  discoverMutualTlsEndpoint: () => discoverMutualTlsEndpoint,
  overdueWarning: () => overdueWarning,
  refusal: () => refusal
 });
 const external_node_crypto_namespaceObject = require("node:crypto");
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
 function oneLine(text, limit = LIMIT) {
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
 function hasInvisible(text) {
  return text.includes(" ") || !isPlain(text) && unicode("[\\s\\p{C}]", "u").test(text);
 }
 function isPlain(text) {
  return /^[\x20-\x7e]*$/.test(text);
 }
 function unicode(pattern, flags) {
  return new RegExp(pattern, flags);
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
 function time_httpDate(value) {
  if (value === void 0 || !HTTP_DATES.some(form => form.test(value))) return;
  const time = Date.parse(value.endsWith("GMT") ? value : `${value} GMT`);
  return Number.isNaN(time) ? void 0 : time;
 }
 const HTTP_DATES = [ /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/, /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/, /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/ ];
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
 function response_header(response, name) {
  const value = response.headers[name];
  return typeof value === "string" ? value : void 0;
 }
 Buffer.alloc(0);
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
   const failed = result instanceof errors_TransportFailure;
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
   if (error instanceof errors_TransportFailure) return error;
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
  const failed = result instanceof errors_TransportFailure;
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
  const value = response_header(response, "retry-after")?.trim() ?? "";
  if (/^\d{1,12}$/.test(value)) return Number(value) * 1e3;
  const date = time_httpDate(value);
  return date === void 0 ? void 0 : Math.max(0, date - now);
 }
 function outOfTime(failure) {
  const late = "No time is left for another attempt. Raise the input timeout if the server is slow.";
  return withParts(failure, {
   next: failure.next === "" ? late : `${failure.next} ${late}`
  });
 }
 function tooLate(status, wait) {
  return new failure_Failure(status === 429 ? "E_RATE_LIMITED" : "E_TIMEOUT", `The server answered ${status} and may be asked again in ${Math.ceil(wait / 1e3)} s, which is after the deadline.`, "Run the job later, or raise the input timeout.");
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
 const SHORTEST_TOKEN = 16;
 function bodyText({body}) {
  return body.toString().replace(/^\uFEFF/, "").trim();
 }
 function parsedBody(response) {
  const parsed = parsedJson(bodyText(response));
  return isJsonObject(parsed) ? parsed : void 0;
 }
 function isTokenLike(value) {
  return typeof value === "string" && isTokenText(value);
 }
 function isTokenText(text) {
  return text.length >= SHORTEST_TOKEN && /^[\x21-\x7e]+$/.test(text) && !text.includes("://") && !isWords(text);
 }
 function isWords(text) {
  return text.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).every(part => /^(?:[A-Z]?[a-z]{2,19}|[A-Z]{0,20}|[a-z])$/.test(part));
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
  return isJsonObject(claims) ? claims : void 0;
 }
 function scopesIn(text) {
  return text.split(/[ ,]+/).filter(name => name !== "");
 }
 function grantedScopes(scope, claims) {
  if (scope !== void 0) return scopesIn(scope);
  const claim = isJsonObject(claims) ? claims["scope"] : void 0;
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
 async function oidcToken(audience, context) {
  const access = oidcAccess(context.env);
  context.secrets.keep([ access.requestToken ]);
  const token = await githubOidcToken(access, audience, context);
  context.secrets.keep(jwtSecrets(token));
  return token;
 }
 const URL_VARIABLE = "ACTIONS_ID_TOKEN_REQUEST_URL";
 const TOKEN_VARIABLE = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
 function oidcAccess(env) {
  const url = env[URL_VARIABLE]?.trim() ?? "";
  const requestToken = env[TOKEN_VARIABLE]?.trim() ?? "";
  if (url === "" || !/^[\x21-\x7e]+$/.test(requestToken)) throw noPermission("GitHub offers no OIDC token to this job.");
  return {
   url: secureUrl(url, `URL in ${URL_VARIABLE}`),
   requestToken
  };
 }
 async function githubOidcToken({url, requestToken}, audience, options) {
  const request = {
   method: "GET",
   url: withAudience(url, audience),
   headers: {
    accept: "application/json",
    "accept-encoding": "identity",
    authorization: `Bearer ${requestToken}`,
    "user-agent": "api-client-credentials"
   },
   body: "",
   namedByRunner: true
  };
  const {response, attempts} = await exchange(() => request, options);
  const facts = [ url.host, counted(attempts) ];
  const {status} = response;
  const refused = `GitHub answered ${status} when asked for the OIDC token of this job.`;
  if (status === 401 || status === 403) throw noPermission(refused, facts);
  if (status !== 200) throw new failure_Failure("E_HTTP", refused, "Run the job again later; githubstatus.com tells whether it has a problem.", facts);
  const value = parsedBody(response)?.["value"];
  if (isTokenLike(value) && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value) && claimsOf(value)) return value;
  throw new failure_Failure("E_TOKEN_MISSING", "GitHub answered 200, but without an OIDC token of this job.", "Is there a proxy between that answers itself?", facts);
 }
 function withAudience(url, audience) {
  const asked = new URL(url);
  const before = asked.search === "" ? "?" : `${asked.search}&`;
  asked.search = `${before}audience=${encodeURIComponent(audience)}`;
  return asked;
 }
 function noPermission(happened, facts = []) {
  return new failure_Failure("E_OIDC_PERMISSION", happened, "Give the job permissions: id-token: write; where a job is called from another workflow, the calling job needs it too. Workflows of pull requests from forks cannot have it.", facts);
 }
 const TRUSTED = [ "iss", "sub", "aud" ];
 function oidcTrust(token, repeats) {
  const claims = claimsOf(token) ?? {};
  const shown = TRUSTED.map(name => {
   const text = claimText(claims[name]);
   return `${name} ${repeats(text) ? "not shown" : oneLine(text)}`;
  });
  return `The OIDC token of this job has ${shown.join(", ")}. Compare them with the configured trust, character by character. The subject of a job with an environment is repo:OWNER/REPO:environment:NAME, and repo:OWNER@ID/REPO@ID:environment:NAME in repositories that were created, renamed or transferred after 2026-07-15: trust the one that is shown.`;
 }
 function claimText(claim) {
  if (claim === void 0) return "absent";
  const texts = [ claim ].flat();
  return texts.every(text => typeof text === "string") ? texts.join(" ") : "not a text";
 }
 async function clientAssertion(credential, context, audience) {
  const {proof, tokenUrl} = credential;
  if (proof.kind !== "private-key") return oidcToken(audience ?? githubAudience(tokenUrl), context);
  const assertion = signedAssertion(credential, proof, context.timing.now());
  context.secrets.keep(jwtSecrets(assertion));
  return assertion;
 }
 function githubAudience({origin}) {
  return origin;
 }
 const LIFETIME = 5 * 60;
 function signedAssertion({clientId, tokenUrl}, {privateKey, keyId, certificate}, now, id = (0, external_node_crypto_namespaceObject.randomUUID)()) {
  const key = (0, external_node_crypto_namespaceObject.createPrivateKey)(privateKey);
  const {name, hash} = signingAlgorithm(key);
  const issuedAt = Math.floor(now / 1e3);
  const header = {
   alg: name,
   typ: "JWT",
   ...keyId === void 0 ? {} : {
    kid: keyId
   },
   ...certificate === void 0 ? {} : {
    "x5t#S256": thumbprint(certificate)
   }
  };
  const claims = {
   iss: clientId,
   sub: clientId,
   aud: signedAudience(tokenUrl),
   jti: id,
   iat: issuedAt,
   exp: issuedAt + LIFETIME
  };
  const signed = `${part(header)}.${part(claims)}`;
  const signature = (0, external_node_crypto_namespaceObject.sign)(hash, Buffer.from(signed), {
   key,
   dsaEncoding: "ieee-p1363",
   ...name === "PS256" ? {
    saltLength: 32
   } : {}
  });
  return `${signed}.${signature.toString("base64url")}`;
 }
 function thumbprint(chain) {
  return (0, external_node_crypto_namespaceObject.createHash)("sha256").update(new external_node_crypto_namespaceObject.X509Certificate(chain).raw).digest("base64url");
 }
 function part(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
 }
 function signedAudience({origin, pathname}) {
  return origin + pathname;
 }
 function signingAlgorithm(key) {
  const details = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
  case "rsa":
   refuseShort(details.modulusLength);
   return {
    name: "RS256",
    hash: "sha256"
   };

  case "rsa-pss":
   refuseShort(details.modulusLength);
   if (!allowsPs256(details)) break;
   return {
    name: "PS256",
    hash: "sha256"
   };

  case "ec":
   {
    const known = CURVES[details.namedCurve ?? ""];
    if (known !== void 0) return known;
    break;
   }

  case "ed25519":
   return {
    name: "EdDSA",
    hash: null
   };
  }
  throw new failure_Failure("E_PEM", "The private key is of a kind that cannot sign a client assertion here.", "Supported are RSA and RSA-PSS with SHA-256 (from 2048 bits on), EC on P-256, P-384 or P-521, and Ed25519.");
 }
 const CURVES = {
  prime256v1: {
   name: "ES256",
   hash: "sha256"
  },
  secp384r1: {
   name: "ES384",
   hash: "sha384"
  },
  secp521r1: {
   name: "ES512",
   hash: "sha512"
  }
 };
 function allowsPs256({hashAlgorithm = "sha256", mgf1HashAlgorithm = "sha256", saltLength = 32}) {
  return hashAlgorithm === "sha256" && mgf1HashAlgorithm === "sha256" && saltLength <= 32;
 }
 const SHORTEST_RSA = 2048;
 function refuseShort(bits) {
  if (bits !== void 0 && bits >= SHORTEST_RSA) return;
  throw new failure_Failure("E_PEM", `The private key has ${bits} bits; an RSA key needs ${SHORTEST_RSA} or more (RFC 7518 3.3).`, "Make a longer one and register its public key.");
 }
 function checkToken(credential, requestOptions, token, secrets) {
  checkClient(credential, token, secrets);
  checkTenant(credential, token);
  return checkScopes(credential, requestOptions, token);
 }
 function checkClient({clientId, tokenUrl}, token, secrets) {
  const claims = token.claims ?? {};
  const texts = names => names.filter(name => typeof claims[name] === "string");
  const named = texts([ "client_id", "cid" ]);
  const other = (named.length > 0 ? named : texts([ "azp" ])).find(name => !isSame(String(claims[name]), clientId));
  if (other === void 0) return;
  secrets.keep(tokenMasks(token));
  throw new failure_Failure("E_TOKEN_CLIENT", `${tokenUrl.host} issued a token of another client (claim ${other}: ${secrets.quote(String(claims[other]), 100)}) than the one that asked for it.`, "The token is not used. Check client-id and token-url, and whether a proxy or a cache before the server mixes up its answers.");
 }
 function isSame(one, other) {
  return one === other || GUID.test(one) && one.toLowerCase() === other.toLowerCase();
 }
 const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
 function checkTenant({zoneId, tokenUrl}, {claims}) {
  const issued = claims?.["zid"];
  if (zoneId === void 0 || typeof issued !== "string" || issued === zoneId) return;
  throw new failure_Failure("E_TOKEN_TENANT", `${tokenUrl.host} issued a token of another tenant (claim zid) than the one that the credential names (zoneid).`, "Check token-url and the url of the credential; a proxy or a copied host name may lead to the wrong tenant.");
 }
 function checkScopes({tokenUrl, parameters: stored}, {requireScopes, parameters}, token) {
  const asked = scopesIn(parameters.scope ?? stored["scope"] ?? "");
  if (requireScopes.length === 0 && asked.length === 0) return [];
  const granted = grantedScopes(token.scope, token.claims);
  const missing = missingScopes(requireScopes.flatMap(scopesIn), granted);
  if (missing.length > 0) throw new failure_Failure("E_SCOPE_MISSING", `The token of ${tokenUrl.host} lacks the required scopes ${listOf(missing)}.`, "Assign them to the client: they come from the service plan, the role or the authorities of the key.");
  const notGranted = missingScopes(asked, granted);
  if (notGranted.length === 0) return [];
  const text = `The server did not grant the requested scopes ${listOf(notGranted)}.`;
  return [ {
   code: "W_SCOPE_NOT_GRANTED",
   text
  } ];
 }
 async function discoverMutualTlsEndpoint(credential, url, options) {
  const {response, attempts} = await exchange(() => ({
   method: "GET",
   url,
   headers: {
    accept: "application/json",
    "accept-encoding": "identity",
    "user-agent": "api-client-credentials"
   },
   body: ""
  }), options);
  const metadata = response.status === 200 ? parsedBody(response) : void 0;
  const aliases = metadata?.["mtls_endpoint_aliases"];
  const tokenUrl = usableUrl(isJsonObject(aliases) ? aliases["token_endpoint"] : void 0);
  if (tokenUrl !== void 0) return {
   ...credential,
   tokenUrl,
   metadataUrl: void 0
  };
  throw new failure_Failure("E_CERT_NO_URL", "The credential authenticates with a certificate, but does not say at which host (certurl). The metadata of the server name no such endpoint with https.", "Give the input token-url.", [ `status ${response.status}`, url.host, counted(attempts) ]);
 }
 function usableUrl(text) {
  if (typeof text !== "string") return;
  try {
   const url = secureUrl(text, "token endpoint for mutual TLS");
   return url.protocol === "https:" ? url : void 0;
  } catch (error) {
   if (error instanceof failure_Failure) return;
   throw error;
  }
 }
 function overdueWarning(due) {
  return {
   code: "W_ROTATION",
   text: `The rotation of this credential is overdue since ${due.toISOString().slice(0, 10)}. Look whether the workflow that rotates it still runs: GitHub stops schedules of repositories without activity after 60 days.`
  };
 }
 function damageOf(value) {
  return firstOf(ANY, value.trim());
 }
 function damageOfSecret(clientSecret, clientId, isOfXsuaa) {
  if (isPlainIdOfXsuaa(clientSecret) || isSecretOfIssuer(clientId)) return SWAPPED;
  if (isText(clientSecret) && isSecretOfIssuer(Buffer.from(clientSecret, "base64").toString())) return {
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
  if (isRandom(clientId) && /^(?:[a-z][a-z0-9_-]{2,40}|[0-9a-f-]{36})$/.test(clientSecret)) return {
   ...SWAPPED,
   certainty: "possible"
  };
  return isText(clientSecret) ? IN_BASE64 : void 0;
 }
 function isRandom(text) {
  return /^[\w.~+/=-]{30,}$/.test(text) && [ /[a-z]/, /[A-Z]/, /\d/ ].every(kind => kind.test(text));
 }
 function isText(base64) {
  if (!/^[A-Za-z0-9+/]{16,4000}={0,2}$/.test(base64)) return false;
  const decoded = Buffer.from(base64, "base64").toString("latin1");
  return /^[\x20-\x7e]+\n?$/.test(decoded);
 }
 function damageOfClientId(clientId, isOfXsuaa) {
  const found = firstOf(CLIENT_ID, clientId.trim()) ?? damageOf(clientId);
  if (found?.certainty === "certain") return found;
  return isOfXsuaa && looksCut(clientId) && found?.what !== IN_QUOTES ? CUT_ID : found;
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
 const CLIENT_ID = [ [ "certain", /^[{[]\s*"[\w.-]+"\s*:/, "is a JSON document", "A whole key belongs into the input credentials; the client id is one member of it." ], [ "certain", /^(?:export\s+|set\s+|\$env:)?"?(?:[A-Za-z][\w-]{0,100}[_-])?client[ _.-]?id"?\s*[:=]\s*\S/i, "begins with its own name", "Store what is behind the name alone." ] ];
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
 function refusal({response, attempts}, credential, secrets, sent = {}) {
  const body = parsedBody(response);
  secrets.keep([ body?.["access_token"], body?.["refresh_token"], body?.["id_token"] ].flatMap(tokensIn));
  const answer = answerOf(response, body, credential, sent, secrets);
  const {status} = answer;
  const code = codeFor(answer);
  const happened = code === "E_REDIRECT" ? `The server answered ${status} and points to ${redirectTarget(answer)}; a credential is never sent to another place than the one that was given.` : `The server answered ${status}${reasons(answer)}.`;
  const next = RULES.find(({applies}) => applies(answer))?.next(answer) ?? [];
  const facts = [ credential.tokenUrl.host, counted(attempts), ...correlation(response, secrets) ];
  return new failure_Failure(code, happened, next.join(" "), facts);
 }
 const ABOUT_THE_CLIENT = new Set([ "invalid_client", "unauthorized", "unauthorized_client", "access_denied" ]);
 const CODES = new Set([ ...ABOUT_THE_CLIENT, "invalid_request", "invalid_grant", "unsupported_grant_type", "invalid_scope", "server_error", "temporarily_unavailable", "invalid_token", "insufficient_scope", "slow_down", "invalid_target", "invalid_assertion", "scope_invalid", "invalid_resource" ]);
 function tokensIn(value) {
  return typeof value === "string" ? [ value, ...value.split(/[^\x21-\x7e]+|:\/\/|[?&#=,;"'<>()]/) ].filter(isTokenLike) : [];
 }
 const LOOKED_AT = 8e3;
 function answerOf(response, body, credential, sent, secrets) {
  const error = body?.["error"];
  const inError = isJsonObject(error) ? error["message"] : error;
  const spelled = typeof error === "string" ? error.trim().toLowerCase() : "";
  const isDefault = body?.["timestamp"] !== void 0 && body["path"] !== void 0;
  const known = spelled.replace(/[ -]/g, "_");
  const code = CODES.has(known) && !isDefault ? known : "";
  const start = response.body.subarray(0, LOOKED_AT).toString();
  const isPage = body === void 0 && /^\s*</.test(start);
  const isForeign = isPage || isDefault || code === "" && (/\s/.test(spelled) || inError !== error && typeof inError === "string");
  const said = [ inError, ...SAID.map(name => body?.[name]), faultOf(body) ];
  const words = (body === void 0 ? [ start ] : said).filter(text => typeof text === "string").join(" ").slice(0, LOOKED_AT).toLowerCase().replace(/\([^()]*\)/g, " ").replace(ANY_CAUSE, " ");
  const {status} = response;
  return {
   status,
   response,
   body,
   code,
   isForeign,
   words,
   credential,
   sent,
   secrets
  };
 }
 const SAID = [ "error_description", "message", "detail", "title", "errorSummary", "Error", "errorMessage" ];
 function faultOf(body) {
  const fault = body?.["fault"];
  return isJsonObject(fault) ? fault["faultstring"] : void 0;
 }
 const ANY_CAUSE = /unknown client, no client authentication included,? or unsupported authentication method/;
 function codeFor({status, code}) {
  if (status >= 300 && status < 400) return "E_REDIRECT";
  if (status === 429) return "E_RATE_LIMITED";
  if (status === 401 || status === 403 || ABOUT_THE_CLIENT.has(code)) return "E_UNAUTHORIZED";
  return "E_HTTP";
 }
 function reasons({body, secrets}) {
  const texts = [ body?.["error"], body?.["error_description"] ].filter(text => typeof text === "string" && text !== "");
  return texts.length === 0 ? "" : `: ${texts.map(text => secrets.quote(text)).join(", ")}`;
 }
 function locationOf({response, credential}) {
  return URL.parse(response_header(response, "location") ?? "", credential.tokenUrl.href);
 }
 function redirectTarget(answer) {
  const {credential, secrets} = answer;
  const target = locationOf(answer);
  if (target === null || secrets.isRepeatedBy(target.host)) return "another place";
  if (response_header(answer.response, "location") === void 0) return "no place";
  if (target.href === credential.tokenUrl.href) return "the same URL";
  return target.host === credential.tokenUrl.host ? "another path on the same host" : oneLine(target.host, 100);
 }
 const CORRELATION = [ "x-vcap-request-id", "x-correlationid", "x-correlation-id" ];
 function correlation(response, secrets) {
  const found = CORRELATION.map(name => response_header(response, name)).find(id => id !== void 0 && /^[A-Za-z0-9-]{4,64}$/.test(id));
  return found === void 0 || secrets.isRepeatedBy(found) ? [] : [ `correlation id ${found}` ];
 }
 const TOKEN_URL = "check the input token-url, or the url (uaa.url) of the credential.";
 const NO_SCOPE = "No scope was asked for, and some servers want one or do not take the default: check the input scope.";
 const SCOPE = "A requested scope is unknown to the server or not granted to this client: check the input scope.";
 const RULES = [ {
  name: "login page",
  applies: answer => isRedirect(answer) && isLogin(locationOf(answer)),
  next: () => [ `That is a login page, which servers show where no token endpoint is: ${TOKEN_URL}` ]
 }, {
  name: "redirect to nowhere",
  applies: answer => isRedirect(answer) && [ "no place", "the same URL" ].includes(redirectTarget(answer)),
  next: () => [ `No token endpoint answers so: ${TOKEN_URL}` ]
 }, {
  name: "redirect",
  applies: isRedirect,
  next: () => [ "If the new place is the token endpoint and you trust it, give it in the input token-url; else check the url (uaa.url) of the credential." ]
 }, {
  name: "too many requests",
  applies: ({status, code}) => status === 429 || code === "slow_down",
  next: ({words}) => [ "Too many token requests: reuse a token in the steps of a job, and spread the jobs.", ...LOCKED.test(words) ? [ UNLOCK ] : [] ]
 }, {
  name: "not available",
  applies: ({status, code}) => status >= 502 && status <= 504 || code === "temporarily_unavailable",
  next: () => [ `The server has a problem or is not reachable behind its gateway; run the job again later. If it stays so, ${TOKEN_URL}` ]
 }, {
  name: "fault of the server",
  applies: ({status, code}) => status >= 500 && status !== 501 || code === "server_error" && status !== 401,
  next: () => [ "The server has a problem; run the job again later." ]
 }, {
  name: "no application",
  applies: ({response, words, status}) => status === 404 && (response_header(response, "x-cf-routererror") !== void 0 || /requested route/.test(words)),
  next: () => [ `The platform knows no application at that host: ${TOKEN_URL}` ]
 }, {
  name: "no realm",
  applies: ({status, words, code}) => status === 404 && code === "" && /\brealm\b/.test(words),
  next: () => [ "The server has no such realm: check the realm in the path of token-url." ]
 }, {
  name: "no tenant",
  applies: isWithoutTenant,
  next: ({credential}) => [ noTenant(credential.tokenUrl) ]
 }, {
  name: "no token endpoint",
  applies: isNoTokenEndpoint,
  next: ({credential}) => [ `That is no token endpoint. The host of an API is not the host of its tokens: ${TOKEN_URL}`, ...usualPath(credential) ]
 }, {
  name: "client certificate",
  applies: ({words, credential, status}) => credential.proof.kind === "secret" && status < 404 && /(?:no required ssl|client|x\.?509) certificate (?:was |is |has )?(?:not |missing|sent|required)|mutual.?tls|\bmtls\b/.test(words),
  next: () => [ "The server wants a client certificate in place of a secret: store a key with a certificate (X.509), or give the inputs certificate and private-key." ]
 }, {
  name: "page",
  applies: ({isForeign, body}) => isForeign && body === void 0,
  next: () => [ `That is a page for people and no answer of a token endpoint: ${TOKEN_URL} Is there a proxy or a firewall before the server that answers itself?` ]
 }, {
  name: "scope",
  applies: ({code}) => code === "invalid_scope" || code === "scope_invalid",
  next: answer => [ answer.sent.scope === void 0 ? NO_SCOPE : SCOPE, ...scopesOfClient(answer), ...separators(answer) ]
 }, {
  name: "no scope",
  applies: ({code, words, sent}) => code === "invalid_request" && sent.scope === void 0 && /\bscopes?\b/.test(words) && /missing|required|must|no default/.test(words) && !/private_key_jwt|client_secret_/.test(words),
  next: () => [ NO_SCOPE ]
 }, {
  name: "audience",
  applies: ({code, words}) => code === "invalid_target" || code === "invalid_resource" || [ "access_denied", "invalid_request" ].includes(code) && /audience|resource server|client-grant|service not/.test(words),
  next: () => [ "The server does not know the resource or audience, or this client may not use it: check the inputs resource and audience." ]
 }, {
  name: "grant at this URL",
  applies: ({code, words}) => code === "unsupported_grant_type" || /not supported on this domain/.test(words),
  next: () => [ "The server does not offer the client credentials grant at this URL: check token-url." ]
 }, {
  name: "another method",
  applies: answer => namedMethod(answer) !== void 0,
  next: answer => [ `The server names another way than ${answer.credential.authMethod} in which this client proves itself: try auth-method: ${namedMethod(answer)}.` ]
 }, {
  name: "https",
  applies: ({code, words}) => code === "invalid_request" && /https.{0,10} required/.test(words),
  next: () => [ "The request came by https, and the server did not see that: a proxy before it has to say so (X-Forwarded-Proto). Tell its operator." ]
 }, {
  name: "refused method",
  applies: answer => isAboutTheClient(answer) && REFUSED_METHOD.test(answer.words),
  next: ({credential: {authMethod, proof}}) => [ `The server does not take ${authMethod} from this client: set its method at the server${proof.kind === "secret" ? `, or try auth-method: client_secret_${authMethod === "client_secret_post" ? "basic" : "post"}` : ""}.` ]
 }, {
  name: "lost form",
  applies: ({code, words}) => code === "invalid_request" && /grant.?type/.test(words) && /missing|required|fehlt/.test(words),
  next: () => [ "The server did not find the form of the request: is there a proxy or a gateway before it that drops or changes the body? Check token-url, too." ]
 }, {
  name: "request",
  applies: ({code}) => code === "invalid_request",
  next: answer => [ "A parameter of the request is missing or not known: check scope, audience, resource and parameters.", .../client|secret|auth/.test(answer.words) ? aboutTheMethod(answer) : [] ]
 }, {
  name: "grant of the client, by its words",
  applies: answer => isAboutTheClient(answer) && GRANT_WORDS.test(answer.words) && !/required for the/.test(answer.words),
  next: () => [ GRANT ]
 }, {
  name: "locked",
  applies: answer => answer.status === 423 || hasState(answer, LOCKED),
  next: ({credential}) => [ UNLOCK, ...locksOf(credential) ]
 }, {
  name: "not yet active",
  applies: answer => hasState(answer, NOT_YET),
  next: () => [ "The client is not active yet: wait until it is, or have it activated at the server." ]
 }, {
  name: "not verified",
  applies: answer => hasState(answer, NOT_VERIFIED),
  next: () => [ "The client, or its account, is not verified or approved: have that done at the server." ]
 }, {
  name: "expired",
  applies: answer => hasState(answer, EXPIRED),
  next: () => [ "The client or its secret has expired or was revoked: create a new one where it was issued, and store it." ]
 }, {
  name: "disabled",
  applies: answer => hasState(answer, DISABLED),
  next: () => [ "The client, or its tenant, is disabled: have an administrator enable it at the server." ]
 }, {
  name: "grant of the client, by its code",
  applies: ({code, words}) => code === "unauthorized_client" && !/(?:invalid|wrong|bad) |secret|not found|unknown/.test(words),
  next: ({body}) => [ GRANT, ...body?.["error_description"] === void 0 ? [ "If it may, compare client id and secret: some servers answer so to a wrong secret." ] : [] ]
 }, {
  name: "no client seen",
  applies: answer => isAboutTheClient(answer) && NO_CLIENT.test(answer.words),
  next: answer => [ ...assertionHints(answer), `The server found no client in the request, so that it may be no token endpoint: ${TOKEN_URL}`, ...otherMethod(answer) ]
 }, {
  name: "unknown client",
  applies: answer => isAboutTheClient(answer) && UNKNOWN_CLIENT.some(pattern => pattern.test(answer.words)),
  next: answer => [ ...assertionHints(answer), ...visibleDamage(answer.credential), "The server does not know the client: check the client id, and that token-url leads to the tenant in which the client was created. A deleted client gives the same answer." ]
 }, {
  name: "denied",
  applies: ({code, status}) => code === "access_denied" && status !== 401,
  next: answer => [ ...assertionHints(answer), "The server denies this client a token: ask its operator which role, audience or network address the client needs." ]
 }, {
  name: "client",
  applies: () => true,
  next: answer => [ ...codeFor(answer) === "E_UNAUTHORIZED" || ABOUT_THE_PROOF.has(answer.code) ? assertionHints(answer) : [], ...aboutTheClient(answer) ]
 } ];
 const NO_CLIENT = new RegExp([ "authentication object|full authentication|no client authentication|missing client", "(?<!(?:invalid|wrong) or )missing credentials", "\\bcredentials? (?:(?:is|are|was|were) )?(?:not found|missing|required)", "client.?id(?:entifier)? (?:is )?(?:required|missing)" ].join("|"));
 const UNKNOWN_CLIENT = [ /no client with|unknown client|unregistered client/, /(?:client|application)\b.{0,80}(?:not (?:be )?(?:found|exist|registered)|unbekannt)/, /(?:invalid|wrong|unknown|incorrect)(?: value for)? .?client.?id(?:entifier)?\b(?!.{0,5}(?:\bor\b|\band\b|\/))/, /(?<!\b(?:or|and) )\bclient.?id(?:entifier)? (?:is )?(?:invalid|wrong|unknown|incorrect)/ ];
 const ABOUT_THE_PROOF = new Set([ "invalid_grant", "invalid_assertion" ]);
 const UNLOCK = "The server has locked the client: wait until the lock is over, since each attempt can prolong it, or have an administrator unlock it.";
 const REFUSED_METHOD = /(?:unsupported|invalid|wrong) (?:client )?auth\w* method|auth\w* methods?\b.{0,40}\bnot (?:allowed|supported|permitted)/;
 const GRANT_WORDS = /grant.?typ|service.?account|client.?credentials.{0,3} (?:grant|flow)|no client credentials user/;
 const GRANT = "The client may not use the client credentials grant: allow the grant type client_credentials for it at the server (in Keycloak its service account).";
 const LOCKED = /\block(?:ed|out)|\bblocked(?! by\b.{0,60}(?:polic|firewall|network))|too many (?:failed|invalid|login|attempts)|gesperrt|verrouill|bloquead/;
 const NOT_YET = /not yet|noch nicht/;
 const NOT_VERIFIED = /not (?:been )?(?:verified|confirmed|approved|activated)|unverified|nicht (?:verifiziert|best\u00e4tigt|freigegeben)|pending (?:approval|verification)/;
 const EXPIRED = /expir|revoked|no longer valid|abgelaufen|widerrufen|nicht mehr g/;
 const DISABLED = /disabled|deactivated|client is not enabled|inactive|not active|suspended|deaktiviert|inaktiv|nicht aktiv|d\u00e9sactiv|desactivad/;
 function isRedirect({status}) {
  return status >= 300 && status < 400;
 }
 function isLogin(target) {
  return target !== null && /log-?[io]n|sign-?in|\bsso\b|saml|authorize/i.test(target.host + target.pathname);
 }
 function isAboutTheClient({status, code}) {
  if (code !== "") return ABOUT_THE_CLIENT.has(code) || ABOUT_THE_PROOF.has(code);
  return [ 400, 401, 403 ].includes(status);
 }
 function hasState(answer, state) {
  if (!isAboutTheClient(answer) || !state.test(answer.words)) return false;
  const {kind} = answer.credential.proof;
  return kind === "secret" || kind === "certificate" || ![ NOT_YET, NOT_VERIFIED, EXPIRED ].includes(state);
 }
 const TENANT_HOST = /(?:^|\.)authentication\.|\.accounts(?:400)?\./;
 function isWithoutTenant({status, code, words, body, credential}) {
  if (/aadsts(?:90002|900023)\b|tenant\b.{0,80}not (?:found|exist)/.test(words)) return true;
  if (status !== 404 || code !== "") return false;
  const isEmpty = body !== void 0 && Object.keys(body).length === 0;
  const {provider, tokenUrl} = credential;
  return TENANT_HOST.test(tokenUrl.hostname) || isEmpty && provider === "xsuaa";
 }
 function noTenant({hostname}) {
  const tenant = hostname.startsWith("authentication.") ? void 0 : hostname.split(".")[0];
  return TENANT_HOST.test(hostname) && tenant !== void 0 ? `The server has no tenant ${oneLine(tenant, 100)}, the first part of its host name: is the subdomain misspelled, or was the subaccount deleted or moved? Check the input token-url, or the url (uaa.url) of the credential.` : `The server has no tenant of that name: check the tenant (subdomain) in the input token-url, or in the url (uaa.url) of the credential.`;
 }
 function isNoTokenEndpoint({status, code, isForeign, words, body, response}) {
  if (code === "invalid_token" || code === "insufficient_scope") return true;
  if (code === "invalid_request" && [ 404, 405, 406, 415 ].includes(status)) return true;
  if (code !== "") return false;
  if (status === 200 && typeof body?.["error"] === "string" && !isForeign) return false;
  if (/csrf|xsrf|missing authentication token/.test(words) || response_header(response, "x-csrf-token") !== void 0) return true;
  if (/^bearer\b/i.test(response_header(response, "www-authenticate") ?? "")) return true;
  if (![ 400, 401, 403, 423 ].includes(status)) return true;
  if (!isForeign || body === void 0) return false;
  return !/client|credential|secret|passwor|kennwort|locked|gesperrt|disabled/.test(words);
 }
 function usualPath({provider, tokenUrl}) {
  const path = provider === "ias" ? "/oauth2/token" : "/oauth/token";
  const isKnown = provider === "ias" || provider === "xsuaa";
  return isKnown && tokenUrl.pathname !== path ? [ `These servers have it at ${path}.` ] : [];
 }
 function scopesOfClient({body, secrets}) {
  const has = body?.["scope"];
  const names = [ has ].flat().flatMap(text => typeof text === "string" ? scopesIn(text) : []);
  const list = names.filter(name => /^[\w.:/!-]{1,200}$/.test(name)).join(" ");
  if (list === "" || secrets.isRepeatedBy(list)) return [];
  return [ `The client has the scopes ${oneLine(list, 600)}.` ];
 }
 function separators({sent}) {
  const asked = sent.scope;
  return asked?.includes(",") ? [ "Scopes are separated by spaces; there is a comma between them." ] : [];
 }
 function namedMethod({code, words, credential, status}) {
  if (status !== 401 && code !== "invalid_request" && !ABOUT_THE_CLIENT.has(code)) return;
  const named = words.match(/client_secret_(?:basic|post)|private_key_jwt|tls_client_auth/g) ?? [];
  const other = named.find(method => method !== credential.authMethod);
  if (other !== void 0 || credential.authMethod !== "client_secret_post") return other;
  return /basic auth|authorization header/.test(words) ? "client_secret_basic" : void 0;
 }
 function aboutTheClient(answer) {
  const {status, body, credential, sent} = answer;
  const better = [ ...aboutTheHost(credential), ...visibleDamage(credential) ];
  return [ ...better.length > 0 ? better : aboutTheProof(credential), ...answer.isForeign ? [ `If that is no token endpoint, ${TOKEN_URL}` ] : [], ...isSurelyDamaged(credential) && credential.authMethod !== "client_secret_basic" ? locksOf(credential) : aboutTheMethod(answer), ...status === 403 && body?.["error"] === void 0 && sent.scope === void 0 ? [ "Some servers answer so where no scope is asked for: try the input scope." ] : [], "A deleted or rotated key, or a wrong tenant, gives the same answer." ];
 }
 function aboutTheHost({tokenUrl}) {
  return /\.(?:cfapps|alm)\./.test(`.${tokenUrl.hostname}`) ? [ "That is the host of an API: tokens come from the url (uaa.url) of the credential." ] : [];
 }
 function aboutTheMethod(answer) {
  return [ ...otherMethod(answer), ...locksOf(answer.credential) ];
 }
 const WRONG_SECRET = /(?:invalid|incorrect|wrong|bad) client.?secret|client.?secret\b.{0,60}\b(?:invalid|incorrect|wrong|mismatch|not match)/;
 function otherMethod({status, code, words, credential}) {
  const {authMethod, proof, clientId, provider, tokenUrl} = credential;
  if (proof.kind !== "secret" || WRONG_SECRET.test(words)) return [];
  if (authMethod === "client_secret_basic") return /[^\w.~-]/.test(clientId + proof.clientSecret) ? [ "Servers disagree about special characters in a Basic header: try auth-method: client_secret_post." ] : [];
  const isUaa = clientId.startsWith("sb-") || TENANT_HOST.test(tokenUrl.hostname);
  const isPlain = provider === "oauth2" || provider === "xsuaa" && !isUaa;
  return isPlain && (status === 401 || status === 403 || code === "invalid_client") ? [ "Some servers take the secret in a Basic header alone: try auth-method: client_secret_basic." ] : [];
 }
 function locksOf({provider}) {
  return provider === "ias" ? [ "SAP Cloud Identity Services locks a client for 60 minutes after 5 failed logins; wait before you try again." ] : [];
 }
 function aboutTheProof({proof}) {
  if (proof.kind === "certificate") return [ "The certificate may not be bound to this client: was its key or binding deleted?" ];
  return proof.kind === "secret" ? [ "Check that client id and secret belong together and are stored exactly as they were handed out." ] : [];
 }
 function visibleDamage(credential) {
  return damagesOf(credential).map(([value, {what, next}]) => `The ${value} ${what}. ${next}`);
 }
 function isSurelyDamaged(credential) {
  return damagesOf(credential).some(([, {certainty}]) => certainty !== "possible");
 }
 function damagesOf({clientId, proof, provider}) {
  const isOfXsuaa = provider === "xsuaa";
  const ofSecret = proof.kind === "secret" ? damageOfSecret(proof.clientSecret, clientId, isOfXsuaa) : void 0;
  const ofId = damageOfClientId(clientId, isOfXsuaa);
  return [ ...ofSecret === void 0 ? [] : [ [ "client secret", ofSecret ] ], ...ofId === void 0 ? [] : [ [ "client id", ofId ] ] ];
 }
 function assertionHints({credential, sent, secrets}) {
  const {proof, clientId, tokenUrl} = credential;
  if (proof.kind === "private-key") {
   const key = proof.keyId === void 0 ? "without a kid" : `with the kid ${oneLine(proof.keyId)}`;
   return [ `The client assertion named the client ${oneLine(clientId)} and the audience ${signedAudience(tokenUrl)}, ${key}. Check that the server has the public key of this private key for this client, and that the clock of the runner is right.` ];
  }
  return proof.kind === "github-oidc" ? [ oidcTrust(sent.assertion ?? "", secrets.isRepeatedBy), "Where the server wants another aud, as Keycloak the issuer of its realm, give that in the input assertion-audience." ] : [];
 }
 module.exports = __webpack_exports__;
})();
