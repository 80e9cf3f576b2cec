import { AsyncLocalStorage } from 'node:async_hooks';

interface Scope {
  open: boolean;
}

const scopes = new AsyncLocalStorage<Scope>();

/** Runs the work of one transaction; what the work leaves running afterwards is outside again. */
export async function insideTransaction<T>(work: () => Promise<T>): Promise<T> {
  const scope: Scope = { open: true };
  try {
    return await scopes.run(scope, work);
  } finally {
    scope.open = false;
  }
}

/**
 * Refuses a second connection inside a transaction. It would not see what the transaction wrote, it can use up the pool, and the
 * embedded database has one session only: it would wait for itself until the timeout.
 */
export function assertOutsideTransaction(): void {
  if (scopes.getStore()?.open === true) {
    throw new Error(
      'Inside a transaction use the transaction itself, not the database: this would wait for a second connection.',
    );
  }
}
