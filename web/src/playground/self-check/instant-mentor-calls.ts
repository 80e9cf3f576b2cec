import { aNumber, aText, type Pattern } from './pattern.js';
import type { Player } from './player.js';
import type { Step } from './script.js';

interface Pair {
  readonly ana: Player;
  readonly anaId: string;
  readonly mia: Player;
  readonly miaId: string;
}

/** A call and a request for help between a student and a mentor who are both there. */
export function callSteps(both: () => Pair, flat: Readonly<Record<string, Pattern>>): readonly Step[] {
  return [
    {
      title: 'The student calls, the mentor accepts, they signal, one hangs up',
      play: async () => {
        const { ana, anaId, mia, miaId } = both();
        ana.send('initiate_call', { receiverId: miaId, callType: 'video', callData: { topic: 'Algebra' } });
        const ringing = { ...flat, callId: aText, callerId: anaId, receiverId: miaId, callType: 'video', status: 'ringing' };
        const { callId } = (await ana.hears('call_initiated_confirmed', ringing)) as { callId: string };
        await mia.hears('call_initiated', { ...flat, id: callId, callId, callerId: anaId, callerName: aText });
        mia.send('accept_call', { callId });
        await ana.hears('call_accepted', { ...flat, id: callId, callId, acceptedBy: miaId });
        const offer = { type: 'offer', sdp: 'v=0' };
        ana.send('webrtc_offer', { callId, payload: offer });
        await mia.hears('webrtc_offer', { ...flat, callId, fromUserId: anaId, payload: offer });
        mia.send('end_call', { callId });
        await ana.hears('call_ended', { ...flat, callId, endedBy: miaId, reason: aText, durationSeconds: aNumber });
      },
    },
    {
      title: 'The student asks for help, and the mentor accepts',
      play: async () => {
        const { ana, anaId, mia, miaId } = both();
        ana.send('student_request_help', { mentorId: miaId, subject: 'Maths', message: 'How?', urgency: 'high' });
        const request = { subject: 'Maths', urgency: 'high', status: 'pending', studentId: anaId, mentorId: miaId };
        const { requestId } = (await ana.hears('help_request_sent', { ...flat, ...request })) as { requestId: string };
        await mia.hears('help_request_received', { ...flat, ...request, id: requestId, requestId });
        mia.send('accept_help_request', { requestId });
        const accepted = { ...flat, requestId, status: 'accepted', mentorId: miaId, sessionId: aText };
        await ana.hears('help_request_updated', accepted);
        await mia.hears('help_request_updated', accepted);
      },
    },
  ];
}
