import type { AuditSnapshot } from '../../../domain/audit/audit-snapshot.ts';
import { auditedEni, auditedInstance } from '../../support/audit-fleet.ts';
import {
  data,
  found,
  healthyGroup,
  management,
  plus,
  primaryEni,
  secondaryEni,
  withAttachment,
  withEni,
  withInstance,
  withoutAttachment,
} from '../../support/audit-group.ts';

const codes = ['group-split', 'group-homeless', 'standby-not-ready'] as const;
const tags = { 'eni-warden:group': 'db' };
const second = (instanceId: string) => auditedEni('eni-2', data, '10.0.1.12', instanceId, { tags });

test('a healthy group is flagged in nothing', () => {
  expect(found(healthyGroup(), codes)).toEqual([]);
});

describe('23: more than one active member, or none', () => {
  test('23: a group on two members is split, and the finding says what is where', () => {
    expect(found(plus(healthyGroup(), { enis: [second('i-b')] }), codes)).toMatchObject([
      {
        code: 'group-split',
        severity: 'critical',
        group: 'db',
        what: 'Group db has more than one active member: eni-1 on fw-a (i-a) and eni-2 on fw-b (i-b).',
        remedy:
          'Bring them together: aws ec2 detach-network-interface --attachment-id eni-attach-eni-2; wait until eni-2 is available, and then: aws ec2 attach-network-interface --network-interface-id eni-2 --instance-id i-a --device-index 2',
      },
    ]);
  });

  test('23, near miss: a group with both ENIs on one member is not', () => {
    const together = plus(healthyGroup(), { enis: [second('i-a')] });
    expect(found(withAttachment(together, 'eni-2', { deviceIndex: 2 }), codes)).toEqual([]);
  });

  test('23, near miss: an ENI that one member is just letting go of makes no split', () => {
    const moving = withAttachment(plus(healthyGroup(), { enis: [second('i-b')] }), 'eni-1', {
      status: 'detaching',
    });
    expect(found(moving, ['group-split'])).toEqual([]);
  });

  test('23, near miss: two groups of one pair, each active on the other member, are what some want', () => {
    const crossed = plus(
      withInstance(withInstance(healthyGroup(), 'i-a', { tags: { 'eni-warden:group': 'db web' } }), 'i-b', {
        tags: { 'eni-warden:group': 'db web' },
      }),
      { enis: [auditedEni('eni-w', data, '10.0.1.50', 'i-b', { tags: { 'eni-warden:group': 'web' } })] },
    );
    expect(found(crossed, codes)).toEqual([]);
  });

  test('23: a group that nobody holds is critical, with the command that attaches it to the best standby', () => {
    expect(found(withoutAttachment(healthyGroup(), 'eni-1'), codes)).toMatchObject([
      {
        code: 'group-homeless',
        severity: 'critical',
        what: 'Nobody holds eni-1 (10.0.1.10) of group db.',
        remedy:
          'aws ec2 attach-network-interface --network-interface-id eni-1 --instance-id i-a --device-index 1',
      },
    ]);
  });

  test('23: where no member can take it, the remedy is what makes the first one able', () => {
    const down = withInstance(
      withInstance(withoutAttachment(healthyGroup(), 'eni-1'), 'i-a', { state: 'stopped' }),
      'i-b',
      { tags: { 'eni-warden:hold': 'patching' } },
    );
    expect(found(down, codes)).toMatchObject([
      {
        code: 'group-homeless',
        remedy: 'So that the failover can attach it: aws ec2 start-instances --instance-ids i-a',
      },
    ]);
  });

  test('23: one ENI of a group that is attached to nothing is flagged though another is held', () => {
    const half = withoutAttachment(plus(healthyGroup(), { enis: [second('i-a')] }), 'eni-2');
    expect(found(half, codes)).toMatchObject([
      {
        code: 'group-homeless',
        what: 'Nobody holds eni-2 (10.0.1.12) of group db.',
        remedy: expect.stringContaining('--network-interface-id eni-2 --instance-id i-a --device-index 2'),
      },
    ]);
  });
});

test('23, 24: a group that one member half holds can be in order in neither way', () => {
  const half = withEni(withoutAttachment(plus(healthyGroup(), { enis: [second('i-a')] }), 'eni-2'), 'eni-2', {
    tags: { ...tags, 'eni-warden:hold': 'rebuild' },
  });
  expect(found(half, codes)).toMatchObject([
    {
      code: 'group-homeless',
      remedy:
        'So that the failover can attach it: aws ec2 delete-tags --resources eni-2 --tags Key=eni-warden:hold',
    },
    { code: 'standby-not-ready', what: expect.stringContaining('eni-2: it is on hold: rebuild') },
  ]);
});

describe('24: groups whose next failover would fail', () => {
  function reasonAndRemedy(snapshot: AuditSnapshot): readonly (readonly [string, string])[] {
    return found(snapshot, codes).map(({ code, severity, what, remedy }) => {
      expect([code, severity]).toEqual(['standby-not-ready', 'critical']);
      return [what, remedy] as const;
    });
  }
  const because = (reasonOfB: string) =>
    `The next failover of group db from fw-a (i-a) would fail: no standby can take it (fw-b (i-b): ${reasonOfB}; fw-c (i-c): it is in eu-west-1b, eni-1 in eu-west-1a).`;

  test('24: the standby is stopped', () => {
    expect(reasonAndRemedy(withInstance(healthyGroup(), 'i-b', { state: 'stopped' }))).toEqual([
      [because('it is stopped'), 'aws ec2 start-instances --instance-ids i-b'],
    ]);
  });

  test('24: the standby has no free slot, and what it could do without is named', () => {
    const full = plus(healthyGroup(), {
      enis: [secondaryEni('eni-x', data, '10.0.1.21', 'i-b'), auditedEni('eni-y', data, '10.0.1.22', 'i-b')],
    });
    expect(reasonAndRemedy(full)).toEqual([
      [
        because('it has 0 free network interface slots of m5.large, 1 needed'),
        'Make room: if nobody needs it, aws ec2 detach-network-interface --attachment-id eni-attach-eni-x; or give i-b a type that takes more network interfaces than m5.large, which takes 3 (stop it first): aws ec2 modify-instance-attribute --instance-id i-b --instance-type Value=<a larger type>',
      ],
    ]);
  });

  test('24, near miss: the last free slot is enough', () => {
    const nearlyFull = plus(healthyGroup(), { enis: [auditedEni('eni-x', data, '10.0.1.21', 'i-b')] });
    expect(reasonAndRemedy(nearlyFull)).toEqual([]);
  });

  test('24: the standby is on hold', () => {
    const held = withInstance(healthyGroup(), 'i-b', { tags: { 'eni-warden:hold': 'patching' } });
    expect(reasonAndRemedy(held)).toEqual([
      [because('it is on hold: patching'), 'aws ec2 delete-tags --resources i-b --tags Key=eni-warden:hold'],
    ]);
  });

  test('24: the priority of the standby cannot be read', () => {
    const wrong = withInstance(healthyGroup(), 'i-b', { tags: { 'eni-warden:priority': 'high' } });
    const [[what, remedy] = []] = reasonAndRemedy(wrong);
    expect(what).toContain('fw-b (i-b): its priority tag is not an integer');
    expect(remedy).toBe('aws ec2 create-tags --resources i-b --tags Key=eni-warden:priority,Value=100');
  });

  test('24: EC2 did not describe the type of the standby', () => {
    const [[what, remedy] = []] = reasonAndRemedy(withInstance(healthyGroup(), 'i-b', { type: 'x9.huge' }));
    expect(what).toContain('EC2 did not describe its type x9.huge');
    expect(remedy).toContain('aws ec2 describe-instance-types --instance-types x9.huge');
  });

  test('24: the standby fails its status checks', () => {
    const ill = withInstance(healthyGroup(), 'i-b', { impairment: { checks: ['instance'] } });
    const [[what, remedy] = []] = reasonAndRemedy(ill);
    expect(what).toContain('fails the instance status check');
    expect(remedy).toContain('aws ec2 reboot-instances --instance-ids i-b');
  });

  test('24: the only other member is in another Availability Zone', () => {
    const snapshot = withInstance(healthyGroup(), 'i-b', { tags: { 'eni-warden:group': 'other' } });
    const [[what, remedy] = []] = reasonAndRemedy(snapshot);
    expect(what).toContain('(fw-c (i-c): it is in eu-west-1b, eni-1 in eu-west-1a)');
    expect(remedy).toBe(
      'Launch an instance in eu-west-1a of vpc-1 with 1 or more free network interface slots, and: aws ec2 create-tags --resources <its id> --tags Key=eni-warden:group,Value=db',
    );
  });

  test('24: there is no other member', () => {
    const { instances, ...rest } = healthyGroup();
    const alone = { ...rest, instances: instances.filter(({ id }) => id === 'i-a') };
    expect(reasonAndRemedy(alone)[0]?.[0]).toContain('group db has no other member');
  });

  test('24: a hold on a protected ENI or on the active member would keep it where it is', () => {
    const enis = withEni(healthyGroup(), 'eni-1', { tags: { ...tags, 'eni-warden:hold': 'rebuild' } });
    expect(reasonAndRemedy(enis)).toEqual([
      [
        'The next failover of group db from fw-a (i-a) would fail: eni-1: it is on hold: rebuild.',
        'aws ec2 delete-tags --resources eni-1 --tags Key=eni-warden:hold',
      ],
    ]);
    const active = withInstance(healthyGroup(), 'i-a', { tags: { 'eni-warden:hold': 'rebuild' } });
    expect(reasonAndRemedy(active)).toEqual([
      [
        'The next failover of group db from fw-a (i-a) would fail: its active member fw-a (i-a) is on hold: rebuild.',
        'aws ec2 delete-tags --resources i-a --tags Key=eni-warden:hold',
      ],
    ]);
  });

  test('24: an enrolled ENI that can never be moved is told', () => {
    const snapshot = withEni(healthyGroup(), 'eni-pa', { tags });
    const [[what, remedy] = []] = reasonAndRemedy(snapshot);
    expect(what).toContain('eni-pa: it is the primary network interface of its instance');
    expect(remedy).toContain('aws ec2 delete-tags --resources eni-pa --tags Key=eni-warden:group');
  });

  test('24: the holder is no member of the group', () => {
    const snapshot = withInstance(healthyGroup(), 'i-a', { tags: { 'eni-warden:group': 'other' } });
    const [[what] = []] = reasonAndRemedy(snapshot);
    expect(what).toContain('fw-a (i-a) holds its ENIs, and is not a member of group db');
  });

  test('24: two groups fall together, and the standby has room for one: the second is flagged and says why', () => {
    const both = { tags: { 'eni-warden:group': 'db web' } };
    const pair = plus(withInstance(withInstance(healthyGroup(), 'i-a', both), 'i-b', both), {
      enis: [
        secondaryEni('eni-w', data, '10.0.1.50', 'i-a', { tags: { 'eni-warden:group': 'web' } }),
        auditedEni('eni-x', data, '10.0.1.21', 'i-b'),
      ],
    });
    expect(found(pair, codes)).toMatchObject([
      {
        code: 'standby-not-ready',
        group: 'web',
        what: 'The next failover of group web from fw-a (i-a) would fail: no standby can take it (fw-b (i-b): it has 0 free network interface slots of m5.large, 1 needed); the room is taken by what falls with it: db.',
      },
    ]);
  });

  test('24, near miss: with a second standby there is room for both', () => {
    const both = { tags: { 'eni-warden:group': 'db web' } };
    const three = plus(withInstance(withInstance(healthyGroup(), 'i-a', both), 'i-b', both), {
      instances: [auditedInstance('i-d', management, both)],
      enis: [
        primaryEni('eni-pd', management, '10.0.0.14', 'i-d'),
        secondaryEni('eni-w', data, '10.0.1.50', 'i-a', { tags: { 'eni-warden:group': 'web' } }),
        auditedEni('eni-x', data, '10.0.1.21', 'i-b'),
      ],
    });
    expect(found(three, codes)).toEqual([]);
  });
});
