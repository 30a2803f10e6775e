import {
  DescribeFlowLogsCommand,
  DescribeSecurityGroupRulesCommand,
  type FlowLog,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import type { AuditedFlowLog, AuditedSecurityGroupRule } from '../../domain/audit/audit-snapshot.ts';
import { callGently } from '../gentle/gentle-ec2.ts';
import type { PageToken } from '../gentle/part.ts';
import { present, textOf } from '../gentle/record-fields.ts';
import { type AuditRun, readRecords } from './audit-run.ts';

const pageSize = 1_000;

/** No filter asks for inbound rules alone; the others are dropped page by page. */
export function readSecurityGroupRules(run: AuditRun): Promise<readonly AuditedSecurityGroupRule[]> {
  return readRecords(run, 'security-group-rules', (token) => describeRules(run, token), toRule);
}

async function describeRules({ ec2, deadline }: AuditRun, token: PageToken) {
  const reply = await callGently(ec2, 'DescribeSecurityGroupRules', deadline, (client) =>
    client.send(new DescribeSecurityGroupRulesCommand({ MaxResults: pageSize, ...token })),
  );
  return { records: reply.SecurityGroupRules, nextToken: reply.NextToken };
}

/** A rule of which EC2 does not say that it is outbound counts as inbound. */
function toRule(record: SecurityGroupRule): readonly AuditedSecurityGroupRule[] {
  if (record.IsEgress === true) return [];
  return [
    {
      id: textOf(record.SecurityGroupRuleId, 'SecurityGroupRuleId', 'a security group rule'),
      securityGroupId: textOf(record.GroupId, 'GroupId', 'a security group rule'),
      protocol: textOf(record.IpProtocol, 'IpProtocol', 'a security group rule'),
      ...present('fromPort', record.FromPort),
      ...present('toPort', record.ToPort),
      ...present('cidr', record.CidrIpv4 ?? record.CidrIpv6),
    },
  ];
}

export function readFlowLogs(run: AuditRun): Promise<readonly AuditedFlowLog[]> {
  return readRecords(run, 'flow-logs', (token) => describeFlowLogs(run, token), toFlowLog);
}

async function describeFlowLogs({ ec2, deadline }: AuditRun, token: PageToken) {
  const { FlowLogs, NextToken } = await callGently(ec2, 'DescribeFlowLogs', deadline, (client) =>
    client.send(new DescribeFlowLogsCommand({ MaxResults: pageSize, ...token })),
  );
  return { records: FlowLogs, nextToken: NextToken };
}

/** A flow log of which EC2 says that nothing is delivered logs nothing: it is none. Nor is one of a transit gateway. */
function toFlowLog(record: FlowLog): readonly AuditedFlowLog[] {
  const id = textOf(record.FlowLogId, 'FlowLogId', 'a flow log');
  const resourceId = textOf(record.ResourceId, 'ResourceId', 'a flow log');
  if (record.DeliverLogsStatus === 'FAILED' || !/^(eni|subnet|vpc)-/.test(resourceId)) return [];
  return [{ id, resourceId }];
}
