import * as z from 'zod/mini';
import { type EventPattern, envelopeFields, eventKind, expected, text } from './envelope.ts';

/**
 * That somebody called EC2 and changed what the audit watches: addresses, where they are, and the routes to them. It comes
 * through the queue of the audit, minutes late and at best once; it needs a trail with management events (facts 4.1, 4.2).
 * Calls that EC2 refused have an error code, and the rule in serverless.yml leaves them out.
 */
export const pattern = {
  source: ['aws.ec2'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    eventName: [
      'CreateNetworkInterface',
      'DeleteNetworkInterface',
      'AttachNetworkInterface',
      'DetachNetworkInterface',
      'AssignPrivateIpAddresses',
      'UnassignPrivateIpAddresses',
      'AssignIpv6Addresses',
      'UnassignIpv6Addresses',
      'AssociateAddress',
      'DisassociateAddress',
      'CreateRoute',
      'ReplaceRoute',
      'DeleteRoute',
      'AssociateRouteTable',
      'DisassociateRouteTable',
      'ReplaceRouteTableAssociation',
    ],
    errorCode: [{ exists: false }],
  },
} as const satisfies EventPattern;

const schema = z.object({
  ...envelopeFields,
  detail: z.object(
    { eventName: text('the name of a call'), errorCode: z.optional(z.string(expected('an error code'))) },
    expected('an object'),
  ),
});

/** It only says that it is time to look: what has changed is seen by looking. */
export const addressCall = eventKind(pattern, schema, ({ detail: { eventName, errorCode } }) =>
  errorCode === undefined
    ? { kind: 'look' as const, because: eventName }
    : { kind: 'ignored' as const, what: eventName, because: `EC2 refused it: ${errorCode}` },
);
