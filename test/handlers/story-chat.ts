import type { Sns } from '../../sandbox/sns/sns.ts';
import { type ChatMessage, chatSchema } from '../support/chat-schema.ts';

const chatTopicName = 'eni-warden-chat';
export const chatTopicArn = `arn:aws:sns:eu-west-1:123456789012:${chatTopicName}`;
/** For a stage whose stack has a topic for chat. */
export const withChat = { ENI_WARDEN_CHAT_TOPIC_ARN: chatTopicArn };

/** The topic of the chat, and what Amazon Q Developer would get of it. */
export interface Chat {
  /** Throws where a message is not what Amazon Q Developer takes. */
  inbox(): readonly ChatMessage[];
  kinds(): readonly string[];
  /** Somebody deletes the topic, or makes it again. */
  lose(): void;
  mend(): void;
  fail(times: number, code: Parameters<Sns['failNext']>[1]): void;
}

export function chatOf(sns: Sns): Chat {
  sns.createTopic(chatTopicName);
  const inbox = () =>
    (sns.topics.get(chatTopicArn) ?? []).map(({ message, byProtocol }) => {
      if (Object.keys(byProtocol).length > 0) throw new Error('a chat message has bodies by protocol');
      return chatSchema.parse(JSON.parse(message));
    });
  return {
    inbox,
    kinds: () => inbox().map(({ metadata }) => metadata.eventType),
    lose: () => sns.deleteTopic(chatTopicArn),
    mend: () => void sns.createTopic(chatTopicName),
    fail: (times, code) => sns.failNext(times, code, chatTopicArn),
  };
}
