// Loaded into gateways under test before anything else: people register by the hundred, and 17 ms of a core for each would be a good part
// of the whole run. A hash names its own cost, so whatever compares passwords does all that it always does.
const argon2 = require('@node-rs/argon2');

const { hashSync } = argon2;
argon2.hashSync = (password, options) => hashSync(password, { ...options, memoryCost: 64, timeCost: 1 });
