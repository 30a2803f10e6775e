import { buildAccount } from '../../bench/cleanup-account.ts';
import { VirtualClock } from '../../sandbox/clock.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';

function accountOf(enis: number, unattached: number): Sandbox {
  const sandbox = createSandbox({ clock: new VirtualClock(), seed: 1 });
  buildAccount(sandbox, { enis, unattached });
  return sandbox;
}

const enisOf = ({ world }: Sandbox) => [...world.networkInterfaces.values()];

describe('the account of the cleanup bench', () => {
  it('has as many ENIs, and as many unattached ones, as were asked for', () => {
    const enis = enisOf(accountOf(3_000, 600));
    expect(enis).toHaveLength(3_000);
    expect(enis.filter(({ attachment }) => attachment === undefined)).toHaveLength(600);
    expect(enis.filter(({ status }) => status === 'available')).toHaveLength(600);
  });

  it('spreads the unattached ones over all pages', () => {
    const enis = enisOf(accountOf(5_000, 1_000));
    for (let page = 0; page < 5; page++) {
      const idle = enis
        .slice(page * 1_000, (page + 1) * 1_000)
        .filter(({ status }) => status === 'available');
      expect(idle).toHaveLength(200);
    }
  });

  it('has 40 VPCs, 200 subnets, 60 route tables and every kind of reference to unattached ENIs', () => {
    const { world } = accountOf(3_000, 600);
    const idle = new Set(
      enisOf({ world } as Sandbox).flatMap(({ attachment, networkInterfaceId }) =>
        attachment === undefined ? [networkInterfaceId] : [],
      ),
    );
    const targets = [...world.routeTables.values()]
      .flatMap(({ routes }) => routes)
      .map(({ target }) => target.id);
    expect([world.vpcs.size, world.subnets.size, world.routeTables.size]).toEqual([40, 200, 60]);
    expect(targets.some((id) => idle.has(id))).toBe(true);
    expect([...world.networkInterfacePermissions.values()].length).toBe(30);
    expect(world.cidrReservations.size).toBe(20);
    const withPublicAddress = enisOf({ world } as Sandbox).filter(
      ({ networkInterfaceId, privateIpAddresses }) =>
        idle.has(networkInterfaceId) &&
        privateIpAddresses.some(({ association }) => association !== undefined),
    );
    expect(withPublicAddress.length).toBeGreaterThan(0);
  });
});
