import { newUuid } from '../ids.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Service, WireResponse } from '../wire-types.ts';
import { createTopicName, type PublishRequest, parsePublish, SnsError } from './sns-request.ts';
import { errorBody, publishBody, topicBody, topicsBody } from './sns-response.ts';

/** One published message, as every subscriber of the topic would get it. */
export interface PublishedMessage extends PublishRequest {
  /** In milliseconds since the epoch. */
  readonly at: number;
  readonly messageId: string;
}

/** The topics of the sandbox, and what was published to them. */
export interface Sns {
  /** The messages of each topic, by its ARN, in the order in which they were published. */
  readonly topics: ReadonlyMap<string, readonly PublishedMessage[]>;
  /** Makes the topic if it does not exist, and returns its ARN. */
  createTopic(name: string): string;
  /** Publishing to it is refused as NotFound from now on. */
  deleteTopic(topicArn: string): void;
  /** Calls `listener` with every message that is published from now on. */
  watch(listener: (message: PublishedMessage) => void): void;
  /** The next `times` calls of Publish fail with this code; only those to one topic where it is given. */
  failNext(
    times: number,
    code: 'InternalError' | 'Throttled' | 'AuthorizationError' | 'EndpointDisabled',
    topicArn?: string,
  ): void;
  /** Every call in the next `ms` milliseconds is answered with 503 ServiceUnavailable. */
  down(ms: number): void;
}

const failureStatus = {
  InternalError: 500,
  Throttled: 429,
  AuthorizationError: 403,
  EndpointDisabled: 400,
} as const;

/** SNS in the query protocol of 2010-03-31 (facts 7 and 9). Registers itself as the service `sns`. */
export function createSns(sandbox: Sandbox): Sns {
  const { clock, region, account } = sandbox;
  const ids = sandbox.random.stream('sns');
  const topics = new Map<string, PublishedMessage[]>();
  const listeners: ((message: PublishedMessage) => void)[] = [];
  const failures: { readonly code: keyof typeof failureStatus; readonly topicArn: string | undefined }[] = [];
  let downUntil = Number.NEGATIVE_INFINITY;

  const createTopic = (name: string): string => {
    const arn = `arn:aws:sns:${region}:${account}:${name}`;
    if (!topics.has(arn)) topics.set(arn, []);
    return arn;
  };

  const publish = (parameters: URLSearchParams): string => {
    const failing = failures.findIndex(
      ({ topicArn }) => topicArn === undefined || topicArn === parameters.get('TopicArn'),
    );
    const [failure] = failing < 0 ? [] : failures.splice(failing, 1);
    if (failure !== undefined) {
      const { code } = failure;
      throw new SnsError(code, 'The sandbox was told to fail this call.', failureStatus[code]);
    }
    const request = parsePublish(parameters);
    const messages = topics.get(request.topicArn);
    if (messages === undefined) throw new SnsError('NotFound', 'Topic does not exist', 404);
    const message = { ...request, at: clock.now(), messageId: newUuid(ids) };
    messages.push(message);
    for (const listener of listeners) listener(message);
    return publishBody(message.messageId);
  };

  const answer = (parameters: URLSearchParams): string => {
    if (clock.now() < downUntil) throw new SnsError('ServiceUnavailable', 'Service is unavailable', 503);
    switch (parameters.get('Action')) {
      case 'Publish':
        return publish(parameters);
      case 'CreateTopic':
        return topicBody(createTopic(createTopicName(parameters)));
      case 'ListTopics':
        return topicsBody([...topics.keys()]);
      default:
        throw new SnsError(
          'InvalidAction',
          `The sandbox does not know the action ${parameters.get('Action')}.`,
        );
    }
  };

  const service: Service = async (request) => {
    const requestId = newUuid(ids);
    const { status, body } = settle(() => answer(new URLSearchParams(request.body)));
    const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
    return { status, headers, body: body.replaceAll('{requestId}', requestId) };
  };
  sandbox.services.set('sns', service);

  return {
    topics,
    createTopic,
    deleteTopic: (topicArn) => void topics.delete(topicArn),
    watch: (listener) => void listeners.push(listener),
    failNext: (times, code, topicArn) =>
      void failures.push(...Array.from({ length: times }, () => ({ code, topicArn }))),
    down(ms) {
      downUntil = clock.now() + ms;
    },
  };
}

function settle(answer: () => string): Pick<WireResponse, 'status' | 'body'> {
  try {
    return { status: 200, body: answer() };
  } catch (error) {
    if (!(error instanceof SnsError)) throw error;
    return { status: error.status, body: errorBody(error) };
  }
}
