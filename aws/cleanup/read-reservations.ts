import { GetSubnetCidrReservationsCommand, type SubnetCidrReservation } from '@aws-sdk/client-ec2';
import type { ReservationReference } from '../../domain/cleanup/references.ts';
import { callGently } from './cleanup-ec2.ts';
import { isCode } from './eni-errors.ts';
import { type Reading, readPart } from './part.ts';

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
  readonly #unreadOfAll: string[];
  readonly #subnetIds = new Set<string>();
  readonly #found: ReservationReference[] = [];
  /** Of this part alone: others note what they could not read meanwhile. */
  readonly #unread: string[] = [];
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
  async found(): Promise<readonly ReservationReference[]> {
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

  async #readPage(subnetId: string, token: { readonly NextToken?: string }): Promise<string | undefined> {
    const { deadline, ec2 } = this.#reading;
    const input = { SubnetId: subnetId, MaxResults: 1_000, ...token };
    try {
      const reply = await callGently(ec2, action, deadline, (client) =>
        client.send(new GetSubnetCidrReservationsCommand(input)),
      );
      const { SubnetIpv4CidrReservations = [], SubnetIpv6CidrReservations = [] } = reply;
      const records = [...SubnetIpv4CidrReservations, ...SubnetIpv6CidrReservations];
      this.#found.push(...records.flatMap((record) => toReservation(record, subnetId)));
      return reply.NextToken;
    } catch (error) {
      // Its last ENI went, and the subnet after it.
      if (isCode(error, 'InvalidSubnetID.NotFound')) return undefined;
      throw error;
    }
  }
}

/** Reservations for prefixes say nothing about a single address: only explicit ones count. */
function toReservation(record: SubnetCidrReservation, subnetId: string): readonly ReservationReference[] {
  if (record.ReservationType === 'prefix') return [];
  return [{ id: record.SubnetCidrReservationId ?? '', subnetId, cidr: record.Cidr ?? '' }];
}
