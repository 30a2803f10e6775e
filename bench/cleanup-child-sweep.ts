import { handler } from '../handlers/cleanup.ts';
import { measureChild } from './child.ts';
import { scheduledInvocation } from './scheduled-invocation.ts';

/** As Lambda would invoke the function. */
const [event, context] = scheduledInvocation('eni-warden-dev-cleanup', Date);

await measureChild(() => handler(event, context));
