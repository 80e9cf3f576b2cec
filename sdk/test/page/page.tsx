import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from '@lyceum/client';
import { LyceumProvider, useConnection, useRoom, useWebSocket } from '@lyceum/client/react';

const client = createClient({ guestName: 'Gwen', storage: localStorage });

/** As pages written for SkillLift's hook look. */
function LiveSession() {
  const { isConnected, messages, participants, sendChatMessage } = useWebSocket('session_42');
  const { queued } = useConnection();
  return (
    <main>
      <p id="status">{isConnected ? 'connected' : `offline ${queued}`}</p>
      <p id="participants">{participants.map(({ userName }) => userName).join(' ')}</p>
      <ol>
        {messages.map(({ id, userName, message, state }) => (
          <li key={id}>{`${userName}: ${message} ${state}`}</li>
        ))}
      </ol>
      <button onClick={() => sendChatMessage('from the page')}>Send</button>
      <Aside />
    </main>
  );
}

/** Another component with the same room, which it leaves when it goes: React's development mode puts it there twice. */
function Aside() {
  const { status, lastSeq } = useRoom({ key: 'session_43' }, { create: true, leaveOnUnmount: true });
  return <p id="aside">{`${status} ${lastSeq}`}</p>;
}

const root = document.createElement('div');
document.body.replaceChildren(root);
createRoot(root).render(
  <StrictMode>
    <LyceumProvider client={client}>
      <LiveSession />
    </LyceumProvider>
  </StrictMode>,
);
