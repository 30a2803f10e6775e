import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Chance, Clock } from './clock.ts';
import { classify, type FailureClass } from './failures.ts';
import { Pace, type PaceSettings } from './pace.ts';

/** The actions that we call: EC2 has a token bucket for each (facts 3), so each has a pace of its own. */
export type Ec2Action =
  | 'DescribeNetworkInterfaces'
  | 'DescribeInstances'
  | 'DescribeInstanceStatus'
  | 'DescribeInstanceTypes'
  | 'AttachNetworkInterface'
  | 'DetachNetworkInterface'
  | 'ModifyNetworkInterfaceAttribute';

const reading: PaceSettings = {
  burst: 15,
  initialPerSecond: 2,
  minPerSecond: 0.3,
  maxPerSecond: 10,
  bucket: 15,
};
const changing: PaceSettings = {
  burst: 5,
  initialPerSecond: 1,
  minPerSecond: 0.2,
  maxPerSecond: 5,
  bucket: 50,
};

const backoffBaseMs = 100;
const backoffMaxMs = 3_000;

/** Everything that talks to EC2 shares one of these: the client, the time, and the pace of this process. */
export interface Ec2<Action extends string = Ec2Action, Client = EC2Client> {
  readonly client: Client;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly paces: Readonly<Record<Action, Pace>>;
}

export function createEc2(client: EC2Client, clock: Clock, chance: Chance): Ec2 {
  const pace = (settings: PaceSettings) => new Pace(clock, chance, settings);
  return {
    client,
    clock,
    chance,
    paces: {
      DescribeNetworkInterfaces: pace(reading),
      DescribeInstances: pace(reading),
      DescribeInstanceStatus: pace(reading),
      DescribeInstanceTypes: pace(reading),
      AttachNetworkInterface: pace(changing),
      DetachNetworkInterface: pace(changing),
      ModifyNetworkInterfaceAttribute: pace(changing),
    },
  };
}

/** Time ran out before a call, or while it was still being retried; `cause` is its last error, if it had one. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/** A call was not sent, because there was an objection to it; `message` says which. */
export class Withdrawn extends Error {
  override readonly name = 'Withdrawn';
}

/** How a call is tried again. */
export interface Trying {
  readonly deadline: number;
  /** Asked directly before each try: why it must not be sent; undefined where it may. */
  readonly objection?: () => Promise<string | undefined>;
  /** What is tried again; any other error is thrown as it came. */
  readonly retry?: readonly FailureClass[];
  /** Called when a try ended without saying whether it had its effect. */
  readonly unknownEffect?: () => void;
}

/**
 * Calls EC2, or what is paced like it, in its pace, and tries again, with growing jittered waits, until the deadline; then
 * it throws DeadlinePassed. Throws Withdrawn where there is an objection to the next try.
 */
export async function call<T, Action extends string, Client>(
  ec2: Ec2<Action, Client>,
  action: NoInfer<Action>,
  { deadline, retry = ['throttled', 'retryable'], objection, unknownEffect }: Trying,
  send: (client: Client) => Promise<T>,
): Promise<T> {
  const pace = ec2.paces[action];
  let cause: unknown;
  for (let attempt = 0; ; attempt++) {
    await pace.turn();
    const objected = await objection?.();
    if (ec2.clock.now() >= deadline)
      throw new DeadlinePassed(`no time was left to call ${action}`, { cause });
    if (objected !== undefined) throw new Withdrawn(objected);
    try {
      const reply = await send(ec2.client);
      pace.succeeded();
      return reply;
    } catch (error) {
      cause = error;
      const failure = classify(error);
      if (failure === 'throttled') pace.throttled();
      if (failure === 'retryable') unknownEffect?.();
      if (!retry.includes(failure)) throw error;
      const waitMs = ec2.chance() * Math.min(backoffMaxMs, backoffBaseMs * 2 ** attempt);
      if (ec2.clock.now() + waitMs >= deadline) throw new DeadlinePassed(`${action} kept failing`, { cause });
      // A throttled call waits in its pace, which has just become slower.
      if (failure !== 'throttled') await ec2.clock.sleep(waitMs);
    }
  }
}
