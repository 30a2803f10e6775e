import { z } from 'zod';
import { newUuid } from '../ids.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Service } from '../wire-types.ts';
import { CloudWatchError, cloudWatchErrorResponse, cloudWatchHeaders } from './cloud-watch-error.ts';
import { describeAlarms, describeAlarmsSchema } from './describe-alarms.ts';
import {
  type AlarmState,
  type MetricAlarm,
  metricAlarm,
  problemOf,
  putMetricAlarmSchema,
} from './metric-alarm.ts';

/** The metric alarms of the account. Nobody evaluates them: a state stays until it is set. */
export interface CloudWatch {
  /** By name. */
  readonly alarms: ReadonlyMap<string, MetricAlarm>;
  /** Throws when there is no such alarm. */
  setState(alarmName: string, state: AlarmState): void;
}

/** How `X-Amz-Target` names the service. */
export const cloudWatchTarget = 'GraniteServiceVersion20100801';

const deleteAlarmsSchema = z.strictObject({ AlarmNames: z.array(z.string().min(1)).max(100) });

/**
 * CloudWatch's DescribeAlarms, PutMetricAlarm and DeleteAlarms (AWS JSON 1.0, which the SDK's client speaks). Registers
 * itself as the service `monitoring`.
 */
export function createCloudWatch(sandbox: Sandbox): CloudWatch {
  const { clock, region, account } = sandbox;
  const ids = sandbox.random.stream('monitoring service');
  const alarms = new Map<string, MetricAlarm>();

  const actions: Readonly<Record<string, (body: unknown) => object>> = {
    DescribeAlarms: (body) => describeAlarms(alarms.values(), read(describeAlarmsSchema, body)),
    PutMetricAlarm(body) {
      const asked = read(putMetricAlarmSchema, body);
      const problem = problemOf(asked);
      if (problem !== undefined) throw new CloudWatchError('ValidationError', problem);
      const place = { now: clock.now(), region, account };
      alarms.set(asked.AlarmName, metricAlarm(asked, alarms.get(asked.AlarmName), place));
      return {};
    },
    DeleteAlarms(body) {
      const { AlarmNames } = read(deleteAlarmsSchema, body);
      const missing = AlarmNames.filter((name) => !alarms.has(name));
      // None is deleted when one of them is missing (API reference).
      if (missing.length > 0) throw new CloudWatchError('ResourceNotFound', `Not found: ${missing}`, 404);
      for (const name of AlarmNames) alarms.delete(name);
      return {};
    },
  };

  const service: Service = async (request) => {
    const requestId = newUuid(ids);
    try {
      const [family, name = ''] = (request.headers['x-amz-target'] ?? '').split('.');
      const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
      if (family !== cloudWatchTarget || action === undefined)
        throw new CloudWatchError('UnknownOperationException', `The sandbox does not know ${name}.`);
      const answer = action(parseJson(request.body));
      return { status: 200, headers: cloudWatchHeaders(requestId), body: JSON.stringify(answer) };
    } catch (error) {
      if (error instanceof CloudWatchError) return cloudWatchErrorResponse(requestId, error);
      const message = `The sandbox failed: ${error}`;
      return cloudWatchErrorResponse(requestId, { code: 'InternalServiceError', message, status: 500 });
    }
  };
  sandbox.services.set('monitoring', service);

  return {
    alarms,
    setState(alarmName, StateValue) {
      const alarm = alarms.get(alarmName);
      if (alarm === undefined) throw new Error(`There is no alarm ${alarmName}.`);
      const at = clock.now() / 1000;
      const StateTransitionedTimestamp =
        alarm.StateValue === StateValue ? alarm.StateTransitionedTimestamp : at;
      alarms.set(alarmName, {
        ...alarm,
        StateValue,
        StateReason: 'Set by hand',
        StateUpdatedTimestamp: at,
        StateTransitionedTimestamp,
      });
    },
  };
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new CloudWatchError('ValidationError', z.prettifyError(parsed.error));
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new CloudWatchError('SerializationException', 'The body is not JSON.');
  }
}
