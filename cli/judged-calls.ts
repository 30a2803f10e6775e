import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Check } from './checks.ts';

/** Which calls were made in the roles of the functions, and what these roles did not allow. */
export class JudgedCalls {
  /** How often each call was made, by its role: `cleanup s3:PutObject`. */
  readonly counts = new Map<string, number>();
  /** Each kind of authorization once, by its role and the type of the resource: `cleanup ec2:DeleteTags network-interface`. */
  readonly authorizations = new Set<string>();
  /** In words. */
  readonly denied: string[] = [];

  /** Notes every call from now on. */
  constructor(sandbox: Sandbox) {
    sandbox.iam.onJudged(({ role, call, beside, asked, denied }) => {
      if (!beside) this.count(role, call.service, call.action);
      for (const each of asked) this.authorizations.add(`${role} ${each}`);
      for (const each of denied) this.denied.push(`the role ${role} does not allow ${each}`);
    });
  }

  /** One call that was judged, here or elsewhere. */
  count(role: string, service: string, action: string): void {
    const key = `${role} ${clientNames[service] ?? service}:${action}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }
}

/** What the SDK calls a client whose signatures name another service. */
const clientNames: Readonly<Record<string, string>> = { monitoring: 'cloudwatch' };

/** Of such counts, how many calls each role made of each service: `1250 failover ec2, 31 failover sns`. */
export function describeCounts(counts: Iterable<readonly [string, number]>): string {
  const sums = new Map<string, number>();
  for (const [key, count] of counts) {
    const [service = ''] = key.split(':');
    sums.set(service, (sums.get(service) ?? 0) + count);
  }
  return [...sums]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, count]) => `${count} ${service}`)
    .join(', ');
}

/** A line for the verdict, and what has to hold for it. */
export function judgeCalls(all: readonly JudgedCalls[]): {
  readonly title: string;
  readonly checks: readonly Check[];
} {
  const total = all.reduce((sum, { total }) => sum + total, 0);
  const denied = [...new Set(all.flatMap(({ denied }) => denied))];
  return {
    title: `each of ${total} calls was allowed by the role of the function that made it`,
    checks: [
      { holds: total > 0, expected: 'the functions call AWS', found: 'none of them did' },
      { holds: denied.length === 0, expected: 'the roles allow every call', found: denied.join('; ') },
    ],
  };
}
