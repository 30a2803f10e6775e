import fc from 'fast-check';
import { type CleanupPolicy, cleanupPolicy } from '../../../domain/cleanup/cleanup-policy.ts';
import type { CleanupSnapshot } from '../../../domain/cleanup/cleanup-snapshot.ts';
import type { References } from '../../../domain/cleanup/references.ts';
import type { SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import type { Tags } from '../../../domain/tags.ts';
import {
  type Differences,
  days,
  hours,
  marked,
  noon,
  noReferences,
  orphan,
  snapshotOf,
  tagged,
} from './orphan.ts';

const word = fc.string({ maxLength: 12 });

/** Something that may set an ENI apart from an orphan: known, unknown or not told. */
const differences: fc.Arbitrary<Differences> = fc.oneof(
  fc.record({ status: fc.oneof(fc.constantFrom('in-use', 'associated', 'available', undefined), word) }),
  fc.record({
    attachment: fc.record({
      status: fc.constantFrom('attached', 'detaching', 'detached', 'new'),
      instanceId: fc.constant('i-1'),
    }),
  }),
  fc.record({
    interfaceType: fc.oneof(fc.constantFrom('interface', 'efa', 'lambda', 'trunk', undefined), word),
  }),
  fc.record({ requesterManaged: fc.constantFrom(true, false, undefined) }),
  fc.record({ requesterId: fc.oneof(fc.constantFrom('amazon-elb', 'AIDAX', 'AROAX:jane', undefined), word) }),
  fc.record({ operator: fc.record({ managed: fc.boolean(), hiddenByDefault: fc.boolean() }) }),
  fc.record({ ownerId: fc.constantFrom('999999999999', '123456789012', undefined) }),
  fc.record({
    description: fc.oneof(fc.constantFrom('RDSNetworkInterface', 'DO NOT DELETE', undefined), word),
  }),
  fc.record({ availabilityZone: fc.constantFrom('eu-west-1b', 'us-west-2-lax-1a', undefined) }),
  fc.record({ sourceDestCheck: fc.constantFrom(true, false, undefined) }),
  fc.record({ subnetId: fc.constantFrom('subnet-2', undefined) }),
  fc.record({ vpcId: fc.constantFrom('vpc-2', undefined) }),
  fc.record({ securityGroupIds: fc.constantFrom(['sg-2', 'sg-1'], ['sg-1', 'sg-2'], []) }),
);

const tags: fc.Arbitrary<Tags> = fc.oneof(
  fc.record({ 'eni-warden:group': fc.constantFrom('db', 'lost', '', 'two names') }),
  fc.record({ 'eni-warden:hold': fc.constantFrom('patching', '') }),
  fc.record({ 'eni-warden:keep': fc.oneof(fc.constantFrom('2026-11-20', '2026-11-30', ''), word) }),
  fc.record({ 'aws:cloudformation:stack-id': word }),
  fc.record({
    'eni-warden:unattached-since': fc.oneof(
      fc.constantFrom('2026-11-01T12:00:00Z', '2027-01-01T00:00:00Z'),
      word,
    ),
  }),
  fc.record({ 'eni-warden:unattached-seen': word }),
  fc.record({
    'eni-warden:delete-failed': fc.oneof(
      fc.constantFrom('1 2026-11-23T11:30:00Z', '3 2026-11-01T00:00:00Z'),
      word,
    ),
  }),
  fc.record({ owner: word }),
);

const ageMs = fc.constantFrom(
  -days(3),
  -1_000,
  0,
  hours(1),
  days(1),
  days(7) - 1_000,
  days(7),
  days(8),
  days(60),
  days(400),
);

/** Mostly orphans with a mark that is old enough, so that many are deleted; the rest in all ways different. */
function randomEni(id: string): fc.Arbitrary<SweptEni> {
  return fc
    .record({
      differences: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 3, arbitrary: differences }),
      age: fc.option(fc.oneof({ weight: 2, arbitrary: fc.constant(days(8)) }, ageMs), { freq: 8 }),
      detachedMs: fc.option(fc.constantFrom(hours(1), hours(23))),
      tags: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 2, arbitrary: tags }),
      late: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: differences }),
    })
    .map((made) => {
      const eni = orphan(id, made.differences);
      const at = noon - (made.age ?? 0);
      const withMark =
        made.age === null
          ? eni
          : marked(eni, at, made.detachedMs === null ? undefined : at - made.detachedMs);
      return Object.assign({}, tagged(withMark, made.tags), made.late) as SweptEni;
    });
}

const ids = Array.from({ length: 12 }, (_, index) => `eni-${index}`);
const someId = fc.constantFrom(...ids);

const references: fc.Arbitrary<References> = fc.record({
  elasticIps: fc.array(
    fc.record({
      allocationId: fc.constant('eipalloc-1'),
      publicIp: fc.constant('203.0.113.9'),
      eniId: someId,
    }),
    { maxLength: 1 },
  ),
  routes: fc.array(
    fc.record({
      routeTableId: fc.constant('rtb-1'),
      destination: fc.constant('0.0.0.0/0'),
      eniId: someId,
      state: fc.constantFrom('active', 'blackhole'),
    }),
    { maxLength: 2 },
  ),
  permissions: fc.array(fc.record({ id: fc.constant('eni-perm-1'), eniId: someId }), { maxLength: 1 }),
  reservations: fc.array(
    fc.record({
      id: fc.constant('scr-1'),
      subnetId: fc.constant('subnet-2'),
      cidr: fc.constant('10.0.0.8/30'),
    }),
    { maxLength: 1 },
  ),
  claims: fc.constant(noReferences.claims),
});

export interface RandomSweep {
  readonly snapshot: CleanupSnapshot;
  readonly policy: CleanupPolicy;
}

const policies = fc
  .record({
    mode: fc.oneof(
      { weight: 4, arbitrary: fc.constant('delete' as const) },
      fc.constantFrom('observe' as const, 'quarantine' as const),
    ),
    deletionsMax: fc.constantFrom(25, 2),
    accountShareMax: fc.constantFrom(1, 0.1),
  })
  .map(cleanupPolicy);

export const randomSweeps: fc.Arbitrary<RandomSweep> = fc.record({
  policy: policies,
  snapshot: fc
    .record({
      enis: fc.tuple(...ids.map(randomEni)),
      references,
      unread: fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, fc.constant(['DescribeAddresses'])),
      ec2Time: fc.oneof(
        { weight: 9, arbitrary: fc.constant(noon) },
        fc.constantFrom(noon - days(2), noon + days(2)),
      ),
      eniCount: fc.constantFrom(1_000, 30),
    })
    .map(({ enis, ...rest }) => snapshotOf(enis, rest)),
});
