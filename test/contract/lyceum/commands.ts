import { RIGHTS } from './rights/table.js';

/** Every command of the protocol that this gateway has: those of the rights table. */
export const COMMANDS = [...new Set(RIGHTS.map(({ command }) => command))];
