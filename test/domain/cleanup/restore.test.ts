import { parseManifest } from '../../../aws/cleanup/parse-manifest.ts';
import { type Manifest, manifestKey, manifestOf, restoreToken } from '../../../domain/cleanup/manifest.ts';
import { type Present, planRestore } from '../../../domain/cleanup/restore.ts';
import type { SweptEni } from '../../../domain/cleanup/swept-eni.ts';
import { type Differences, marked, noon, noReferences, orphan, tagged } from './orphan.ts';

const full: Differences = {
  privateIpv4Addresses: [
    { address: '10.0.0.9', primary: true, publicIp: '203.0.113.9', allocationId: 'eipalloc-1' },
    { address: '10.0.0.10', primary: false },
  ],
  ipv6Addresses: [{ address: '2001:db8::9', primary: true }],
  ipv4Prefixes: ['10.0.1.16/28'],
  ipv6Prefixes: ['2001:db8:1::/80'],
  sourceDestCheck: false,
};
const references = {
  ...noReferences,
  elasticIps: [
    { allocationId: 'eipalloc-2', publicIp: '203.0.113.10', eniId: 'eni-1', privateIpAddress: '10.0.0.10' },
    { allocationId: 'eipalloc-3', publicIp: '203.0.113.11', eniId: 'eni-2' },
  ],
  routes: [
    { routeTableId: 'rtb-1', destination: '0.0.0.0/0', eniId: 'eni-1', state: 'blackhole' },
    { routeTableId: 'rtb-2', destination: '0.0.0.0/0', eniId: 'eni-2', state: 'active' },
  ],
};

function made(eni: SweptEni = marked(orphan('eni-1', full))): Manifest {
  const reading = manifestOf(eni, references, noon);
  if (reading.kind !== 'read') throw new Error(reading.problems.join());
  return reading.manifest;
}

const manifest = made();
const token = restoreToken(manifest);

/** The world as it was before the deletion, less the ENI. */
function present(differences: Partial<Present> = {}): Present {
  return {
    subnetId: 'subnet-1',
    securityGroupIds: new Set(['sg-1']),
    enis: [],
    elasticIps: [{ allocationId: 'eipalloc-1' }, { allocationId: 'eipalloc-2' }],
    routeTableIds: new Set(['rtb-1']),
    routes: [{ routeTableId: 'rtb-1', destination: '0.0.0.0/0', target: 'eni-1', state: 'blackhole' }],
    ...differences,
  };
}

function restored(differences: Partial<Present> = {}, of = manifest) {
  const plan = planRestore(of, present(differences));
  if (plan.kind !== 'restore') throw new Error(plan.problems.join());
  return plan;
}

describe('A manifest', () => {
  test('holds all that is needed to create the ENI again, and not its mark', () => {
    expect(manifest).toMatchObject({
      eniId: 'eni-1',
      macAddress: '02:81:60:cb:27:37',
      subnetId: 'subnet-1',
      description: 'build agent',
      sourceDestCheck: false,
      privateIpv4Addresses: [{ address: '10.0.0.9', primary: true }, { address: '10.0.0.10' }],
      ipv6Addresses: [{ address: '2001:db8::9', primary: true }],
      ipv4Prefixes: ['10.0.1.16/28'],
      ipv6Prefixes: ['2001:db8:1::/80'],
      securityGroupIds: ['sg-1'],
      elasticIps: [
        { allocationId: 'eipalloc-2', privateIpAddress: '10.0.0.10' },
        { allocationId: 'eipalloc-1', privateIpAddress: '10.0.0.9' },
      ],
      routes: [{ routeTableId: 'rtb-1', destination: '0.0.0.0/0' }],
    });
    expect(manifest.tags).toEqual({ Name: 'build-agent-7' });
  });

  test('names an Elastic IP once, though both the list of addresses and the ENI know it', () => {
    const elasticIp = { allocationId: 'eipalloc-1', publicIp: '203.0.113.9', eniId: 'eni-1' };
    const reading = manifestOf(orphan('eni-1', full), { ...noReferences, elasticIps: [elasticIp] }, noon);
    expect(reading).toMatchObject({ manifest: { elasticIps: [{ allocationId: 'eipalloc-1' }] } });
  });

  test('comes back from its text as it was', () => {
    expect(parseManifest(JSON.stringify(manifest))).toEqual({ kind: 'read', manifest });
    const bare = made(orphan('eni-2'));
    expect(parseManifest(JSON.stringify(bare))).toEqual({ kind: 'read', manifest: bare });
  });

  test('has a key of its own for each time that it is written, which sorts by time', () => {
    expect(manifestKey(manifest)).toBe('manifests/eni-1/2026-11-23T12:00:00Z.json');
  });

  test('is not made of an ENI of which too little is known', () => {
    expect(manifestOf(orphan('eni-1', { subnetId: undefined }), noReferences, noon)).toEqual({
      kind: 'problems',
      problems: ['EC2 does not tell its subnetId'],
    });
  });

  test.each([
    ['', /not JSON/],
    ['null', /object/],
    ['[]', /object/],
    ['{}', /version/],
    ['{"version":2}', /version is 2/],
  ])('is not read from %j', (text, problem) => {
    expect(parseManifest(text)).toMatchObject({
      kind: 'problems',
      problems: [expect.stringMatching(problem)],
    });
  });

  test('names everything that it lacks', () => {
    const reading = parseManifest('{"version":1}');
    const missing = reading.kind === 'problems' ? reading.problems : [];
    const names = Object.keys(manifest).filter((name) => name !== 'version');
    expect(missing).toEqual(names.map((name) => `its ${name} is missing`));
  });

  test.each(Object.keys(manifest).filter((name) => name !== 'version'))(
    'is not read where its %s is wrong',
    (name) => {
      for (const wrong of [null, 7, [7], { a: 7 }, undefined]) {
        const text = JSON.stringify({ ...manifest, [name]: wrong });
        expect(parseManifest(text)).toMatchObject({
          kind: 'problems',
          problems: [expect.stringContaining(name)],
        });
      }
    },
  );
});

describe('A restore', () => {
  test('creates the ENI with the same addresses, then what hangs on it', () => {
    const plan = restored();
    expect(plan.create).toMatchObject({
      clientToken: token,
      subnetId: 'subnet-1',
      privateIpv4Addresses: manifest.privateIpv4Addresses,
      ipv6Addresses: manifest.ipv6Addresses,
      securityGroupIds: ['sg-1'],
      tags: { Name: 'build-agent-7', 'eni-warden:restored-from': token },
    });
    expect(plan.steps).toEqual([
      { kind: 'assign-ipv4-prefixes', prefixes: ['10.0.1.16/28'] },
      { kind: 'assign-ipv6-prefixes', prefixes: ['2001:db8:1::/80'] },
      { kind: 'set-source-dest-check', value: false },
      { kind: 'associate-address', allocationId: 'eipalloc-2', privateIpAddress: '10.0.0.10' },
      { kind: 'associate-address', allocationId: 'eipalloc-1', privateIpAddress: '10.0.0.9' },
      { kind: 'replace-route', routeTableId: 'rtb-1', destination: '0.0.0.0/0' },
    ]);
    expect(plan.losses).toEqual([expect.stringMatching(/eni-1 .*02:81:60:cb:27:37/)]);
  });

  test('of an ordinary ENI needs no more than the creation', () => {
    expect(restored({}, made(orphan('eni-3'))).steps).toEqual([]);
  });

  test('has a client token that is always the same for a manifest, another for any other, and fits EC2', () => {
    expect(restoreToken(made())).toBe(token);
    expect(restoreToken({ ...manifest, eniId: 'eni-2' })).not.toBe(token);
    expect(restoreToken({ ...manifest, writtenAt: '2026-11-23T12:00:01Z' })).not.toBe(token);
    expect(token).toMatch(/^[\x21-\x7e]{1,64}$/);
  });

  test('that has been done already does nothing', () => {
    const done = tagged(orphan('eni-9', full), { 'eni-warden:restored-from': token });
    const plan = restored({
      enis: [done],
      elasticIps: [
        { allocationId: 'eipalloc-1', eniId: 'eni-9', privateIpAddress: '10.0.0.9' },
        { allocationId: 'eipalloc-2', eniId: 'eni-9', privateIpAddress: '10.0.0.10' },
      ],
      routes: [{ routeTableId: 'rtb-1', destination: '0.0.0.0/0', target: 'eni-9', state: 'active' }],
    });
    expect(plan).toMatchObject({ existingEniId: 'eni-9', steps: [], losses: [expect.stringMatching(/MAC/)] });
    expect(plan.create).toBeUndefined();
  });

  test('that was broken off goes on where it stopped', () => {
    const begun = tagged(orphan('eni-9', { ...full, sourceDestCheck: true }), {
      'eni-warden:restored-from': token,
    });
    const plan = restored({
      enis: [begun],
      elasticIps: [{ allocationId: 'eipalloc-1', eniId: 'eni-9' }, { allocationId: 'eipalloc-2' }],
    });
    expect(plan.create).toBeUndefined();
    expect(plan.steps.map(({ kind }) => kind)).toEqual([
      'set-source-dest-check',
      'associate-address',
      'replace-route',
    ]);
  });

  test.each([
    ['its address', '10.0.0.9', { privateIpv4Addresses: [{ address: '10.0.0.9', primary: true }] }],
    ['a further address', '10.0.0.10', { privateIpv4Addresses: [{ address: '10.0.0.10', primary: true }] }],
    ['its IPv6 address', '2001:db8::9', { ipv6Addresses: [{ address: '2001:DB8:0::9', primary: false }] }],
    [
      'an address of its prefix',
      '10.0.1.16/28',
      { privateIpv4Addresses: [{ address: '10.0.1.17', primary: true }] },
    ],
  ])('is impossible where another ENI holds %s, and names both', (_what, address, held) => {
    const holder = orphan('eni-7', { privateIpv4Addresses: [], ...held, status: 'in-use' });
    expect(planRestore(manifest, present({ enis: [holder] }))).toEqual({
      kind: 'impossible',
      problems: [
        expect.stringMatching(new RegExp(`^${address} is held by eni-7 \\(in-use, "build agent"\\)`)),
      ],
    });
  });

  test('is impossible without its subnet, and without any of its security groups', () => {
    const { subnetId: _gone, ...nothing } = present({ securityGroupIds: new Set() });
    expect(planRestore(manifest, nothing)).toEqual({
      kind: 'impossible',
      problems: [expect.stringContaining('subnet-1 is gone'), expect.stringContaining('sg-1')],
    });
  });

  test('goes on with fewer security groups, and says so', () => {
    const plan = restored({}, { ...manifest, securityGroupIds: ['sg-1', 'sg-2'] });
    expect(plan.create?.securityGroupIds).toEqual(['sg-1']);
    expect(plan.losses).toContainEqual(expect.stringContaining('sg-2'));
  });

  test('takes no Elastic IP and no route from anybody, and names who has them', () => {
    const plan = restored({
      elasticIps: [{ allocationId: 'eipalloc-1', eniId: 'eni-7' }],
      routes: [{ routeTableId: 'rtb-1', destination: '0.0.0.0/0', target: 'nat-1', state: 'active' }],
    });
    expect(plan.steps.filter(({ kind }) => kind === 'associate-address' || kind === 'replace-route')).toEqual(
      [],
    );
    expect(plan.losses.slice(1)).toEqual([
      expect.stringMatching(/eipalloc-2.*released/),
      expect.stringMatching(/eipalloc-1.*eni-7/),
      expect.stringMatching(/rtb-1.*nat-1/),
    ]);
  });

  test('creates a route that is missing, and mourns one whose table is gone', () => {
    expect(restored({ routes: [] }).steps).toContainEqual({
      kind: 'create-route',
      routeTableId: 'rtb-1',
      destination: '0.0.0.0/0',
    });
    const plan = restored({ routes: [], routeTableIds: new Set() });
    expect(plan.losses).toContainEqual(expect.stringMatching(/rtb-1, whose table is gone/));
  });

  test('leaves a blackhole route alone that leads to another ENI than the deleted one', () => {
    const route = { routeTableId: 'rtb-1', destination: '0.0.0.0/0', target: 'eni-7', state: 'blackhole' };
    const plan = restored({ routes: [route] });
    expect(plan.steps.some(({ kind }) => kind === 'replace-route')).toBe(false);
    expect(plan.losses).toContainEqual(expect.stringMatching(/rtb-1, which goes to eni-7 \(blackhole\)/));
  });

  test('does not put an Elastic IP where the ENI has another by now, or has the address no more', () => {
    const begun = tagged(
      orphan('eni-9', {
        ...full,
        privateIpv4Addresses: [{ address: '10.0.0.9', primary: true, publicIp: '203.0.113.99' }],
      }),
      { 'eni-warden:restored-from': token },
    );
    const plan = restored({ enis: [begun] });
    expect(plan.steps.some(({ kind }) => kind === 'associate-address')).toBe(false);
    expect(plan.losses.slice(1)).toEqual([
      expect.stringMatching(/eipalloc-2\): eni-9 does not hold 10\.0\.0\.10 any more/),
      expect.stringMatching(/eipalloc-1\): 10\.0\.0\.9 has 203\.0\.113\.99 now/),
    ]);
  });

  test('does not ask for tags that only AWS can write, and says so', () => {
    const plan = restored({}, { ...manifest, tags: { Name: 'a', 'aws:cloudformation:stack-name': 'b' } });
    expect(plan.create?.tags).toEqual({ Name: 'a', 'eni-warden:restored-from': token });
    expect(plan.losses).toContainEqual(expect.stringContaining('aws:cloudformation:stack-name'));
  });

  test('leaves the settings of a restored ENI that is in use, and tells how they differ', () => {
    const inUse = tagged(
      orphan('eni-9', {
        ...full,
        status: 'in-use',
        attachment: { id: 'eni-attach-1', instanceId: 'i-1', status: 'attached' },
        sourceDestCheck: true,
        ipv4Prefixes: [],
        securityGroupIds: ['sg-2'],
        description: 'mine',
        tags: { Name: 'mine' },
      }),
      { 'eni-warden:restored-from': token },
    );
    const plan = restored({ enis: [inUse] });
    expect(plan.steps.map(({ kind }) => kind)).toEqual([
      'associate-address',
      'associate-address',
      'replace-route',
    ]);
    expect(plan.differences).toEqual([
      expect.stringMatching(/eni-9 is in use \(in-use, with i-1\)/),
      'its source/dest check is true, and was false',
      'it lacks the address 10.0.1.16/28',
      'it lacks the security group sg-1',
      'it has the security group sg-2 besides',
      'its description is "mine", and was "build agent"',
      'its tags differ: Name',
    ]);
  });

  test('of an ENI that was not deleted at all has nothing to do', () => {
    const alive = orphan('eni-1', { ...full, status: 'in-use' });
    expect(planRestore(manifest, present({ enis: [alive] }))).toEqual({
      kind: 'impossible',
      problems: [expect.stringMatching(/^eni-1 .*was not deleted/)],
    });
  });
});
