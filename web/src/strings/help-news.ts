/** What is told of help on every page, and so loads with the first one. */
export const helpNews = {
  somebody: 'Somebody',
  asks: (name: string, subject: string) => `${name} asks for help with ${subject}.`,
  look: 'Look',
  helps: (name: string) => `${name} helps you now.`,
  go: 'Go there',
  solved: (name: string) => `Your request is solved. How was it with ${name}?`,
  rate: 'Rate it',
  declined: 'Nobody can help with your request right now.',
  expired: 'Nobody took your request in time.',
} as const;
