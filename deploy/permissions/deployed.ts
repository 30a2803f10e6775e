import type { Statement } from './permission.ts';
import { topicKey } from './resources.ts';
import { callsOf, chatAccess, type FunctionName, never, statementsOf, topicKeyAccess } from './table.ts';

/** Where a function is, for whoever runs it without a stack: what CloudFormation would fill in. */
export interface Places {
  readonly region: string;
  readonly account: string;
  readonly topicArn: string;
  readonly bucket: string;
  /** Of the key with which topics are encrypted; absent where they are not. */
  readonly topicKeyArn?: string | undefined;
  /** Absent where there is no chat. */
  readonly chatTopicArn?: string | undefined;
}

/** A statement without anything that is still to be filled in. */
export interface DeployedStatement extends Omit<Statement, 'Resource'> {
  readonly Resource: readonly string[];
}

/**
 * What the role of the function allows and denies there, as deployed outside of a VPC. Only what the function's own code needs:
 * queues and log groups are Lambda's.
 */
export function deployedRole(name: FunctionName, places: Places): readonly DeployedStatement[] {
  const toTell = callsOf(name).includes('sns:Publish') ? [...topicKeyAccess, ...chatAccess] : [];
  return [...statementsOf(name), ...toTell, ...never].flatMap((statement) => {
    const resources = statement.Resource.flatMap((resource) => filledIn(resource, places) ?? []);
    return resources.length === 0 ? [] : [{ ...statement, Resource: resources }];
  });
}

/** Undefined for what is not among the places. */
function filledIn(resource: Statement['Resource'][number], places: Places): string | undefined {
  if (resource === topicKey) return places.topicKeyArn;
  if (typeof resource === 'string') return resource;
  const { Ref: ref, 'Fn::Sub': template, 'Fn::GetAtt': attribute, 'Fn::Join': joined } = resource;
  if (typeof ref === 'string') return placeNamed(ref, places);
  if (Array.isArray(joined)) return placeNamed(/\{(.+)\}/.exec(String(joined[1]))?.[1] ?? '', places);
  if (Array.isArray(attribute)) return placeNamed(attribute.join('.'), places);
  return String(template).replace(/\$\{([\w.:]+)\}/g, (_, name: string) => {
    const value = placeNamed(name, places);
    if (value === undefined) throw new Error(`Nothing is known of ${name}.`);
    return value;
  });
}

function placeNamed(name: string, places: Places): string | undefined {
  const { region, account, topicArn, bucket, chatTopicArn } = places;
  const values: Readonly<Record<string, string | undefined>> = {
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::AccountId': account,
    'self:custom.alertTopic': topicArn,
    ChatTopic: chatTopicArn,
    'Store.Arn': `arn:aws:s3:::${bucket}`,
  };
  return values[name];
}
