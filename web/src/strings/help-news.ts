interface Rated {
  name: string;
  subject: string;
  rating: number;
  note: string | null;
}

const NOTE_CHARACTERS = 160;
const shortened = (note: string): string => (note.length <= NOTE_CHARACTERS ? note : `${note.slice(0, NOTE_CHARACTERS - 1)}…`);

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
  done: (name: string) => `Solved. ${name} can rate your help now.`,
  cancelled: (name: string) => `${name} needs no more help.`,
  rated: ({ name, subject, rating, note }: Rated) =>
    `${name} rated your help with ${subject}: ${rating} of 5 stars.${note === null ? '' : ` “${shortened(note)}”`}`,
} as const;
