import type { SweptEni } from '../../domain/cleanup/swept-eni.ts';
import { toSweptEni } from '../gentle/eni-records.ts';
import type { GentleEc2 } from '../gentle/gentle-ec2.ts';
import { describeEnis } from '../gentle/read-enis.ts';

/** The ENI with an id, or the one of an attachment, which EC2 shows only while the attachment lasts. */
export type EniAsked = { readonly eniId: string } | { readonly attachmentId: string };

/**
 * The ENI as EC2 shows it now; undefined where it shows none, which a single read may wrongly do for some seconds
 * (facts 1.3). Throws GaveWay, DeadlinePassed, and whatever else goes wrong.
 */
export async function findEni(
  ec2: GentleEc2,
  asked: EniAsked,
  deadline: number,
): Promise<SweptEni | undefined> {
  // By a filter, since an id that is gone would be an error, which a policy may turn into a denial (facts 1.5).
  const filter =
    'eniId' in asked
      ? { Name: 'network-interface-id', Values: [asked.eniId] }
      : { Name: 'attachment.attachment-id', Values: [asked.attachmentId] };
  const { records } = await describeEnis(ec2, deadline, { Filters: [filter] });
  const [record] = records;
  return record === undefined ? undefined : toSweptEni(record);
}
