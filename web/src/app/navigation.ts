import { GraduationCap, House, MessagesSquare, Settings, ShieldCheck, type LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { isAdmin, type Identity } from '../account/identity.js';
import { UnreadMessages } from '../messages/unread-messages.js';
import { strings } from '../strings/index.js';

export interface NavigationItem {
  readonly to: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Whom it is for; by default everybody who is here. */
  readonly shownTo?: (identity: Identity) => boolean;
  /** How much waits there. */
  readonly Count?: ComponentType;
}

const hasAccount = ({ kind }: Identity): boolean => kind === 'account';

/** The main pages: beside the page on wide screens, below it on phones, where no more than five have room. */
export const NAVIGATION: readonly NavigationItem[] = [
  { to: '/', label: strings.app.home, icon: House },
  { to: '/messages', label: strings.app.messages, icon: MessagesSquare, shownTo: hasAccount, Count: UnreadMessages },
  { to: '/mentors', label: strings.app.mentors, icon: GraduationCap },
  { to: '/admin', label: strings.app.admin, icon: ShieldCheck, shownTo: isAdmin },
  { to: '/settings', label: strings.app.settings, icon: Settings },
];
