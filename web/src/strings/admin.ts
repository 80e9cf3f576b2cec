/** What administrators read. */
export const admin = {
  sections: 'Administration',
  overview: 'Overview',
  people: 'People',
  rooms: 'Rooms',
  webhooks: 'Webhooks',
  security: 'Security',
  keys: 'API keys',
  notForYou: {
    title: 'This is for administrators',
    text: 'Your account is not one. Whoever runs this server can make it one:',
    command: 'npm run lyceum -- users promote <username> admin',
    home: 'Go to the start page',
  },
  list: {
    search: 'Search',
    more: 'Load more',
    all: 'All',
    never: 'never',
    none: '–',
    count: (shown: number, hasMore: boolean) => (hasMore ? `${shown} shown, there are more` : `${shown} in all`),
    stale: (message: string) => `The newest numbers did not come: ${message} We keep trying.`,
  },
  details: 'Details',
} as const;
