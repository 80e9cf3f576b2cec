import { useParams } from 'react-router';
import { useIdentity } from '../account/identity.js';
import { CODE_LENGTH, strangeLetters, typedCode } from '../home/code.js';
import { NotFoundPage } from '../app/not-found-page.js';
import { ClosedDoor } from './closed-door.js';
import { GuestDoor } from './guest-door.js';
import { SessionDoor } from './session-door.js';

/** `/s/ABC234`: the way in by a code, for everybody who has the link. */
export function SessionByCode() {
  const { code: written = '' } = useParams();
  const identity = useIdentity();
  const code = typedCode(written);
  if (code.length !== CODE_LENGTH || strangeLetters(code).length > 0) return <ClosedDoor reason="unknown" />;
  if (identity === undefined) return <GuestDoor code={code} />;
  return <SessionDoor key={code} target={{ code }} />;
}

/** `/rooms/<id>`: a room without a code, from one's own list. */
export function SessionById() {
  const { id } = useParams();
  return id === undefined ? <NotFoundPage /> : <SessionDoor key={id} target={{ id }} />;
}
