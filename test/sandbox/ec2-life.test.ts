import type { AwsEvent } from '../../sandbox/events/aws-events.ts';
import { alarmStateChangeEvent } from '../../sandbox/events/aws-events.ts';
import { ec2On } from './ec2-on.ts';

const minute = 60_000;

function watched(options = {}) {
  const ec2 = ec2On(options);
  const events: { at: number; event: AwsEvent }[] = [];
  ec2.sandbox.events.subscribe((event) => events.push({ at: ec2.clock.now(), event }));
  const { instanceId } = ec2.sandbox.world.addInstance({ subnetId: ec2.subnetId, spot: true });
  const statesOf = () => events.map(({ event }) => event.detail.state);
  return { ...ec2, world: ec2.sandbox.world, events, instanceId, statesOf };
}

describe('State-change events (4.2)', () => {
  test('every change of state is told, some moments later, as EventBridge tells it', async () => {
    const { world, clock, events, instanceId, statesOf } = watched();
    const began = clock.now();
    world.stop(instanceId);
    await clock.advance(5 * minute);
    world.start(instanceId);
    await clock.advance(5 * minute);
    world.terminate(instanceId);
    await clock.advance(5 * minute);
    expect(statesOf()).toEqual(['stopping', 'stopped', 'pending', 'running', 'shutting-down', 'terminated']);
    expect(events[0]?.event).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      'detail-type': 'EC2 Instance State-change Notification',
      source: 'aws.ec2',
      account: '123456789012',
      time: '2026-01-05T09:00:00Z',
      region: 'eu-west-1',
      resources: [`arn:aws:ec2:eu-west-1:123456789012:instance/${instanceId}`],
      detail: { 'instance-id': instanceId, state: 'stopping' },
    });
    expect(events[0]?.at).toBeGreaterThan(began);
    expect(new Set(events.map(({ event }) => event.id)).size).toBe(6);
  });

  test('a guest that hangs changes no state, so nothing is told (4.2)', async () => {
    const { sandbox, clock, events, instanceId } = watched();
    sandbox.faults.hang(instanceId);
    await clock.advance(10 * minute);
    expect(events).toEqual([]);
  });

  test('a Spot instance is warned two minutes before it is terminated, with the zone in the ARN', async () => {
    const { world, clock, events, instanceId, statesOf } = watched();
    world.warnSpot(instanceId, 'terminate');
    await clock.advance(1.9 * minute);
    expect(events.map(({ event }) => event)).toMatchObject([
      {
        'detail-type': 'EC2 Spot Instance Interruption Warning',
        resources: [`arn:aws:ec2:eu-west-1a:instance/${instanceId}`],
        detail: { 'instance-id': instanceId, 'instance-action': 'terminate' },
      },
    ]);
    expect(world.instance(instanceId).state).toBe('running');
    await clock.advance(5 * minute);
    expect(statesOf()).toEqual([undefined, 'shutting-down', 'terminated']);
  });

  test('hibernation of a Spot instance does not wait, and its interfaces stay (1.7)', async () => {
    const { world, clock, instanceId } = watched();
    world.warnSpot(instanceId, 'hibernate');
    await clock.advance(1000);
    expect(world.instance(instanceId).state).toBe('stopping');
    await clock.advance(10 * minute);
    expect(world.instance(instanceId).state).toBe('stopped');
    expect(world.interfacesOf(instanceId)).toHaveLength(1);
  });

  test('an alarm event names its instance and metric, and writes its times with an offset', () => {
    const event = alarmStateChangeEvent({
      id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
      account: '123456789012',
      region: 'us-east-1',
      at: Date.UTC(2026, 9, 2, 17, 4, 40),
      alarmName: 'nodeA-status',
      instanceId: 'i-12345678901234567',
    });
    expect(event).toMatchObject({
      'detail-type': 'CloudWatch Alarm State Change',
      time: '2026-10-02T17:04:40Z',
      resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:nodeA-status'],
      detail: {
        configuration: {
          metrics: [{ metricStat: { metric: { name: 'StatusCheckFailed', namespace: 'AWS/EC2' } } }],
        },
        previousState: { value: 'OK' },
        state: { value: 'ALARM', timestamp: '2026-10-02T17:04:40.000+0000' },
      },
    });
    const { state } = event.detail as { state: { reasonData: string } };
    expect(JSON.parse(state.reasonData)).toMatchObject({ recentDatapoints: [1], threshold: 1, period: 60 });
  });
});

describe('Time in the sandbox', () => {
  test("half of a call's latency passes before its effect and half after", async () => {
    const { ask, clock, sandbox } = ec2On({ timings: { apiCall: { medianMs: 100, p99Ms: 100 } } });
    const answer = ask('CreateVpc', { CidrBlock: '10.7.0.0/16' });
    await clock.advance(49);
    expect(sandbox.world.vpcs.size).toBe(1);
    await clock.advance(1);
    expect(sandbox.world.vpcs.size).toBe(2);
    await clock.run(answer);
    expect(sandbox.log.calls[0]?.latencyMs).toBe(100);
  });

  test('the log tells how long each detachment and attachment took', async () => {
    const timings = { detach: { medianMs: 5000, p99Ms: 5000 }, attach: { medianMs: 2000, p99Ms: 2000 } };
    const { call, clock, sandbox, subnetId } = ec2On({ timings });
    const { instanceId } = sandbox.world.addInstance({ subnetId });
    const { networkInterfaceId } = sandbox.world.addNetworkInterface({ subnetId });
    const place = { InstanceId: instanceId, DeviceIndex: '1', NetworkCardIndex: '0' };
    await call('AttachNetworkInterface', { NetworkInterfaceId: networkInterfaceId, ...place });
    await clock.advance(2000);
    const AttachmentId = sandbox.world.networkInterface(networkInterfaceId).attachment?.attachmentId ?? '';
    await call('DetachNetworkInterface', { AttachmentId });
    await clock.advance(5000);
    expect(sandbox.log.transitions).toMatchObject([
      { kind: 'attach', id: networkInterfaceId, durationMs: 2000 },
      { kind: 'detach', id: networkInterfaceId, durationMs: 5000 },
    ]);
  });

  test('what one resource draws does not depend on what others do', async () => {
    const durations = [];
    for (const others of [0, 5]) {
      const { clock, sandbox, subnetId } = ec2On({ seed: 'draws' });
      const { instanceId } = sandbox.world.addInstance({ subnetId });
      for (let index = 0; index < others; index++)
        sandbox.world.stop(sandbox.world.addInstance({ subnetId }).instanceId);
      sandbox.world.stop(instanceId);
      await clock.advance(5 * minute);
      const entry = sandbox.log.transitions.find(
        ({ id, kind }) => id === instanceId && kind === 'instance stopped',
      );
      durations.push(entry?.durationMs);
    }
    expect(durations[0]).toBeGreaterThan(0);
    expect(durations[1]).toBe(durations[0]);
  });

  test('after stop() nothing more happens', async () => {
    const { clock, sandbox, subnetId } = ec2On();
    const { instanceId } = sandbox.world.addInstance({ subnetId });
    sandbox.world.terminate(instanceId);
    sandbox.stop();
    await clock.advance(10 * minute);
    expect(sandbox.world.instance(instanceId).state).toBe('shutting-down');
  });
});
