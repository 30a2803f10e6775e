import { GetSubnetCidrReservationsCommand, type SubnetCidrReservation } from '@aws-sdk/client-ec2';
import type { AuditedReservation } from '../../domain/audit/audit-snapshot.ts';
import { isCode } from '../failures.ts';
import { callGently } from './gentle-ec2.ts';
import { type PageToken, type Reading, readPart, type Unread } from './part.ts';

const action = 'GetSubnetCidrReservations';

/**
 * Each page of ENIs keeps the process busy for a tenth of a second, in which no other reply is seen: one call at a time
 * would go on long after the last page.
 */
const lanes = 4;

/**
 * Reads the reservations of subnets, a few at a time, as the subnets become known: EC2 takes one a call
 * (cleanup-and-conflicts 1.3), and meanwhile the pages of ENIs go on coming.
 */
export class Reservations {
  readonly #reading: Reading;
  readonly #unreadOfAll: Unread[];
  readonly #subnetIds = new Set<string>();
  readonly #found: AuditedReservation[] = [];
  /** Of this part alone: others note what they could not read meanwhile. */
  readonly #unread: Unread[] = [];
  /** In each, a subnet waits for the one before; after an error, none is asked any more. */
  readonly #lanes: Promise<void>[] = Array.from({ length: lanes }, () => Promise.resolve());
  #isOver = false;

  constructor(reading: Reading) {
    this.#reading = { ...reading, unread: this.#unread };
    this.#unreadOfAll = reading.unread;
  }

  /** Reads those of this subnet too, unless it is known already. */
  of(subnetId: string | undefined): void {
    if (subnetId === undefined || this.#subnetIds.has(subnetId)) return;
    this.#subnetIds.add(subnetId);
    const lane = this.#subnetIds.size % lanes;
    const work = (this.#lanes[lane] ?? Promise.resolve()).then(() => this.#read(subnetId));
    this.#lanes[lane] = work;
    // Whoever asks for them is told; until then nobody listens.
    work.catch(() => undefined);
  }

  /** All that were found. Throws GaveWay and DeadlinePassed. */
  async found(): Promise<readonly AuditedReservation[]> {
    await Promise.all(this.#lanes);
    // One sentence is enough: what fails for one subnet most likely does for all.
    this.#unreadOfAll.push(...this.#unread.slice(0, 1));
    return this.#found;
  }

  /** Asks no more; resolves when nothing is under way. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.allSettled(this.#lanes);
  }

  async #read(subnetId: string): Promise<void> {
    if (this.#isOver || this.#unread.length > 0) return;
    try {
      await readPart(this.#reading, `${action} of ${subnetId}`, (token) => this.#readPage(subnetId, token));
    } catch (error) {
      this.#isOver = true;
      throw error;
    }
  }

  async #readPage(subnetId: string, token: PageToken): Promise<string | undefined> {
    const { deadline, ec2 } = this.#reading;
    const input = { SubnetId: subnetId, MaxResults: 1_000, ...token };
    try {
      const reply = await callGently(ec2, action, deadline, (client) =>
        client.send(new GetSubnetCidrReservationsCommand(input)),
      );
      const { SubnetIpv4CidrReservations = [], SubnetIpv6CidrReservations = [] } = reply;
      const records = [...SubnetIpv4CidrReservations, ...SubnetIpv6CidrReservations];
      this.#found.push(...records.map((record) => toReservation(record, subnetId)));
      return reply.NextToken;
    } catch (error) {
      // Its last ENI went, and the subnet after it.
      if (isCode(error, 'InvalidSubnetID.NotFound')) return undefined;
      throw error;
    }
  }
}

/** A type that EC2 does not tell counts as explicit, which is the one that keeps others out. */
function toReservation(record: SubnetCidrReservation, subnetId: string): AuditedReservation {
  const { SubnetCidrReservationId, Cidr, ReservationType = 'explicit' } = record;
  return { id: SubnetCidrReservationId ?? '', subnetId, cidr: Cidr ?? '', type: ReservationType };
}
