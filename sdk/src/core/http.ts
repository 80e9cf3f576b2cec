/** One request over HTTP. */
export interface HttpRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Record<string, string | number | boolean | undefined>;
  /** Sent as JSON; a `FormData` or `Blob` as it is. */
  body?: unknown;
  /** Without the person's token. */
  anonymous?: boolean;
  signal?: AbortSignal;
}

/** The gateway's HTTP API, in the person's name. */
export interface Http {
  /** The gateway's address, without a slash at its end. */
  readonly url: string;
  /** The answer's JSON; rejects with a `LyceumError`. A token that has expired is renewed once. */
  json<T>(path: string, request?: HttpRequest): Promise<T>;
  /** Headers that say who asks, for what can't go through `json`. */
  authorization(): Promise<Record<string, string>>;
}
