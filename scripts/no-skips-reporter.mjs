import process from 'node:process';

/** Where every server is promised to be there (REQUIRE_SERVERS=1, as in CI), a skipped test is a failure. */
export default class NoSkipsReporter {
  #error;

  onRunComplete(_contexts, { numPendingTests, numTodoTests }) {
    const skipped = numPendingTests + numTodoTests;
    if (process.env.REQUIRE_SERVERS !== '1' || skipped === 0) return;
    this.#error = new Error(`Skipped tests: ${skipped}. REQUIRE_SERVERS=1 allows none.`);
    process.stderr.write(`\n${this.#error.message}\n`);
  }

  /** Jest fails the run when a reporter has one, and leaves it to the reporter to tell. */
  getLastError() {
    return this.#error;
  }
}
