import type { AppRole, Carrier, DialectName, Settings } from '../connection/settings.js';
import { PLAYGROUND_DIALECTS } from '../dialects/dialects.js';
import type { Person } from '../person.js';

/** Where the person comes from who connects. */
export type Who = 'test' | 'own' | 'pasted' | 'guest';

/** What is filled in before connecting. */
export interface Choice {
  readonly dialect: DialectName;
  readonly carrier: Carrier;
  readonly who: Who;
  /** That was pasted. */
  readonly token: string;
  /** What a guest says of themselves: a name, or an id, and a role. */
  readonly guest: string;
  readonly role: AppRole;
  readonly named: boolean;
}

/** How clients of that dialect connect for the most part. */
export function choiceFor(dialect: DialectName, guest: string, old?: Choice): Choice {
  const { carriers, identities, named } = PLAYGROUND_DIALECTS[dialect];
  const [carrier = 'socket.io'] = carriers;
  const kept = { token: old?.token ?? '', guest, role: old?.role ?? 'student' } as const;
  return { ...kept, dialect, carrier, who: identities[0] === 'guest' ? 'guest' : 'test', named };
}

/** The same on another transport, as far as those may connect there. */
export function onCarrier(choice: Choice, carrier: Carrier): Choice {
  return { ...choice, carrier, who: choice.who === 'guest' && !takesGuests(choice.dialect, carrier) ? 'test' : choice.who };
}

/** Who may connect like that; `own` only where somebody is signed in. */
export function whosOf({ dialect, carrier }: Pick<Choice, 'dialect' | 'carrier'>, signedIn: boolean): readonly Who[] {
  const { identities } = PLAYGROUND_DIALECTS[dialect];
  const withToken: readonly Who[] = signedIn ? ['test', 'own', 'pasted'] : ['test', 'pasted'];
  const asGuests: readonly Who[] = takesGuests(dialect, carrier) ? ['guest'] : [];
  return identities.flatMap((identity) => (identity === 'guest' ? asGuests : withToken));
}

/** The key that a guest shows stands in the handshake of Socket.IO. */
function takesGuests(dialect: DialectName, carrier: Carrier): boolean {
  return dialect !== 'lyceum' || carrier !== 'websocket';
}

/** What it comes to for that person. A token says itself which role its person has, so that nothing but a name can tell the dialect. */
export function settingsOf({ dialect, carrier, who, guest, role, named }: Choice, person: Person): Settings {
  const claims = dialect === 'instant-mentor' && who === 'guest';
  return {
    dialect,
    carrier,
    named: named || (dialect === 'instant-mentor' && !claims),
    ...(person.token === undefined ? {} : { token: person.token }),
    ...(person.guestKey === undefined ? {} : { guestKey: person.guestKey }),
    ...(claims ? { claim: { userId: guest, userRole: role } } : {}),
  };
}
