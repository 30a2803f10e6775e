import type { Manifest, ManifestElasticIp } from './manifest.ts';
import type { RestoreStep } from './restore.ts';

/** What one restore found and did, in words for people; plain JSON. */
export interface RestoreReport {
  /**
   * `restored`: all that can come back is back. `unfinished`: something failed; to repeat it is harmless, and goes on
   * where it stopped. `impossible`: nothing was changed.
   */
  readonly outcome: 'restored' | 'unfinished' | 'impossible';
  /** The id that the deleted ENI had. */
  readonly eniId: string;
  /** Absent where none was made. */
  readonly newEniId?: string;
  /** The addresses and prefixes that the deleted ENI had. */
  readonly addresses: readonly string[];
  readonly done: readonly string[];
  /** So before this restore began, by an earlier one or by somebody else. */
  readonly already: readonly string[];
  /** How an ENI that was restored before was changed since; it is left so. */
  readonly differences: readonly string[];
  readonly cannotComeBack: readonly string[];
  /** What failed or stands in the way, each with what to do. */
  readonly problems: readonly string[];
}

/** The report as lines of text. */
export function describeRestore(report: RestoreReport): readonly string[] {
  return [
    headline(report),
    ...section('Done', report.done),
    ...section('Was so already', report.already),
    ...section('Changed since it was restored, and left', report.differences),
    ...section('Cannot come back', report.cannotComeBack),
    ...section(report.outcome === 'impossible' ? 'What stands in the way' : 'Not done', report.problems),
    ...(report.outcome === 'unfinished' ? ['', 'Run it again: what is done stays done.'] : []),
  ];
}

/** What a step does, as it follows on `it failed`. */
export function describeStep(step: RestoreStep, { elasticIps }: Manifest, newEniId: string): string {
  switch (step.kind) {
    case 'set-source-dest-check':
      return `to set the source/dest check of ${newEniId} to ${step.value}`;
    case 'assign-ipv4-prefixes':
    case 'assign-ipv6-prefixes':
      return `to give ${newEniId} ${step.prefixes.join(', ')}`;
    case 'associate-address': {
      const known = elasticIps.find(({ allocationId }) => allocationId === step.allocationId);
      const to = step.privateIpAddress === undefined ? '' : ` (${step.privateIpAddress})`;
      return `to associate ${describeElasticIp(step.allocationId, known)} with ${newEniId}${to}`;
    }
    case 'create-route':
    case 'replace-route':
      return `to let the route to ${step.destination} in ${step.routeTableId} lead to ${newEniId}`;
    default:
      throw step satisfies never;
  }
}

function describeElasticIp(allocationId: string, known: ManifestElasticIp | undefined): string {
  return `the Elastic IP ${known === undefined ? allocationId : `${known.publicIp} (${allocationId})`}`;
}

function headline({ outcome, eniId, newEniId, addresses }: RestoreReport): string {
  const held = addresses.length === 0 ? '' : ` with ${addresses.join(', ')}`;
  switch (outcome) {
    case 'restored':
      return `${eniId} is back as ${newEniId ?? 'an ENI without an id'}${held}.`;
    case 'unfinished':
      return newEniId === undefined
        ? `${eniId} is not back${held}.`
        : `${eniId} is back as ${newEniId}, but not with everything.`;
    case 'impossible':
      return `${eniId} cannot come back${held}. Nothing was changed.`;
    default:
      throw outcome satisfies never;
  }
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)];
}
