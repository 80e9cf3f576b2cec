import { useHelpQueue, useOwnMentorStatus } from '@lyceum/client/react';
import { ActiveRequests } from './active-requests.js';
import { OfferedRequests } from './offered-requests.js';
import { OwnStatus } from './own-status.js';

/** For who helps: how they are shown, whom they help, and who asks. */
export function MentorFace() {
  const { own, set } = useOwnMentorStatus();
  const { offers, active, loaded, error, help } = useHelpQueue();
  return (
    <>
      <OwnStatus own={own} set={set} />
      {active.length > 0 && <ActiveRequests requests={active} help={help} />}
      <OfferedRequests offers={offers} loaded={loaded} error={error} isAway={own?.chosen !== 'available'} help={help} />
    </>
  );
}
