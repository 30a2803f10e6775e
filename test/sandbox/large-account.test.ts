import { ec2On } from './ec2-on.ts';

const idsIn = (body: string) => [...body.matchAll(/<networkInterfaceId>([^<]+)</g)].map(([, id = '']) => id);
const tokenIn = (body: string) => /<nextToken>([^<]+)</.exec(body)?.[1];

function withInterfaces(count: number, options: Parameters<typeof ec2On>[0] = {}) {
  const ec2 = ec2On({ throttling: false, ...options });
  const add = () => ec2.sandbox.world.addNetworkInterface({ subnetId: ec2.subnetId }).networkInterfaceId;
  const describe = (more: Record<string, string> = {}) => ec2.call('DescribeNetworkInterfaces', more);
  return { ...ec2, ids: Array.from({ length: count }, add), add, describe };
}

describe('An account with many network interfaces', () => {
  test('must ask in pages, or for what is narrow enough', async () => {
    const { describe, subnetId } = withInterfaces(11, { unknowns: { unpagedInterfacesMax: 10 } });
    const filter = (name: string, value: string) => ({ 'Filter.1.Name': name, 'Filter.1.Value.1': value });
    expect((await describe()).code).toBe('OperationNotPermitted');
    expect((await describe(filter('status', 'available'))).code).toBe('OperationNotPermitted');
    expect((await describe(filter('subnet-id', subnetId))).code).toBeUndefined();
    expect((await describe({ MaxResults: '1000' })).code).toBeUndefined();
  });

  test('may ask for everything at once as long as it is not large', async () => {
    const { describe, ids } = withInterfaces(10, { unknowns: { unpagedInterfacesMax: 10 } });
    expect(idsIn((await describe()).body)).toEqual(ids);
  });

  test('sees in its pages each interface that was there all the time, whatever comes and goes between them', async () => {
    const { describe, ids, add, sandbox, call } = withInterfaces(40);
    const seen: string[] = [];
    const removed = new Set<string>();
    let token: string | undefined;
    do {
      const { body } = await describe({ MaxResults: '7', ...(token && { NextToken: token }) });
      seen.push(...idsIn(body));
      token = tokenIn(body);
      // The last one that was given goes, and so does one that is still to come.
      for (const gone of [seen.at(-1) ?? '', ids[ids.length - removed.size - 1] ?? '']) {
        if (!sandbox.world.networkInterfaces.has(gone)) continue;
        await call('DeleteNetworkInterface', { NetworkInterfaceId: gone });
        removed.add(gone);
      }
      if (seen.length < 40) add();
    } while (token !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(ids.filter((id) => !removed.has(id))));
  });

  test('sees in its pages of tags each tag once', async () => {
    const { call, sandbox, ids } = withInterfaces(7);
    for (const id of ids) sandbox.world.setTag(id, 'k', id);
    const first = (await call('DescribeTags', { MaxResults: '5' })).body;
    const second = (await call('DescribeTags', { MaxResults: '5', NextToken: tokenIn(first) ?? '' })).body;
    const values = [...`${first}${second}`.matchAll(/<value>([^<]+)</g)].map(([, value]) => value);
    expect(values).toEqual(ids);
  });

  test('gives back the lowest free address of a subnet, however many are in use', async () => {
    const { sandbox, ids, call } = withInterfaces(300);
    const { world } = sandbox;
    const { privateIpAddresses } = world.networkInterface(ids[17] ?? '');
    await call('DeleteNetworkInterface', { NetworkInterfaceId: ids[17] ?? '' });
    const { subnetId } = world.networkInterface(ids[0] ?? '');
    expect(world.addNetworkInterface({ subnetId }).privateIpAddresses).toEqual(privateIpAddresses);
    const inUse = [...world.networkInterfaces.values()].map(
      (eni) => eni.privateIpAddresses[0]?.privateIpAddress,
    );
    expect(new Set(inUse).size).toBe(300);
  });
});
