import { describe, expect, it } from '@jest/globals';
import { renderToString } from 'react-dom/server';
import { createClient } from '../src/index.js';
import {
  LyceumProvider,
  useCall,
  useCallMeasure,
  useConnection,
  useConversations,
  useHelpQueue,
  useHelpRequest,
  useIncomingCall,
  useMe,
  useMentors,
  useNotifications,
  useOwnMentorStatus,
  useOwnPresence,
  usePresence,
  useRoom,
  useWebSocket,
} from '../src/react/index.js';

function Everything() {
  const { state } = useConnection();
  const { messages, status } = useRoom({ code: 'ABC234' });
  const { isConnected } = useWebSocket('session_42');
  const people = usePresence(['ana']);
  const { own } = useOwnPresence();
  const { loaded } = useConversations();
  return (
    <p>{JSON.stringify([state, status, messages.length, isConnected, people.size, own ?? null, loaded, useMe() ?? null])}</p>
  );
}

function CallsAndHelp() {
  const { call, handle } = useCall();
  const { call: ringing } = useIncomingCall();
  const { mentors } = useMentors({ subject: 'maths', available: true });
  const { own: request, position } = useHelpRequest();
  const { offers, active } = useHelpQueue();
  const { unread, loaded } = useNotifications();
  const none = [call, ringing, useCallMeasure(handle), useOwnMentorStatus().own, request, position];
  return <p>{JSON.stringify([none.every((one) => one === undefined), mentors, offers, active, unread, loaded])}</p>;
}

describe('the hooks on a server', () => {
  it('know of no call, no mentor and no request yet', () => {
    const client = createClient({ url: 'http://127.0.0.1:9' });
    const html = renderToString(
      <LyceumProvider client={client}>
        <CallsAndHelp />
      </LyceumProvider>,
    );
    expect(html).toBe('<p>[true,[],[],[],0,false]</p>');
  });

  it('show that there is no connection yet, and make none', () => {
    const client = createClient({ url: 'http://127.0.0.1:9' });
    const html = renderToString(
      <LyceumProvider client={client}>
        <Everything />
      </LyceumProvider>,
    );
    expect(html.replaceAll('&quot;', '"')).toBe('<p>["idle","joining",0,false,0,null,false,null]</p>');
    expect(client.connection.get().state).toBe('idle');
  });

  it('say what is missing where there is no provider', () => {
    expect(() => renderToString(<Everything />)).toThrow('LyceumProvider');
  });
});
