'use strict';

const process = require('node:process');

// For gateways under test: SIGUSR2 holds the event loop for as many milliseconds as STAND_STILL_MS says, as a long computation does.
process.on('SIGUSR2', () => {
  const end = Date.now() + Number(process.env.STAND_STILL_MS);
  while (Date.now() < end);
});
