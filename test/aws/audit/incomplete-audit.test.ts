import { DeadlinePassed } from '../../../aws/ec2.ts';
import { GaveWay } from '../../../aws/gentle/gentle-ec2.ts';
import type { AuditPart } from '../../../domain/audit/audit-part.ts';
import { auditParts } from '../../../domain/audit/audit-part.ts';
import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { town, warmUp } from './town.ts';

beforeAll(warmUp);

const denied = { code: 'UnauthorizedOperation', status: 403, message: 'You are not authorized.' };
const parts = Object.entries(auditParts).map(([part, action]) => [part, action.split(':')[1] ?? ''] as const);
const ofEc2 = parts.filter(([part]) => part !== 'alarms');

/** How much of each part there is. */
function sizesOf(snapshot: AuditSnapshot): Readonly<Record<AuditPart, number>> {
  return {
    vpcs: snapshot.vpcs.length,
    subnets: snapshot.subnets.length,
    enis: snapshot.enis.length,
    instances: snapshot.instances.length,
    'instance-status': snapshot.instances.filter(({ impairment }) => impairment !== undefined).length,
    'instance-types': snapshot.instanceTypes.size,
    'route-tables': snapshot.routeTables.length,
    peerings: snapshot.peerings.length,
    'elastic-ips': snapshot.elasticIps.length,
    reservations: snapshot.reservations.length,
    'security-group-rules': snapshot.securityGroupRules.length,
    'flow-logs': snapshot.flowLogs.length,
    alarms: snapshot.alarms.length,
  };
}

/** What cannot be known without another part. */
const dependants: Readonly<Partial<Record<AuditPart, readonly AuditPart[]>>> = {
  instances: ['instance-status', 'instance-types'],
};

/** The town with an impaired member. */
async function unhappyTown() {
  const here = await town();
  here.faults.hang(here.member.instanceId);
  await here.clock.advance(600_000);
  const deadline = here.clock.now() + 600_000;
  return { ...here, deadline, audit: () => here.audit({ deadline }) };
}

test('of a whole snapshot no part is empty, so that the tests below can tell', async () => {
  const here = await unhappyTown();
  const snapshot = await here.audit();
  expect(snapshot.unread).toEqual([]);
  expect(Object.entries(sizesOf(snapshot)).filter(([, size]) => size === 0)).toEqual([]);
});

describe.each(parts)('%s', (part, action) => {
  test('denied: it is said what could not be read and why, and the rest is there', async () => {
    const here = await unhappyTown();
    const whole = sizesOf(await here.audit());
    here.faults.failNext({ action, times: 100, ...denied });
    const snapshot = await here.audit();
    expect(snapshot.unread).toEqual([
      { part, because: expect.stringMatching(/(UnauthorizedOperation|AccessDenied).*not authorized$/) },
    ]);
    const without = [part, ...(dependants[part as AuditPart] ?? [])];
    expect(sizesOf(snapshot)).toEqual({ ...whole, ...Object.fromEntries(without.map((each) => [each, 0])) });
  });

  test('failing for a while: it is asked again', async () => {
    const here = await unhappyTown();
    here.faults.failNext({ action, times: 3 });
    here.faults.loseReplyNext({ action });
    expect((await here.audit()).unread).toEqual([]);
  });
});

describe.each(ofEc2)('%s', (_part, action) => {
  test('throttled once: the audit gives way, and EC2 is left alone', async () => {
    const here = await town();
    here.faults.failNext({ action, code: 'RequestLimitExceeded', status: 503 });
    const reading = here.audit();
    await expect(reading).rejects.toThrow(GaveWay);
    await expect(reading).rejects.toThrow(action);
    const calls = here.sandbox.log.calls.length;
    await here.clock.advance(60_000);
    expect(here.sandbox.log.calls).toHaveLength(calls);
  });

  test('failing for ever: at the deadline it is given up', async () => {
    const here = await town();
    const deadline = here.clock.now() + 60_000;
    here.faults.failNext({ action, times: 10_000 });
    await expect(here.audit({ deadline })).rejects.toThrow(DeadlinePassed);
    expect(here.clock.now()).toBeLessThanOrEqual(deadline + 100);
  });
});

test('when one part gives way, what the others were still to ask is not asked', async () => {
  const here = await town();
  here.faults.failNext({ action: 'DescribeVpcs', code: 'RequestLimitExceeded', status: 503 });
  await expect(here.audit()).rejects.toThrow(GaveWay);
  // The second reading of the subnets comes after the ENIs, and the reservations after both.
  expect(here.calls('DescribeSubnets')).toBe(1);
  expect(here.calls('GetSubnetCidrReservations')).toBe(0);
});

test('a denial of the second page leaves the first, and it is said that the part is not whole', async () => {
  const here = await town();
  const { subnetId } = here.subnets[1];
  for (let n = 0; n < 1_200; n++) here.world.addNetworkInterface({ subnetId });
  let page = 0;
  here.edits.edit = (action, xml) => {
    if (action === 'DescribeNetworkInterfaces' && ++page === 1)
      here.faults.failNext({ action: 'DescribeNetworkInterfaces', ...denied });
    return xml;
  };
  const { unread, enis } = await here.audit();
  expect(unread).toEqual([{ part: 'enis', because: expect.stringContaining('UnauthorizedOperation') }]);
  expect(enis).toHaveLength(1_000);
});
