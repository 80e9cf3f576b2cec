import type { LiveCall } from './live-call.js';

/** What may be heard of a call before the answer that makes it. */
const KEPT = 500;

/** Brings facts to their call; while one is being made also those of calls that nobody knows yet. */
export class EarlyFacts {
  private kept: { callId: string; tell: (call: LiveCall) => void }[] = [];
  private keeping = false;

  constructor(private readonly find: (callId: string) => LiveCall | undefined) {}

  set isKeeping(isKeeping: boolean) {
    this.keeping = isKeeping;
    this.kept = [];
  }

  bring(callId: string, tell: (call: LiveCall) => void): void {
    const call = this.find(callId);
    if (call !== undefined) tell(call);
    else if (this.keeping && this.kept.length < KEPT) this.kept.push({ callId, tell });
  }

  replay(call: LiveCall): void {
    const due = this.kept.filter(({ callId }) => callId === call.id);
    this.kept = this.kept.filter(({ callId }) => callId !== call.id);
    for (const { tell } of due) tell(call);
  }
}
