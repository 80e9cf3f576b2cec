/** Which RTCPeerConnection made it: the session id stays the same as long as that lives (RFC 8829, 5.2.1). */
export function sessionOf(sdp: string | undefined): string | undefined {
  return /^o=\S+ (\S+)/m.exec(sdp ?? '')?.[1];
}

/** Whether the candidate is of the ICE generation that the description tells of. Without a fragment of its own it may be of any. */
export function belongsTo({ usernameFragment }: RTCIceCandidateInit, sdp: string): boolean {
  return !usernameFragment || sdp.includes(`a=ice-ufrag:${usernameFragment}`);
}
