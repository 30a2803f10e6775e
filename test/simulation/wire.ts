import type { InProcessRequestHandler } from '../../sandbox/in-process.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Sns } from '../../sandbox/sns/sns.ts';
import type { Weather } from './weather.ts';

export interface Surroundings {
  readonly sandbox: Sandbox;
  readonly sns: Sns;
  readonly weather: Weather;
}

/** What goes wrong between an environment and AWS: errors, lost replies, an AWS that does not answer. */
export function throughWeather(
  handler: InProcessRequestHandler,
  { sandbox, sns, weather }: Surroundings,
): InProcessRequestHandler {
  return {
    ...handler,
    async handle(request, options) {
      const body = typeof request.body === 'string' ? request.body : '';
      const action = new URLSearchParams(body).get('Action') ?? '';
      const isChange = action !== 'Publish' && !action.startsWith('Describe');
      if (isChange && weather.strikes('slowChange')) await sandbox.clock.sleep(weather.slownessMs());
      if (action === 'Publish') {
        if (weather.strikes('snsError')) sns.failNext(1, 'InternalError');
        else if (weather.strikes('loseSnsReply')) sandbox.faults.loseReplyNext({ action });
      } else if (action === 'AttachNetworkInterface' && weather.strikes('refuseAttach')) {
        sandbox.faults.failNext({ action, code: 'AttachmentLimitExceeded', status: 400 });
      } else if (weather.strikes('serverError') || weather.isBroken(action)) {
        sandbox.faults.failNext({ action, ...serverErrorOf(action.length + body.length) });
      } else if (weather.strikes(isChange ? 'loseReplyOfChange' : 'loseReply')) {
        sandbox.faults.loseReplyNext({ action });
      }
      return handler.handle(request, options);
    },
  };
}

function serverErrorOf(number: number): { readonly code: string; readonly status: number } {
  const errors = [
    { code: 'InternalError', status: 500 },
    { code: 'Unavailable', status: 503 },
    { code: 'ServiceUnavailable', status: 503 },
  ] as const;
  return errors[number % errors.length] ?? errors[0];
}
