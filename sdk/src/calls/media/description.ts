/** A description as it goes to the other: also which connection of theirs it is about, which older clients pass over. */
export interface Description extends RTCSessionDescriptionInit {
  to?: string;
}
