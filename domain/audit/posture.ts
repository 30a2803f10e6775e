import type { FailoverGroup } from '../failover-group.ts';
import { describeInstance } from '../instance.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import type { AuditedEni } from './audit-snapshot.ts';
import { inWords } from './finding-words.ts';
import { resourcesOfGroup } from './group-resources.ts';
import { nameOfEni, resourcesOf, sortedIds } from './resource-words.ts';

/** What a group lacks that would show what happened to it, or show it sooner. One finding of a kind for each group. */
export function postureFindings(context: AuditContext): readonly AuditFinding[] {
  const logged = new Set(context.snapshot.flowLogs.map(({ resourceId }) => resourceId));
  const watched = new Set(
    context.snapshot.alarms
      .filter(({ metric }) => statusMetrics.includes(metric))
      .flatMap(({ instanceIds }) => instanceIds),
  );
  return context.groups.flatMap((group) => [
    ...withoutFlowLog(group, logged, context),
    ...withoutAlarm(group, watched),
  ]);
}

function withoutFlowLog(
  group: FailoverGroup,
  logged: ReadonlySet<string>,
  context: AuditContext,
): readonly AuditFinding[] {
  const enis = group.networkInterfaces.flatMap(({ id }) => context.enis.get(id) ?? []);
  const bare = enis.filter((eni) => !isLogged(eni, logged));
  const ids = bare.map(({ id }) => id);
  if (ids.length === 0) return [];
  return [
    {
      code: 'no-flow-log',
      severity: 'warning',
      resources: resourcesOf('network-interface', ids),
      group: group.name,
      what: `No VPC flow log covers ${inWords(bare.map(nameOfEni))} of group ${group.name}.`,
      why: 'After an outage nobody can tell what reached these addresses, and what was refused.',
      remedy: `aws ec2 create-flow-logs --resource-type NetworkInterface --resource-ids ${ids.join(' ')} --traffic-type ALL --log-destination-type s3 --log-destination <the ARN of a bucket>`,
    },
  ];
}

function isLogged({ id, subnetId = '', vpcId = '' }: AuditedEni, logged: ReadonlySet<string>): boolean {
  return logged.has(id) || logged.has(subnetId) || logged.has(vpcId);
}

/** The metrics of AWS/EC2 whose alarms the failover listens to. */
const statusMetrics: readonly string[] = [
  'StatusCheckFailed',
  'StatusCheckFailed_Instance',
  'StatusCheckFailed_System',
];

function withoutAlarm(group: FailoverGroup, watched: ReadonlySet<string>): readonly AuditFinding[] {
  const bare = group.members.filter(
    ({ id, state }) => state !== 'terminated' && state !== 'shutting-down' && !watched.has(id),
  );
  const [first] = bare;
  if (first === undefined) return [];
  return [
    {
      code: 'no-status-alarm',
      severity: 'info',
      resources: [...resourcesOfGroup(group)],
      group: group.name,
      what: `No alarm watches the status checks of ${inWords(bare.map((each) => describeInstance(each, each.id)))} of group ${group.name}.`,
      why: 'A failing status check is then found by the tick, which comes every minute: a minute or so later than an alarm would tell it.',
      remedy: `aws cloudwatch put-metric-alarm --alarm-name ${first.id}-status --namespace AWS/EC2 --metric-name StatusCheckFailed --dimensions Name=InstanceId,Value=${first.id} --statistic Maximum --period 60 --evaluation-periods 2 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold${bare.length > 1 ? ` (and likewise for ${inWords(sortedIds(bare.slice(1).map(({ id }) => id)))})` : ''}`,
    },
  ];
}
