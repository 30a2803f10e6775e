/** An error of the SNS API (facts 7); every code and status goes to the caller as it is. */
export class SnsError extends Error {
  override readonly name = 'SnsError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export interface MessageAttribute {
  readonly type: string;
  readonly value: string;
}

/** What a caller asks to publish, checked. */
export interface PublishRequest {
  readonly topicArn: string;
  readonly subject: string | undefined;
  /** With MessageStructure=json the `default` text, otherwise the message itself. */
  readonly message: string;
  /** Bodies for single protocols (`email`, `https` …); empty without MessageStructure=json. */
  readonly byProtocol: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
}

/** Message and attributes together, in bytes (facts 7). */
const messageBytesMax = 256 * 1024;
const subjectCharactersMax = 99;

const known =
  /^(Action|Version|TopicArn|Message|Subject|MessageStructure|MessageAttributes\.entry\.\d+\..+)$/;

/** Throws SnsError for whatever SNS refuses, and for every parameter that the sandbox does not know. */
export function parsePublish(parameters: URLSearchParams): PublishRequest {
  refuseUnknown(parameters, known);
  const topicArn = parameters.get('TopicArn');
  if (!topicArn) throw invalid('TopicArn or TargetArn Reason: no value for required parameter');
  if (!/^arn:aws:sns:[^:]*:[^:]*:[^:]+$/.test(topicArn))
    throw invalid(`TopicArn Reason: ${topicArn} is not an ARN`);
  const message = parameters.get('Message');
  if (!message) throw invalid('Empty message');
  const attributes = messageAttributes(parameters);
  const bytes = Buffer.byteLength(
    message +
      Object.entries(attributes)
        .map(([name, { type, value }]) => name + type + value)
        .join(''),
  );
  if (bytes > messageBytesMax) throw invalid('Message too long');
  return {
    topicArn,
    subject: checkedSubject(parameters.get('Subject')),
    attributes,
    ...bodies(parameters, message),
  };
}

export function createTopicName(parameters: URLSearchParams): string {
  refuseUnknown(parameters, /^(Action|Version|Name|Attributes\.entry\.\d+\..+|Tags\.member\.\d+\..+)$/);
  const name = parameters.get('Name') ?? '';
  if (!/^[\w-]{1,256}$/.test(name)) throw invalid('Topic Name');
  return name;
}

/** SNS rejects a subject with line breaks, control characters or 100 characters and more (facts 7). */
function checkedSubject(subject: string | null): string | undefined {
  if (subject === null) return undefined;
  const usable = /^[^\p{Cc}\u2028\u2029]+$/u.test(subject) && subject.length <= subjectCharactersMax;
  if (!usable || subject.startsWith(' ')) throw invalid('Subject');
  return subject;
}

function bodies(
  parameters: URLSearchParams,
  message: string,
): Pick<PublishRequest, 'message' | 'byProtocol'> {
  const structure = parameters.get('MessageStructure');
  if (structure === null) return { message, byProtocol: {} };
  if (structure !== 'json') throw invalid('MessageStructure');
  const parsed = parseJson(message);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw invalid('Message Structure - JSON message body failed to parse');
  }
  const { default: text, ...byProtocol } = parsed as Readonly<Record<string, unknown>>;
  if (typeof text !== 'string') throw invalid('Message Structure - No default entry in JSON message body');
  for (const [protocol, body] of Object.entries(byProtocol)) {
    if (typeof body !== 'string') throw invalid(`Message Structure - The entry ${protocol} is not a string`);
  }
  return { message: text, byProtocol: byProtocol as Readonly<Record<string, string>> };
}

function messageAttributes(parameters: URLSearchParams): Readonly<Record<string, MessageAttribute>> {
  const attributes: Record<string, MessageAttribute> = {};
  for (let index = 1; parameters.has(`MessageAttributes.entry.${index}.Name`); index++) {
    const entry = `MessageAttributes.entry.${index}`;
    const name = parameters.get(`${entry}.Name`) ?? '';
    const type = parameters.get(`${entry}.Value.DataType`) ?? '';
    const value =
      parameters.get(`${entry}.Value.StringValue`) ?? parameters.get(`${entry}.Value.BinaryValue`);
    if (!/^[\w.-]{1,256}$/.test(name)) throw unusable(`The message attribute name '${name}' is not valid.`);
    if (!/^(String|Number|Binary|String\.Array)$/.test(type)) {
      throw unusable(`The message attribute '${name}' has an invalid message attribute type, '${type}'.`);
    }
    if (!value) throw unusable(`The message attribute '${name}' must contain a non-empty value.`);
    if (name in attributes) throw unusable(`The message attribute '${name}' is there twice.`);
    attributes[name] = { type, value };
  }
  return attributes;
}

function refuseUnknown(parameters: URLSearchParams, expected: RegExp): void {
  for (const name of parameters.keys()) {
    if (!expected.test(name)) throw invalid(`The sandbox does not know the parameter ${name}`);
  }
}

function invalid(what: string): SnsError {
  return new SnsError('InvalidParameter', `Invalid parameter: ${what}`);
}

function unusable(message: string): SnsError {
  return new SnsError('ParameterValueInvalid', message);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
