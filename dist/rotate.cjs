(() => {
 "use strict";
 var __webpack_modules__ = {
  462: module => {
   module.exports = require("./network.cjs");
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
 function sectionAddress(code) {
  return `${TROUBLESHOOTING}#${code.toLowerCase()}`;
 }
 const TROUBLESHOOTING = "https://github.com/api-client-credentials/api-client-credentials/blob/HEAD/docs/troubleshooting.md";
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
 function unexpected(error) {
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  const place = error instanceof Error ? /[\w-]+\.cjs:\d+:\d+/.exec(error.stack ?? "")?.[0] ?? "" : "";
  return new failure_Failure("E_RUNNER", `The action failed in a way that was not foreseen (${kind} ${place}).`, "Please report this with the version of the action.");
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
 function isPlain(text) {
  return /^[\x20-\x7e]*$/.test(text);
 }
 function unicode(pattern, flags) {
  return new RegExp(pattern, flags);
 }
 new Set([ "client_secret", "password", "client_assertion", "assertion", "access_token", "refresh_token" ]);
 const promises_namespaceObject = require("node:timers/promises");
 const external_node_fs_namespaceObject = require("node:fs");
 require("node:path");
 function requireResultFile(name, env) {
  const path = env[name] ?? "";
  try {
   if (!(0, external_node_fs_namespaceObject.lstatSync)(path).isFile()) throw new Error("not a plain file");
   (0, external_node_fs_namespaceObject.accessSync)(path, external_node_fs_namespaceObject.constants.W_OK);
  } catch {
   throw new failure_Failure("E_RUNNER", `${name} does not name a file that this step can write, so the runner could not receive the result.`, "Run this as a step of a workflow, on a runner of version 2.327.1 or newer.");
  }
 }
 function writeAllOrNothing(paths, write, atOnce = false) {
  const release = atOnce ? void 0 : holdSignals();
  const undo = [];
  try {
   for (const path of paths) {
    const {size} = (0, external_node_fs_namespaceObject.lstatSync)(path);
    undo.push(() => void ((0, external_node_fs_namespaceObject.lstatSync)(path).size === size || (0, external_node_fs_namespaceObject.truncateSync)(path, size)));
   }
   write();
  } catch (error) {
   for (const step of undo) step();
   if (error instanceof failure_Failure) throw error;
   throw new failure_Failure("E_RUNNER", "The files for the result of the step could not be written.", "Is the disk full?");
  } finally {
   release?.();
  }
 }
 function holdSignals() {
  const hold = () => {};
  process.on("SIGINT", hold).on("SIGTERM", hold);
  return () => process.off("SIGINT", hold).off("SIGTERM", hold);
 }
 function leanRunner(env, write, now) {
  return {
   input(name) {
    const value = env[`INPUT_${name.toUpperCase()}`]?.trim();
    return value === "" ? void 0 : value;
   },
   mask: values => write(maskCommands(values)),
   annotate: (level, message, code, title = code) => write(workflowCommand(level, {
    title
   }, `${message} ${sectionAddress(code)}`)),
   debug(message) {
    if (env["RUNNER_DEBUG"] === "1") write(workflowCommand("debug", {}, message));
   },
   group(title, lines) {
    const text = lines.map(line => `${line}\n`).join("");
    write(`${workflowCommand("group", {}, title)}${text}${workflowCommand("endgroup", {}, "")}`);
   },
   progress: message => write(`${timeOfDay(now())} ${message}\n`),
   print: line => write(`${line}\n`),
   requireResult({variables}) {
    requireResultFile("GITHUB_OUTPUT", env);
    if (variables) requireResultFile("GITHUB_ENV", env);
   },
   setResult({outputs, variables = []}) {
    const texts = [ {
     path: env["GITHUB_OUTPUT"] ?? "",
     text: outputs.map(entryLine).join("")
    }, {
     path: env["GITHUB_ENV"] ?? "",
     text: variables.map(entryLine).join("")
    } ].filter(({text}) => text !== "");
    writeAllOrNothing(texts.map(({path}) => path), () => {
     for (const {path, text} of texts) (0, external_node_fs_namespaceObject.appendFileSync)(path, text);
    }, texts.length === 1 && texts.every(({text}) => text.length <= ONE_WRITE));
   },
   async summary(markdown) {
    try {
     (0, external_node_fs_namespaceObject.appendFileSync)(env["GITHUB_STEP_SUMMARY"] ?? "", `${markdown}\n`);
    } catch {}
   }
  };
 }
 const ONE_WRITE = 4096;
 function entryLine([name, value]) {
  if (!/[\r\n]/.test(value)) return `${name}=${value}\n`;
  throw new failure_Failure("E_RUNNER", `The value of ${name} has more than one line.`);
 }
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
 function timeOfDay(milliseconds) {
  return new Date(milliseconds).toISOString().slice(11, 19);
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
 function start(action, world, end) {
  exitCodeOf(world.runner, () => action(world)).then(end, () => end(1));
  process.on("uncaughtException", error => {
   annotateFailure(world.runner, unexpected(error));
   end(1);
  });
 }
 async function exitCodeOf(runner, action) {
  try {
   await action();
   return 0;
  } catch (error) {
   annotateFailure(runner, error instanceof failure_Failure ? error : unexpected(error));
   return 1;
  }
 }
 function annotateFailure(runner, {code, message}) {
  runner.annotate("error", message, code);
 }
 async function proxiesOf(env, secrets) {
  const proxies = usesProxy(env) ? await Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 462, 23)) : void 0;
  secrets.mask(proxies?.proxySecrets(env) ?? []);
  if (env["NODE_TLS_REJECT_UNAUTHORIZED"] === "0") throw new failure_Failure("E_TLS_DISABLED", "NODE_TLS_REJECT_UNAUTHORIZED=0 switches off the check of server certificates, so the credential could go to anybody.", "Remove it; give a private CA in the input ca-certificate.");
  return proxies?.proxiesFrom(env);
 }
 function usesProxy(env) {
  return PROXY_VARIABLES.some(name => Boolean(env[name]));
 }
 const PROXY_VARIABLES = [ "https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY" ];
 async function loadedInBlank(env, load) {
  const variables = env;
  const names = [ ...PROXY_VARIABLES, "GITHUB_API_URL", "GITHUB_EVENT_PATH" ];
  const hidden = names.map(name => [ name, variables[name] ]);
  for (const [name] of hidden) delete variables[name];
  try {
   return await load();
  } finally {
   for (const [name, value] of hidden) if (value !== void 0) variables[name] = value;
  }
 }
 const WINDOW = 8;
 const LOOKED_AT = 8e3;
 function echoIndex(secrets = [], limit = FEW) {
  let few = [];
  let joined = "";
  let windows;
  const short = new Set;
  const index = {
   add(more) {
    const all = new Set(more.flatMap(encodings));
    few = few.concat([ ...all ].filter(({length}) => length >= WINDOW));
    joined = few.join("\uffff");
    if (joined.length > limit) {
     windows ??= windowTable();
     windows.add(few);
     [few, joined] = [ [], "" ];
    }
    for (const one of all) if (one !== "" && one.length < WINDOW) short.add(one);
   },
   isRepeatedBy(text) {
    const readings = readingsOf(text.slice(0, LOOKED_AT));
    return readings.some(reading => holdsAny(reading, short) || sharesWindow(reading, joined) || windows?.sharesOneWith(reading) === true);
   }
  };
  index.add(secrets);
  return index;
 }
 const FEW = 131072;
 function sharesWindow(text, other) {
  if (other === "") return false;
  for (let at = 0; at + 4 <= text.length; at += 5) {
   if (!other.includes(text.slice(at, at + 4))) continue;
   for (let start = Math.max(0, at - 4); start <= at && start + WINDOW <= text.length; start++) if (other.includes(text.slice(start, start + WINDOW))) return true;
  }
  return false;
 }
 function readingsOf(text) {
  const readings = [ text, decoded(text), text.replace(/\s/g, ""), lettersAndDigits(text) ];
  return [ ...new Set(readings.map(reading => reading.toLowerCase())) ];
 }
 function encodings(secret) {
  const bytes = Buffer.from(secret);
  const shifted = [ 0, 1, 2 ].map(shift => Buffer.concat([ Buffer.alloc(shift), bytes ]).toString("base64"));
  const plain = shifted.map(text => text.replace(/=+$/, ""));
  const url = plain.map(text => text.replace(/\+/g, "-").replace(/\//g, "_"));
  const reversed = [ ...secret ].reverse().join("");
  return secret === "" ? [] : [ secret, lettersAndDigits(secret), reversed, bytes.toString("hex"), ...plain, ...url ].map(text => text.toLowerCase());
 }
 function lettersAndDigits(text) {
  return text.replace(/[^A-Za-z0-9]/g, "");
 }
 function decoded(text) {
  return text.replace(/\+/g, " ").replace(/(?:%[0-9a-f]{2})+/gi, run => Buffer.from(run.replace(/%/g, ""), "hex").toString());
 }
 function holdsAny(text, words) {
  const lengths = new Set([ ...words ].map(({length}) => length));
  for (const length of lengths) for (let at = 0; at + length <= text.length; at++) if (words.has(text.slice(at, at + length))) return true;
  return false;
 }
 const ROOM = 4096;
 function windowTable() {
  let used = 0;
  let letters = new Uint16Array(ROOM);
  let slots = new Uint32Array(2 * ROOM);
  function slotOf(codes, at) {
   const last = slots.length - 1;
   for (let slot = hashOf(codes, at) & last; ;slot = slot + 1 & last) {
    const entry = slots[slot] ?? 0;
    if (entry === 0 || isSame(letters, entry - 1, codes, at)) return slot;
   }
  }
  function makeRoom(needed) {
   if (needed <= letters.length) return;
   const before = {
    letters,
    slots
   };
   letters = new Uint16Array(2 ** Math.ceil(Math.log2(needed)));
   letters.set(before.letters);
   slots = new Uint32Array(2 * letters.length);
   for (const entry of before.slots) if (entry > 0) slots[slotOf(letters, entry - 1)] = entry;
  }
  return {
   add(texts) {
    makeRoom(texts.reduce((sum, {length}) => sum + length, used));
    for (const text of texts) {
     const end = used + text.length;
     letters.set(codesOf(text), used);
     for (let at = used; at + WINDOW <= end; at++) slots[slotOf(letters, at)] = at + 1;
     used = end;
    }
   },
   sharesOneWith(text) {
    const codes = codesOf(text);
    for (let at = 0; at + WINDOW <= codes.length; at++) if (slots[slotOf(codes, at)] !== 0) return true;
    return false;
   }
  };
 }
 function codesOf(text) {
  const codes = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) codes[at] = text.charCodeAt(at);
  return codes;
 }
 function hashOf(codes, at) {
  let hash = 0;
  for (let next = at; next < at + WINDOW; next++) {
   hash = Math.imul(hash ^ (codes[next] ?? 0), 2654435761);
   hash ^= hash >>> 15;
  }
  return hash;
 }
 function isSame(one, oneAt, other, otherAt) {
  for (let step = 0; step < WINDOW; step++) if (one[oneAt + step] !== other[otherAt + step]) return false;
  return true;
 }
 const SHORTEST_MASK = 6;
 const SURE = [ "secret", "password", "passwd", "pwd", "passphrase", "passcode", "privatekey", "tlskey", "apikey", "accesskey", "accountkey", "accesstoken", "refreshtoken", "connectionstring" ];
 new RegExp([ /[A-Za-z]?[a-z]{0,14}|[A-Z]{1,15}/, /[-+\d.,:/ %]{1,20}|\d{4}-\d\d-\d\d[T ][-+\d:.Z]*/, /[A-Z]+\d{0,4}(?:_[A-Z]*\d{0,4})+/, /(?:[\w.-]+![a-z]\d+\|?)+|(?:mailto:)?[a-z][a-z.-]{2,}@[a-z\d-]+(?:\.[a-z-]{2,})+(?::[\w./-]*)?/, /\$(?:[A-Z_\d]+|[a-z_]+|\{[^}]*\}|\([^)]*\))|%\w+%|\$?\{\{.*\}\}|<.*>|\*+/ ].map(({source}) => `^(?:${source})$`).join("|"));
 new Set([ ...SURE, "clientsecret", "clientassertion" ]);
 const TOO_COMMON = [ "{", "}", "[", "]", "true", "false", "null" ];
 function secretsLedger(hide) {
  const masked = new Set(TOO_COMMON);
  const kept = new Set;
  let index;
  let pending = [];
  function maskFrom(values, shortest) {
   const fresh = values.flatMap(value => masksOf(value).filter(mask => {
    const least = mask === value ? shortest : SHORTEST_MASK;
    if (mask.trim().length < least || masked.has(mask)) return false;
    masked.add(mask);
    return true;
   }));
   if (fresh.length > 0) hide(fresh);
  }
  const secrets = {
   mask: values => maskFrom(values, SHORTEST_MASK),
   maskOwn: values => maskFrom(values, 1),
   keep(values) {
    secrets.mask(values);
    for (const value of values) {
     const secret = isPrivateKey(value) ? keyBody(value) : value;
     if (secret.trim() === "" || kept.has(secret)) continue;
     kept.add(secret);
     pending.push(secret);
    }
   },
   isRepeatedBy(text) {
    index ??= echoIndex();
    index.add(pending);
    pending = [];
    return index.isRepeatedBy(text);
   },
   quote(text, limit) {
    return secrets.isRepeatedBy(text) ? "a reason that repeats a part of the secret and is not shown" : `"${oneLine(text, limit)}"`;
   }
  };
  return secrets;
 }
 function masksOf(value) {
  const lines = /[\r\n]/.test(value) ? value.split(/[\r\n]+/).map(line => line.trim()) : [ value ];
  if (!isPrivateKey(value)) return lines;
  return lines.length > 1 ? keyMasks(value) : [ value, ...keyMasks(value) ];
 }
 function isPrivateKey(secret) {
  return /^\s*-----BEGIN [A-Z0-9 ]+-----/.test(secret);
 }
 function keyMasks(privateKey) {
  const lines = keyLines(privateKey);
  const body = lines.join("");
  const standard = body.match(/.{1,64}/g) ?? [];
  const single = [ ...lines, ...standard ].filter(line => line.length >= 8);
  return [ ...single, body, lines.join("\\n"), standard.join("\\n") ];
 }
 function keyBody(privateKey) {
  return keyLines(privateKey).join("");
 }
 function keyLines(privateKey) {
  return privateKey.replace(/-----[A-Z0-9 ]+-----/g, " ").split(/\\r|\\n|\s/).filter(line => line !== "");
 }
 const timing = {
  now: Date.now,
  sleep: milliseconds => (0, promises_namespaceObject.setTimeout)(milliseconds),
  random: Math.random
 };
 const runner = leanRunner(process.env, writeStandardOutput, timing.now);
 start(rotate, {
  env: process.env,
  timing,
  runner
 }, exitCode => process.stdout.write("", () => process.exit(exitCode)));
 async function rotate({env, timing, runner}) {
  const startedAt = timing.now();
  let speaking = runner;
  const secrets = secretsLedger(values => speaking.mask(values));
  secrets.mask([ runner.input("github-token") ?? "" ]);
  const proxyFor = await proxiesOf(env, secrets);
  const {rotateAction, toolkitRunner} = await loadedInBlank(env, () => Promise.resolve().then(__nccwpck_require__.t.bind(__nccwpck_require__, 390, 23)));
  speaking = toolkitRunner(env, timing.now);
  await rotateAction({
   env,
   timing,
   secrets,
   runner: speaking,
   proxyFor,
   startedAt
  });
 }
 module.exports = __webpack_exports__;
})();
