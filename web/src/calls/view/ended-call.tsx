import type { CallSnapshot } from '@lyceum/client';
import { MessageCircle, Phone, PhoneOff } from 'lucide-react';
import { useNavigate } from 'react-router';
import { calls } from '../../strings/calls.js';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/states.js';
import { lengthOf, partnerOf, stateOf } from '../call-words.js';
import { planCall } from '../planned-call.js';

const said = calls.ended;

/** Why a call is over, and what to do now. */
export function EndedCall({ call, onClose }: { call: CallSnapshot; onClose: () => void }) {
  const navigate = useNavigate();
  const { isRoomCall, peers, kind, acceptedAt, endedAt, declineReason, endReason } = call;
  const [other] = isRoomCall ? [] : peers;
  const isElsewhere = endReason === 'answered_elsewhere';
  const again = (): void => {
    onClose();
    const name = partnerOf(call);
    planCall(other === undefined ? { room: { id: call.room.id }, kind, name } : { to: { id: other.user.id }, kind, name });
  };
  const write = (person: NonNullable<typeof other>['user']): void => {
    onClose();
    void navigate(`/messages/${encodeURIComponent(person.id)}`, { state: { person } });
  };
  return (
    <div className="my-auto">
      <EmptyState
        icon={<PhoneOff aria-hidden size={26} />}
        title={stateOf(call)}
        actions={
          <>
            <Button onClick={onClose}>{said.close}</Button>
            {other !== undefined && !other.user.guest && (
              <Button icon={<MessageCircle aria-hidden size={18} />} onClick={() => write(other.user)}>
                {said.write}
              </Button>
            )}
            {!isElsewhere && (
              <Button look="primary" icon={<Phone aria-hidden size={18} />} onClick={again}>
                {said.again}
              </Button>
            )}
          </>
        }
      >
        {declineReason !== null && <p>{said.reason(declineReason)}</p>}
        {acceptedAt !== null && endedAt !== null && (
          <p>{said.lasted(lengthOf((Date.parse(endedAt) - Date.parse(acceptedAt)) / 1_000))}</p>
        )}
      </EmptyState>
    </div>
  );
}
