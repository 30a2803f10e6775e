import type { Manifest } from '../../domain/cleanup/manifest.ts';
import { planRestore, type RestorePlan, type RestoreStep } from '../../domain/cleanup/restore.ts';
import { wantedAddresses } from '../../domain/cleanup/restore-obstacles.ts';
import { describeStep, type RestoreReport } from '../../domain/cleanup/restore-report.ts';
import { DeadlinePassed } from '../ec2.ts';
import { describeFailure } from '../failures.ts';
import { describeCreateFailure, notShown } from './restore-create-failure.ts';
import type { RestoreEc2 } from './restore-ec2.ts';
import { readPresent } from './restore-present.ts';
import { createEni, performStep } from './restore-steps.ts';

/** What EC2 has done shows soon, as a rule (facts 1.3); whoever waits for longer is told so instead. */
const showsWithinMs = 30_000;
const lookAgainMs = 1_000;

type Feasible = Extract<RestorePlan, { readonly kind: 'restore' }>;
type Begun = Feasible & { readonly existingEniId: string };

interface Restoring {
  readonly ec2: RestoreEc2;
  readonly manifest: Manifest;
  readonly deadline: number;
}

/**
 * Brings the ENI of a manifest back, as far as that is possible without taking anything from anybody: look, plan, act,
 * and look again; only what a look shows is said to be done. The client token and the tag of the manifest make it one
 * ENI, however often and by however many this is called. Rejects only where nothing was changed because EC2 could not
 * be read.
 */
export async function restoreEni(
  ec2: RestoreEc2,
  manifest: Manifest,
  deadline: number,
): Promise<RestoreReport> {
  const to: Restoring = { ec2, manifest, deadline };
  const first = await look(to);
  if (first.kind === 'impossible') return report(to, { outcome: 'impossible', problems: first.problems });
  const begun = isBegun(first) ? first : await create(to, first);
  if ('outcome' in begun) return begun;
  const failures = await performSteps(to, begun);
  return judge(to, first, begun, failures);
}

async function look({ ec2, manifest, deadline }: Restoring): Promise<RestorePlan> {
  return planRestore(manifest, await readPresent(ec2, manifest, deadline));
}

function isBegun(plan: RestorePlan): plan is Begun {
  return plan.kind === 'restore' && plan.existingEniId !== undefined;
}

/** Creates the ENI and waits until EC2 shows it; or what there is to say instead. */
async function create(to: Restoring, first: Feasible): Promise<Begun | RestoreReport> {
  if (first.create === undefined) throw new Error('There is neither an ENI nor one to create.');
  const unfinished = (problem: string, newEniId?: string) =>
    report(to, {
      outcome: 'unfinished',
      ...(newEniId !== undefined && { newEniId }),
      cannotComeBack: first.losses,
      problems: [problem],
    });
  let newEniId: string | undefined;
  try {
    newEniId = await createEni(to.ec2, first.create, to.deadline);
  } catch (error) {
    // The state decides: another restore may have been faster, or somebody may have taken an address meanwhile.
    const plan = await look(to).catch(() => first);
    if (isBegun(plan)) return plan;
    if (plan.kind === 'impossible') return report(to, { outcome: 'impossible', problems: plan.problems });
    return unfinished(describeCreateFailure(error, to.manifest));
  }
  const plan = await lookUntil(to, isBegun).catch(describeFailure);
  if (typeof plan === 'string') return unfinished(`${newEniId} was created; ${notRead(plan)}`, newEniId);
  return isBegun(plan) ? plan : unfinished(notShown(newEniId, to.manifest), newEniId);
}

function notRead(because: string): string {
  return `what it is like is not known, since EC2 could not be read: ${because}`;
}

/** The last plan that could be made when it is as wished, or when EC2 had time enough. */
async function lookUntil<T extends RestorePlan>(
  to: Restoring,
  isWished: (plan: RestorePlan) => plan is T,
): Promise<RestorePlan>;
async function lookUntil(to: Restoring, isWished: (plan: RestorePlan) => boolean): Promise<RestorePlan>;
async function lookUntil(to: Restoring, isWished: (plan: RestorePlan) => boolean): Promise<RestorePlan> {
  const { clock } = to.ec2;
  const until = Math.min(to.deadline, clock.now() + showsWithinMs);
  for (;;) {
    const plan = await look(to);
    if (isWished(plan) || clock.now() + lookAgainMs >= until) return plan;
    await clock.sleep(lookAgainMs);
  }
}

/** Does the steps one after the other, and gives what failed, by step. */
async function performSteps(to: Restoring, plan: Begun): Promise<ReadonlyMap<string, string>> {
  const failures = new Map<string, string>();
  for (const step of plan.steps) {
    try {
      // ReplaceRoute would take the route from whoever has been given it since.
      if (step.kind === 'replace-route' && !isLeft(await look(to), step)) continue;
      await performStep(to.ec2, step, plan.existingEniId, to.deadline);
    } catch (error) {
      const cause = error instanceof DeadlinePassed && error.cause !== undefined ? error.cause : error;
      failures.set(nameOf(step), describeFailure(cause));
    }
  }
  return failures;
}

/** Looks whether all is as wished, and says so, or what is not. */
async function judge(
  to: Restoring,
  first: Feasible,
  begun: Begun,
  failures: ReadonlyMap<string, string>,
): Promise<RestoreReport> {
  const newEniId = begun.existingEniId;
  const asWished = (plan: RestorePlan) =>
    isBegun(plan) && plan.steps.every((step) => failures.has(nameOf(step)));
  const nothingDone = begun.steps.length === 0;
  const last = nothingDone ? begun : await lookUntil(to, asWished).catch(describeFailure);
  if (typeof last === 'string' || !isBegun(last)) {
    const problem =
      typeof last === 'string' ? `${newEniId}: ${notRead(last)}` : notShown(newEniId, to.manifest);
    return report(to, {
      outcome: 'unfinished',
      newEniId,
      already: first.already,
      cannotComeBack: begun.losses,
      problems: [problem, ...failures.values()],
    });
  }
  const left = last.steps.map((step) => {
    const because = failures.get(nameOf(step)) ?? 'EC2 took it, and does not show it yet';
    return `it failed ${describeStep(step, to.manifest, newEniId)}: ${because}`;
  });
  return report(to, {
    outcome: left.length === 0 ? 'restored' : 'unfinished',
    newEniId: last.existingEniId,
    done: last.already.filter((words) => !first.already.includes(words)),
    already: first.already,
    differences: last.differences,
    cannotComeBack: last.losses,
    problems: left,
  });
}

function isLeft(plan: RestorePlan, step: RestoreStep): boolean {
  return plan.kind === 'restore' && plan.steps.some((other) => nameOf(other) === nameOf(step));
}

function nameOf(step: RestoreStep): string {
  return JSON.stringify(step);
}

function report(
  { manifest }: Restoring,
  parts: Partial<RestoreReport> & Pick<RestoreReport, 'outcome'>,
): RestoreReport {
  return {
    eniId: manifest.eniId,
    addresses: wantedAddresses(manifest),
    done: [],
    already: [],
    differences: [],
    cannotComeBack: [],
    problems: [],
    ...parts,
  };
}
