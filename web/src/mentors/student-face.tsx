import { useHelpRequest, useMentors } from '@lyceum/client/react';
import { useState } from 'react';
import { Notice } from '../ui/notice.js';
import { AskDialog, type Asked } from './ask-dialog.js';
import { Directory } from './directory.js';
import { EndedRequest } from './ended-request.js';
import { OwnRequest } from './own-request.js';

/** For who needs help: their request as it stands, and the mentors. */
export function StudentFace() {
  const { own, position, last, loaded, error, help } = useHelpRequest();
  const list = useMentors();
  const [asked, setAsked] = useState<Asked>();
  const canAsk = loaded && own === undefined;
  return (
    <>
      {error !== undefined && !loaded && <Notice tone="danger">{error.message}</Notice>}
      {own !== undefined ? (
        <OwnRequest request={own} position={position} help={help} />
      ) : (
        last !== undefined && <EndedRequest key={last.id} request={last} help={help} onAskAgain={setAsked} />
      )}
      <Directory list={list} {...(canAsk ? { onAsk: setAsked } : {})} />
      {asked !== undefined && <AskDialog begin={asked} mentors={list.mentors} help={help} onClose={() => setAsked(undefined)} />}
    </>
  );
}
