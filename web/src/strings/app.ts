/** What stands around every page. */
export const app = {
  name: 'Lyceum',
  skipToContent: 'Skip to content',
  navigation: 'Main',
  home: 'Home',
  messages: 'Messages',
  mentors: 'Mentors',
  notifications: 'Notifications',
  notificationsUnread: (count: number) => `Notifications, ${count} unread`,
  settings: 'Settings',
  playground: 'Playground',
  admin: 'Admin',
  signIn: 'Sign in',
  signOut: 'Sign out',
  guest: 'Guest',
  /** Before a name, for screen readers. */
  accountOf: 'Account of',
  connection: {
    connected: 'Connected',
    connecting: 'Connecting…',
    offline: 'Offline',
    /** In the sentence that is shown while nothing gets through. */
    waiting: (queued: number) => (queued === 1 ? '1 message waits to be sent' : `${queued} messages wait to be sent`),
    offlineExplained: 'No connection. We keep trying.',
    retry: 'Try now',
  },
  notFound: {
    title: 'There is no such page',
    text: 'The address may be mistyped, or the page may have moved.',
    home: 'Go to the start page',
  },
  broken: {
    title: 'Something broke on this page',
    text: 'Load the page again. What you have sent is safe; what you were typing may be lost.',
    reload: 'Load again',
  },
  newVersion: {
    title: 'There is a new version',
    text: 'The server was updated since you opened this page. Load the page again to go on.',
  },
} as const;
