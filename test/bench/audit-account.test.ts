import { buildAccount } from '../../bench/audit-account.ts';
import { VirtualClock } from '../../sandbox/clock.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';

function accountOf(enis: number): Sandbox {
  const sandbox = createSandbox({ clock: new VirtualClock(), seed: 1 });
  buildAccount(sandbox, enis);
  return sandbox;
}

const routesOf = ({ world }: Sandbox) =>
  [...world.routeTables.values()]
    .flatMap(({ routes }) => routes)
    .filter(({ origin }) => origin === 'CreateRoute');

describe('the account of the audit bench', () => {
  const small = accountOf(2_000);
  const large = accountOf(6_000);

  it.each([
    [2_000, small],
    [6_000, large],
  ])('has the proportions of the large one with %i ENIs', (enis, { world }) => {
    const vpcs = enis / 200;
    const cidrs = [...world.vpcs.values()].map(({ cidrBlock }) => cidrBlock);
    const alone = cidrs.filter((cidr) => cidrs.indexOf(cidr) === cidrs.lastIndexOf(cidr));
    expect(world.networkInterfaces.size).toBe(enis);
    expect(cidrs).toHaveLength(vpcs);
    expect(cidrs.length - alone.length).toBe(vpcs * 0.4);
    expect(routesOf({ world } as Sandbox)).toHaveLength(vpcs * 4);
  });

  it('has a group in each VPC, claims, reservations, Elastic IPs, peerings that failed, and routes to what is unattached', () => {
    const { world } = large;
    const enis = [...world.networkInterfaces.values()];
    const idle = new Set(
      enis.flatMap(({ attachment, networkInterfaceId }) =>
        attachment === undefined ? [networkInterfaceId] : [],
      ),
    );
    const peerings = [...world.vpcPeeringConnections.values()].map(({ status }) => status);
    expect(enis.filter(({ tags }) => 'eni-warden:group' in tags)).toHaveLength(30);
    expect(enis.filter(({ tags }) => 'eni-warden:address' in tags)).toHaveLength(30);
    expect(world.cidrReservations.size).toBe(30);
    expect(world.addresses.size).toBe(36);
    expect(new Set(peerings)).toEqual(new Set(['active', 'failed']));
    expect(routesOf(large).some(({ target }) => idle.has(target.id))).toBe(true);
  });
});
