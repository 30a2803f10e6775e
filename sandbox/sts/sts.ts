import { newUuid } from '../ids.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Service } from '../wire-types.ts';

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** STS's GetCallerIdentity, in the query protocol of 2011-06-15. Registers itself as the service `sts`. */
export function createSts(sandbox: Sandbox): void {
  const ids = sandbox.random.stream('sts');
  const { account } = sandbox;
  const service: Service = async ({ body }) => {
    const requestId = newUuid(ids);
    const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
    const action = new URLSearchParams(body).get('Action');
    if (action !== 'GetCallerIdentity') {
      const message = `The sandbox does not know the action ${action?.replace(/\W/g, '')}.`;
      const error = `<Error><Type>Sender</Type><Code>InvalidAction</Code><Message>${message}</Message></Error>`;
      const answer = `<ErrorResponse xmlns="${namespace}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>`;
      return { status: 400, headers, body: answer };
    }
    const identity = `<Arn>arn:aws:iam::${account}:user/sandbox</Arn><UserId>AIDASANDBOX</UserId><Account>${account}</Account>`;
    const result = `<GetCallerIdentityResult>${identity}</GetCallerIdentityResult>`;
    const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    const answer = `<GetCallerIdentityResponse xmlns="${namespace}">${result}${metadata}</GetCallerIdentityResponse>`;
    return { status: 200, headers, body: answer };
  };
  sandbox.services.set('sts', service);
}
