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
