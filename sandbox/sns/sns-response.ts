import type { WireResponse } from '../wire-types.ts';
import type { SnsError } from './sns-request.ts';

const namespace = 'http://sns.amazonaws.com/doc/2010-03-31/';
/** The service fills it in: the request id belongs to the exchange and not to the answer. */
const metadata = '<ResponseMetadata><RequestId>{requestId}</RequestId></ResponseMetadata>';

export function publishBody(messageId: string): string {
  return response('Publish', `<MessageId>${messageId}</MessageId>`);
}

export function topicBody(arn: string): string {
  return response('CreateTopic', `<TopicArn>${arn}</TopicArn>`);
}

export function topicsBody(arns: readonly string[]): string {
  const members = arns.map((arn) => `<member><TopicArn>${arn}</TopicArn></member>`);
  return response('ListTopics', `<Topics>${members.join('')}</Topics>`);
}

export function errorBody({ code, message, status }: SnsError): string {
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`;
  return `<ErrorResponse xmlns="${namespace}">${error}<RequestId>{requestId}</RequestId></ErrorResponse>`;
}

/** An answer in the place of the service's. */
export function snsErrorResponse(requestId: string, error: SnsError): WireResponse {
  const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
  return { status: error.status, headers, body: errorBody(error).replaceAll('{requestId}', requestId) };
}

function response(action: string, result: string): string {
  const body = `<${action}Result>${result}</${action}Result>${metadata}`;
  return `<${action}Response xmlns="${namespace}">${body}</${action}Response>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
