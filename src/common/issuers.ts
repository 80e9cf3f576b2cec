/** Who vouches for people that registered here; `iss` of our own tokens. */
export const OWN_ISSUER = 'lyceum';

/** Who vouches for people that a Next.js app signed in. */
export const NEXT_AUTH_ISSUER = 'nextauth';
