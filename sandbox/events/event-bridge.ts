import { newUuid } from '../ids.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Service, WireResponse } from '../wire-types.ts';
import type { AwsEvent } from './aws-events.ts';
import type { EventBus } from './bus.ts';
import { checkEntry, checkRequest, type PutEventsEntry } from './event-bridge-entry.ts';
import { wholeSeconds } from './schedule.ts';

/**
 * EventBridge's `PutEvents` (AWS JSON 1.1): every entry is judged on its own, and the good ones become events on the
 * bus (EventBridge API Reference, PutEvents). Registers itself as the service `events`.
 */
export function addEventBridge(sandbox: Sandbox, bus: EventBus): void {
  const ids = sandbox.random.stream('events service');
  const service: Service = async (request) => {
    const requestId = newUuid(ids);
    const target = request.headers['x-amz-target'] ?? '';
    const response =
      target === 'AWSEvents.PutEvents'
        ? putEvents(request.body)
        : refusal(
            'UnknownOperationException',
            `The sandbox does not know ${target || 'a request without x-amz-target'}.`,
          );
    return { ...response, headers: { ...response.headers, 'x-amzn-requestid': requestId } };
  };

  function putEvents(body: string): WireResponse {
    const checked = checkRequest(body);
    if (!Array.isArray(checked)) return refusal(checked.code, checked.message);
    const results = checked.map((entry) => {
      const problem = checkEntry(
        entry,
        `arn:aws:events:${sandbox.region}:${sandbox.account}:event-bus/default`,
      );
      if (problem !== undefined) return { ErrorCode: problem.code, ErrorMessage: problem.message };
      const event = eventOf(entry);
      bus.send(event);
      return { EventId: event.id };
    });
    const failed = results.filter((result) => 'ErrorCode' in result).length;
    return json(200, { FailedEntryCount: failed, Entries: results });
  }

  function eventOf(entry: PutEventsEntry): AwsEvent {
    return {
      version: '0',
      id: newUuid(ids),
      'detail-type': entry.DetailType ?? '',
      source: entry.Source ?? '',
      account: sandbox.account,
      time: wholeSeconds(entry.Time === undefined ? sandbox.clock.now() : entry.Time * 1000),
      region: sandbox.region,
      resources: entry.Resources ?? [],
      detail: JSON.parse(entry.Detail ?? '{}') as Record<string, unknown>,
    };
  }

  sandbox.services.set('events', service);
}

function refusal(code: string, message: string): WireResponse {
  return json(400, { __type: code, message });
}

function json(status: number, body: unknown): WireResponse {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) };
}
