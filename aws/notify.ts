import { PublishCommand, type PublishCommandInput, type SNSClient } from '@aws-sdk/client-sns';
import { type Alert, subjectOf, textOf } from '../domain/alert.ts';
import { chatNotification } from '../domain/chat-notification.ts';
import type { Chance, Clock } from './clock.ts';
import { classify, describeFailure } from './failures.ts';

/** SNS takes 256 KiB for the texts of all protocols together (facts 7); what is longer is cut, and says so. */
const textCharactersMax = 24_000;
const dataCharactersMax = 16_000;
const wordsCharactersMax = 1_000;

const backoffBaseMs = 200;
const backoffMaxMs = 10_000;

export interface Publisher {
  readonly client: SNSClient;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly topicArn: string;
  readonly region: string;
}

/** Publishes one alert, trying again until the deadline unless SNS refuses it for good; rejects with what SNS said last. */
export function publish(publisher: Publisher, alert: Alert, deadline: number): Promise<void> {
  return send(publisher, toMessage(publisher, alert), `the alert ${alert.fingerprint}`, deadline);
}

/** The same for the topic of the chat: there a message is JSON as Amazon Q Developer takes it, without bodies by protocol (facts 7). */
export function publishToChat(publisher: Publisher, alert: Alert, deadline: number): Promise<void> {
  const notification = chatNotification(alert, publisher.region, publisher.clock.now());
  const message = {
    TopicArn: publisher.topicArn,
    Message: JSON.stringify(notification),
    MessageAttributes: attributesOf(alert),
  };
  return send(publisher, message, `the chat message ${notification.id}`, deadline);
}

async function send(
  { client, clock, chance }: Publisher,
  message: PublishCommandInput,
  what: string,
  deadline: number,
): Promise<void> {
  const command = new PublishCommand(message);
  for (let attempt = 0; ; attempt++) {
    try {
      await client.send(command);
      return;
    } catch (error) {
      const waitMs = Math.min(backoffMaxMs, backoffBaseMs * 2 ** attempt) * (0.5 + chance() / 2);
      if (classify(error) === 'permanent' || clock.now() + waitMs >= deadline) {
        throw new Error(`SNS did not take ${what}: ${describeFailure(error)}`, { cause: error });
      }
      await clock.sleep(waitMs);
    }
  }
}

/** One message for both kinds of reader: text for `email` and by default, JSON for machines. */
function toMessage({ topicArn, region }: Publisher, alert: Alert) {
  const text = cut(textOf(alert), textCharactersMax);
  const json = dataOf(alert, region);
  return {
    TopicArn: topicArn,
    Subject: subjectOf(alert),
    MessageStructure: 'json',
    Message: JSON.stringify({
      default: text,
      email: text,
      'email-json': json,
      http: json,
      https: json,
      lambda: json,
      sqs: json,
      firehose: json,
    }),
    MessageAttributes: attributesOf(alert),
  };
}

/** What the filter policies of subscribers can go by. */
function attributesOf({ severity, kind, group }: Alert) {
  return {
    severity: { DataType: 'String', StringValue: severity },
    kind: { DataType: 'String', StringValue: kind },
    ...(group !== undefined && { group: { DataType: 'String', StringValue: group } }),
  };
}

function dataOf(alert: Alert, region: string): string {
  const { kind, severity, group, summary, fingerprint, data } = alert;
  const head = {
    version: 1,
    kind,
    severity,
    group,
    summary: summary.slice(0, wordsCharactersMax),
    region,
    fingerprint: fingerprint.slice(0, wordsCharactersMax),
  };
  const whole = JSON.stringify({ ...head, data });
  return whole.length <= dataCharactersMax
    ? whole
    : JSON.stringify({ ...head, data: 'left out: too long for SNS' });
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max)}\n… (cut: ${text.length - max} more characters)\n`;
}
