import type { Invariant } from './invariant.ts';

/** No invocation ever failed of a mistake in the program itself, whatever happened around it. */
export const noDefects: Invariant = {
  name: 'no-defects',
  atEnd: ({ invocations, cleanup }) =>
    [...invocations, ...cleanup.invocations]
      .filter(({ error }) => error !== undefined && defect.test(error))
      .map(({ requestId, error }) => `invocation ${requestId} failed of a defect: ${error}`),
};

/** The names of such errors, and V8's own words, since an error that wraps others may lack their names. */
const defect =
  /\b(?:Type|Range|Reference|Syntax|Eval|Assertion)Error\b|Cannot (?:read|set) properties of|is not a function|is not iterable|is not defined|Maximum call stack|Invalid array length/;
