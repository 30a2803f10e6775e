import {
  DescribeNetworkInterfacesCommand,
  type DescribeNetworkInterfacesRequest,
  type NetworkInterface as NetworkInterfaceRecord,
} from '@aws-sdk/client-ec2';
import { dateOfReply } from './date-of-reply.ts';
import { callGently, type GentleEc2 } from './gentle-ec2.ts';
import { type Reading, readPart } from './part.ts';

/** One page of network interfaces, and EC2's time when it was given. */
export interface EniPage {
  readonly records: readonly NetworkInterfaceRecord[];
  readonly nextToken: string | undefined;
  /** Of the reply's Date, in milliseconds; NaN where it cannot be read. */
  readonly date?: number;
}

/** Asks for managed resources too: EC2 hides them from whoever does not (cleanup-and-conflicts 1.4). */
export async function describeEnis(
  ec2: GentleEc2,
  deadline: number,
  input: Pick<DescribeNetworkInterfacesRequest, 'Filters' | 'MaxResults' | 'NextToken'>,
): Promise<EniPage> {
  const command = new DescribeNetworkInterfacesCommand({ ...input, IncludeManagedResources: true });
  const date = dateOfReply(command);
  const { NetworkInterfaces = [], NextToken } = await callGently(
    ec2,
    'DescribeNetworkInterfaces',
    deadline,
    (client) => client.send(command),
  );
  return { records: NetworkInterfaces, nextToken: NextToken, ...date() };
}

/** Hands every page of the ENIs that the filters let through to `take`, each while EC2 is at work on the next one. */
export async function readEniPages(
  reading: Reading,
  filters: DescribeNetworkInterfacesRequest['Filters'],
  take: (page: EniPage) => void,
): Promise<void> {
  const { ec2, deadline } = reading;
  let waiting: EniPage | undefined;
  const takeWaiting = () => {
    if (waiting !== undefined) take(waiting);
    waiting = undefined;
  };
  await readPart(reading, 'DescribeNetworkInterfaces', async (token) => {
    const input = { MaxResults: 1_000, ...(filters !== undefined && { Filters: filters }), ...token };
    // The request is on its way before the page that is here keeps the processor busy.
    const begun = ec2.clock.sleep(0).then(takeWaiting);
    [waiting] = await Promise.all([describeEnis(ec2, deadline, input), begun]);
    return waiting.nextToken;
  });
  takeWaiting();
}
