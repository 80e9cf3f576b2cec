import { useMe } from '@lyceum/client/react';
import type { Role } from '@lyceum/client';
import { useIdentity } from '../account/identity.js';
import { mentors as said } from '../strings/mentors.js';
import { Page } from '../ui/page.js';
import { AdminFace } from './admin-face.js';
import { MentorFace } from './mentor-face.js';
import { StudentFace } from './student-face.js';

const DESCRIPTIONS: Record<Role, string> = { student: said.forStudents, mentor: said.forMentors, admin: said.forAdmins };
const FACES: Record<Role, () => React.JSX.Element> = { student: StudentFace, mentor: MentorFace, admin: AdminFace };

/** Help, from the side that one is on: for who needs it, for who gives it, and for who wants to know how it goes. */
export function MentorsPage() {
  const me = useMe();
  const identity = useIdentity();
  // The server's word, and until it comes what was kept from the last time.
  const role = me?.role ?? (identity?.kind === 'account' ? identity.user.role : 'student');
  const Face = FACES[role];
  return (
    <Page title={said.title} description={DESCRIPTIONS[role]}>
      <Face />
    </Page>
  );
}
