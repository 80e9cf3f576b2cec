// Questions to a child process over its IPC channel, each with one answer.

/**
 * Answers the parent's questions.
 * @param {Record<string, (...args: any[]) => unknown>} methods
 */
export function serve(methods) {
  process.on('message', async ({ id, method, args }) => {
    try {
      process.send({ id, value: await methods[method](...args) });
    } catch (error) {
      process.send({ id, error: error.stack });
    }
  });
}

/**
 * Asks a child; rejects with the child's error, or when the child is gone.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {(method: string, ...args: unknown[]) => Promise<any>}
 */
export function caller(child) {
  let last = 0;
  const waiting = new Map();
  child.on('message', ({ id, value, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error(`process ${child.pid} ended`));
  });
  return (method, ...args) =>
    new Promise((resolve, reject) => {
      const id = (last += 1);
      waiting.set(id, { resolve, reject });
      child.send({ id, method, args }, (error) => error && reject(error));
    });
}
