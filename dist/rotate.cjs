(() => {
 "use strict";
 var __webpack_modules__ = {
  432: module => {
   module.exports = require("./proxy.cjs");
  },
  390: module => {
   module.exports = require("./rotation.cjs");
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
 require("node:tls");
 require("node:net");
 class failure_Failure extends Error {
  code;
  constructor(code, message) {
   super(message);
   this.name = "Failure";
   this.code = code;
  }
  static [Symbol.hasInstance](value) {
   return isOwn(value) && /^(?:Transport)?Failure$/.test(value.name);
  }
 }
 function isOwn(value) {
  return value instanceof Error && "code" in value && /^E_[A-Z_]+$/.test(String(value.code));
 }
 function unexpected(error) {
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  const place = error instanceof Error ? /[\w-]+\.cjs:\d+:\d+/.exec(error.stack ?? "")?.[0] ?? "" : "";
  return new failure_Failure("E_RUNNER", `The action failed in a way that was not foreseen (${kind} ${place}). Please report this with the version of the action.`);
 }
 new Set([ "client_secret", "password", "client_assertion", "assertion", "access_token", "refresh_token" ]);
 const promises_namespaceObject = require("node:timers/promises");
 const external_node_fs_namespaceObject = require("node:fs");
 function workflowCommand(name, properties, data) {
  const listed = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`).join(",");
  return `::${name}${listed === "" ? "" : ` ${listed}`}::${escapeData(data)}\n`;
 }
 function maskCommands(values) {
  let text = "";
  for (const value of values) text += `::add-mask::${escapeData(value)}\n`;
  return text;
 }
 function escapeData(text) {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
 }
 function escapeProperty(text) {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
 }
 function writeStandardOutput(text) {
  let rest = Buffer.from(text);
  while (rest.length > 0) try {
   rest = rest.subarray((0, external_node_fs_namespaceObject.writeSync)(1, rest));
  } catch (error) {
   if (error.code !== "EAGAIN") throw error;
   Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  }
 }
 function start(action, sleep) {
  action({
   env: process.env,
   timing: {
    now: Date.now,
    sleep: sleep,
    random: Math.random
   },
   write: writeStandardOutput
  }).then(end, () => end(1));
  process.on("uncaughtException", error => {
   annotateUnexpected(writeStandardOutput, error);
   end(1);
  });
 }
 function end(exitCode) {
  process.exit(exitCode);
 }
 async function guarded({write: write}, run) {
  try {
   await run();
   return 0;
  } catch (error) {
   if (error instanceof failure_Failure) annotate(write, error.code, error.message); else annotateUnexpected(write, error);
   return 1;
  }
 }
 function annotate(write, code, message) {
  write(workflowCommand("error", {
   title: code
  }, message));
 }
 function annotateUnexpected(write, error) {
  const {code: code, message: message} = unexpected(error);
  annotate(write, code, message);
 }
 async function proxiesOf(env, mask) {
  const proxies = usesProxy(env) ? await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 432, 23)) : void 0;
  mask(proxies?.proxySecrets(env) ?? []);
  if (env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0") throw new failure_Failure("E_TLS_DISABLED", "NODE_TLS_REJECT_UNAUTHORIZED=0 switches off the check of server certificates, so the credential could go to anybody. Remove it; give a private CA in the input ca-certificate.");
  return proxies?.proxiesFrom(env);
 }
 function usesProxy(env) {
  return Boolean(env["https_proxy"] || env["HTTPS_PROXY"] || env["http_proxy"] || env["HTTP_PROXY"]);
 }
 const TOO_COMMON = new Set([ "{", "}", "[", "]", "true", "false", "null" ]);
 function masker(add) {
  const known = new Set(TOO_COMMON);
  return values => {
   const fresh = values.filter(value => {
    if (value.trim() === "" || known.has(value)) return false;
    known.add(value);
    return true;
   });
   if (fresh.length > 0) add(fresh);
  };
 }
 require("node:crypto");
 function input(env, name) {
  const value = env[`INPUT_${name.toUpperCase()}`]?.trim();
  return value === "" ? void 0 : value;
 }
 new Set([ "grant_type", "client_id", "client_secret", "client_assertion", "client_assertion_type" ]);
 start(rotateAction, milliseconds => (0, promises_namespaceObject.setTimeout)(milliseconds));
 function rotateAction(step) {
  const {env: env, timing: timing, write: write} = step;
  return guarded(step, async () => {
   const startedAt = timing.now();
   const mask = masker(values => write(maskCommands(values)));
   mask([ input(env, "github-token") ?? "" ]);
   const proxyFor = await proxiesOf(env, mask);
   const {rotateRun: rotateRun} = await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 390, 23));
   await rotateRun({
    ...step,
    mask: mask,
    proxyFor: proxyFor,
    startedAt: startedAt
   });
  });
 }
 module.exports = __webpack_exports__;
})();
