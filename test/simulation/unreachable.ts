/** A branch of `planFailover` that no history can take, by its name without the line, and why. */
export interface Unreachable {
  readonly branch: string;
  readonly because: string;
}

export const unreachable: readonly Unreachable[] = [
  {
    branch: 'domain/bars.ts binary-expr 2 of 2: attachment.attachTime',
    because: 'an ENI that is asked about is itself an arrival at its holder; the type does not know that',
  },
  {
    branch: 'domain/failover-group.ts if then: if (a === b) return 0;',
    because: 'ids and group names are unique; a comparison has to answer for equals all the same',
  },
  {
    branch: 'domain/failover.ts default-arg 1 of 1: nothingEarlier',
    because: 'the loop always says what it knows from earlier looks; tests and tools leave it out',
  },
  {
    branch: 'domain/failover.ts binary-expr 2 of 2: []',
    because: 'every group has a decision; a map cannot promise it',
  },
  {
    branch: "domain/failover.ts switch 2 of 4: case 'absent':",
    because: 'the snapshot is read by the tag, so that an ENI without it is not in it',
  },
  {
    branch:
      'domain/group-decision.ts if then: if (leader === undefined) return { changes: [], spared: [], lookAgain: [] };',
    because: 'a group is made of at least one ENI',
  },
  {
    branch: "domain/network-interface.ts if then: if (networkInterface === undefined) return '';",
    because: 'only the words of alerts use it, not the decision',
  },
  {
    branch: 'domain/order.ts binary-expr 2 of 2: 0',
    because: 'a character of a text always has a code point; the type does not know that',
  },
  {
    branch: "domain/tags.ts binary-expr 2 of 2: ''",
    because: 'the list has exactly one name there; the type does not know that',
  },
  {
    branch: 'domain/verdict.ts cond-expr 1 of 2: 0',
    because: 'planFailover notes every missing holder before it judges',
  },
];

/** `default: return x satisfies never`: the compiler proves that nothing gets there. */
const provenNever = / switch \d+ of \d+: default:$/;

/** Why a branch that was never met could not be; undefined where it could. */
export function whyUnreachable(name: string): string | undefined {
  if (provenNever.test(name)) return 'the compiler proves it';
  const withoutLine = name.replace(/^(\S+?):\d+ /, '$1 ');
  return unreachable.find(({ branch }) => branch === withoutLine)?.because;
}
