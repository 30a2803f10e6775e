import { createHash } from 'node:crypto';
import type { ReceivedMessage } from './queue.ts';

export interface QueuePlace {
  readonly name: string;
  readonly region: string;
  readonly account: string;
}

/** What a function gets that reads a queue (Lambda Developer Guide, "Using Lambda with Amazon SQS"). */
export interface QueueEvent {
  readonly Records: readonly QueueRecord[];
}

export interface QueueRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** Numbers and times, in milliseconds since the epoch, are texts. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, never>>;
  readonly md5OfBody: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
}

/** The role of AWS's own under which EventBridge sends: no more than something of the right form. */
const senderId = 'AIDAIE3IQ2EXAMPLE0000';

export function queueEvent(messages: readonly ReceivedMessage[], place: QueuePlace): QueueEvent {
  const { name, region, account } = place;
  return {
    Records: messages.map((message) => ({
      messageId: message.messageId,
      receiptHandle: message.receiptHandle,
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receiveCount),
        SentTimestamp: String(message.sentAt),
        SenderId: senderId,
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
      },
      messageAttributes: {},
      md5OfBody: createHash('md5').update(message.body).digest('hex'),
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:${region}:${account}:${name}`,
      awsRegion: region,
    })),
  };
}
