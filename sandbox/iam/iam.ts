import type { WireRequest } from '../wire-types.ts';
import type { Core } from '../world/core.ts';
import { type AskedCall, authorizationsOf } from './authorizations.ts';
import { isAuthorized, type Statement } from './policy.ts';

/** In whose name calls are made. */
export interface Role {
  readonly name: string;
  readonly statements: readonly Statement[];
  /** Calls that somebody else judges, and that all pass here. */
  readonly leaves?: (call: AskedCall) => boolean;
}

/** What was decided about one call. */
export interface Judgement {
  readonly role: string;
  readonly call: AskedCall;
  /** Whether it is about what the service asks beside the call itself. */
  readonly beside: boolean;
  /** The authorizations that were asked for: `ec2:DeleteNetworkInterface network-interface`. */
  readonly asked: readonly string[];
  /** Of these, with the whole ARN, what the role does not allow; none when the call may pass. */
  readonly denied: readonly string[];
}

/** The roles of the account. A call whose access key belongs to no role may do everything. */
export class Iam {
  readonly #core: Core;
  readonly #roles = new Map<string, Role>();
  readonly #listeners: ((judgement: Judgement) => void)[] = [];

  constructor(core: Core) {
    this.#core = core;
  }

  /** From now on, calls that are signed with this access key are made in this role. */
  addRole(accessKeyId: string, role: Role): void {
    this.#roles.set(accessKeyId, role);
  }

  /** Calls `listener` with what is decided about every call that is made in a role. */
  onJudged(listener: (judgement: Judgement) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * What the caller's role does not allow of the call, as things are at this moment; nothing when it may pass. `asked` is what
   * its service asks beside it.
   */
  denied(request: WireRequest, call: AskedCall, asked = call): readonly string[] {
    const role = this.#roles.get(accessKeyOf(request));
    if (role === undefined || role.leaves?.(call) === true) return [];
    const authorizations = authorizationsOf(asked, this.#core);
    if (authorizations === undefined) return [];
    const judgement = {
      role: role.name,
      call,
      beside: asked !== call,
      asked: authorizations.map(({ action, resource }) => `${action} ${typeOf(resource)}`),
      denied: authorizations
        .filter((each) => !isAuthorized(role.statements, each))
        .map(({ action, resource }) => `${action} on ${resource}`),
    };
    for (const listener of this.#listeners) listener(judgement);
    return judgement.denied;
  }
}

/** The signature names the key (AWS Signature Version 4: `Credential=AKIA…/20261101/eu-west-1/ec2/aws4_request`). */
function accessKeyOf({ headers }: WireRequest): string {
  return /Credential=([^/,\s]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
}

/** `network-interface` of an ENI, `s3` of an object, `*` of everything. */
function typeOf(arn: string): string {
  const [, , service = '*', , , rest = ''] = arn.split(':');
  return rest.includes('/') && service === 'ec2' ? (rest.split('/')[0] ?? '') : service;
}
