import { auditedCloud, town, warmUp } from './town.ts';

beforeAll(warmUp);

test('everything that the audit looks at is read, and nothing is unread', async () => {
  const here = await town();
  const at = here.clock.now();
  const { subnets, peer, member, eni, address, table, peering, reservation, flowLog, rule } = here;
  const [{ subnetId, vpcId }] = subnets;
  const snapshot = await here.audit();
  const ofId = <T extends { readonly id: string }>(items: readonly T[], id: string) =>
    items.find((item) => item.id === id);

  expect(snapshot).toMatchObject({ takenAt: at, accountId: '123456789012', unread: [] });
  expect(ofId(snapshot.vpcs, peer.vpcId)).toEqual({
    id: peer.vpcId,
    isDefault: false,
    cidrs: ['10.1.0.0/16', '2001:db8:1::/56'],
    tags: {},
  });
  expect(snapshot.vpcs).toHaveLength(2);
  expect(ofId(snapshot.subnets, subnetId)).toEqual({
    id: subnetId,
    vpcId,
    availabilityZone: `${here.region}a`,
    ipv4Cidr: '10.0.0.0/20',
    ipv6Cidrs: ['2001:db8::/64'],
    // Two ENIs and a prefix; whether a reservation takes addresses is not known.
    availableIpAddressCount: expect.any(Number),
    tags: {},
  });
  expect(snapshot.subnets).toHaveLength(3);
  expect(ofId(snapshot.enis, eni.networkInterfaceId)).toEqual({
    id: eni.networkInterfaceId,
    status: 'in-use',
    interfaceType: 'interface',
    requesterManaged: false,
    requesterId: eni.requesterId,
    operator: { managed: false },
    ownerId: '123456789012',
    description: '',
    availabilityZone: `${here.region}a`,
    vpcId,
    subnetId,
    macAddress: eni.macAddress,
    privateIpv4Addresses: [
      {
        address: eni.privateIpAddresses[0]?.privateIpAddress,
        primary: true,
        publicIp: address.publicIp,
        allocationId: address.allocationId,
      },
    ],
    ipv6Addresses: [],
    ipv4Prefixes: ['10.0.2.0/28'],
    ipv6Prefixes: [],
    securityGroupIds: eni.groups.map(({ groupId }) => groupId),
    sourceDestCheck: true,
    tags: { 'eni-warden:group': 'db' },
    attachment: {
      id: eni.attachment?.attachmentId,
      instanceId: member.instanceId,
      instanceOwnerId: '123456789012',
      status: 'attached',
      deviceIndex: 1,
      networkCardIndex: 0,
      deleteOnTermination: true,
      attachTime: Math.floor((eni.attachment?.attachTime ?? 0) / 1_000) * 1_000,
    },
  });
  expect(snapshot.instances).toEqual([
    {
      id: member.instanceId,
      state: 'running',
      type: 'm7g.large',
      availabilityZone: `${here.region}a`,
      vpcId,
      subnetId,
      tags: { 'eni-warden:group': 'db', Name: 'db-1' },
    },
  ]);
  expect(snapshot.instanceTypes).toEqual(
    new Map([['m7g.large', { networkInterfacesMax: 3, networkInterfacesOnCard0Max: 3 }]]),
  );
  expect(ofId(snapshot.routeTables, table.routeTableId)).toEqual({
    id: table.routeTableId,
    vpcId,
    isMain: false,
    subnetIds: [subnetId],
    routes: expect.arrayContaining([
      { destination: '10.0.0.0/16', target: { kind: 'local', id: 'local' }, state: 'active' },
      {
        destination: '172.16.0.1/32',
        target: { kind: 'network-interface', id: eni.networkInterfaceId },
        state: 'active',
      },
    ]),
    tags: { Name: 'inside' },
  });
  expect(snapshot.routeTables.filter(({ isMain }) => isMain)).toHaveLength(2);
  expect(snapshot.peerings).toEqual([
    {
      id: peering.vpcPeeringConnectionId,
      status: 'active',
      requester: { vpcId, ownerId: '123456789012', region: here.region, cidrs: ['10.0.0.0/16'] },
      accepter: {
        vpcId: peer.vpcId,
        ownerId: '123456789012',
        region: here.region,
        cidrs: ['10.1.0.0/16', '2001:db8:1::/56'],
      },
      tags: {},
    },
  ]);
  expect(snapshot.elasticIps).toEqual([
    {
      allocationId: address.allocationId,
      publicIp: address.publicIp,
      eniId: eni.networkInterfaceId,
      privateIpAddress: eni.privateIpAddresses[0]?.privateIpAddress,
      tags: { Name: 'front' },
    },
  ]);
  expect(snapshot.reservations).toEqual([
    { id: reservation.subnetCidrReservationId, subnetId, cidr: '10.0.1.0/28', type: 'explicit' },
  ]);
  expect(ofId(snapshot.securityGroupRules, rule.securityGroupRuleId)).toEqual({
    id: rule.securityGroupRuleId,
    securityGroupId: eni.groups[0]?.groupId,
    protocol: 'tcp',
    fromPort: 22,
    toPort: 22,
    cidr: '0.0.0.0/0',
  });
  expect(snapshot.flowLogs).toEqual([{ id: flowLog.flowLogId, resourceId: vpcId }]);
  expect(snapshot.alarms).toEqual([
    { name: 'db-1 is down', metric: 'StatusCheckFailed_Instance', instanceIds: [member.instanceId] },
  ]);
});

test('an empty account is an empty snapshot, and nothing is unread', async () => {
  const snapshot = await auditedCloud().audit();
  expect(snapshot).toMatchObject({ unread: [], enis: [], instances: [], elasticIps: [], alarms: [] });
});

test('outbound rules are not kept', async () => {
  const here = await town();
  const groupId = here.eni.groups[0]?.groupId ?? '';
  const before = (await here.audit()).securityGroupRules;
  here.world.addSecurityGroupRule({
    groupId,
    isEgress: true,
    fromPort: 443,
    peer: { cidrIpv4: '0.0.0.0/0' },
  });
  expect((await here.audit()).securityGroupRules).toEqual(before);
});

test('what AWS hides by default is seen, and who operates it', async () => {
  const here = auditedCloud();
  const operator = { principal: 'workspaces.amazonaws.com', hiddenByDefault: true };
  here.world.addNetworkInterface({ subnetId: here.subnets[0].subnetId, operator });
  expect((await here.audit()).enis).toMatchObject([{ operator: { managed: true, ...operator } }]);
});

test('an instance that fails a status check carries its impairment, and another none', async () => {
  const here = await town();
  const well = here.world.addInstance({ subnetId: here.subnets[1].subnetId });
  here.faults.hang(here.member.instanceId);
  await here.clock.advance(600_000);
  const { instances } = await here.audit({ deadline: here.clock.now() + 600_000 });
  expect(instances.find(({ id }) => id === here.member.instanceId)?.impairment).toEqual({
    checks: ['instance'],
    since: expect.any(Number),
  });
  expect(instances.find(({ id }) => id === well.instanceId)).not.toHaveProperty('impairment');
});

test('a terminated instance is shown as EC2 shows it, without its place', async () => {
  const here = await town();
  here.world.terminate(here.member.instanceId);
  await here.clock.advance(120_000);
  const { instances } = await here.audit();
  expect(instances).toMatchObject([{ id: here.member.instanceId, state: 'terminated' }]);
  expect(instances[0]).not.toHaveProperty('vpcId');
});

test('only the types of enrolled instances are asked for', async () => {
  const here = await town();
  here.world.addInstance({ subnetId: here.subnets[1].subnetId, instanceType: 'm7g.medium' });
  expect([...(await here.audit()).instanceTypes.keys()]).toEqual(['m7g.large']);
});

test('a route names its target whatever kind it is', async () => {
  const here = await town();
  const { world, table, subnets } = here;
  const { routeTableId } = table;
  const gateway = world.addGateway({ kind: 'internetGateway', vpcIds: [subnets[0].vpcId] });
  const pcx = here.peering.vpcPeeringConnectionId;
  world.addRoute({
    routeTableId,
    destination: '0.0.0.0/0',
    target: { kind: 'gatewayId', id: gateway.gatewayId },
  });
  world.addRoute({
    routeTableId,
    destination: '10.1.0.0/16',
    target: { kind: 'vpcPeeringConnectionId', id: pcx },
  });
  world.addRoute({
    routeTableId,
    destination: '::/0',
    target: { kind: 'gatewayId', id: 'vgw-0123456789abcdef0' },
  });
  world.addRoute({
    routeTableId,
    destination: 'pl-0123456789abcdef0',
    target: { kind: 'gatewayId', id: 'vpce-0123456789abcdef0' },
  });
  const { routeTables } = await here.audit();
  const routes = routeTables.find(({ id }) => id === routeTableId)?.routes ?? [];
  expect(Object.fromEntries(routes.map(({ destination, target }) => [destination, target]))).toMatchObject({
    '0.0.0.0/0': { kind: 'internet-gateway', id: gateway.gatewayId },
    '10.1.0.0/16': { kind: 'peering', id: pcx },
    '::/0': { kind: 'virtual-private-gateway', id: 'vgw-0123456789abcdef0' },
    'pl-0123456789abcdef0': { kind: 'other', id: 'vpce-0123456789abcdef0' },
  });
});

test('a reservation for prefixes is read as one', async () => {
  const here = await town();
  here.world.addReservation({
    subnetId: here.subnets[0].subnetId,
    cidr: '10.0.4.0/24',
    reservationType: 'prefix',
  });
  expect((await here.audit()).reservations.map(({ cidr, type }) => [cidr, type])).toEqual([
    ['10.0.1.0/28', 'explicit'],
    ['10.0.4.0/24', 'prefix'],
  ]);
});

test('nothing is missed because there is much of it', async () => {
  const here = auditedCloud();
  const { world, subnets } = here;
  const [{ subnetId, vpcId }] = subnets;
  const enis = Array.from({ length: 1_005 }, () => world.addNetworkInterface({ subnetId }));
  for (let n = 0; n < 1_005; n++) world.addFlowLog({ resourceId: enis[n]?.networkInterfaceId ?? '' });
  for (let n = 0; n < 105; n++) world.addRouteTable({ vpcId });
  const { groupId } = world.addSecurityGroup({ vpcId, groupName: 'large' });
  for (let n = 0; n < 1_005; n++)
    world.addSecurityGroupRule({ groupId, fromPort: n, peer: { cidrIpv4: '10.0.0.0/8' } });
  const snapshot = await here.audit();
  expect(snapshot.unread).toEqual([]);
  expect(new Set(snapshot.enis.map(({ id }) => id)).size).toBe(1_005);
  expect(snapshot.flowLogs).toHaveLength(1_005);
  expect(snapshot.routeTables).toHaveLength(106);
  expect(
    snapshot.securityGroupRules.filter(({ securityGroupId }) => securityGroupId === groupId),
  ).toHaveLength(1_005);
});

test('the parts are read side by side', async () => {
  const here = await town();
  const from = here.clock.now();
  await here.audit();
  const calls = here.sandbox.log.calls.filter(({ at }) => at >= from);
  const oneByOne = calls.reduce((sum, { latencyMs }) => sum + latencyMs, 0);
  expect(here.clock.now() - from).toBeLessThan(oneByOne / 2);
});
