import { dartOf } from './dart.js';
import { javascriptOf } from './javascript.js';
import type { Language, Program } from './program.js';
import { pythonOf } from './python.js';

const WRITERS: Readonly<Record<Language, (program: Program) => string>> = {
  javascript: javascriptOf,
  dart: dartOf,
  python: pythonOf,
};

/** The program in that language, to be pasted and run. */
export function codeOf(language: Language, program: Program): string {
  return WRITERS[language](program);
}
