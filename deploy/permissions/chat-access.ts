import type { Permission } from './permission.ts';
import { chatTopic } from './resources.ts';

/** What whoever tells people gets where the stack has a topic for chat: a policy of its own, because the topic is not always there. */
export const chatAccess: readonly Permission[] = [
  {
    sid: 'TellChat',
    why: 'With chat=on every alert goes there, too.',
    for: ['sns:Publish'],
    on: [chatTopic],
  },
];
