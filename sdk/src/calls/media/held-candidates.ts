import { CANDIDATES } from '../../../../src/protocol/index.js';
import { belongsTo } from './sdp.js';

/**
 * Candidates may come before the description that they belong to, or after one that has taken its place. They are kept until theirs is there;
 * those of a description that was passed over are never used.
 */
export class HeldCandidates {
  private held: RTCIceCandidateInit[] = [];

  async add(pc: RTCPeerConnection, candidate: RTCIceCandidateInit): Promise<void> {
    this.held = [...this.held, candidate].slice(-CANDIDATES);
    await this.flush(pc);
  }

  /** Call it when there is a new description of the other. */
  async flush(pc: RTCPeerConnection): Promise<void> {
    const description = pc.remoteDescription;
    if (description === null) return;
    const due = this.held.filter((candidate) => belongsTo(candidate, description.sdp));
    this.held = this.held.filter((candidate) => !due.includes(candidate));
    for (const candidate of due) {
      // One that the browser can't use is no loss: there are others.
      await pc.addIceCandidate(candidate).catch(() => undefined);
    }
  }

  /** The other begins anew: what came without a name for its generation is of the past. */
  clear(): void {
    this.held = this.held.filter(({ usernameFragment }) => usernameFragment);
  }
}
