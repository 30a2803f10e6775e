import { notFound } from '../ec2/errors.ts';
import { newId } from '../ids.ts';
import { drawMs } from '../timings.ts';
import type { Core } from './core.ts';
import { destinationOf, localRoute, putRoute, removeRoute } from './create-route-table.ts';
import type { CidrAssociation } from './record-network.ts';
import type { Vpc } from './records.ts';

/** The blocks that a VPC has now, of both families. */
export function blocksOf({ cidrAssociations }: Vpc): string[] {
  return cidrAssociations.filter(({ state }) => state === 'associated').map(({ cidrBlock }) => cidrBlock);
}

export function newCidrAssociation(
  core: Core,
  cidrBlock: string,
  state: CidrAssociation['state'],
): CidrAssociation {
  const random = core.random.stream(`vpcCidrAssociation/${core.count('vpcCidrAssociation')}`);
  return { associationId: newId(random, 'vpcCidrAssociation'), cidrBlock, state };
}

/** The VPC has the block after some time; then every route table of it gets a local route for it. */
export function associateCidr(core: Core, vpc: Vpc, cidrBlock: string): CidrAssociation {
  const association = newCidrAssociation(core, cidrBlock, 'associating');
  putAssociations(core, vpc.vpcId, (others) => [...others, association]);
  afterwards(core, association.associationId, () => {
    putAssociations(core, vpc.vpcId, (all) =>
      all.map((other) => (other.associationId === association.associationId ? associated(other) : other)),
    );
    for (const table of tablesOf(core, vpc.vpcId)) putRoute(core, table, localRoute(cidrBlock));
  });
  return association;
}

const associated = (association: CidrAssociation): CidrAssociation => ({
  ...association,
  state: 'associated',
});

export function disassociateCidr(core: Core, vpc: Vpc, association: CidrAssociation): CidrAssociation {
  const { associationId, cidrBlock } = association;
  const leaving: CidrAssociation = { ...association, state: 'disassociating' };
  putAssociations(core, vpc.vpcId, (all) =>
    all.map((other) => (other.associationId === associationId ? leaving : other)),
  );
  for (const table of tablesOf(core, vpc.vpcId)) removeRoute(core, table, destinationOf(cidrBlock));
  afterwards(core, associationId, () =>
    putAssociations(core, vpc.vpcId, (all) => all.filter((other) => other.associationId !== associationId)),
  );
  return leaving;
}

/** Throws when there is none of this id. */
export function existingCidrAssociation(core: Core, associationId: string): [Vpc, CidrAssociation] {
  for (const vpc of core.tables.vpcs.values()) {
    const found = vpc.cidrAssociations.find((association) => association.associationId === associationId);
    if (found !== undefined) return [vpc, found];
  }
  throw notFound('vpcCidrAssociation', associationId);
}

/** How long AWS takes is not known: as long as to make an interface. */
function afterwards(core: Core, associationId: string, happen: () => void): void {
  const name = `cidr/${associationId}`;
  core.pending.set(name, drawMs(core.random, core.timings.create, `${name}/${core.count(name)}`), happen);
}

function putAssociations(
  core: Core,
  vpcId: string,
  change: (associations: readonly CidrAssociation[]) => readonly CidrAssociation[],
): void {
  const vpc = core.tables.vpcs.get(vpcId);
  if (vpc === undefined) return;
  core.tables.vpcs.put(vpcId, { ...vpc, cidrAssociations: change(vpc.cidrAssociations) });
}

function tablesOf(core: Core, vpcId: string) {
  return [...core.tables.routeTables.values()].filter((table) => table.vpcId === vpcId);
}
