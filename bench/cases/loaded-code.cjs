// Required before the action: writes down which modules it has loaded by the time it ends.
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  writeFileSync(process.env.BENCH_LOADED_CODE, JSON.stringify(Object.keys(require.cache)));
});
