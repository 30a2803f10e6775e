import type { Snapshot } from '../../domain/snapshot.ts';
import {
  eni,
  fleet,
  groups,
  held,
  impairedSince,
  inGroup,
  longAgo,
  member,
  noon,
  on,
  pair,
  priority,
  second,
  seconds,
  unreadable,
} from '../support/domain-fleet.ts';
import { alarm, type Circumstances, fateOf, look, spotWarning, stateChange } from '../support/domain-look.ts';

const stopped = { state: 'stopped' } as const;
const named = { name: 'primary' } as const;

/** A holder of this kind, and an idle standby. */
const holder = (differences: Parameters<typeof member>[1]) =>
  fleet([eni('eni-1', on('i-a'))], [member('i-a', { ...named, ...differences }), member('i-b')]);

const since = { attachTime: noon - seconds(60) };
const to = 'i-b is the only candidate';

type Told = readonly [about: string, snapshot: Snapshot, because: string, circumstances?: Circumstances];

const ofHolder: readonly Told[] = [
  ['is stopped', holder(stopped), `primary (i-a) is stopped; ${to}`],
  ['is settled', holder({}), 'it is attached to i-a'],
  [
    'cannot be judged',
    holder({ state: 'unknown' }),
    'primary (i-a) is in a state that this version does not know',
  ],
  [
    'fails two checks since some time',
    holder({ impairment: { checks: ['instance', 'system'], since: longAgo } }),
    `primary (i-a) fails the instance and system status check since 2026-11-23T11:00:00Z; ${to}`,
  ],
  [
    'fails a check since a short time',
    holder(impairedSince(noon - seconds(119))),
    'primary (i-a) fails the instance status check since 2026-11-23T11:58:01Z; that is less than 2 min 0 s ago',
  ],
  [
    'fails a check since nobody knows when',
    holder({ impairment: { checks: ['system'] } }),
    'primary (i-a) fails the system status check; EC2 does not say since when',
  ],
  [
    'is to be taken back by EC2',
    holder({}),
    `EC2 will terminate the Spot Instance primary (i-a) (interruption warning); ${to}`,
    { trigger: spotWarning('i-a') },
  ],
  [
    'has a heartbeat alarm',
    holder({}),
    `alarm db-down on Custom Heartbeat of primary (i-a) is in ALARM since 2026-11-23T12:00:00Z; ${to}`,
    { trigger: alarm('i-a') },
  ],
  [
    'has a status check alarm that EC2 agrees with',
    holder(impairedSince(noon)),
    `alarm db-down and DescribeInstanceStatus agree: primary (i-a) fails the instance status check since 2026-11-23T12:00:00Z; ${to}`,
    { trigger: alarm('i-a', 'status-check') },
  ],
  [
    'has a status check alarm that EC2 does not agree with',
    holder({}),
    'alarm db-down says that primary (i-a) fails status checks, DescribeInstanceStatus does not (yet)',
    { trigger: alarm('i-a', 'status-check') },
  ],
  [
    'is stopped by an event and runs by the snapshot',
    holder({}),
    'the event says that primary (i-a) is stopped, DescribeInstances says running',
    { trigger: stateChange('i-a', 'stopped') },
  ],
  [
    'is not shown',
    fleet([eni('eni-1', on('i-a'))], [member('i-b')]),
    'i-a is not shown by DescribeInstances; reads may lag',
  ],
  [
    'is still not shown',
    fleet([eni('eni-1', on('i-a'))], [member('i-b')]),
    `i-a has vanished: looks 1 min 0 s apart did not show it; ${to}`,
    { earlier: { missingSince: new Map([['i-a', noon - seconds(60)]]) } },
  ],
  [
    'lets go of it unasked',
    fleet([eni('eni-1', on('i-a', { status: 'detaching' }))], [member('i-a'), member('i-b')]),
    'it is being detached from i-a, which is able to hold it',
  ],
  [
    'boots, as an event says too',
    holder({ state: 'pending' }),
    'it is attached to i-a',
    { trigger: stateChange('i-a', 'pending') },
  ],
  [
    'is getting it',
    fleet([eni('eni-1', on('i-a', { status: 'attaching' }))], [member('i-a'), member('i-b')]),
    'it is being attached to i-a',
  ],
];

for (const [about, snapshot, because, circumstances] of ofHolder) {
  test(`A sentence says what is the case where its holder ${about}`, () => {
    expect(fateOf(look(snapshot, circumstances), 'eni-1').because).toBe(because);
  });
}

const odd = fleet([eni('eni-1', on('i-a', { status: 'unknown' }))], [member('i-a'), member('i-b')]);
const { instanceId: _, ...onService } = on('i-a').attachment;

const ofEni: readonly Told[] = [
  [
    'is pending',
    fleet([eni('eni-1', { status: 'pending' })], []),
    'its status is pending, without an attachment',
  ],
  ['is attached in an unknown way', odd, 'its attachment has a status that this version does not know'],
  [
    'serves something else',
    fleet([eni('eni-1', { attachment: onService })], []),
    'it is attached to something that is not an instance of this account',
  ],
  [
    'is associated without an attachment',
    fleet([eni('eni-1', { status: 'associated' })], []),
    'it is associated with a trunk (branch)',
  ],
  ...(
    [
      ['trunk', 'it is a trunk network interface'],
      ['branch', 'it is a branch network interface'],
      ['quantum', 'its type is quantum, which is not known to be movable'],
    ] as const
  ).map(
    ([interfaceType, because]): Told => [
      `is a ${interfaceType}`,
      fleet([eni('eni-1', { ...on('i-a'), interfaceType })], [member('i-a', stopped), member('i-b')]),
      `i-a is stopped; ${because}`,
    ],
  ),
  [
    'is on a hold that cannot be read',
    fleet([eni('eni-1', { hold: unreadable('') })], [member('i-b')]),
    'it is attached to nothing; it is on hold: (cannot be read)',
  ],
  [
    'is on a holder that is on hold',
    holder({ ...stopped, ...held('forensics') }),
    'primary (i-a) is stopped; its holder i-a is on hold: forensics',
  ],
  [
    'is on a holder that is no member',
    holder({ ...stopped, ...groups('web') }),
    'primary (i-a) is stopped; its holder i-a is not a member of the group',
  ],
  [
    'was attached a short while ago',
    fleet([eni('eni-1', on('i-a', since))], [member('i-a', impairedSince(longAgo)), member('i-b')]),
    'i-a fails the instance status check since 2026-11-23T11:00:00Z; the group was attached to i-a at 2026-11-23T11:59:00Z, and an impaired holder is not left again before 2026-11-23T12:04:00Z',
  ],
  [
    'has no member to go to',
    fleet([eni('eni-1')], [member('i-b', groups('web'))]),
    'it is attached to nothing; no standby can take it (group db has no member)',
  ],
  [
    'has only members to go to that are gone for good',
    fleet(
      [eni('eni-1')],
      [member('i-b', { state: 'terminated' }), member('i-c', { state: 'shutting-down' })],
    ),
    'it is attached to nothing; no standby can take it (group db has no other member)',
  ],
  [
    'has none but its own holder',
    fleet([eni('eni-1', on('i-a'))], [member('i-a', stopped)]),
    'i-a is stopped; no standby can take it (group db has no other member)',
  ],
  [
    'has a choice by priority',
    fleet([eni('eni-1')], [member('i-b'), member('i-c', priority(5))]),
    'it is attached to nothing; i-c comes first of 2 candidates (priority 5)',
  ],
  [
    'has a choice',
    fleet([eni('eni-1')], [member('i-b'), member('i-c')]),
    'it is attached to nothing; i-b comes first of 2 candidates (priority 100)',
  ],
];

for (const [about, snapshot, because, circumstances] of ofEni) {
  test(`A sentence says what is the case where it ${about}`, () => {
    expect(fateOf(look(snapshot, circumstances), 'eni-1').because).toBe(because);
  });

  const ofFollower: readonly Told[] = [
    [
      'its leader cannot be judged',
      pair(on('i-a', { status: 'unknown' }), {}, member('i-a'), member('i-b')),
      'leader eni-1: its attachment has a status that this version does not know',
    ],
    [
      'its leader is on no member',
      pair(on('i-x'), {}, member('i-x', groups('web')), member('i-b')),
      'it is attached to nothing; leader eni-1 is attached to i-x, which is not a member of the group',
    ],
    [
      'its leader is on hold',
      pair({ ...on('i-a'), ...held('x') }, second('i-a'), member('i-a', stopped), member('i-b')),
      'i-a is stopped; leader eni-1: it is on hold: x',
    ],
    [
      'its leader has another Availability Zone',
      pair(on('i-b'), { availabilityZone: 'eu-west-1b' }, member('i-b')),
      "it is attached to nothing; it is not in the Availability Zone and VPC of its group's leader eni-1",
    ],
    [
      'its leader has another VPC',
      pair(on('i-b'), { vpcId: 'vpc-2' }, member('i-b')),
      "it is attached to nothing; it is not in the Availability Zone and VPC of its group's leader eni-1",
    ],
    [
      'its leader has come elsewhere',
      pair(on('i-b', since), second('i-a'), member('i-a'), member('i-b')),
      'its leader moved after it was attached; its leader eni-1 is on i-b',
    ],
    [
      'its leader is elsewhere since the same second',
      pair(on('i-b', since), second('i-a', since), member('i-a'), member('i-b')),
      'it is on i-a, and its leader eni-1 is on i-b',
    ],
    [
      'its leader has come to a place without room',
      pair(on('i-b', since), second('i-a'), member('i-a'), member('i-b', { type: 't3.micro' })),
      'its leader eni-1 is on i-b, where the group cannot follow: it has 0 free network interface slots of t3.micro, 1 needed',
    ],
    [
      'its leader has come elsewhere, but its own holder is on hold',
      pair(on('i-b', since), second('i-a'), member('i-a', held('x')), member('i-b')),
      'it is attached to i-a, and stays: its holder i-a is on hold: x',
    ],
    [
      'its leader is on an instance on hold',
      pair(on('i-b'), {}, member('i-b', held('x'))),
      'it is attached to nothing; it cannot join its leader eni-1 on i-b, which is on hold: x',
    ],
    [
      'its leader is on a suspected instance',
      pair(on('i-b'), {}, member('i-b', impairedSince(noon))),
      'it waits to join its leader eni-1 on i-b: i-b fails the instance status check since 2026-11-23T12:00:00Z; that is less than 2 min 0 s ago',
    ],
    [
      'its leader is on an instance that boots',
      pair(on('i-b'), {}, member('i-b', { state: 'pending' })),
      'it waits to join its leader eni-1 on i-b, which is pending',
    ],
    [
      'its leader is where two things are in the way',
      pair(on('i-b'), {}, member('i-b', { type: 't3.micro', priority: unreadable('high') })),
      'it is attached to nothing; it cannot join its leader eni-1 on i-b: its priority tag cannot be read, it has 0 free network interface slots of t3.micro, 1 needed',
    ],
    [
      'it will have to follow, but may not leave yet',
      pair(
        on('i-a'),
        second('i-c'),
        member('i-a', stopped),
        member('i-b'),
        member('i-c', { vpcId: 'vpc-2' }),
      ),
      'it will follow its leader from i-c to i-b',
    ],
    [
      'its holder is down and on hold, and its leader is well elsewhere',
      pair(on('i-b'), second('i-a'), member('i-a', { ...stopped, ...held('x') }), member('i-b')),
      'i-a is stopped; its holder i-a is on hold: x',
    ],
  ];

  for (const [about, snapshot, because, circumstances] of ofFollower) {
    test(`A sentence says what is the case of a follower where ${about}`, () => {
      expect(fateOf(look(snapshot, circumstances), 'eni-2').because).toBe(because);
    });
  }

  const standby = (differences: Parameters<typeof member>[1]) =>
    fleet([eni('eni-1')], [member('i-b', differences)]);
  const slots = (...indexes: readonly number[]) =>
    indexes.map((deviceIndex) => ({
      networkInterfaceId: `other-${deviceIndex}`,
      deviceIndex,
      networkCardIndex: 0,
    }));

  const ofStandby: readonly Told[] = [
    [
      'everything at once',
      standby({ availabilityZone: 'eu-west-1b', vpcId: 'vpc-2', ...held('x'), priority: unreadable('high') }),
      'i-b: it is in eu-west-1b, eni-1 in eu-west-1a, it is in vpc-2, eni-1 in vpc-1, it is on hold: x, its priority tag cannot be read',
    ],
    [
      'more interfaces than its type takes',
      standby({ slots: slots(0, 1, 2, 3) }),
      'i-b: it has 0 free network interface slots of m5.large, 1 needed',
    ],
    [
      'a young event that contradicts the snapshot',
      standby({ state: 'pending' }),
      'i-b: the event says that i-b is running, DescribeInstances says pending',
      { trigger: stateChange('i-b', 'running') },
    ],
  ];

  for (const [about, snapshot, against, circumstances] of ofStandby) {
    test(`A sentence says what is against a standby: ${about}`, () => {
      const { because } = fateOf(look(snapshot, circumstances), 'eni-1');
      expect([
        `it is attached to nothing; no standby can take it (${against})`,
        `no standby can take it (${against})`,
      ]).toContain(because);
    });
  }

  const remedies: readonly (readonly [
    what: string,
    snapshot: Snapshot,
    resourceId: string,
    remedy: string,
  ])[] = [
    [
      'group of an ENI',
      fleet([eni('eni-1', { group: unreadable('a b') })], []),
      'eni-1',
      'until then it is not protected',
    ],
    ['hold of an ENI', fleet([eni('eni-1', { hold: unreadable('') })], []), 'eni-1', 'until then it is held'],
    [
      'group of an instance',
      fleet([], [member('i-a', { groups: unreadable('') })]),
      'i-a',
      'until then it is a member of no group',
    ],
    [
      'priority of an instance',
      fleet([], [member('i-a', { priority: unreadable('') })]),
      'i-a',
      'until then it is no candidate',
    ],
    [
      'hold of an instance',
      fleet([], [member('i-a', { hold: unreadable('') })]),
      'i-a',
      'until then it is held',
    ],
  ];

  test.each(remedies)(
    'A finding says what an unreadable tag means meanwhile: the %s',
    (what, snapshot, resourceId, meanwhile) => {
      const key = `eni-warden:${what.split(' ')[0]}`;
      expect(look(snapshot).findings).toMatchObject([
        { resourceId, remedy: `Correct or remove the tag ${key} of ${resourceId}; ${meanwhile}.` },
      ]);
    },
  );
}

test('A finding says of an enrolled ENI that serves something else that it can never be moved', () => {
  expect(look(fleet([eni('eni-1', { attachment: onService })], [])).findings).toEqual([
    {
      resourceId: 'eni-1',
      problem:
        'it is enrolled in group db, but can never be moved: it is attached to something that is not an instance of this account',
      remedy: 'Remove the tag eni-warden:group of eni-1, and protect its addresses in another way.',
    },
  ]);
});

test('A sentence says of an ENI outside of any group why it is left alone', () => {
  const plan = look(
    fleet(
      [
        eni('eni-1', { group: unreadable('a b') }),
        eni('eni-2', { group: { kind: 'absent' } }),
        eni('eni-3', inGroup('web')),
      ],
      [],
    ),
  );
  expect(plan.spared.filter(({ group }) => group === undefined)).toEqual([
    { eniId: 'eni-1', reason: 'unreadable-tag', because: 'its group tag cannot be read' },
    { eniId: 'eni-2', reason: 'refused', because: 'it is not enrolled in a group' },
  ]);
});
