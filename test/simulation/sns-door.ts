import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Sns } from '../../sandbox/sns/sns.ts';
import type { Service } from '../../sandbox/wire-types.ts';
import type { History } from './history.ts';

/** Notes every alert that SNS takes, with the environment that published it. */
export function watchSns(sandbox: Sandbox, sns: Sns, history: History): void {
  const service = sandbox.services.get('sns');
  if (service === undefined) throw new Error('The sandbox has no SNS.');
  let caller = '';
  const watched: Service = (request) => {
    caller = request.caller ?? '';
    return service(request);
  };
  sandbox.services.set('sns', watched);
  sns.watch(({ at, byProtocol, message }) => {
    const { kind, severity, group, fingerprint, data } = JSON.parse(byProtocol?.sqs ?? '{}');
    history.noteTold({
      at,
      environment: caller,
      kind,
      severity,
      ...(group !== undefined && { group }),
      fingerprint,
      text: message,
      data: data ?? {},
    });
  });
}
