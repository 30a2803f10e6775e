import type { PublishedMessage } from '../../sandbox/sns/sns.ts';

/** An alert as its machine readers get it. */
export interface ToldAlert {
  readonly at: number;
  readonly kind: string;
  readonly severity: string;
  readonly group?: string;
  readonly subject: string;
  readonly text: string;
  readonly data: Record<string, unknown>;
}

export function toAlert(message: PublishedMessage): ToldAlert {
  const data = JSON.parse(message.byProtocol?.sqs ?? '{}');
  return {
    at: message.at,
    kind: data.kind,
    severity: data.severity,
    ...(data.group !== undefined && { group: data.group }),
    subject: message.subject ?? '',
    text: message.message,
    data,
  };
}
