/** A request as it comes through either door: in process or over HTTP. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** Header names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as it came, for what is not text: the zips of a deployment. The door in process carries text only. */
  readonly bytes?: Uint8Array;
  /** Who calls, for the call log; it changes nothing. */
  readonly caller?: string;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One AWS service behind the door. It answers errors as responses and never throws. */
export type Service = (request: WireRequest) => Promise<WireResponse>;

/**
 * The caller's connection broke and no answer came, whether or not the request had its effect. Both doors turn
 * it into a reset socket; the SDK regards `ECONNRESET` as transient.
 */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  readonly code = 'ECONNRESET';

  constructor() {
    super('socket hang up');
  }
}
