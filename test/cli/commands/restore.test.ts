import type { Manifest } from '../../../domain/cleanup/manifest.ts';
import { bucket, desk, warmUp, withGroup } from './desk.ts';

beforeAll(warmUp);

const key = 'manifests/eni-0123456789abcdef0/2026-01-05T08:00:00Z.json';

/** A desk, and in the bucket the manifest of an ENI that is gone. */
async function afterDeletion() {
  const here = desk();
  const { subnetId, network, eniId } = withGroup(here);
  const groups = here.world.networkInterface(eniId)?.groups ?? [];
  const manifest: Manifest = {
    version: 1,
    writtenAt: '2026-01-05T08:00:00Z',
    eniId: 'eni-0123456789abcdef0',
    macAddress: '02:00:00:00:00:01',
    accountId: here.sandbox.account,
    vpcId: network.vpc.vpcId,
    subnetId,
    availabilityZone: `${here.sandbox.region}a`,
    interfaceType: 'interface',
    description: '',
    sourceDestCheck: true,
    privateIpv4Addresses: [{ address: '10.0.3.9', primary: true }],
    ipv6Addresses: [],
    ipv4Prefixes: [],
    ipv6Prefixes: [],
    securityGroupIds: groups.map(({ groupId }) => groupId),
    tags: {},
    elasticIps: [],
    routes: [],
  };
  await here.put(key, JSON.stringify(manifest));
  return here;
}

test('the manifests of an ENI are listed, and one brings it back', async () => {
  const here = await afterDeletion();
  const environment = { ENI_WARDEN_BUCKET: bucket };
  const list = await here.run('restore --list eni-0123456789abcdef0', { environment });
  expect([list.status, list.out]).toEqual([0, key]);
  const { status, answer } = await here.json(`restore ${key} --bucket ${bucket}`);
  expect(status).toBe(0);
  expect(answer).toMatchObject({ outcome: 'restored', eniId: 'eni-0123456789abcdef0' });
  expect(here.world.networkInterface(answer.newEniId)?.privateIpAddresses).toMatchObject([
    { privateIpAddress: '10.0.3.9' },
  ]);
});

test('an address that somebody else has is left to them', async () => {
  const here = await afterDeletion();
  const { subnetId } = withGroup(here, 'nat');
  expect(subnetId).toBeDefined();
  const first = await here.json(`restore ${key} --bucket ${bucket}`);
  const other = key.replace('08:00:00', '09:00:00');
  const body = here.s3.object(bucket, key)?.body ?? '';
  await here.put(other, body.replace('2026-01-05T08:00:00Z', '2026-01-05T09:00:00Z'));
  const { status, out } = await here.run(`restore ${other} --bucket ${bucket}`);
  expect(status).toBe(1);
  expect(out).toContain(first.answer.newEniId);
});

test.each([
  ['no manifest', `restore --list eni-0123456789abcdef1 --bucket ${bucket}`, 1, /holds no manifest/],
  ['no such key', `restore manifests/eni-1/none.json --bucket ${bucket}`, 1, /there is none/],
  ['no such bucket', 'restore --list eni-0123456789abcdef1 --bucket nowhere', 1, /nowhere/],
  ['no bucket', 'restore --list eni-0123456789abcdef1', 2, /which bucket/],
  ['nothing named', `restore --bucket ${bucket}`, 2, /either the key/],
  ['both named', `restore ${key} --list eni-1 --bucket ${bucket}`, 2, /either the key/],
  ['what is no key', `restore eni-0123456789abcdef0 --bucket ${bucket}`, 2, /a key looks like/],
  ['what is no ENI', `restore --list manifests/ --bucket ${bucket}`, 2, /takes the id of an ENI/],
])('%s ends with the right status and words', async (_what, line, expected, words) => {
  const { status, out, err } = await desk().run(line);
  expect(status).toBe(expected);
  expect(out + err).toMatch(words);
  expect(err).not.toContain('bug');
});

test('an object that is no manifest is said to be none', async () => {
  const here = desk();
  await here.put('manifests/eni-1/x.json', '{}');
  const { status, err } = await here.run(`restore manifests/eni-1/x.json --bucket ${bucket}`);
  expect(status).toBe(1);
  expect(err).not.toContain('bug');
});
