/** One bad key: its name in the environment and a sentence that begins with that name. */
export interface ConfigProblem {
  key: string;
  sentence: string;
}

/** The configuration can't be used. The message names every bad key, never a secret's value, and is meant to be printed as it is. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly ConfigProblem[]) {
    const many = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    super(
      [`Lyceum can't start, its configuration has ${many}:`, ...problems.map(({ sentence }) => `  - ${sentence}`)].join('\n'),
    );
  }
}
