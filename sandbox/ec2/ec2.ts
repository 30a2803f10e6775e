import { newUuid } from '../ids.ts';
import type { Service, WireResponse } from '../wire-types.ts';
import type { Core } from '../world/core.ts';
import type { Faults } from '../world/faults.ts';
import { staleView } from '../world/stale-view.ts';
import { actions } from './actions.ts';
import { Ec2Error } from './errors.ts';
import { Form } from './form.ts';
import { writeXml, type XmlValue } from './xml.ts';

const apiVersion = '2016-11-15';
const namespace = `http://ec2.amazonaws.com/doc/${apiVersion}/`;
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The EC2 query protocol, version 2016-11-15 (facts 9). */
export function ec2Service(core: Core, faults: Faults): Service {
  return async ({ body }) => {
    const requestId = newUuid(core.random.stream(`request/${core.count('request')}`));
    try {
      const form = new Form(new Map(new URLSearchParams(body)));
      const action = form.required('Action');
      return success(requestId, action, act(core, faults, action, form));
    } catch (error) {
      return ec2ErrorResponse(requestId, error);
    }
  };
}

function act(core: Core, faults: Faults, name: string, form: Form): { readonly [name: string]: XmlValue } {
  const version = form.required('Version');
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined || version !== apiVersion) {
    throw new Ec2Error('InvalidAction', `The action ${name} is not valid for this web service.`);
  }
  const dryRun = form.flag('DryRun') ?? false;
  const perform = action(form);
  form.finish();
  if (dryRun)
    throw new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
  return perform(core, staleView(core, faults.staleReadsMs));
}

function success(
  requestId: string,
  action: string,
  content: { readonly [name: string]: XmlValue },
): WireResponse {
  const root = `${action}Response`;
  const inner = writeXml({ requestId, ...content });
  return xmlResponse(requestId, 200, `${declaration}<${root} xmlns="${namespace}">${inner}</${root}>`);
}

/** What is not an EC2 error is a defect of the sandbox, which its caller sees as an internal error. */
export function ec2ErrorResponse(requestId: string, error: unknown): WireResponse {
  const { code, message, status } =
    error instanceof Ec2Error
      ? error
      : { code: 'InternalError', message: `The sandbox failed: ${error}`, status: 500 };
  const inner = writeXml({ Errors: { Error: { Code: code, Message: message } }, RequestID: requestId });
  return xmlResponse(requestId, status, `${declaration}<Response>${inner}</Response>`);
}

function xmlResponse(requestId: string, status: number, body: string): WireResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
    body,
  };
}
