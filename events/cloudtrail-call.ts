import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import { type EventPattern, envelopeFields, eventKind, expected, instant, text } from './envelope.ts';

/**
 * That somebody called EC2, minutes later and at best once; it needs a trail with management events (facts 4.1, 4.2).
 * Calls that EC2 refused have an error code, and the rule in serverless.yml leaves them out.
 */
export const pattern = {
  source: ['aws.ec2'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    eventName: ['AttachNetworkInterface', 'DetachNetworkInterface'],
    errorCode: [{ exists: false }],
  },
} as const satisfies EventPattern;

/** An attach names the ENI; a detach names the attachment alone. `at` is the time of the call. */
export type EniCall =
  | { readonly kind: 'attach'; readonly at: Instant; readonly eniId: string }
  | { readonly kind: 'detach'; readonly at: Instant; readonly attachmentId: string };

const attachSchema = z.object({
  eventName: z.literal('AttachNetworkInterface'),
  eventTime: instant,
  errorCode: z.optional(z.string()),
  requestParameters: z.object({ networkInterfaceId: text('the id of an ENI') }, expected('an object')),
});

const detachSchema = z.object({
  eventName: z.literal('DetachNetworkInterface'),
  eventTime: instant,
  errorCode: z.optional(z.string()),
  requestParameters: z.object({ attachmentId: text('the id of an attachment') }, expected('an object')),
});

const schema = z.object({
  ...envelopeFields,
  detail: z.discriminatedUnion('eventName', [attachSchema, detachSchema], {
    error: 'expected a call of AttachNetworkInterface or DetachNetworkInterface',
  }),
});

/** A call that EC2 refused changed nothing. */
export const cloudTrailCall = eventKind(pattern, schema, ({ detail }) => {
  const { eventTime: at, errorCode } = detail;
  if (errorCode !== undefined) {
    return {
      kind: 'ignored' as const,
      what: detail.eventName,
      because: `EC2 refused it: ${errorCode}`,
    };
  }
  const call: EniCall =
    detail.eventName === 'AttachNetworkInterface'
      ? { kind: 'attach', at, eniId: detail.requestParameters.networkInterfaceId }
      : { kind: 'detach', at, attachmentId: detail.requestParameters.attachmentId };
  return { kind: 'call' as const, call };
});
