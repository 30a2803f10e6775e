import { DescribeInstancesCommand, DescribeNetworkInterfacesCommand, type Tag } from '@aws-sdk/client-ec2';
import { call } from '../../aws/ec2.ts';
import type { GentleEc2 } from '../../aws/gentle/gentle-ec2.ts';
import type { Tags } from '../../domain/tags.ts';
import { UsageError } from './failure.ts';

/** The tags of an ENI or an instance; undefined where EC2 shows none with that id, or a terminated one. */
export async function tagsOfResource(
  ec2: GentleEc2,
  id: string,
  trying: { readonly deadline: number },
): Promise<Tags | undefined> {
  // By filters, since an id that is gone would be an error.
  if (/^eni-[0-9a-f]{8,17}$/.test(id)) {
    const Filters = [{ Name: 'network-interface-id', Values: [id] }];
    const { NetworkInterfaces = [] } = await call(ec2, 'DescribeNetworkInterfaces', trying, (client) =>
      client.send(new DescribeNetworkInterfacesCommand({ Filters })),
    );
    const [eni] = NetworkInterfaces;
    return eni === undefined ? undefined : tagsOf(eni.TagSet);
  }
  if (!/^i-[0-9a-f]{8,17}$/.test(id))
    throw new UsageError(`${id} is the id of no ENI (eni-…) and of no instance (i-…).`);
  const Filters = [{ Name: 'instance-id', Values: [id] }];
  const { Reservations = [] } = await call(ec2, 'DescribeInstances', trying, (client) =>
    client.send(new DescribeInstancesCommand({ Filters })),
  );
  const [instance] = Reservations.flatMap(({ Instances = [] }) => Instances);
  if (instance === undefined || instance.State?.Name === 'terminated') return undefined;
  return tagsOf(instance.Tags);
}

function tagsOf(tags: readonly Tag[] = []): Tags {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
