import { House, Settings, type LucideIcon } from 'lucide-react';
import type { Identity } from '../account/identity.js';
import { strings } from '../strings/index.js';

export interface NavigationItem {
  readonly to: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Whom it is for; by default everybody who is here. */
  readonly shownTo?: (identity: Identity) => boolean;
}

/** The main pages: beside the page on wide screens, below it on phones, where no more than five have room. */
export const NAVIGATION: readonly NavigationItem[] = [
  { to: '/', label: strings.app.home, icon: House },
  { to: '/settings', label: strings.app.settings, icon: Settings },
];
