import { describeInstance } from '../instance.ts';
import { attachCommand } from './attach-command.ts';
import type { AuditContext } from './audit-context.ts';
import type { AuditFinding } from './audit-finding.ts';
import { inWords } from './finding-words.ts';
import { resourcesOfGroup } from './group-resources.ts';
import { type GroupState, stateOfGroup } from './group-state.ts';
import type { Readiness } from './readiness.ts';
import { remedyOfGroup } from './standby-remedy.ts';

/** Taxonomy 23 and 24: groups that more than one member holds, or nobody, and groups whose next failover would fail. */
export function groupStandingFindings(context: AuditContext): readonly AuditFinding[] {
  return context.groups.flatMap((group) => {
    const state = stateOfGroup(group, context.fleet);
    const readiness = context.readiness.get(group.name);
    if (state === undefined || readiness === undefined) return [];
    const findings = [...splitBetween(state, context), ...homeless(state, readiness, context)];
    // Of a group that nobody holds, or several do, that is to be mended first.
    if (readiness.ready || (findings.length > 0 && readiness.active === undefined)) return findings;
    return [...findings, notReady(state, readiness, context)];
  });
}

function splitBetween(
  { group, holders, travelling }: GroupState,
  context: AuditContext,
): readonly AuditFinding[] {
  const [first] = holders;
  if (first === undefined || holders.length < 2) return [];
  const members = group.members.map(({ id }) => id);
  const stay = holders.find((id) => members.includes(id)) ?? first;
  const stray = travelling.find(
    ({ attachment }) => attachment?.instanceId !== undefined && attachment.instanceId !== stay,
  );
  const where = holders.map((id) => {
    const ids = travelling.filter(({ attachment }) => attachment?.instanceId === id).map((eni) => eni.id);
    return `${inWords(ids)} on ${describeInstance(context.fleet.instances.get(id), id)}`;
  });
  return [
    {
      code: 'group-split',
      severity: 'critical',
      resources: resourcesOfGroup(group),
      group: group.name,
      what: `Group ${group.name} has more than one active member: ${inWords(where)}.`,
      why: 'Its ENIs were to be together on one instance, and a failover moves only those that are with the first of them.',
      remedy: `Bring them together: aws ec2 detach-network-interface --attachment-id ${stray?.attachment?.id ?? ''}; wait until ${stray?.id ?? 'it'} is available, and then: ${attachCommand(stray?.id ?? '', stay, context.fleet)}`,
    },
  ];
}

function homeless(state: GroupState, readiness: Readiness, context: AuditContext): readonly AuditFinding[] {
  const { group, unattached } = state;
  const [first] = unattached;
  if (first === undefined) return [];
  const [best] = readiness.standbys;
  const home = readiness.active ?? (best?.reasons.length === 0 ? best.instance.id : undefined);
  const canMove = home !== undefined && unattached.every(({ hold }) => hold.kind === 'absent');
  return [
    {
      code: 'group-homeless',
      severity: 'critical',
      resources: resourcesOfGroup(group),
      group: group.name,
      what: `Nobody holds ${inWords(unattached.map(({ id, privateIpAddress }) => `${id} (${privateIpAddress})`))} of group ${group.name}.`,
      why: 'Nothing answers at these addresses now; where it can, the failover attaches them within a minute.',
      remedy: canMove
        ? attachCommand(first.id, home, context.fleet)
        : `So that the failover can attach it: ${remedyOfGroup(readiness, state, context)}`,
    },
  ];
}

function notReady(state: GroupState, readiness: Readiness, context: AuditContext): AuditFinding {
  const { group, active } = state;
  const from = active === undefined ? '' : ` from ${describeInstance(active, active.id)}`;
  return {
    code: 'standby-not-ready',
    severity: 'critical',
    resources: resourcesOfGroup(group),
    group: group.name,
    what: `The next failover of group ${group.name}${from} would fail: ${readiness.reasons.join('; ')}.`,
    why: `When ${active?.id ?? 'its instance'} goes down, ${inWords(group.networkInterfaces.map(({ id, privateIpAddress }) => `${id} (${privateIpAddress})`))} cannot be reached until a person mends it.`,
    remedy: remedyOfGroup(readiness, state, context),
  };
}
