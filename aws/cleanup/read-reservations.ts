import { GetSubnetCidrReservationsCommand, type SubnetCidrReservation } from '@aws-sdk/client-ec2';
import type { ReservationReference } from '../../domain/cleanup/references.ts';
import { callGently } from './cleanup-ec2.ts';
import { isCode } from './eni-errors.ts';
import { type Reading, readPart } from './part.ts';

const action = 'GetSubnetCidrReservations';

/**
 * Reads the reservations of subnets, one subnet after the other, as the subnets become known: EC2 takes one a call
 * (cleanup-and-conflicts 1.3), and meanwhile the pages of ENIs go on coming.
 */
export class Reservations {
  readonly #reading: Reading;
  readonly #subnetIds = new Set<string>();
  readonly #found: ReservationReference[] = [];
  /** Each subnet waits for the one before; after an error that ends the reading, none is asked any more. */
  #work: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** Reads those of this subnet too, unless it is known already. */
  of(subnetId: string | undefined): void {
    if (subnetId === undefined || this.#subnetIds.has(subnetId)) return;
    this.#subnetIds.add(subnetId);
    this.#work = this.#work.then(() => (this.#isOver ? undefined : this.#read(subnetId)));
    // Whoever asks for them is told; until then nobody listens.
    this.#work.catch(() => undefined);
  }

  /** All that were found. Throws GaveWay and DeadlinePassed. */
  async found(): Promise<readonly ReservationReference[]> {
    await this.#work;
    return this.#found;
  }

  /** Asks no more; resolves when nothing is under way. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#work.catch(() => undefined);
  }

  async #read(subnetId: string): Promise<void> {
    const { unread } = this.#reading;
    const before = unread.length;
    await readPart(this.#reading, `${action} of ${subnetId}`, (token) => this.#readPage(subnetId, token));
    // One sentence is enough: what fails for one subnet most likely does for all.
    if (unread.length > before) this.#isOver = true;
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
