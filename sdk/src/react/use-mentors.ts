import { useMemo } from 'react';
import type { OwnMentorStatus, SetMentorStatus } from '../../../src/protocol/index.js';
import type { MentorFilter, MentorList } from '../mentors/mentors.js';
import { useClient } from './context.js';
import { useStore } from './use-store.js';

/** The mentors as they are, as long as the component is there. */
export function useMentors({ subject, available }: MentorFilter = {}): MentorList {
  const { mentors } = useClient();
  const list = useMemo(
    () => mentors.watch({ ...(subject === undefined ? {} : { subject }), ...(available === undefined ? {} : { available }) }),
    [mentors, subject, available],
  );
  return useStore(list);
}

/** For mentors: how they are themselves, and how to change that. */
export function useOwnMentorStatus(): {
  own: OwnMentorStatus | undefined;
  set: (wishes: SetMentorStatus) => Promise<OwnMentorStatus>;
} {
  const { mentors } = useClient();
  return { own: useStore(mentors.own), set: (wishes) => mentors.set(wishes) };
}
