import type {
  EventSourceDescription,
  FunctionDescription,
  RuleDescription,
  TemplateDescription,
} from '../sandbox/stack/template.ts';

/** Of what a template deploys, that which concerns the audit alone. */
export interface AuditPart {
  readonly fn: FunctionDescription;
  readonly eventSources: readonly EventSourceDescription[];
  /** Those that wake it, through its queue too. */
  readonly rules: readonly RuleDescription[];
  readonly queues: TemplateDescription['queues'];
  readonly topic: string;
}

const auditHandler = 'handlers/audit.handler';

/** Throws where the template has no audit, or nowhere to tell what it finds. */
export function auditPartOf(template: TemplateDescription): AuditPart {
  const fn = template.functions.find(({ handler }) => handler === auditHandler);
  const [topic] = template.topics;
  if (fn === undefined || topic === undefined) throw new Error('The template has no audit, or no topic.');
  const eventSources = template.eventSources.filter(({ functionName }) => functionName === fn.name);
  const queueNames = new Set(eventSources.map(({ queueName }) => queueName));
  const wakes = ({ targets }: RuleDescription) =>
    targets.some((target) =>
      'queueName' in target ? queueNames.has(target.queueName) : target.functionName === fn.name,
    );
  return { fn, eventSources, rules: template.rules.filter(wakes), queues: template.queues, topic };
}
