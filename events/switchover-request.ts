import * as z from 'zod/mini';
import { readGroupName, tagKeys } from '../domain/tags.ts';
import { type EventPattern, envelopeFields, eventKind, expected, instanceId } from './envelope.ts';
import { triggered } from './parsed-event.ts';

/** A person or a pipeline asks, with PutEvents, that a healthy group moves to another healthy member. */
export const pattern = {
  source: ['eni-warden'],
  'detail-type': ['ENI Warden Switchover Request'],
} as const satisfies EventPattern;

/** The name of a group, by the rules of the tag that enrols an ENI in it. */
const groupName = z.string(expected('the name of a group')).check(
  z.trim(),
  z.refine(
    (name) => readGroupName({ [tagKeys.group]: name }).kind === 'read',
    expected('the name of one group'),
  ),
);

function sentence(what: string, lengthMax: number) {
  const words = expected(`${what}, 1 to ${lengthMax} characters`);
  return z.string(words).check(z.trim(), z.minLength(1, words), z.maxLength(lengthMax, words));
}

const fields = {
  group: groupName,
  target: z.optional(instanceId),
  reason: sentence('the reason', 500),
  requester: sentence('who asks', 200),
};

const schema = z.object({
  ...envelopeFields,
  // A field that we do not know is refused: with its name misspelt, a target would silently become any target.
  detail: z.strictObject(fields, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `does not know ${quoted(issue.keys)}; it knows ${quoted(Object.keys(fields))}`
        : expected('an object').error(issue),
  }),
});

export const switchoverRequest = eventKind(pattern, schema, ({ id, time, detail }) =>
  triggered({
    kind: 'switchover-request',
    eventId: id,
    at: time,
    group: detail.group,
    ...(detail.target !== undefined && { targetInstanceId: detail.target }),
    reason: detail.reason,
    requester: detail.requester,
  }),
);

function quoted(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ');
}
