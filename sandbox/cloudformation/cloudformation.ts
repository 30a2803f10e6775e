import { escapeXml, writeXml, type XmlValue } from '../ec2/xml.ts';
import { newUuid } from '../ids.ts';
import type { Service, WireResponse } from '../wire-types.ts';
import type { Action, CloudFormationAccount } from './action.ts';
import { deleteChangeSet, describeChangeSet, executeChangeSet } from './change-sets.ts';
import { CloudFormationError } from './cloudformation-error.ts';
import { createChangeSet } from './create-change-set.ts';
import type { StackRecord } from './stack-record.ts';
import { describeStackEvents, describeStackResource, describeStacks, listStackResources } from './stacks.ts';
import { validateTemplate } from './validate-template.ts';

const actions: readonly Action[] = [
  createChangeSet,
  deleteChangeSet,
  describeChangeSet,
  describeStackEvents,
  describeStackResource,
  describeStacks,
  executeChangeSet,
  listStackResources,
  validateTemplate,
];

const namespace = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

/** The stacks of the account. */
export interface CloudFormation {
  /** By their names. */
  readonly stacks: ReadonlyMap<string, StackRecord>;
}

/**
 * As much of CloudFormation, in the query protocol of 2010-05-15, as a deployment by change sets needs: stacks are made
 * and added to, functions are replaced; nothing that lives is changed otherwise, and no stack is deleted. Registers itself
 * as the service `cloudformation`.
 */
export function createCloudFormation(
  options: Pick<CloudFormationAccount, 'sandbox' | 's3' | 'bringToLife'>,
): CloudFormation {
  const { sandbox } = options;
  const ids = sandbox.random.stream('cloudformation');
  const account: CloudFormationAccount = { ...options, ids, stacks: new Map() };
  const service: Service = async ({ body }) => {
    const requestId = newUuid(ids);
    try {
      const name = new URLSearchParams(body).get('Action') ?? '';
      return written(name, requestId, actionOf(name).answer(body, account));
    } catch (error) {
      if (!(error instanceof CloudFormationError)) throw error;
      return refused(requestId, error);
    }
  };
  sandbox.services.set('cloudformation', service);
  return account;
}

function actionOf(name: string): Action {
  const found = actions.find((action) => action.name === name);
  if (found === undefined)
    throw new CloudFormationError('InvalidAction', `The sandbox does not know the action ${name}.`);
  return found;
}

function written(name: string, requestId: string, result: XmlValue): WireResponse {
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  const inner = `<${name}Result>${writeXml(result)}</${name}Result>${metadata}`;
  return xml(200, requestId, `<${name}Response xmlns="${namespace}">${inner}</${name}Response>`);
}

function refused(requestId: string, { code, message, status }: CloudFormationError): WireResponse {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const body = `<ErrorResponse xmlns="${namespace}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>`;
  return xml(status, requestId, body);
}

function xml(status: number, requestId: string, body: string): WireResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
