import { DescribeNetworkInterfacesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { measureChild } from './child.ts';

/** Pages through every ENI with nothing but the SDK, and throws them away: what reading them costs at the least. */
async function walk(): Promise<void> {
  const client = new EC2Client();
  let NextToken: string | undefined;
  do {
    const page = { MaxResults: 1000, ...(NextToken !== undefined && { NextToken }) };
    ({ NextToken } = await client.send(new DescribeNetworkInterfacesCommand(page)));
  } while (NextToken !== undefined);
}

await measureChild(walk);
