/* One person's end of a call, as an app would write it: canonical commands, and the browser's own WebRTC. */
/* global io, navigator, RTCPeerConnection, window */

/** Generous: the machine may be busy with other tests. */
const LIMIT_MS = 30_000;

class CallPage {
  facts = [];
  errors = [];
  early = [];

  async connect(url, token, iceTransportPolicy = 'all') {
    this.iceTransportPolicy = iceTransportPolicy;
    this.socket = io(url, { auth: { token, dialect: 'lyceum' }, transports: ['websocket'] });
    this.socket.onAny((name, data) => this.facts.push({ name, data }));
    this.socket.on('calls:accepted', ({ answer }) => this.doing(() => this.takeAnswer(answer)));
    this.socket.on('calls:signal', (signal) => this.doing(() => this.takeSignal(signal)));
    await new Promise((resolve) => this.socket.once('hello', resolve));
  }

  async start(to) {
    const offer = await this.makeOffer();
    const call = await this.ask('calls:start', { to, kind: 'video', offer });
    this.nameCall(call.id);
    return call;
  }

  async acceptIncoming() {
    const { call, offer } = await this.fact('calls:incoming');
    const answer = await this.makeAnswer(offer);
    const accepted = await this.ask('calls:accept', { callId: call.id, answer });
    this.nameCall(call.id);
    return accepted;
  }

  /** What a page does that finds itself in a call of which it knows nothing. */
  async resume() {
    const { calls } = await this.ask('calls:current', {});
    const [call] = calls;
    if (call === undefined) throw new Error('There is no call to resume');
    const data = await this.makeOffer();
    await this.ask('calls:signal', { callId: call.id, type: 'offer', data });
    this.nameCall(call.id);
    return call;
  }

  end() {
    return this.ask('calls:end', { callId: this.callId });
  }

  async ask(command, payload) {
    const { ok, data, error } = await this.socket.timeout(LIMIT_MS).emitWithAck(command, payload);
    if (!ok) throw new Error(`${command}: ${error.code} ${error.message}`);
    return data;
  }

  /** The first fact of that name, also one that has come. */
  async fact(name) {
    const end = Date.now() + LIMIT_MS;
    for (;;) {
      const found = this.facts.find((fact) => fact.name === name);
      if (found !== undefined) return found.data;
      if (Date.now() > end) throw new Error(`No ${name}, but ${this.facts.map((fact) => fact.name).join(', ')}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** What comes in and what goes out of this page's newest connection to the other. */
  async media() {
    const stats = [...(await this.peer.getStats()).values()];
    const video = stats.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
    const transport = stats.find(({ type, selectedCandidatePairId }) => type === 'transport' && selectedCandidatePairId);
    const pair = stats.find(({ id }) => id === transport?.selectedCandidatePairId);
    const local = stats.find(({ id }) => id === pair?.localCandidateId);
    return { framesDecoded: video?.framesDecoded ?? 0, way: local?.candidateType ?? null, errors: this.errors };
  }

  async makeOffer() {
    await this.newPeer();
    await this.peer.setLocalDescription();
    return plain(this.peer.localDescription);
  }

  async makeAnswer(offer) {
    await this.newPeer();
    await this.peer.setRemoteDescription(offer);
    await this.addEarlyCandidates();
    await this.peer.setLocalDescription();
    return plain(this.peer.localDescription);
  }

  async takeAnswer(answer) {
    await this.peer.setRemoteDescription(answer);
    await this.addEarlyCandidates();
  }

  async takeSignal({ callId, type, data }) {
    if (type === 'candidate') await this.addCandidate(data);
    if (type === 'answer') await this.takeAnswer(data);
    if (type !== 'offer') return;
    // The other begins anew: nothing of the connection of before is of use.
    const answer = await this.makeAnswer(data);
    await this.ask('calls:signal', { callId, type: 'answer', data: answer });
    this.nameCall(callId);
  }

  async newPeer() {
    this.peer?.close();
    const { iceServers } = await this.ask('calls:ice-servers', {});
    this.camera ??= await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 160, height: 120 } });
    this.peer = new RTCPeerConnection({ iceServers, iceTransportPolicy: this.iceTransportPolicy });
    this.callId = undefined;
    this.unsent = [];
    this.early = [];
    for (const track of this.camera.getTracks()) this.peer.addTrack(track, this.camera);
    this.peer.onicecandidate = ({ candidate }) => {
      if (candidate !== null) this.doing(() => this.sendCandidate(candidate.toJSON()));
    };
  }

  /** Candidates wait until the call has a name. */
  nameCall(callId) {
    this.callId = callId;
    for (const candidate of this.unsent.splice(0)) this.doing(() => this.sendCandidate(candidate));
  }

  async sendCandidate(candidate) {
    if (this.callId === undefined) this.unsent.push(candidate);
    else await this.ask('calls:signal', { callId: this.callId, type: 'candidate', data: candidate });
  }

  /** Candidates wait until the browser knows what they belong to. */
  async addCandidate(candidate) {
    if (!this.peer?.remoteDescription) this.early.push(candidate);
    else await this.peer.addIceCandidate(candidate);
  }

  async addEarlyCandidates() {
    for (const candidate of this.early.splice(0)) await this.peer.addIceCandidate(candidate);
  }

  /** One step after the other, as they came; what goes wrong is told with the media. */
  doing(step) {
    this.last = (this.last ?? Promise.resolve()).then(step).catch((error) => this.errors.push(String(error)));
  }
}

function plain({ type, sdp }) {
  return { type, sdp };
}

window.call = new CallPage();
