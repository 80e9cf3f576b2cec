import { account } from './account.js';
import { app } from './app.js';
import { home } from './home.js';
import { ui } from './ui.js';

/**
 * What the app says from its first page on. Areas that load later have a file each beside this one, and import that file by itself, so
 * that its texts load with them: `import { session } from '../strings/session.js'`.
 */
export const strings = { app, ui, account, home };
