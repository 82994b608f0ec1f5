// For `node --require`: another time of day. CLOCK_AHEAD says by how many milliseconds the clock is
// ahead, and where the action waits the clock moves on instead.
const timers = require('node:timers/promises');

let ahead = Number(process.env.CLOCK_AHEAD ?? 0);
const now = Date.now;
Date.now = () => now() + ahead;
timers.setTimeout = async (milliseconds, value) => {
  ahead += milliseconds;
  return value;
};

// A timer that does nothing but resolve a promise is a wait as well; all others limit something.
const realTimeout = globalThis.setTimeout;
globalThis.setTimeout = (callback, milliseconds, ...rest) => {
  if (!String(callback).includes('[native code]')) {
    return realTimeout(callback, milliseconds, ...rest);
  }
  ahead += milliseconds ?? 0;
  return realTimeout(callback, 0, ...rest);
};
