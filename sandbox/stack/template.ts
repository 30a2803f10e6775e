import { z } from 'zod';
import { lastPart } from './template-arns.ts';
import { conditionOf } from './template-conditions.ts';
import { describeEventSource, type EventSourceDescription } from './template-event-sources.ts';
import { describeFunction, type FunctionDescription } from './template-functions.ts';
import { createResolver } from './template-intrinsics.ts';
import { identify } from './template-names.ts';
import { describeQueues, policiesOfQueues, type QueueDescription } from './template-queues.ts';
import { type PropertiesOf, refuseUnknownTypes, resourcesOf } from './template-resources.ts';
import { roleOf } from './template-roles.ts';
import { describeRule, type RuleDescription } from './template-rules.ts';
import { type Settings, TemplateError, templateSchema } from './template-types.ts';

export type { EventSourceDescription } from './template-event-sources.ts';
export type { FunctionDescription } from './template-functions.ts';
export type { RuleDescription, RuleTargetDescription } from './template-rules.ts';
export type { Settings } from './template-types.ts';
export { TemplateError } from './template-types.ts';

/** What a compiled template deploys, as far as it concerns the sandbox. */
export interface TemplateDescription {
  readonly functions: readonly FunctionDescription[];
  /** Enabled rules only. */
  readonly rules: readonly RuleDescription[];
  readonly queues: readonly QueueDescription[];
  /** The enabled ones. */
  readonly eventSources: readonly EventSourceDescription[];
  readonly topics: readonly string[];
  readonly buckets: readonly string[];
}

/** Reads a compiled CloudFormation template. Throws TemplateError where the template asks for more than is known. */
export function describeTemplate(json: string, settings: Settings): TemplateDescription {
  const parsed = templateSchema.safeParse(JSON.parse(json));
  if (!parsed.success) throw new TemplateError('the whole', z.prettifyError(parsed.error));
  const resolver = createResolver(parsed.data, settings);
  refuseUnknownTypes(resolver);
  const exists = (logicalId: string): boolean => {
    const condition = parsed.data.Resources[logicalId]?.Condition;
    return condition === undefined || conditionOf(condition, logicalId, resolver);
  };
  const of = <Type extends Parameters<typeof resourcesOf>[0]>(type: Type) =>
    resourcesOf(type, resolver, exists) as Map<string, PropertiesOf<Type>>;
  const invokeConfigs = [...of('AWS::Lambda::EventInvokeConfig').values()];
  const permissions = [...of('AWS::Lambda::Permission').values()];
  const functions = of('AWS::Lambda::Function');
  const descriptions = [...functions].map(([id, fn]) =>
    describeFunction(id, fn, invokeConfigs, roleOf(fn.Role, resolver, exists), resolver),
  );
  const queues = describeQueues(of('AWS::SQS::Queue'), resolver);
  const targets = {
    permissions,
    functionNames: new Set(descriptions.map(({ name }) => name)),
    queuePolicies: policiesOfQueues(queues, of('AWS::SQS::QueuePolicy').values()),
  };
  const joinable = { functions: descriptions, queues };
  const rules = [...of('AWS::Events::Rule')].filter(([, rule]) => rule.State !== 'DISABLED');
  const mappings = [...of('AWS::Lambda::EventSourceMapping')].filter(([, { Enabled }]) => Enabled);
  return {
    functions: descriptions,
    rules: rules.map(([id, rule]) => describeRule(id, rule, targets, resolver)),
    queues,
    eventSources: mappings.map(([id, mapping]) => describeEventSource(id, mapping, joinable)),
    topics: [...of('AWS::SNS::Topic').keys()].map((id) => lastPart(identify(id, id, resolver).ref)),
    buckets: [...of('AWS::S3::Bucket').keys()].map((id) => identify(id, id, resolver).ref),
  };
}
