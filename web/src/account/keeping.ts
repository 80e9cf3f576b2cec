/** `localStorage`, or, where the browser closes it to this page, a storage that lasts as long as the page. */
export const keeping: Storage = open();

function open(): Storage {
  try {
    localStorage.getItem('');
    return localStorage;
  } catch {
    return inMemory();
  }
}

function inMemory(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}
