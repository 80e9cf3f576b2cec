/**
 * Measures several things in turn, A B C A B C …, so that what else the machine does falls on all alike. A first round
 * warms up and does not count.
 * @param {Record<string, () => Promise<number>>} measures
 * @param {number} rounds
 * @returns {Promise<Record<string, number[]>>}
 */
export async function interleave(measures, rounds) {
  const names = Object.keys(measures);
  const values = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const value = await measures[name]();
      if (round > 0) values[name].push(value);
    }
  }
  return values;
}

/** CPU time that a server spends on some work, µs per unit. @param {() => Promise<number>} work resolves with the units done */
export async function cpuPerUnit(server, work) {
  const before = await server.cpu();
  const units = await work();
  return ((await server.cpu()) - before) / units;
}
