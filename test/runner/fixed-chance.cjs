// Makes a process do the same twice: for the tests and the actions of a recording (recording.ts).
// Chance comes from the name of the test, keys that were made once are used again, and the clock
// moves on by what was waited for, not by what the machine took. RECORDING says all that is needed.
const crypto = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const { join } = require('node:path');
const timers = require('node:timers/promises');

const { now: start, keys, action } = JSON.parse(process.env.RECORDING);
const { createHash, createPrivateKey, createPublicKey } = crypto;
const { subtle } = crypto.webcrypto;

let scope = () => action;
let within = () => '';
let pause = () => 0;
const counts = new Map();
/** @returns how often this has been asked for in the scope, from 1. */
function count(name) {
  const key = `${scope()} ${name}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts.get(key);
}

function digest(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(typeof part === 'number' ? `${part}` : part).update('\n');
  return hash.digest();
}

// One sequence for each place that draws, and for each request that it draws for, so that one draw
// more elsewhere changes nothing here.
function drawingPlace() {
  if (action !== undefined) return '';
  const frames = new Error().stack.split('\n').filter((line) => line.includes('/test/'));
  const place = frames.find((line) => !line.includes('fixed-chance.cjs'))?.trim() ?? '';
  return `${place} ${within()}`;
}

function draw(size) {
  const place = drawingPlace();
  const seed = digest(scope(), place, count(place));
  const blocks = Array.from({ length: Math.ceil(size / 32) }, (_, at) => digest(seed, at));
  return Buffer.concat(blocks).subarray(0, size);
}

function fill(view, offset = 0, size = view.byteLength - offset) {
  const bytes = new Uint8Array(view.buffer ?? view, (view.byteOffset ?? 0) + offset, size);
  bytes.set(draw(size));
  return view;
}

function uuid() {
  // Those of an action are told by their form: another build may draw them in another order.
  if (action !== undefined) {
    const number = String(count('uuid')).padStart(12, '0');
    return `${digest(scope()).toString('hex').slice(0, 8)}-0000-4000-8000-${number}`;
  }
  const hex = draw(16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

const fraction = () => draw(6).readUIntBE(0, 6) / 2 ** 48;
const later = (callback, make) =>
  callback === undefined ? make() : void setImmediate(() => callback(null, make()));

Math.random = fraction;
crypto.randomUUID = uuid;
crypto.randomBytes = (size, callback) => later(callback, () => draw(size));
crypto.randomFillSync = fill;
crypto.randomFill = (view, ...rest) => later(rest.pop(), () => fill(view, ...rest));
crypto.randomInt = (...given) => {
  const callback = typeof given.at(-1) === 'function' ? given.pop() : undefined;
  const [min, max] = given.length === 1 ? [0, given[0]] : given;
  return later(callback, () => min + Math.floor(fraction() * (max - min)));
};
crypto.webcrypto.randomUUID = uuid;
crypto.webcrypto.getRandomValues = (view) => fill(view);

/** What a native generator made the first time that it was asked, as text. */
function kept(name, make) {
  const path = join(keys, digest(scope(), name, count(name)).toString('hex'));
  if (existsSync(path)) return readFileSync(path, 'utf8');
  const made = make();
  const keep = (text) => {
    writeFileSync(path, text);
    return text;
  };
  return typeof made === 'string' ? keep(made) : made.then(keep);
}

const { generateKeyPairSync } = crypto;
crypto.generateKeyPairSync = (type, options = {}) => {
  const { privateKeyEncoding, publicKeyEncoding, ...others } = options;
  const pem = kept(`${type} ${JSON.stringify(others)}`, () =>
    generateKeyPairSync(type, others).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  const [privateKey, publicKey] = [createPrivateKey(pem), createPublicKey(pem)];
  return {
    privateKey: privateKeyEncoding ? privateKey.export(privateKeyEncoding) : privateKey,
    publicKey: publicKeyEncoding ? publicKey.export(publicKeyEncoding) : publicKey,
  };
};

const generateKey = subtle.generateKey.bind(subtle);
subtle.generateKey = async (algorithm, extractable, usages) => {
  if (!usages.includes('sign') || !usages.includes('verify')) {
    return generateKey(algorithm, extractable, usages);
  }
  const pem = await kept(JSON.stringify(algorithm), async () => {
    const { privateKey } = await generateKey(algorithm, true, usages);
    const key = Buffer.from(await subtle.exportKey('pkcs8', privateKey));
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' }).export({
      type: 'pkcs8',
      format: 'pem',
    });
  });
  const pkcs8 = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  const spki = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  return {
    privateKey: await subtle.importKey('pkcs8', pkcs8, algorithm, extractable, ['sign']),
    publicKey: await subtle.importKey('spki', spki, algorithm, true, ['verify']),
  };
};

// A signature of ECDSA and an encrypted key hold chance of their own.
const sign = crypto.sign;
crypto.sign = (algorithm, data, key, callback) => {
  const { asymmetricKeyType, ...publicKey } = describe(key);
  if (asymmetricKeyType !== 'ec' || callback !== undefined) {
    return sign(algorithm, data, key, ...(callback === undefined ? [] : [callback]));
  }
  const name = JSON.stringify([algorithm, key.dsaEncoding, publicKey, digest(data)]);
  return Buffer.from(
    kept(name, () => sign(algorithm, data, key).toString('base64')),
    'base64',
  );
};

function describe(key) {
  const publicKey = createPublicKey(key);
  const { asymmetricKeyType } = publicKey;
  return { asymmetricKeyType, spki: publicKey.export({ type: 'spki', format: 'pem' }) };
}

const PrivateKey = Object.getPrototypeOf(generateKeyPairSync('ed25519').privateKey);
const exportKey = PrivateKey.export;
PrivateKey.export = function (options = {}) {
  if (options.cipher === undefined || options.format !== 'pem')
    return exportKey.call(this, options);
  return kept(`encrypted ${JSON.stringify(options)}`, () => exportKey.call(this, options));
};

const signBySubtle = subtle.sign.bind(subtle);
subtle.sign = async (algorithm, key, data) => {
  const signed = createHash('sha256')
    .update(new Uint8Array(data.buffer ?? data))
    .digest('hex');
  const text = await kept(`signature ${JSON.stringify(algorithm)} ${signed}`, async () =>
    Buffer.from(await signBySubtle(algorithm, key, data)).toString('base64'),
  );
  return new Uint8Array(Buffer.from(text, 'base64')).buffer;
};

let waited = 0;
const now = () => start + waited + pause();
Date.now = now;
globalThis.Date = new Proxy(Date, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: (target) => new target(now()).toString(),
});

if (action !== undefined) {
  const passed = (scheduled, milliseconds) => {
    waited = Math.max(waited, scheduled + Math.floor(milliseconds ?? 0));
  };
  const setTimeout = globalThis.setTimeout;
  globalThis.setTimeout = (callback, milliseconds, ...rest) => {
    const scheduled = waited;
    const timer = setTimeout(
      (...given) => {
        // A timer that does not keep the process alive is housekeeping.
        if (timer.hasRef()) passed(scheduled, milliseconds);
        callback(...given);
      },
      milliseconds,
      ...rest,
    );
    return timer;
  };
  const wait = timers.setTimeout;
  timers.setTimeout = async (milliseconds, ...rest) => {
    const scheduled = waited;
    const value = await wait(milliseconds, ...rest);
    passed(scheduled, milliseconds);
    return value;
  };
}

syncBuiltinESMExports();

/**
 * @param settings.scope the name of the test
 * @param settings.within what its server answers just now
 * @param settings.pause milliseconds that have passed in it
 */
module.exports = (settings) => {
  ({ scope, within, pause } = settings);
};
