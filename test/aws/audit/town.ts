import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { readAuditSnapshot } from '../../../aws/audit/read-audit-snapshot.ts';
import { createCloudWatchClient } from '../../../aws/clients.ts';
import { createCloudWatch } from '../../../sandbox/cloudwatch/cloud-watch.ts';
import { requestHandlerFor } from '../../../sandbox/in-process.ts';
import { cloud } from '../cleanup/cloud.ts';

/** The cloud of the cleanup's tests, with CloudWatch beside it, and the audit that looks at both. */
export function auditedCloud() {
  const here = cloud();
  const { sandbox, clock, ec2, deadline } = here;
  createCloudWatch(sandbox);
  const cloudWatch = createCloudWatchClient({
    region: sandbox.region,
    endpoint: 'http://sandbox',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
    requestHandler: requestHandlerFor(sandbox),
  });
  const reading = { ec2, cloudWatch, accountId: sandbox.account, deadline };
  return {
    ...here,
    cloudWatch,
    audit: (changes: Partial<typeof reading> = {}) =>
      clock.run(readAuditSnapshot({ ...reading, ...changes })),
  };
}

export type AuditedCloud = ReturnType<typeof auditedCloud>;

/** A town in which there is something to be found by every kind of call. */
export async function town() {
  const here = auditedCloud();
  const { world, subnets, sandbox, cloudWatch, clock } = here;
  const [{ subnetId, vpcId }] = subnets;
  const peer = world.addVpc({ cidr: '10.1.0.0/16', otherCidrs: ['2001:db8:1::/56'] });
  const member = world.addInstance({ subnetId, tags: { 'eni-warden:group': 'db', Name: 'db-1' } });
  const eni = world.addNetworkInterface({
    subnetId,
    ipv4Prefixes: ['10.0.2.0/28'],
    attachTo: { instanceId: member.instanceId, deviceIndex: 1, deleteOnTermination: true },
    tags: { 'eni-warden:group': 'db' },
  });
  const address = world.addAddress({ networkInterfaceId: eni.networkInterfaceId, tags: { Name: 'front' } });
  const table = world.addRouteTable({ vpcId, subnetIds: [subnetId], tags: { Name: 'inside' } });
  const target = { kind: 'networkInterfaceId', id: eni.networkInterfaceId } as const;
  world.addRoute({ routeTableId: table.routeTableId, destination: '172.16.0.1/32', target });
  const peering = world.addPeering({ requester: { vpcId }, accepter: { vpcId: peer.vpcId } });
  const reservation = world.addReservation({ subnetId, cidr: '10.0.1.0/28' });
  const flowLog = world.addFlowLog({ resourceId: vpcId });
  const rule = world.addSecurityGroupRule({
    groupId: eni.groups[0]?.groupId ?? '',
    fromPort: 22,
    peer: { cidrIpv4: '0.0.0.0/0' },
  });
  await clock.run(
    cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'db-1 is down',
        Namespace: 'AWS/EC2',
        MetricName: 'StatusCheckFailed_Instance',
        Dimensions: [{ Name: 'InstanceId', Value: member.instanceId }],
        Statistic: 'Maximum',
        Period: 60,
        EvaluationPeriods: 2,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      }),
    ),
  );
  return {
    ...here,
    region: sandbox.region,
    peer,
    member,
    eni,
    address,
    table,
    peering,
    reservation,
    flowLog,
    rule,
  };
}

/** The first call of an SDK loads code in real time, which a virtual clock does not wait for. */
export async function warmUp(): Promise<void> {
  const here = await town();
  await here.audit().catch(() => undefined);
}
