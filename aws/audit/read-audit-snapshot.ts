import type { AuditedReservation, AuditedSubnet, AuditSnapshot } from '../../domain/audit/audit-snapshot.ts';
import { Reservations } from '../gentle/read-reservations.ts';
import { type AuditReading, type AuditRun, notingPart, summarise } from './audit-run.ts';
import { readAlarms } from './read-alarms.ts';
import { readAuditedEnis } from './read-audited-enis.ts';
import { readElasticIps } from './read-elastic-ips.ts';
import { readInstances } from './read-instances.ts';
import { readPeerings, readSubnets, readVpcs } from './read-network.ts';
import { readFlowLogs, readSecurityGroupRules } from './read-posture.ts';
import { readRouteTables } from './read-route-tables.ts';
import { subnetsToAsk, type Whereabouts } from './subnets-to-ask.ts';

export type { AuditReading } from './audit-run.ts';

/**
 * Reads everything that the audit looks at, part by part, side by side and each in its pace. A part that is denied, fails
 * for good or shows half a record is named in `unread`, and what was read of it stays. Throws GaveWay when EC2 throttles,
 * since a failover may need the calls more, and DeadlinePassed: then nothing is asked any more.
 */
export async function readAuditSnapshot(reading: AuditReading): Promise<AuditSnapshot> {
  const takenAt = reading.ec2.clock.now();
  const { run, end } = begin(reading);
  const parts = readParts(run);
  try {
    const [network, { instances, instanceTypes }, reserved, ...others] = await Promise.all(parts);
    const [vpcs, routeTables, peerings, elasticIps, securityGroupRules, flowLogs, alarms] = others;
    return {
      takenAt,
      accountId: reading.accountId,
      unread: summarise(run.notes),
      ...network,
      instances,
      instanceTypes,
      ...reserved,
      vpcs,
      routeTables,
      peerings,
      elasticIps,
      securityGroupRules,
      flowLogs,
      alarms,
    };
  } catch (error) {
    end();
    await Promise.allSettled(parts);
    throw error;
  }
}

/** After its end, no call that is still to be made is sent. */
function begin(reading: AuditReading): { readonly run: AuditRun; readonly end: () => void } {
  let objection: string | undefined;
  const ec2 = { ...reading.ec2, objection: () => objection };
  const end = () => {
    objection = 'another part of the audit has ended the reading';
  };
  return { run: { ...reading, ec2, notes: [] }, end };
}

function readParts(run: AuditRun) {
  const network = readSubnetsAndEnis(run);
  const instances = readInstances(run);
  const reservations = Promise.all([network, instances]).then(([places, members]) =>
    readReservations(run, { ...places, ...members }),
  );
  return [
    network,
    instances,
    reservations,
    readVpcs(run),
    readRouteTables(run),
    readPeerings(run),
    readElasticIps(run),
    readSecurityGroupRules(run),
    readFlowLogs(run),
    readAlarms(run),
  ] as const;
}

/** Subnets are read before the ENIs and after them: what comes or goes meanwhile is in one of the two counts. */
async function readSubnetsAndEnis(run: AuditRun) {
  const before = await readSubnets(run);
  const enis = await readAuditedEnis(run);
  const after = await readSubnets(run);
  return { enis, subnets: withLargerCount(before, after) };
}

/** One that is gone in the second reading is gone. */
function withLargerCount(
  before: readonly AuditedSubnet[],
  after: readonly AuditedSubnet[],
): readonly AuditedSubnet[] {
  const counts = new Map(before.map(({ id, availableIpAddressCount }) => [id, availableIpAddressCount]));
  return after.map((subnet) => {
    const count = Math.max(subnet.availableIpAddressCount, counts.get(subnet.id) ?? 0);
    return { ...subnet, availableIpAddressCount: count };
  });
}

async function readReservations(
  run: AuditRun,
  whereabouts: Whereabouts,
): Promise<Pick<AuditSnapshot, 'reservations' | 'subnetsNotAsked'>> {
  const reservations: AuditedReservation[] = [];
  const { asked, left } = subnetsToAsk(whereabouts);
  await notingPart(run, 'reservations', async (unread) => {
    const reader = new Reservations({ ...run, unread });
    for (const subnetId of asked) reader.of(subnetId);
    for (const each of await reader.found()) {
      if (each.id !== '' && each.cidr !== '') reservations.push(each);
      else
        unread.push({
          what: each.subnetId,
          because: `AWS returned a reservation of ${each.subnetId} without its id or its CIDR`,
        });
    }
  });
  return { reservations, subnetsNotAsked: left };
}
