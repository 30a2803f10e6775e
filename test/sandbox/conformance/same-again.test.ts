import {
  CreateNetworkInterfaceCommand,
  type CreateNetworkInterfaceCommandInput,
  CreateTagsCommand,
  DeleteNetworkInterfaceCommand,
  DeleteTagsCommand,
} from '@aws-sdk/client-ec2';
import {
  closeTarget,
  codeOf,
  conformance,
  failureOf,
  look,
  newInterface,
  openTarget,
  sandboxOnly,
  type Target,
} from './target.ts';

conformance('An interface that is made again', () => {
  let target: Target;
  beforeEach(() => {
    target = openTarget();
  });
  afterEach(() => closeTarget(target));

  const create = (input: Partial<CreateNetworkInterfaceCommandInput>) =>
    target.client.send(new CreateNetworkInterfaceCommand({ SubnetId: target.subnetId, ...input }));
  const remove = (NetworkInterfaceId: string) =>
    target.client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
  const addresses = {
    PrivateIpAddress: '10.0.0.100',
    PrivateIpAddresses: [
      { PrivateIpAddress: '10.0.0.102', Primary: false },
      { PrivateIpAddress: '10.0.0.101', Primary: false },
    ],
    Ipv6Addresses: [{ Ipv6Address: '2001:DB8:0:0::00a0' }],
    Ipv4Prefixes: [{ Ipv4Prefix: '10.0.1.16/28' }],
    Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:0:0:1::/80' }],
  };

  sandboxOnly('has every address and prefix that the former one had, once that is gone', async () => {
    const former = await newInterface(target, addresses);
    for (const taken of [
      { PrivateIpAddress: '10.0.0.101' },
      { Ipv6Addresses: addresses.Ipv6Addresses },
      { Ipv4Prefixes: addresses.Ipv4Prefixes },
      { Ipv6Prefixes: addresses.Ipv6Prefixes },
      // Addresses within the prefixes are taken too.
      { PrivateIpAddress: '10.0.1.20' },
      { Ipv6Addresses: [{ Ipv6Address: '2001:db8:0:0:1::5' }] },
    ]) {
      expect(await codeOf(target, create(taken))).toBe('InvalidIPAddress.InUse');
    }
    await target.run(remove(former));
    const again = await newInterface(target, { ...addresses, EnablePrimaryIpv6: true });
    const shown = await look(target, again);
    expect(shown.PrivateIpAddresses?.map(({ PrivateIpAddress }) => PrivateIpAddress)).toEqual([
      '10.0.0.100',
      '10.0.0.102',
      '10.0.0.101',
    ]);
    expect(shown).toMatchObject({
      Ipv6Addresses: [{ Ipv6Address: '2001:db8::a0', IsPrimaryIpv6: true }],
      Ipv4Prefixes: addresses.Ipv4Prefixes,
      Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:0:0:1::/80' }],
    });
    expect(again).not.toBe(former);
  });

  sandboxOnly('says which address is taken', async () => {
    await newInterface(target, { PrivateIpAddress: '10.0.0.100' });
    expect(await failureOf(target, create(addresses))).toEqual({
      code: 'InvalidIPAddress.InUse',
      message: 'Address 10.0.0.100 is in use.',
      status: 400,
    });
  });

  sandboxOnly('has IPv6 and prefixes only where its subnet has them', async () => {
    for (const wrong of [
      { Ipv6Addresses: [{ Ipv6Address: '2001:db8:0:1::a0' }] },
      { Ipv4Prefixes: [{ Ipv4Prefix: '10.0.1.16/29' }] },
      { Ipv4Prefixes: [{ Ipv4Prefix: '10.0.16.0/28' }] },
      { Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:0:0:1::/96' }] },
    ]) {
      expect(await codeOf(target, create(wrong))).toBe('InvalidParameterValue');
    }
  });

  test('2: the same client token makes one interface, and is not for another request', async () => {
    const ClientToken = `again-${process.pid}`;
    const first = await newInterface(target, { ClientToken, Description: 'x' });
    const second = await target.run(create({ ClientToken, Description: 'x' }));
    expect(second.NetworkInterface?.NetworkInterfaceId).toBe(first);
    expect(await codeOf(target, create({ ClientToken, Description: 'y' }))).toBe(
      'IdempotentParameterMismatch',
    );
  });

  sandboxOnly('is tagged with up to 1,000 others in one call', async () => {
    const world = target.sandbox?.world;
    const ids = Array.from(
      { length: 1001 },
      () => world?.addNetworkInterface({ subnetId: target.subnetId }).networkInterfaceId ?? '',
    );
    const Tags = [{ Key: 'k', Value: 'v'.repeat(256) }];
    const tag = (Resources: string[]) => target.client.send(new CreateTagsCommand({ Resources, Tags }));
    expect(await codeOf(target, tag(ids))).toBe('InvalidParameterValue');
    await target.run(tag(ids.slice(1)));
    const tagged = [...(world?.networkInterfaces.values() ?? [])].filter(({ tags }) => tags.k !== undefined);
    expect(tagged).toHaveLength(1000);
  });

  sandboxOnly('keeps the tags of AWS, which count for nothing and nobody else may change', async () => {
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, '']));
    const eni = target.sandbox?.world.addNetworkInterface({ subnetId: target.subnetId, tags });
    const Resources = [eni?.networkInterfaceId ?? ''];
    target.sandbox?.world.setTag(Resources[0] ?? '', 'aws:ecs:x', 'y');
    const tag = (Key: string) =>
      target.client.send(new CreateTagsCommand({ Resources, Tags: [{ Key, Value: '' }] }));
    const untag = (input: object) => target.client.send(new DeleteTagsCommand({ Resources, ...input }));
    expect(await codeOf(target, tag('k1'))).toBe('no error');
    expect(await codeOf(target, tag('new'))).toBe('TagLimitExceeded');
    expect(await codeOf(target, untag({ Tags: [{ Key: 'aws:ecs:x' }] }))).toBe('InvalidParameterValue');
    await target.run(untag({}));
    expect((await look(target, Resources[0] ?? '')).TagSet).toEqual([{ Key: 'aws:ecs:x', Value: 'y' }]);
  });
});
