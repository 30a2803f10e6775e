import {
  CreateNetworkInterfaceCommand,
  type CreateNetworkInterfaceCommandInput,
  DeleteNetworkInterfaceCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  EC2Client,
  type Instance,
  type NetworkInterface,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { VirtualClock } from '../../../sandbox/clock.ts';
import { requestHandlerFor } from '../../../sandbox/in-process.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/sandbox.ts';

/** An EC2 to try a behaviour on: the sandbox on virtual time, or a real account with CONFORMANCE=aws. */
export interface Target {
  /** Absent on a real account. */
  readonly sandbox?: Sandbox;
  readonly subnetId: string;
  /** A subnet of the same VPC in another Availability Zone. */
  readonly otherZoneSubnetId: string;
  /** Lets a call of the client, or several, run to its end. */
  run<T>(promise: Promise<T>): Promise<T>;
  sleep(ms: number): Promise<void>;
  readonly client: EC2Client;
  readonly imageId: string;
  /** What is to be removed at the end. */
  readonly made: { readonly instanceIds: Set<string>; readonly networkInterfaceIds: Set<string> };
}

const variables = [
  'CONFORMANCE_SUBNET_ID',
  'CONFORMANCE_OTHER_ZONE_SUBNET_ID',
  'CONFORMANCE_IMAGE_ID',
] as const;
const onAws = process.env.CONFORMANCE === 'aws';
const credentials = ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE'] as const;
const missing: string[] = variables.filter((name) => !process.env[name]);
if (!credentials.some((name) => process.env[name])) missing.push(credentials.join(' or '));
if (onAws && missing.length > 0) {
  process.stderr.write(`Conformance with AWS is skipped: set ${missing.join(', ')}.\n`);
}

/** Describes behaviour that the sandbox and AWS share. On AWS without its variables it is skipped, and says so. */
export function conformance(title: string, body: () => void): void {
  if (onAws && missing.length > 0) describe.skip(title, body);
  else describe(title, body);
}

/** Behaviour that cannot be brought about on a real account, or would cost too much there. */
export const sandboxOnly: typeof test = (onAws ? test.skip : test) as typeof test;

export function openTarget(options: Partial<SandboxOptions> = {}): Target {
  const made = { instanceIds: new Set<string>(), networkInterfaceIds: new Set<string>() };
  return onAws ? { ...realAccount(), made } : { ...sandboxTarget(options), made };
}

function sandboxTarget(options: Partial<SandboxOptions>): Omit<Target, 'made'> {
  const clock = new VirtualClock();
  const sandbox = createSandbox({ clock, seed: 'conformance', ...options });
  const [first, second] = sandbox.world.addNetwork().subnets;
  const client = new EC2Client({
    region: sandbox.region,
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    maxAttempts: 1,
    requestHandler: requestHandlerFor(sandbox, 'conformance'),
  });
  return {
    sandbox,
    client,
    subnetId: first.subnetId,
    otherZoneSubnetId: second.subnetId,
    imageId: 'ami-0abcdef1234567890',
    run: (promise) => clock.run(promise),
    sleep: (ms) => clock.run(clock.sleep(ms)),
  };
}

function realAccount(): Omit<Target, 'made'> {
  return {
    client: new EC2Client({}),
    subnetId: process.env.CONFORMANCE_SUBNET_ID ?? '',
    otherZoneSubnetId: process.env.CONFORMANCE_OTHER_ZONE_SUBNET_ID ?? '',
    imageId: process.env.CONFORMANCE_IMAGE_ID ?? '',
    run: (promise) => promise,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}

/** Looks every second until there is something to see. */
export async function until<T>(
  target: Target,
  look: () => Promise<T | undefined>,
  withinMs = 600_000,
): Promise<T> {
  for (let waitedMs = 0; waitedMs < withinMs; waitedMs += 1000) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await target.sleep(1000);
  }
  throw new Error(`Nothing to see after ${withinMs} ms.`);
}

/** The error's code, or `no error`. */
export async function codeOf(target: Target, promise: Promise<unknown>): Promise<string> {
  return (await failureOf(target, promise)).code;
}

export async function failureOf(target: Target, promise: Promise<unknown>) {
  try {
    await target.run(promise);
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { code: name, message, status: $metadata?.httpStatusCode };
  }
  return { code: 'no error', message: '', status: 200 };
}

export async function newInterface(
  target: Target,
  input: Partial<CreateNetworkInterfaceCommandInput> = {},
): Promise<string> {
  const command = new CreateNetworkInterfaceCommand({ SubnetId: target.subnetId, ...input });
  const { NetworkInterface: created } = await target.run(target.client.send(command));
  const networkInterfaceId = created?.NetworkInterfaceId ?? '';
  target.made.networkInterfaceIds.add(networkInterfaceId);
  await until(target, async () =>
    (await look(target, networkInterfaceId)).Status === 'available' ? true : undefined,
  );
  return networkInterfaceId;
}

/** A new running instance. */
export async function newInstance(target: Target, subnetId = target.subnetId): Promise<string> {
  const launch = { ImageId: target.imageId, InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 } as const;
  const command = new RunInstancesCommand({ ...launch, SubnetId: subnetId });
  const { Instances: [created] = [] } = await target.run(target.client.send(command));
  const instanceId = created?.InstanceId ?? '';
  target.made.instanceIds.add(instanceId);
  await reach(target, instanceId, 'running');
  return instanceId;
}

export async function reach(target: Target, instanceId: string, state: string): Promise<void> {
  await until(target, async () =>
    (await lookAt(target, instanceId)).State?.Name === state ? true : undefined,
  );
}

export async function look(target: Target, networkInterfaceId: string): Promise<NetworkInterface> {
  const command = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [networkInterfaceId] });
  const { NetworkInterfaces: [found] = [] } = await target.run(target.client.send(command));
  return found ?? {};
}

export async function lookAt(target: Target, instanceId: string): Promise<Instance> {
  const command = new DescribeInstancesCommand({ InstanceIds: [instanceId] });
  const { Reservations: [reservation] = [] } = await target.run(target.client.send(command));
  return reservation?.Instances?.[0] ?? {};
}

/** The attachment's status, or undefined when there is none. */
export async function attachmentStatus(
  target: Target,
  networkInterfaceId: string,
): Promise<string | undefined> {
  return (await look(target, networkInterfaceId)).Attachment?.Status;
}

export async function becomesAvailable(target: Target, networkInterfaceId: string): Promise<void> {
  await until(target, async () =>
    (await look(target, networkInterfaceId)).Status === 'available' ? true : undefined,
  );
}

/** A real account is left as it was found. */
export async function closeTarget(target: Target): Promise<void> {
  if (target.sandbox !== undefined) {
    target.sandbox.stop();
    return;
  }
  const InstanceIds = [...target.made.instanceIds];
  if (InstanceIds.length > 0) await target.client.send(new TerminateInstancesCommand({ InstanceIds }));
  for (const instanceId of InstanceIds) await reach(target, instanceId, 'terminated');
  for (const NetworkInterfaceId of target.made.networkInterfaceIds) {
    const command = new DeleteNetworkInterfaceCommand({ NetworkInterfaceId });
    await until(target, async () => {
      const code = await codeOf(target, target.client.send(command));
      return code === 'no error' || code.endsWith('.NotFound') ? true : undefined;
    });
  }
}
