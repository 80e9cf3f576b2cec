import type { Person } from '../shapes.js';
import { ask, type Scene } from './scene.js';

/** A call of two people of the scene. */
export interface SceneCall {
  readonly callId: string;
  readonly caller: Person;
  readonly callee: Person;
}

/** Scenes share their people, who are in one call at a time. */
export async function hangUpAll({ actor, owner, cast }: Scene): Promise<void> {
  for (const person of [actor, owner, cast.target, cast.visitor, cast.bystander]) {
    const { calls } = await ask(person, 'calls:current', {});
    for (const { id } of calls as { id: string }[]) await ask(person, 'calls:end', { callId: id });
  }
}

/** Rings for the actor, or the actor rings for somebody. */
export async function ringingCall(scene: Scene, way: 'incoming' | 'outgoing' = 'incoming'): Promise<SceneCall> {
  const { actor, cast } = scene;
  return ringBetween(scene, way === 'incoming' ? { caller: cast.target, callee: actor } : { caller: actor, callee: cast.target });
}

/** The actor is in it. */
export async function lastingCall(scene: Scene): Promise<SceneCall> {
  const call = await ringingCall(scene);
  await ask(call.callee, 'calls:accept', { callId: call.callId });
  return call;
}

/** Of people who are not the actor. */
export function othersCall(scene: Scene): Promise<SceneCall> {
  return ringBetween(scene, { caller: scene.cast.target, callee: scene.cast.visitor });
}

async function ringBetween(scene: Scene, { caller, callee }: Omit<SceneCall, 'callId'>): Promise<SceneCall> {
  await hangUpAll(scene);
  const { id } = await ask(caller, 'calls:start', { to: { id: callee.id }, kind: 'audio' });
  return { callId: id as string, caller, callee };
}
