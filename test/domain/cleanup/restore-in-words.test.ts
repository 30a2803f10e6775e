import { type Manifest, manifestOf } from '../../../domain/cleanup/manifest.ts';
import { type Present, planRestore } from '../../../domain/cleanup/restore.ts';
import { differencesOf, isInUse } from '../../../domain/cleanup/restored-eni.ts';
import type { SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import { type Differences, noon, noReferences, orphan } from './orphan.ts';

function made(differences: Differences, references = noReferences): Manifest {
  const reading = manifestOf(orphan('eni-1', differences), references, noon);
  if (reading.kind !== 'read') throw new Error(reading.problems.join());
  return reading.manifest;
}

const full: Differences = {
  ipv4Prefixes: ['10.0.1.16/28'],
  ipv6Prefixes: ['2001:db8:1::/80'],
  ipv6Addresses: [{ address: '2001:db8::9', primary: true }],
  sourceDestCheck: false,
};
const manifest = made(full, {
  ...noReferences,
  elasticIps: [
    { allocationId: 'eipalloc-1', publicIp: '203.0.113.9', eniId: 'eni-1', privateIpAddress: '10.0.0.9' },
  ],
  routes: [{ routeTableId: 'rtb-1', destination: '0.0.0.0/0', eniId: 'eni-1', state: 'blackhole' }],
});

/** The ENI that a restore has made of the manifest. */
function again(differences: Differences = {}): SweptEni {
  const token = planRestore(manifest, present());
  const restoredFrom = token.kind === 'restore' ? token.create?.tags['eni-warden:restored-from'] : undefined;
  const tags = { Name: 'build-agent-7', 'eni-warden:restored-from': restoredFrom ?? '' };
  return orphan('eni-9', { ...full, tags, ...differences });
}

function present(differences: Partial<Present> = {}): Present {
  return {
    subnetId: 'subnet-1',
    securityGroupIds: new Set(['sg-1']),
    enis: [],
    elasticIps: [{ allocationId: 'eipalloc-1' }],
    routeTableIds: new Set(['rtb-1']),
    routes: [],
    ...differences,
  };
}

describe('What is so already is told of a second restore', () => {
  test('as a whole', () => {
    const plan = planRestore(
      manifest,
      present({
        enis: [again()],
        elasticIps: [{ allocationId: 'eipalloc-1', eniId: 'eni-9', privateIpAddress: '10.0.0.9' }],
        routes: [
          { routeTableId: 'rtb-0', destination: '0.0.0.0/0', target: 'eni-7', state: 'active' },
          { routeTableId: 'rtb-1', destination: '10.0.0.0/8', target: 'eni-7', state: 'active' },
          { routeTableId: 'rtb-1', destination: '0.0.0.0/0', target: 'eni-9', state: 'active' },
        ],
      }),
    );
    expect(plan).toMatchObject({
      kind: 'restore',
      existingEniId: 'eni-9',
      steps: [],
      already: [
        'eni-9 was created from this manifest',
        'eni-9 has the prefix 10.0.1.16/28',
        'eni-9 has the prefix 2001:db8:1::/80',
        'the source/dest check of eni-9 is off',
        'the Elastic IP 203.0.113.9 (eipalloc-1) is on eni-9',
        'the route to 0.0.0.0/0 in rtb-1 goes to eni-9',
      ],
    });
  });

  test('and nothing of a first one', () => {
    expect(planRestore(manifest, present())).toMatchObject({ kind: 'restore', already: [] });
  });
});

describe('What is lost is told', () => {
  const lost = (differences: Partial<Present>) => {
    const plan = planRestore(manifest, present(differences));
    return plan.kind === 'restore' ? plan.losses.join('\n') : plan.problems.join('\n');
  };
  const at = (target: string, state: string) => [
    { routeTableId: 'rtb-1', destination: '0.0.0.0/0', target, state },
  ];
  test.each([
    [{ elasticIps: [] }, 'the Elastic IP 203.0.113.9 (eipalloc-1), which was released'],
    [
      { elasticIps: [{ allocationId: 'eipalloc-1', eniId: 'eni-7' }] },
      'the Elastic IP 203.0.113.9 (eipalloc-1), which eni-7 has now',
    ],
    [
      { elasticIps: [{ allocationId: 'eipalloc-1', privateIpAddress: '10.0.0.7' }] },
      'the Elastic IP 203.0.113.9 (eipalloc-1), which 10.0.0.7 has now',
    ],
    [
      {
        enis: [again()],
        elasticIps: [{ allocationId: 'eipalloc-1', eniId: 'eni-9', privateIpAddress: '10.0.0.8' }],
      },
      'the Elastic IP 203.0.113.9 (eipalloc-1) at 10.0.0.9: it is at 10.0.0.8 of eni-9 now',
    ],
    [
      { enis: [again({ privateIpv4Addresses: [{ address: '10.0.0.8', primary: true }] })] },
      'the Elastic IP 203.0.113.9 (eipalloc-1): eni-9 does not hold 10.0.0.9 any more',
    ],
    [
      {
        enis: [
          again({ privateIpv4Addresses: [{ address: '10.0.0.9', primary: true, publicIp: '203.0.113.7' }] }),
        ],
      },
      'the Elastic IP 203.0.113.9 (eipalloc-1): 10.0.0.9 has 203.0.113.7 now',
    ],
    [{ routeTableIds: new Set<string>() }, 'the route to 0.0.0.0/0 in rtb-1, whose table is gone'],
    [
      { routes: at('eni-7', 'blackhole') },
      'the route to 0.0.0.0/0 in rtb-1, which goes to eni-7 (blackhole) now',
    ],
    [{ routes: at('eni-1', 'active') }, 'the route to 0.0.0.0/0 in rtb-1, which goes to eni-1 (active) now'],
  ])('%j', (differences, words) => {
    expect(lost(differences)).toContain(words);
  });
});

describe('What stands in the way is told', () => {
  const inTheWay = (differences: Partial<Present>, of = manifest) => {
    const plan = planRestore(of, present(differences));
    return plan.kind === 'impossible' ? plan.problems : [];
  };
  const holder = (differences: Differences) => ({
    enis: [orphan('eni-7', { ipv6Addresses: [], ...differences })],
  });
  const held = (who: string) => [`10.0.0.9 is held by ${who}: free it, or ask for another address by hand`];

  test.each([
    [{}, 'eni-7 (available, "build agent")'],
    [{ description: '' }, 'eni-7 (available)'],
    [{ description: undefined, status: undefined }, 'eni-7 (status not told)'],
    [
      { status: 'in-use', attachment: { status: 'attached', instanceId: 'i-1' } },
      'eni-7 (in-use, "build agent", attached to i-1)',
    ],
    [
      { status: 'in-use', description: '', attachment: {} },
      'eni-7 (in-use, attached to something that is no instance of this account)',
    ],
    [
      { attachment: { status: 'detaching', instanceId: 'i-1' } },
      'eni-7 (available, "build agent", detaching to i-1)',
    ],
  ])('who holds the address: %j', (differences, who) => {
    expect(inTheWay(holder(differences))).toEqual(held(who));
  });

  test('that what cannot be read is held only by what reads the same', () => {
    const odd = made({ privateIpv4Addresses: [{ address: 'odd', primary: true }] });
    const holding = (address: string) => holder({ privateIpv4Addresses: [{ address, primary: true }] });
    expect(inTheWay(holding('odd'), odd)).toHaveLength(1);
    expect(inTheWay(holding('odder'), odd)).toEqual([]);
    expect(inTheWay(holding('10.0.0.9'), odd)).toEqual([]);
  });

  test('which security groups are gone, where all are', () => {
    const two = made({ securityGroupIds: ['sg-1', 'sg-2'] });
    expect(inTheWay({ securityGroupIds: new Set() }, two)).toEqual([
      'its security groups are gone: sg-1, sg-2',
    ]);
    expect(inTheWay({ securityGroupIds: new Set(['sg-2']) }, two)).toEqual([]);
    expect(inTheWay({ securityGroupIds: new Set() }, made({ securityGroupIds: [] }))).toEqual([]);
  });
});

describe('How a restored ENI was changed is told', () => {
  test.each<readonly [Differences, readonly string[]]>([
    [{}, []],
    [{ status: 'pending' }, []],
    [{ attachment: { status: 'detached', instanceId: 'i-1' } }, ['eni-9 shows an attachment that has ended']],
    [
      { status: 'in-use', attachment: { status: 'attached', instanceId: 'i-1' } },
      ['eni-9 is in use (in-use, with i-1), so its own settings are left as they are'],
    ],
    [
      { status: undefined, sourceDestCheck: undefined },
      [
        'eni-9 is in use (status not told), so its own settings are left as they are',
        'its source/dest check is not told, and was false',
      ],
    ],
    [
      { status: 'in-use', ipv4Prefixes: [], ipv6Prefixes: ['2001:db8:2::/80'] },
      [
        'eni-9 is in use (in-use), so its own settings are left as they are',
        'it lacks the address 10.0.1.16/28',
        'it lacks the address 2001:db8:1::/80',
        'it has the address 2001:db8:2::/80 besides',
      ],
    ],
    [{ ipv4Prefixes: [], sourceDestCheck: true }, []],
    [
      { privateIpv4Addresses: [{ address: '10.0.0.8', primary: true }], ipv6Addresses: [] },
      [
        'it lacks the address 10.0.0.9',
        'it lacks the address 2001:db8::9',
        'it has the address 10.0.0.8 besides',
      ],
    ],
    [
      { securityGroupIds: ['sg-2'] },
      ['it lacks the security group sg-1', 'it has the security group sg-2 besides'],
    ],
    [{ description: undefined }, ['its description is "", and was "build agent"']],
    [{ tags: { Name: 'other', 'aws:x': '1', team: 'a' } }, ['its tags differ: Name, team']],
    [{ tags: { 'my-aws:x': '1' } }, ['its tags differ: Name, my-aws:x']],
  ])('%j', (differences, words) => {
    expect(differencesOf(manifest, again(differences))).toEqual(words);
  });

  test('it is in use where anything says that it may be', () => {
    expect(isInUse(orphan())).toBe(false);
    expect(isInUse(orphan('eni-1', { attachment: { status: 'attaching' } }))).toBe(true);
    expect(isInUse(orphan('eni-1', { status: 'associated' }))).toBe(true);
  });
});
