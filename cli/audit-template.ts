import type { Role } from '../sandbox/iam/iam.ts';
import type {
  EventSourceDescription,
  FunctionDescription,
  RuleDescription,
  TemplateDescription,
} from '../sandbox/stack/template.ts';

/** Of what a template deploys, that which concerns the audit alone. */
export interface AuditPart {
  readonly fn: FunctionDescription;
  readonly role: Role;
  readonly eventSources: readonly EventSourceDescription[];
  /** Those that wake it, through its queue too. */
  readonly rules: readonly RuleDescription[];
  readonly queues: TemplateDescription['queues'];
  readonly topic: string;
}

const auditHandler = 'handlers/audit.handler';

/** Throws where the template has no audit, no role for it, or nowhere to tell what it finds. */
export function auditPartOf(template: TemplateDescription): AuditPart {
  const fn = template.functions.find(({ handler }) => handler === auditHandler);
  const [topic] = template.topics;
  if (fn?.role === undefined || topic === undefined)
    throw new Error('The template has no audit with a role, or no topic.');
  const eventSources = template.eventSources.filter(({ functionName }) => functionName === fn.name);
  const queueNames = new Set(eventSources.map(({ queueName }) => queueName));
  const wakes = ({ targets }: RuleDescription) =>
    targets.some((target) =>
      'queueName' in target ? queueNames.has(target.queueName) : target.functionName === fn.name,
    );
  return {
    fn,
    role: fn.role,
    eventSources,
    rules: template.rules.filter(wakes),
    queues: template.queues,
    topic,
  };
}
