import type { Alert } from './alert.ts';
import type { Trigger } from './trigger.ts';

/** Something arrived that is no event we can read: a person sees what it was, and it is not tried again. */
export function malformedAlert(issues: readonly string[], excerpt: string): Alert {
  return {
    kind: 'malformed',
    severity: 'warning',
    summary: 'an event could not be read and was dropped',
    sections: [
      { heading: 'What is wrong with it', lines: issues },
      { heading: 'What came', lines: excerpt.split('\n') },
      {
        heading: 'What to do',
        lines: [
          'Find its sender: only the rules of this stack should invoke the function. It is not tried again.',
        ],
      },
    ],
    data: { issues, excerpt },
    fingerprint: `malformed/${excerpt}`,
  };
}

/** EC2 could not be read, so that nobody is watching over the fleet. */
export function unableToLookAlert(problem: string, trigger: Trigger): Alert {
  return {
    kind: 'unable-to-look',
    severity: 'critical',
    summary: `the fleet cannot be read, so nothing is watched over: ${problem}`,
    sections: [
      { heading: 'Why', lines: [problem] },
      {
        heading: 'What to do',
        lines: [
          'UnauthorizedOperation: the function has lost a permission; deploy the stack again.',
          'RequestLimitExceeded or a timeout: something uses up the EC2 request rate of this account, or the way to EC2 is down.',
          'It is tried again at every tick, once a minute.',
        ],
      },
    ],
    data: { trigger, problem },
    fingerprint: `unable-to-look/${problem.split(':')[0] ?? ''}`,
  };
}
