import { styleText } from 'node:util';
import { defaultTimings } from '../sandbox/timings.ts';
import type { Check } from './checks.ts';
import type { Ending } from './ending.ts';
import type { Names } from './names.ts';
import type { Placement, Placements } from './placement.ts';
import { timings } from './start-timings.ts';
import type { Story } from './stories.ts';
import { paint } from './story-line.ts';
import { hangingIndent, seconds, table, wrap } from './table.ts';

export { inbox } from './inbox.ts';

export function title(): string {
  return `${styleText('bold', 'ENI Warden')}: four instances fail, and nobody lifts a finger.\n\nPackaging the service as a deployment would …`;
}

/** What runs on what, and what is not as it is in AWS. */
export function introduction(
  packagedMs: number,
  environment: Readonly<Record<string, string>>,
  width: number,
): string {
  const quicker = (['detach', 'attach'] as const).map((name) => {
    return `${name} ${seconds(timings[name].medianMs)} instead of ${seconds(defaultTimings[name].medianMs)}`;
  });
  const what = `Done in ${seconds(packagedMs)}. The zip runs as deployed: in processes of its own, behind the rules of the compiled template, on the sandbox's AWS, whose EC2 is quicker than the real one (medians: ${quicker.join(', ')}). Time 0 is now; what lies before it, the sandbox lets pass at once.`;
  const set = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return [
    ...wrap(what, width),
    ...set.map((setting) => paint('bad', `Not as deployed, but with your environment's ${setting}`)),
  ].join('\n');
}

/** A heading over indented lines, with an empty line before it. */
export function section(heading: string, lines: readonly string[]): string {
  const indented = lines.map((line) => (line === '' ? '' : `  ${line}`));
  return ['', styleText('bold', heading), ...indented].join('\n');
}

/** Where every ENI is and what it carries, and how to read the short names. */
export function fleetShown(placements: Placements, names: Names, width: number): readonly string[] {
  const rows = [...placements.values()].map((placement) => [
    ...identityOf(placement, names),
    holderOf(placement, names),
  ]);
  const legend =
    'eni-… is short for the ENI whose id ends so. Each group has a standby: fw-b, db-b and lic-b in the same zone, nat-b in another one, where an ENI cannot go.';
  return [...table([[...identityColumns, 'holder'], ...rows]), ...wrap(legend, width - 2)];
}

/** The same afterwards: who holds it now, who did, and for how long nobody could reach it. */
export function movesTable(
  { before, after }: Pick<Ending, 'before' | 'after'>,
  unreachableMs: ReadonlyMap<string, number>,
  names: Names,
): readonly string[] {
  const rows = [...before.values()].map((had) => {
    const has = after.get(had.networkInterfaceId);
    const holder = has === undefined ? 'deleted' : holderOf(has, names);
    const ms = unreachableMs.get(had.networkInterfaceId);
    return [
      ...identityOf(has ?? had, names),
      holder,
      holderOf(had, names),
      ms === undefined ? 'still' : seconds(ms),
    ];
  });
  return table([[...identityColumns, 'holder', 'was', 'unreachable for'], ...rows]);
}

const identityColumns = ['ENI', 'group', 'zone', 'private IP', 'Elastic IP', 'MAC'] as const;

function identityOf(placement: Placement, names: Names): readonly string[] {
  const { networkInterfaceId, availabilityZone, privateIpAddress, publicIp = '-', macAddress } = placement;
  const group = names.groupOf(networkInterfaceId) ?? '';
  return [names.of(networkInterfaceId), group, availabilityZone, privateIpAddress, publicIp, macAddress];
}

function holderOf({ instanceId, status }: Placement, names: Names): string {
  if (instanceId === undefined) return 'nobody';
  return status === 'attached' ? names.of(instanceId) : `${names.of(instanceId)} (${status})`;
}

/** Number, group and what goes wrong. */
export function storyTitles(stories: readonly Pick<Story, 'group' | 'title'>[]): readonly string[] {
  return table(stories.map(({ group, title }, index) => [`${index + 1}`, group.name, title]));
}

/** `checks`: those of each story, then those of all the stories together. */
export function verdicts(
  stories: readonly Pick<Story, 'group' | 'title'>[],
  checks: readonly (readonly Check[])[],
  width: number,
): readonly string[] {
  return [...storyTitles(stories), 'no run of the function failed, and no event was given up'].flatMap(
    (line, index) => verdict(line, checks[index] ?? [], width),
  );
}

/** A line that says whether it ended well; below it, what was expected and what is so instead. */
export function verdict(title: string, checks: readonly Check[], width: number): readonly string[] {
  const failed = checks.filter(({ holds }) => !holds);
  const mark = failed.length === 0 ? paint('good', '✓') : paint('bad', '✗');
  const problems = failed.flatMap(({ expected, found }) => [
    ...hangingIndent('    expected  ', expected, width),
    ...hangingIndent('    but       ', found, width),
  ]);
  return [`${mark} ${title}`, ...problems.map((line) => paint('bad', line))];
}

export function lastLine(allWell: boolean, tookMs: number): string {
  const verdict = allWell
    ? paint('good', 'All six stories ended as they should')
    : paint('bad', 'Not every story ended as it should');
  const more = allWell ? '\nBreak something yourself: npm run sandbox' : '';
  return `\n${verdict}, in ${seconds(tookMs)} with the packaging. Exit status ${allWell ? 0 : 1}.${more}`;
}
