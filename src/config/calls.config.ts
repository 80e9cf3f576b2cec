import { z } from 'zod';
import type { CallsConfig } from './app-config.js';
import type { StartConditions } from './setting.js';
import { setting, settingWithoutDefault } from './setting.js';
import { sharedSecret } from './signing-secret.js';
import { listed, url, wholeNumber, written } from './values.js';

const seconds = wholeNumber(1, 300);
const milliseconds = () => seconds.transform((count) => count * 1_000).describe(seconds.description ?? '');

/** `stun:host:port` and the like (RFC 7064, 7065). A browser refuses a whole call for one address it can't read. */
const ICE_URL = /^(?<scheme>stuns?|turns?):(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?$/i;

/** A comma-separated list of such addresses. */
function iceUrls(schemes: readonly string[], example: string): z.ZodType<string[], string> {
  return written(`a comma-separated list of addresses such as ${example}`, (text) => {
    const urls = listed(text);
    return urls.every((entry) => schemes.includes(ICE_URL.exec(entry)?.groups?.scheme?.toLowerCase() ?? '')) ? urls : undefined;
  });
}

const liveKitUrl = url('a URL such as wss://livekit.example.com', ['wss', 'ws']);
const apiKey = written('a key without blanks', (text) => (/^\S+$/.test(text) ? text : undefined));

export const callsSchema = ({ production }: StartConditions) =>
  z.object({
    ringMs: setting(milliseconds(), {
      env: 'CALL_RING_SECONDS',
      default: '30',
      meaning: 'Seconds a call rings before it ends as not answered.',
    }),
    graceMs: setting(milliseconds(), {
      env: 'CALL_GRACE_SECONDS',
      default: '15',
      meaning: 'Seconds somebody in a call whose device dropped has to come back before the call ends for them.',
    }),
    stunUrls: setting(iceUrls(['stun', 'stuns'], 'stun:stun.example.com:3478'), {
      env: 'STUN_URLS',
      default: '',
      meaning:
        'STUN servers that callers find their own public addresses by. None by default: whoever runs one learns the addresses of all who call, and a TURN server does it too.',
    }),
    turnUrls: setting(iceUrls(['turn', 'turns'], 'turn:turn.example.com:3478?transport=udp'), {
      env: 'TURN_URLS',
      needs: 'TURN_SECRET',
      default: '',
      meaning: 'TURN servers (coturn with `use-auth-secret`) that carry calls where no direct way is found; needs `TURN_SECRET`.',
    }),
    turnSecret: settingWithoutDefault(sharedSecret(production), {
      env: 'TURN_SECRET',
      secret: true,
      needs: 'TURN_URLS',
      meaning:
        'The `static-auth-secret` of these TURN servers; callers get credentials made with it, and could guess a weak one.',
    }),
    turnTtlSeconds: setting(wholeNumber(60, 604_800), {
      env: 'TURN_TTL_SECONDS',
      default: '21600',
      meaning: 'Seconds for which credentials of the TURN servers can begin a call; one that is under way goes on.',
    }),
    liveKitUrl: settingWithoutDefault(liveKitUrl.optional().describe(liveKitUrl.description ?? ''), {
      env: 'LIVEKIT_URL',
      needs: 'LIVEKIT_API_KEY',
      meaning: 'LiveKit server, as clients reach it, for calls of more people than can send to one another directly.',
    }),
    liveKitKey: settingWithoutDefault(apiKey.optional().describe(apiKey.description ?? ''), {
      env: 'LIVEKIT_API_KEY',
      needs: 'LIVEKIT_API_SECRET',
      meaning: 'Names the key pair of the LiveKit server.',
    }),
    liveKitSecret: settingWithoutDefault(sharedSecret(production), {
      env: 'LIVEKIT_API_SECRET',
      secret: true,
      needs: 'LIVEKIT_URL',
      meaning: 'Signs what lets people into calls on the LiveKit server.',
    }),
  });

/** LiveKit's three keys as one; each needs the next, so that there are all or none. */
export function configuredCalls(parsed: z.infer<ReturnType<typeof callsSchema>>): CallsConfig {
  const { liveKitUrl: serverUrl, liveKitKey, liveKitSecret, ...rest } = parsed;
  const isWhole = serverUrl !== undefined && liveKitKey !== undefined && liveKitSecret !== undefined;
  return { ...rest, liveKit: isWhole ? { url: serverUrl, apiKey: liveKitKey, apiSecret: liveKitSecret } : undefined };
}
