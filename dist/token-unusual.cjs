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
  clientAssertion: () => clientAssertion,
  discoverMutualTlsEndpoint: () => discoverMutualTlsEndpoint,
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
  const usable = named && url !== null && /^https?:$/.test(url.protocol) && HOST.test(url.hostname) && url.port !== "0";
  if (!usable) throw new failure_Failure("E_URL_INVALID", `The ${what} is not a URL.`, "Expected something like https://tenant.authentication.eu10.hana.ondemand.com/oauth/token.");
  return url;
 }
 const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;
 const HOST = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])$/;
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
 function json_isJsonObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
 }
 function bodyText({body}) {
  return body.toString().replace(/^\uFEFF/, "").trim();
 }
 function parsedBody(response) {
  const parsed = parsedJson(bodyText(response));
  return json_isJsonObject(parsed) ? parsed : void 0;
 }
 function jwtSecrets(jwt) {
  return [ jwt, jwt.split(".")[2] ?? "" ];
 }
 function claimsOf(token) {
  const parts = token.split(".");
  if (parts.length !== 3) return;
  const claims = parsedJson(Buffer.from(parts[1] ?? "", "base64url").toString());
  return json_isJsonObject(claims) ? claims : void 0;
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
   body: ""
  };
  const {response, attempts} = await exchange(() => request, options);
  const facts = [ url.host, counted(attempts) ];
  const {status} = response;
  const refused = `GitHub answered ${status} when asked for the OIDC token of this job.`;
  if (status === 401 || status === 403) throw noPermission(refused, facts);
  if (status !== 200) throw new failure_Failure("E_HTTP", refused, "Run the job again later; githubstatus.com tells whether it has a problem.", facts);
  const value = parsedBody(response)?.["value"];
  if (typeof value === "string" && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value) && claimsOf(value)) return value;
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
   return `${name} ${repeats(text) ? "not shown" : text_oneLine(text)}`;
  });
  return `The OIDC token of this job has ${shown.join(", ")}. Compare them with the configured trust, character by character. The subject of a job with an environment is repo:OWNER/REPO:environment:NAME, and repo:OWNER@ID/REPO@ID:environment:NAME in repositories that were created, renamed or transferred after 2026-07-15: trust the one that is shown.`;
 }
 function claimText(claim) {
  if (claim === void 0) return "absent";
  const texts = [ claim ].flat();
  return texts.every(text => typeof text === "string") ? texts.join(" ") : "not a text";
 }
 async function clientAssertion(credential, context) {
  const {proof, tokenUrl} = credential;
  if (proof.kind !== "private-key") return oidcToken(githubAudience(tokenUrl), context);
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
  const tokenUrl = usableUrl(json_isJsonObject(aliases) ? aliases["token_endpoint"] : void 0);
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
 function refusal({response, attempts}, credential, secrets, sent = {}) {
  const {status} = response;
  const body = parsedBody(response);
  secrets.keep(tokensIn(body).filter(({length}) => length >= 8));
  const error = typeof body?.["error"] === "string" ? body["error"] : "";
  const code = codeFor(status, error);
  const facts = [ credential.tokenUrl.host, counted(attempts), ...correlation(response, secrets) ];
  if (code === "E_REDIRECT") return new failure_Failure(code, `The server answered ${status} and points to ${redirectTarget(response, credential, secrets)}; a credential is never sent to another place than the one that was given.`, "", facts);
  const next = hints(status, body, credential, sent.scope);
  const aboutTheClient = code === "E_UNAUTHORIZED" || ABOUT_THE_PROOF.has(error);
  if (aboutTheClient) next.unshift(...assertionHints(credential, sent.assertion, secrets));
  return new failure_Failure(code, `The server answered ${status}${reasons(body, secrets)}.`, next.join(" "), facts);
 }
 const ABOUT_THE_PROOF = new Set([ "invalid_grant", "invalid_assertion" ]);
 function tokensIn(body) {
  return [ body?.["access_token"], body?.["refresh_token"], body?.["id_token"] ].filter(token => typeof token === "string");
 }
 const ABOUT_THE_CLIENT = new Set([ "invalid_client", "unauthorized", "unauthorized_client", "access_denied" ]);
 function codeFor(status, error) {
  if (status >= 300 && status < 400) return "E_REDIRECT";
  if (status === 429) return "E_RATE_LIMITED";
  if (status === 401 || status === 403 || ABOUT_THE_CLIENT.has(error)) return "E_UNAUTHORIZED";
  return "E_HTTP";
 }
 function reasons(body, secrets) {
  const texts = [ body?.["error"], body?.["error_description"] ].filter(text => typeof text === "string" && text !== "");
  return texts.length === 0 ? "" : `: ${texts.map(text => secrets.quote(text)).join(", ")}`;
 }
 function redirectTarget(response, {tokenUrl}, secrets) {
  const target = URL.parse(response_header(response, "location") ?? "", tokenUrl.href);
  if (target === null || secrets.isRepeatedBy(target.host)) return "another place";
  return target.host === tokenUrl.host ? "another path on the same host" : text_oneLine(target.host, 100);
 }
 const CORRELATION = [ "x-vcap-request-id", "x-correlationid", "x-correlation-id" ];
 function correlation(response, secrets) {
  const found = CORRELATION.map(name => response_header(response, name)).find(id => id !== void 0 && /^[A-Za-z0-9-]{4,64}$/.test(id));
  return found === void 0 || secrets.isRepeatedBy(found) ? [] : [ `correlation id ${found}` ];
 }
 function hints(status, body, credential, scope) {
  if (status === 429) return [ "Too many token requests: reuse a token in the steps of a job, and spread the jobs." ];
  if (status >= 500) return [ "The server has a problem; run the job again later." ];
  if (status === 404 || status === 405) return [ "That is no token endpoint. The host of an API is not the host of its tokens: check token-url, or the url (uaa.url) of the credential." ];
  const error = body?.["error"];
  const byError = typeof error === "string" ? BY_ERROR.get(error) : void 0;
  if (status !== 401 && status !== 403 && byError !== void 0) return [ byError ];
  return [ ...aboutTheHost(credential), ...aboutTheSecret(credential), ...aboutTheMethod(credential), ...status === 403 && error === void 0 && scope === void 0 ? [ "Some servers answer so where no scope is asked for: try the input scope." ] : [], "A deleted or rotated key, or a wrong tenant, gives the same answer." ];
 }
 const BY_ERROR = new Map(Object.entries({
  invalid_scope: "A requested scope is unknown to the server or not granted to this client: check the input scope.",
  scope_invalid: "A requested scope is unknown to the server or not granted to this client: check the input scope.",
  invalid_request: "A parameter of the request is missing or not known: check scope, audience, resource and parameters.",
  unsupported_grant_type: "The server does not offer the client credentials grant at this URL: check token-url.",
  invalid_target: "The server does not know the resource or audience: check the inputs resource and audience."
 }));
 function aboutTheHost({tokenUrl}) {
  return /\.(?:cfapps|alm)\./.test(`.${tokenUrl.hostname}`) ? [ "That is the host of an API: tokens come from the url (uaa.url) of the credential." ] : [];
 }
 function aboutTheMethod({authMethod, proof, provider}) {
  const found = [];
  const special = proof.kind === "secret" && /[^\w.~-]/.test(proof.clientSecret);
  if (authMethod === "client_secret_basic" && special) found.push("Servers disagree about special characters in a Basic header: try auth-method: client_secret_post.");
  if (provider === "ias") found.push("SAP Cloud Identity Services locks a client for 60 minutes after 5 failed logins; wait before you try again.");
  return found;
 }
 function aboutTheSecret({clientId, proof, provider}) {
  if (proof.kind === "certificate") return [ "The certificate may not be bound to this client: was its key or binding deleted?" ];
  if (proof.kind !== "secret") return [];
  const {clientSecret} = proof;
  const found = [];
  if (/[^\x21-\x7e]/.test(clientSecret)) found.push("The stored secret holds a space, an invisible character or one that is not ASCII: was it copied from a web page?");
  if (/\\[$!"'`\\]/.test(clientSecret)) found.push("The stored secret holds a backslash before a special character: store it without shell escapes.");
  if (looksLikePlaceholder(clientSecret)) found.push("The stored secret is a placeholder, not a secret.");
  if (provider === "xsuaa" && lostItsDollar(clientSecret)) found.push("The stored secret has no single $ after its first part: a shell or a tool has probably replaced or doubled it; store the secret from a file.");
  if (provider === "xsuaa" && looksCut(clientId)) found.push("The client id looks cut; XSUAA ids end like !b123 or !t123.");
  return found.length > 0 ? found : [ "Check that client id and secret belong together and are stored exactly as they were handed out." ];
 }
 function assertionHints({proof, clientId, tokenUrl}, assertion, secrets) {
  if (proof.kind === "private-key") {
   const key = proof.keyId === void 0 ? "without a kid" : `with the kid ${text_oneLine(proof.keyId)}`;
   return [ `The client assertion named the client ${text_oneLine(clientId)} and the audience ${signedAudience(tokenUrl)}, ${key}. Check that the server has the public key of this private key for this client, and that the clock of the runner is right.` ];
  }
  return proof.kind === "github-oidc" ? [ oidcTrust(assertion ?? "", secrets.isRepeatedBy) ] : [];
 }
 module.exports = __webpack_exports__;
})();
