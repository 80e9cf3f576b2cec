/** What the others are told of what one hides; it goes along with the media. */
export interface PeerNotes {
  readonly muted: boolean;
  readonly cameraOff: boolean;
  readonly sharing: boolean;
}

/** Whom a channel asks, and tells. */
export interface NotesHost {
  notes(): PeerNotes;
  noted(notes: PeerNotes): void;
}

/** A data channel beside the media, for clients that know of it; others open none, and nothing is lost. */
export class NotesChannel {
  private readonly channel: RTCDataChannel;

  constructor(
    pc: RTCPeerConnection,
    private readonly host: NotesHost,
  ) {
    this.channel = pc.createDataChannel('lyceum', { negotiated: true, id: 0 });
    this.channel.onopen = () => this.tell();
    this.channel.onmessage = ({ data }) => {
      const notes = notesIn(data);
      if (notes !== undefined) host.noted(notes);
    };
  }

  tell(): void {
    const { muted, cameraOff, sharing } = this.host.notes();
    if (this.channel.readyState === 'open') this.channel.send(JSON.stringify({ muted, cameraOff, sharing }));
  }
}

function notesIn(data: unknown): PeerNotes | undefined {
  try {
    const { muted, cameraOff, sharing } = JSON.parse(String(data)) as Record<string, unknown>;
    return { muted: muted === true, cameraOff: cameraOff === true, sharing: sharing === true };
  } catch {
    return undefined;
  }
}
