// Calls between people who are there, for the history.
const AMARA = 'Amara';

/** One declined, one given up. */
export async function shortCalls(people) {
  const [amara, sofia, leila] = [AMARA, 'Sofia', 'Leila'].map((name) => people.get(name));
  await sofia.ask('calls:cancel', await ring(sofia, amara, 'audio'));
  await leila.ask('calls:reject', { ...(await ring(amara, leila, 'audio')), reason: 'In a lesson' });
}

/** One that is taken, and lasts until the returned function is called. */
export async function longCall(people) {
  const [amara, kenji] = [people.get(AMARA), people.get('Kenji')];
  const call = await ring(kenji, amara, 'video');
  await amara.ask('calls:accept', call);
  return () => kenji.ask('calls:end', call);
}

async function ring(caller, callee, kind) {
  const heard = callee.hears('calls:incoming');
  const { id } = await caller.ask('calls:start', { to: { id: callee.id }, kind });
  await heard;
  return { callId: id };
}
